import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What companies do about projects that ask for nothing. */
export class Offers1763903600000 implements MigrationInterface {
  name = 'Offers1763903600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE standing_offer (
        id uuid CONSTRAINT standing_offer_pk PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT standing_offer_organisation_fk REFERENCES organisation (id),
        project_id uuid NOT NULL CONSTRAINT standing_offer_project_fk REFERENCES project (id),
        author_id uuid NOT NULL CONSTRAINT standing_offer_author_fk REFERENCES person (id),
        amount_minor bigint NOT NULL CONSTRAINT standing_offer_amount CHECK (amount_minor > 0),
        currency char(3) NOT NULL,
        method text NOT NULL CONSTRAINT standing_offer_method CHECK (method IN ('checkout', 'balance', 'bank', 'invoice', 'saved_method')),
        purchase_order text CONSTRAINT standing_offer_purchase_order CHECK (length(purchase_order) BETWEEN 1 AND 140),
        is_named boolean NOT NULL,
        status text NOT NULL CONSTRAINT standing_offer_status CHECK (status IN ('open', 'taken', 'withdrawn', 'expired')),
        opened_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        pledge_id uuid CONSTRAINT standing_offer_pledge UNIQUE CONSTRAINT standing_offer_pledge_fk REFERENCES pledge (id),
        refusal_code text,
        refused_need_id uuid CONSTRAINT standing_offer_refused_need_fk REFERENCES need (id),
        version int NOT NULL DEFAULT 1,
        CONSTRAINT standing_offer_later CHECK (expires_at > opened_at),
        CONSTRAINT standing_offer_ended CHECK ((status = 'open') = (ended_at IS NULL)),
        CONSTRAINT standing_offer_taken CHECK ((status = 'taken') = (pledge_id IS NOT NULL)),
        CONSTRAINT standing_offer_refused CHECK ((refusal_code IS NULL) = (refused_need_id IS NULL))
      );
      CREATE UNIQUE INDEX standing_offer_one_open ON standing_offer (organisation_id, project_id) WHERE status = 'open';
      CREATE INDEX standing_offer_waiting ON standing_offer (project_id, opened_at, id) WHERE status = 'open';
      CREATE INDEX standing_offer_organisation ON standing_offer (organisation_id, opened_at DESC, id DESC);

      -- An offer says what its organisation ships.
      ALTER TABLE standing_offer ENABLE ROW LEVEL SECURITY;
      ALTER TABLE standing_offer FORCE ROW LEVEL SECURITY;
      CREATE POLICY standing_offer_cleared ON standing_offer USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));

      GRANT SELECT, INSERT, UPDATE ON standing_offer TO mainstay_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE standing_offer');
  }
}
