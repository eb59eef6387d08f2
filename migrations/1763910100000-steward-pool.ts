import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People who sit for projects as stewards or reviewers, and how they come to a seat. */
export class StewardPool1763910100000 implements MigrationInterface {
  name = 'StewardPool1763910100000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE pool_member (
        id uuid CONSTRAINT pool_member_pk PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT pool_member_person_fk REFERENCES person (id),
        kind text NOT NULL CONSTRAINT pool_member_kind CHECK (kind IN ('STEWARD', 'REVIEWER')),
        status text NOT NULL CONSTRAINT pool_member_status CHECK (status IN ('APPLIED', 'ACCEPTED', 'DECLINED', 'REMOVED', 'WITHDRAWN')),
        -- In public, like the skills and the ties: whoever gets a seat is to be judged by it.
        statement text NOT NULL CONSTRAINT pool_member_statement CHECK (length(statement) BETWEEN 20 AND 4000),
        skills text[] NOT NULL CONSTRAINT pool_member_skills CHECK (cardinality(skills) >= 1 AND skills <@ '{ACCESS,AUDIT,BUILD,CI,CRYPTOGRAPHY,GOVERNANCE,MODERATION,PACKAGING,RELEASE,TESTING}'::text[]),
        ties text NOT NULL CONSTRAINT pool_member_ties CHECK (length(ties) <= 2000),
        tied_projects uuid[] NOT NULL CONSTRAINT pool_member_tied_projects CHECK (cardinality(tied_projects) <= 100),
        tied_organisations uuid[] NOT NULL CONSTRAINT pool_member_tied_organisations CHECK (cardinality(tied_organisations) <= 100),
        -- How many seats at a time; 0 for none for now.
        load_limit int NOT NULL CONSTRAINT pool_member_load CHECK (load_limit BETWEEN 0 AND 10),
        -- What an hour costs; null for somebody who takes nothing for it.
        rate_minor bigint CONSTRAINT pool_member_rate CHECK (rate_minor >= 1),
        rate_currency text CONSTRAINT pool_member_currency CHECK (rate_currency ~ '^[A-Z]{3}$'),
        applied_at timestamptz NOT NULL,
        entered_at timestamptz NOT NULL,
        CONSTRAINT pool_member_rate_whole CHECK ((rate_minor IS NULL) = (rate_currency IS NULL))
      );
      CREATE UNIQUE INDEX pool_member_one_open ON pool_member (person_id, kind) WHERE status IN ('APPLIED', 'ACCEPTED');
      CREATE INDEX pool_member_list ON pool_member (applied_at DESC, id DESC);

      -- Two people take somebody in, keep them out, or put them out. What one of them said waits for the other.
      CREATE TABLE pool_decision (
        member_id uuid NOT NULL CONSTRAINT pool_decision_member_fk REFERENCES pool_member (id),
        action text NOT NULL CONSTRAINT pool_decision_action CHECK (action IN ('ACCEPT', 'DECLINE', 'REMOVE')),
        person_id uuid NOT NULL CONSTRAINT pool_decision_person_fk REFERENCES person (id),
        reason text NOT NULL CONSTRAINT pool_decision_reason CHECK (length(reason) BETWEEN 20 AND 4000),
        at timestamptz NOT NULL,
        CONSTRAINT pool_decision_pk PRIMARY KEY (member_id, action, person_id)
      );
      CREATE TRIGGER pool_decision_append_only BEFORE UPDATE OR DELETE ON pool_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER pool_decision_no_truncate BEFORE TRUNCATE ON pool_decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Somebody from the pool who was drawn for a seat. Nobody picks, and both sides have to want it.
      CREATE TABLE seat_offer (
        id uuid CONSTRAINT seat_offer_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT seat_offer_project_fk REFERENCES project (id),
        member_id uuid NOT NULL CONSTRAINT seat_offer_member_fk REFERENCES pool_member (id),
        person_id uuid NOT NULL CONSTRAINT seat_offer_person_fk REFERENCES person (id),
        kind text NOT NULL CONSTRAINT seat_offer_kind CHECK (kind IN ('STEWARD', 'REVIEWER')),
        status text NOT NULL CONSTRAINT seat_offer_status CHECK (status IN ('OFFERED', 'TAKEN', 'SEATED', 'DECLINED', 'REFUSED', 'LAPSED')),
        drawn_at timestamptz NOT NULL,
        lapses_at timestamptz NOT NULL CONSTRAINT seat_offer_lapses CHECK (lapses_at > drawn_at),
        settled_at timestamptz,
        CONSTRAINT seat_offer_settled CHECK ((status IN ('OFFERED', 'TAKEN')) = (settled_at IS NULL))
      );
      CREATE UNIQUE INDEX seat_offer_one_open ON seat_offer (project_id, person_id) WHERE status IN ('OFFERED', 'TAKEN');
      CREATE INDEX seat_offer_project ON seat_offer (project_id, drawn_at DESC, id DESC);
      CREATE INDEX seat_offer_person ON seat_offer (person_id, drawn_at DESC, id DESC);

      GRANT SELECT, INSERT ON pool_member, pool_decision, seat_offer TO mainstay_app;
      GRANT UPDATE (status, entered_at, statement, skills, ties, tied_projects, tied_organisations, load_limit, rate_minor, rate_currency) ON pool_member TO mainstay_app;
      GRANT UPDATE (status, settled_at) ON seat_offer TO mainstay_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE seat_offer, pool_decision, pool_member');
  }
}
