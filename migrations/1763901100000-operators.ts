import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people may do for the installation as a whole, and how they come to it: never by one person. */
export class Operators1763901100000 implements MigrationInterface {
  name = 'Operators1763901100000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`SET LOCAL lock_timeout = '2s';`);
    for (const part of [TABLES, PROPOSALS, GRANTS]) await queryRunner.query(part);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const TABLES = `
  CREATE TABLE operator_proposal (
    id uuid CONSTRAINT operator_proposal_pk PRIMARY KEY,
    beneficiary_id uuid NOT NULL CONSTRAINT operator_proposal_beneficiary_fk REFERENCES person (id),
    operator_right text NOT NULL CONSTRAINT operator_proposal_right CHECK (operator_right IN ('operator_admin', 'finance_operator')),
    right_expires_at timestamptz NOT NULL,
    reason text NOT NULL CONSTRAINT operator_proposal_reason CHECK (length(reason) BETWEEN 1 AND 500),
    status text NOT NULL CONSTRAINT operator_proposal_status CHECK (status IN ('proposed', 'approved', 'declined', 'withdrawn', 'expired')),
    proposed_by uuid NOT NULL CONSTRAINT operator_proposal_proposed_by_fk REFERENCES person (id),
    proposed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    decided_by uuid CONSTRAINT operator_proposal_decided_by_fk REFERENCES person (id),
    decided_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT operator_proposal_two_people CHECK (proposed_by <> beneficiary_id),
    CONSTRAINT operator_proposal_term CHECK (right_expires_at > proposed_at AND right_expires_at <= proposed_at + interval '366 days'),
    CONSTRAINT operator_proposal_decided CHECK ((status = 'proposed') = (decided_at IS NULL)),
    CONSTRAINT operator_proposal_approver CHECK (status <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> proposed_by))
  );
  CREATE UNIQUE INDEX operator_proposal_one_open ON operator_proposal (beneficiary_id, operator_right) WHERE status = 'proposed';
  CREATE INDEX operator_proposal_list ON operator_proposal (proposed_at DESC, id DESC);

  CREATE TABLE operator_grant (
    id uuid CONSTRAINT operator_grant_pk PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT operator_grant_person_fk REFERENCES person (id),
    operator_right text NOT NULL CONSTRAINT operator_grant_right CHECK (operator_right IN ('operator_admin', 'finance_operator')),
    granted_at timestamptz NOT NULL,
    -- The proposal that it stands by now, which is the last one that extended it. Null for the first administrator.
    granted_through uuid CONSTRAINT operator_grant_proposal_fk REFERENCES operator_proposal (id) CONSTRAINT operator_grant_once UNIQUE,
    expires_at timestamptz,
    ended_at timestamptz,
    -- Null when it ran out, or was ended from the machine itself.
    ended_by uuid CONSTRAINT operator_grant_ended_by_fk REFERENCES person (id),
    end_reason text CONSTRAINT operator_grant_end_reason CHECK (length(end_reason) BETWEEN 1 AND 500),
    CONSTRAINT operator_grant_first CHECK (granted_through IS NOT NULL OR operator_right = 'operator_admin'),
    CONSTRAINT operator_grant_term CHECK ((granted_through IS NULL) = (expires_at IS NULL)),
    CONSTRAINT operator_grant_ended CHECK (ended_at IS NOT NULL OR (ended_by IS NULL AND end_reason IS NULL))
  );
  CREATE UNIQUE INDEX operator_grant_held ON operator_grant (person_id, operator_right) WHERE ended_at IS NULL;
  -- Of two first administrators at once the second one waits here and is refused.
  CREATE UNIQUE INDEX operator_grant_one_first ON operator_grant ((true)) WHERE granted_through IS NULL AND ended_at IS NULL;
  CREATE INDEX operator_grant_list ON operator_grant (granted_at DESC, id DESC);

  -- Whether the person holds the right at that time, and held it before \`since\`. The row is locked against its end.
  CREATE FUNCTION operator_holds(p_person uuid, p_right text, p_at timestamptz, p_since timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM operator_grant
      WHERE person_id = p_person AND operator_right = p_right AND ended_at IS NULL
        AND (expires_at IS NULL OR expires_at > p_at) AND granted_at < p_since FOR SHARE;
    RETURN FOUND;
  END $$;

  GRANT SELECT, INSERT, UPDATE ON operator_proposal, operator_grant TO mainstay_app;
`;

/** Separation of duties is a rule of the database, whatever a service forgot. */
const PROPOSALS = `
  CREATE FUNCTION operator_check_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.status <> 'proposed' THEN
      RAISE EXCEPTION 'a right is proposed first' USING ERRCODE = 'MS021';
    END IF;
    IF NOT operator_holds(NEW.proposed_by, 'operator_admin', NEW.proposed_at, NEW.proposed_at) THEN
      RAISE EXCEPTION 'only an administrator of operators proposes' USING ERRCODE = 'MS020';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER operator_proposal_check BEFORE INSERT ON operator_proposal FOR EACH ROW EXECUTE FUNCTION operator_check_proposal();

  -- The second administrator of an installation can have no approval by a third. Instead of it counts the consent of the
  -- person who gets the right, once after each first administrator: afterwards two others are needed for ever.
  CREATE FUNCTION operator_consent_counts(p operator_proposal) RETURNS boolean LANGUAGE plpgsql AS $$
  DECLARE
    first operator_grant;
  BEGIN
    -- A statement of its own, so that of two consents at once the second sees what the first has made.
    SELECT * INTO first FROM operator_grant
      WHERE person_id = p.proposed_by AND granted_through IS NULL AND ended_at IS NULL FOR UPDATE;
    RETURN p.operator_right = 'operator_admin' AND first.id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM operator_grant other
       WHERE other.operator_right = 'operator_admin' AND other.id <> first.id AND other.granted_at >= first.granted_at);
  END $$;

  CREATE FUNCTION operator_check_decision() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.status <> 'proposed'
       OR (NEW.id, NEW.beneficiary_id, NEW.operator_right, NEW.right_expires_at, NEW.reason, NEW.proposed_by, NEW.proposed_at, NEW.expires_at)
          IS DISTINCT FROM
          (OLD.id, OLD.beneficiary_id, OLD.operator_right, OLD.right_expires_at, OLD.reason, OLD.proposed_by, OLD.proposed_at, OLD.expires_at) THEN
      RAISE EXCEPTION 'a proposal is decided once and not changed' USING ERRCODE = 'MS001';
    END IF;
    IF NEW.status <> 'approved' THEN
      RETURN NEW;
    END IF;
    IF NEW.decided_by = NEW.proposed_by THEN
      RAISE EXCEPTION 'the proposer does not approve' USING ERRCODE = 'MS007';
    END IF;
    IF NEW.decided_at >= NEW.expires_at
       OR NOT operator_holds(NEW.proposed_by, 'operator_admin', NEW.decided_at, NEW.proposed_at) THEN
      RAISE EXCEPTION 'the proposal has run out, or the proposer may no longer propose' USING ERRCODE = 'MS023';
    END IF;
    IF NEW.decided_by = NEW.beneficiary_id THEN
      IF NOT operator_consent_counts(NEW) THEN
        RAISE EXCEPTION 'the beneficiary does not approve' USING ERRCODE = 'MS011';
      END IF;
    ELSIF NOT operator_holds(NEW.decided_by, 'operator_admin', NEW.decided_at, NEW.proposed_at) THEN
      RAISE EXCEPTION 'no right of the approver is older than the proposal' USING ERRCODE = 'MS012';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER operator_proposal_decision BEFORE UPDATE ON operator_proposal FOR EACH ROW EXECUTE FUNCTION operator_check_decision();
  CREATE TRIGGER operator_proposal_kept BEFORE DELETE OR TRUNCATE ON operator_proposal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const GRANTS = `
  CREATE FUNCTION operator_assert_approved(g operator_grant) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM operator_proposal
                    WHERE id = g.granted_through AND status = 'approved' AND beneficiary_id = g.person_id
                      AND operator_right = g.operator_right AND right_expires_at = g.expires_at) THEN
      RAISE EXCEPTION 'a right is granted by an approved proposal' USING ERRCODE = 'MS021';
    END IF;
  END $$;

  -- The first administrator is made from the machine itself, by whoever holds the rights of the database's owner.
  CREATE FUNCTION operator_check_grant() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.ended_at IS NOT NULL THEN
      RAISE EXCEPTION 'a right begins before it ends' USING ERRCODE = 'MS021';
    END IF;
    IF NEW.granted_through IS NOT NULL THEN
      PERFORM operator_assert_approved(NEW);
    ELSIF current_user = 'mainstay_app' OR EXISTS (
      SELECT 1 FROM operator_grant
       WHERE operator_right = 'operator_admin' AND ended_at IS NULL AND (expires_at IS NULL OR expires_at > NEW.granted_at)) THEN
      RAISE EXCEPTION 'the first administrator is made from the machine, while there is none' USING ERRCODE = 'MS021';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER operator_grant_check BEFORE INSERT ON operator_grant FOR EACH ROW EXECUTE FUNCTION operator_check_grant();

  CREATE FUNCTION operator_check_grant_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.ended_at IS NOT NULL
       OR (NEW.id, NEW.person_id, NEW.operator_right, NEW.granted_at) IS DISTINCT FROM (OLD.id, OLD.person_id, OLD.operator_right, OLD.granted_at) THEN
      RAISE EXCEPTION 'a right ends once and does not change its holder' USING ERRCODE = 'MS001';
    END IF;
    IF (NEW.granted_through, NEW.expires_at) IS DISTINCT FROM (OLD.granted_through, OLD.expires_at) THEN
      PERFORM operator_assert_approved(NEW);
    END IF;
    -- Whoever holds the machine may end even the last one, which is the way out when it is lost.
    IF NEW.ended_at IS NULL OR OLD.operator_right <> 'operator_admin' OR OLD.expires_at <= NEW.ended_at OR current_user <> 'mainstay_app' THEN
      RETURN NEW;
    END IF;
    -- Of two administrators who end each other at once the second one waits, and sees that the first has gone.
    PERFORM 1 FROM operator_grant WHERE operator_right = 'operator_admin' AND ended_at IS NULL ORDER BY id FOR UPDATE;
    IF NOT EXISTS (SELECT 1 FROM operator_grant
                    WHERE operator_right = 'operator_admin' AND id <> OLD.id AND ended_at IS NULL
                      AND (expires_at IS NULL OR expires_at > NEW.ended_at)) THEN
      RAISE EXCEPTION 'there is always an administrator of operators' USING ERRCODE = 'MS022';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER operator_grant_change BEFORE UPDATE ON operator_grant FOR EACH ROW EXECUTE FUNCTION operator_check_grant_change();
  CREATE TRIGGER operator_grant_kept BEFORE DELETE OR TRUNCATE ON operator_grant FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
