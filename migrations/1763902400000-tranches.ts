import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Amounts that are promised as a whole and paid milestone by milestone. */
export class Tranches1763902400000 implements MigrationInterface {
  name = 'Tranches1763902400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE tranche_commitment (
        id uuid CONSTRAINT tranche_commitment_pk PRIMARY KEY,
        need_id uuid NOT NULL CONSTRAINT tranche_commitment_need_fk REFERENCES need (id),
        organisation_id uuid NOT NULL CONSTRAINT tranche_commitment_organisation_fk REFERENCES organisation (id),
        submitted_by uuid NOT NULL CONSTRAINT tranche_commitment_submitted_by_fk REFERENCES person (id),
        -- Of all tranches, which are pledges.
        amount_minor bigint NOT NULL CONSTRAINT tranche_commitment_amount CHECK (amount_minor > 0),
        currency char(3) NOT NULL,
        method text NOT NULL CONSTRAINT tranche_commitment_method CHECK (method IN ('invoice', 'saved_method')),
        purchase_order text CONSTRAINT tranche_commitment_purchase_order CHECK (length(purchase_order) BETWEEN 1 AND 140),
        status text NOT NULL CONSTRAINT tranche_commitment_status CHECK (status IN ('promised', 'active', 'completed', 'ended', 'withdrawn')),
        end_reason text CONSTRAINT tranche_commitment_end_reason CHECK (length(end_reason) BETWEEN 1 AND 500),
        submitted_at timestamptz NOT NULL,
        approved_at timestamptz,
        ended_at timestamptz,
        version int NOT NULL DEFAULT 1,
        -- Nothing is paid that nobody has approved, whatever a service forgot.
        CONSTRAINT tranche_commitment_approved CHECK (status IN ('promised', 'withdrawn') OR approved_at IS NOT NULL)
      );
      CREATE INDEX tranche_commitment_organisation ON tranche_commitment (organisation_id, submitted_at DESC, id DESC);

      CREATE TABLE tranche (
        pledge_id uuid CONSTRAINT tranche_pk PRIMARY KEY CONSTRAINT tranche_pledge_fk REFERENCES pledge (id),
        commitment_id uuid NOT NULL CONSTRAINT tranche_commitment_fk REFERENCES tranche_commitment (id),
        milestone_id uuid NOT NULL CONSTRAINT tranche_milestone_fk REFERENCES milestone (id),
        position int NOT NULL CONSTRAINT tranche_position CHECK (position > 0),
        -- When it is asked for; null before the approval.
        due_at timestamptz,
        CONSTRAINT tranche_place UNIQUE (commitment_id, position)
      );
      CREATE INDEX tranche_milestone ON tranche (milestone_id);

      GRANT SELECT, INSERT, UPDATE ON tranche_commitment, tranche TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
