import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests for scopes of projects, and the scopes that came of them. */
export class RoleGrants1763909800000 implements MigrationInterface {
  name = 'RoleGrants1763909800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      -- What a history comes to, without its ballots: nothing here changes when somebody votes.
      CREATE TABLE role_grant (
        id uuid CONSTRAINT role_grant_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT role_grant_project_fk REFERENCES project (id),
        scope text NOT NULL CONSTRAINT role_grant_scope CHECK (scope IN ('TRIAGE', 'REVIEW', 'COMMIT', 'RELEASE', 'ADMIN', 'SECURITY_CONTACT')),
        candidate_id uuid NOT NULL CONSTRAINT role_grant_candidate_fk REFERENCES person (id),
        status text NOT NULL CONSTRAINT role_grant_status CHECK (status IN (
          'DRAFT', 'SUBMITTED', 'INELIGIBLE', 'SPONSORING', 'EVIDENCE_REVIEW', 'COMMENT_PERIOD', 'VOTING', 'REJECTED', 'APPROVED', 'DECLINED', 'COOLING_OFF',
          'PROVISIONING', 'PROBATION', 'ACTIVE', 'RECERT_DUE', 'DORMANT', 'SUSPENDED', 'REVOKED', 'EMERITUS', 'EXPIRED', 'WITHDRAWN', 'ON_HOLD')),
        state jsonb NOT NULL,
        -- Frozen when the request was submitted.
        policy_version text,
        tier text CONSTRAINT role_grant_tier CHECK (tier IN ('T0', 'T1', 'T2', 'T3')),
        -- When the clock of the status ends; null where none runs.
        due_at timestamptz,
        event_count int NOT NULL CONSTRAINT role_grant_events CHECK (event_count > 0),
        -- A vote that is held anew after an appeal has a box of its own.
        box int NOT NULL DEFAULT 1 CONSTRAINT role_grant_box CHECK (box > 0),
        created_at timestamptz NOT NULL,
        entered_at timestamptz NOT NULL,
        CONSTRAINT role_grant_of_candidate UNIQUE (id, candidate_id),
        CONSTRAINT role_grant_agrees CHECK (state ->> 'status' = status AND state ->> 'scope' = scope AND state ->> 'candidate' = candidate_id::text),
        CONSTRAINT role_grant_keeps_ballots_apart CHECK (NOT state ? 'ballots'),
        CONSTRAINT role_grant_frozen CHECK ((policy_version IS NULL) = (tier IS NULL) AND (status = 'DRAFT' OR status = 'WITHDRAWN' OR tier IS NOT NULL))
      );
      CREATE INDEX role_grant_project ON role_grant (project_id, created_at DESC, id DESC);
      CREATE INDEX role_grant_candidate ON role_grant (candidate_id, created_at DESC, id DESC);
      -- One request for one scope at a time, and none for what is held.
      CREATE UNIQUE INDEX role_grant_one_open ON role_grant (project_id, scope, candidate_id)
        WHERE status NOT IN ('INELIGIBLE', 'REJECTED', 'DECLINED', 'REVOKED', 'EMERITUS', 'EXPIRED', 'WITHDRAWN');

      CREATE TABLE role_grant_event (
        grant_id uuid NOT NULL CONSTRAINT role_grant_event_grant_fk REFERENCES role_grant (id),
        seq int NOT NULL CONSTRAINT role_grant_event_seq CHECK (seq > 0),
        kind text NOT NULL CONSTRAINT role_grant_event_kind CHECK (kind <> 'castVote'),
        at timestamptz NOT NULL,
        -- Null for the system.
        by_id uuid CONSTRAINT role_grant_event_by_fk REFERENCES person (id),
        event jsonb NOT NULL,
        CONSTRAINT role_grant_event_pk PRIMARY KEY (grant_id, seq)
      );
      CREATE TRIGGER role_grant_event_append_only BEFORE UPDATE OR DELETE ON role_grant_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER role_grant_event_no_truncate BEFORE TRUNCATE ON role_grant_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- Who voted, and how: for the count alone, and for each voter their own.
      CREATE TABLE role_grant_ballot (
        grant_id uuid NOT NULL,
        candidate_id uuid NOT NULL,
        box int NOT NULL,
        voter_id uuid NOT NULL CONSTRAINT role_grant_ballot_voter_fk REFERENCES person (id),
        choice text NOT NULL CONSTRAINT role_grant_ballot_choice CHECK (choice IN ('YES', 'NO')),
        cast_at timestamptz NOT NULL,
        CONSTRAINT role_grant_ballot_pk PRIMARY KEY (grant_id, box, voter_id),
        CONSTRAINT role_grant_ballot_grant_fk FOREIGN KEY (grant_id, candidate_id) REFERENCES role_grant (id, candidate_id),
        CONSTRAINT role_grant_ballot_not_own CHECK (voter_id <> candidate_id)
      );
      CREATE TRIGGER role_grant_ballot_append_only BEFORE UPDATE OR DELETE ON role_grant_ballot FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER role_grant_ballot_no_truncate BEFORE TRUNCATE ON role_grant_ballot FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE FUNCTION cleared_ballot_box() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        RETURN nullif(current_setting('app.ballot_box', true), '')::uuid;
      ALTER TABLE role_grant_ballot ENABLE ROW LEVEL SECURITY;
      ALTER TABLE role_grant_ballot FORCE ROW LEVEL SECURITY;
      CREATE POLICY role_grant_ballot_cleared ON role_grant_ballot
        USING (grant_id = (SELECT cleared_ballot_box()) OR voter_id = ANY ((SELECT cleared_subjects())::uuid[]))
        WITH CHECK (grant_id = (SELECT cleared_ballot_box()));

      -- What no service may forget, whatever it was told. The events of a step are written before it.
      CREATE FUNCTION guard_role_grant() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        holding CONSTANT text[] := '{PROBATION,ACTIVE,RECERT_DUE}';
      BEGIN
        IF OLD.status = NEW.status THEN RETURN NEW; END IF;
        IF OLD.status IN ('INELIGIBLE', 'DECLINED', 'EMERITUS', 'EXPIRED', 'WITHDRAWN') THEN
          RAISE EXCEPTION 'grant % has ended as %', OLD.id, OLD.status USING ERRCODE = 'MS050';
        END IF;
        IF NEW.status = 'PROVISIONING' AND (
            SELECT count(DISTINCT kind) FROM role_grant_event
             WHERE grant_id = NEW.id AND kind IN ('fileReview', 'openVote', 'approve', 'accept', 'endCoolingOff')) < 5 THEN
          RAISE EXCEPTION 'grant % has left out comment period, vote or cooling-off', NEW.id USING ERRCODE = 'MS051';
        END IF;
        IF OLD.status = 'PROVISIONING' AND NEW.status = ANY (holding) AND (
            SELECT count(DISTINCT by_id) FROM role_grant_event WHERE grant_id = NEW.id AND kind = 'provision' AND by_id <> NEW.candidate_id) < 2 THEN
          RAISE EXCEPTION 'grant % was not given by two other people', NEW.id USING ERRCODE = 'MS051';
        END IF;
        IF NEW.status = ANY (holding) AND OLD.status NOT IN ('PROVISIONING', 'DORMANT', 'SUSPENDED', 'REVOKED', 'PROBATION', 'ACTIVE', 'RECERT_DUE')
            AND NOT (OLD.status = 'SUBMITTED' AND NEW.tier = 'T3') THEN
          RAISE EXCEPTION 'grant % would be held without having been given', NEW.id USING ERRCODE = 'MS051';
        END IF;
        IF OLD.scope = 'ADMIN' AND OLD.status = ANY (holding) AND NOT NEW.status = ANY (holding)
            AND NOT EXISTS (SELECT 1 FROM role_grant other WHERE other.project_id = OLD.project_id AND other.scope = 'ADMIN'
                               AND other.candidate_id <> OLD.candidate_id AND other.status = ANY (holding))
            AND NOT EXISTS (SELECT 1 FROM project_maintainer owner WHERE owner.project_id = OLD.project_id AND owner.person_id <> OLD.candidate_id) THEN
          RAISE EXCEPTION 'project % would be left without anybody who holds ADMIN', OLD.project_id USING ERRCODE = 'MS052';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER role_grant_guarded BEFORE UPDATE ON role_grant FOR EACH ROW EXECUTE FUNCTION guard_role_grant();
      CREATE TRIGGER role_grant_kept BEFORE DELETE ON role_grant FOR EACH ROW EXECUTE FUNCTION refuse_change();

      GRANT SELECT, INSERT ON role_grant, role_grant_event, role_grant_ballot TO mainstay_app;
      GRANT UPDATE (status, state, policy_version, tier, due_at, event_count, box, entered_at) ON role_grant TO mainstay_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE role_grant_ballot, role_grant_event, role_grant; DROP FUNCTION guard_role_grant(); DROP FUNCTION cleared_ballot_box()',
    );
  }
}
