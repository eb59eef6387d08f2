import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What decisions about grants look at, as people said it and as it was when they did. */
export class VettingFacts1763909900000 implements MigrationInterface {
  name = 'VettingFacts1763909900000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      -- How much leans on a project, each time that it was found or chosen. What holds for a request follows from all of it.
      CREATE TABLE project_tier_change (
        id int GENERATED ALWAYS AS IDENTITY CONSTRAINT project_tier_change_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT project_tier_change_project_fk REFERENCES project (id),
        at timestamptz NOT NULL,
        kind text NOT NULL CONSTRAINT project_tier_change_kind CHECK (kind IN ('EVIDENCE', 'OPT_STRICTER', 'OPT_LOWER')),
        tier text NOT NULL CONSTRAINT project_tier_change_tier CHECK (tier IN ('T0', 'T1', 'T2', 'T3')),
        -- Null for what was found.
        chosen_by uuid CONSTRAINT project_tier_change_chosen_by_fk REFERENCES person (id),
        -- Whose consent a lower tier has. A proposal has none yet and changes nothing; the consent is a line of its own.
        steward_id uuid CONSTRAINT project_tier_change_steward_fk REFERENCES person (id),
        -- In public, of whoever chose or agreed.
        reason text CONSTRAINT project_tier_change_reason CHECK (length(reason) BETWEEN 10 AND 2000),
        evidence jsonb NOT NULL,
        CONSTRAINT project_tier_change_chosen CHECK ((kind = 'EVIDENCE') = (chosen_by IS NULL) AND (kind = 'EVIDENCE') = (reason IS NULL)),
        CONSTRAINT project_tier_change_consent CHECK (steward_id IS NULL OR (kind = 'OPT_LOWER' AND steward_id <> chosen_by))
      );
      CREATE INDEX project_tier_change_project ON project_tier_change (project_id, at, id);
      CREATE TRIGGER project_tier_change_append_only BEFORE UPDATE OR DELETE ON project_tier_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER project_tier_change_no_truncate BEFORE TRUNCATE ON project_tier_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- What those who speak for a project say of where it runs. The newest counts, and all of them stay.
      CREATE TABLE project_context (
        id int GENERATED ALWAYS AS IDENTITY CONSTRAINT project_context_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT project_context_project_fk REFERENCES project (id),
        stated_by uuid NOT NULL CONSTRAINT project_context_person_fk REFERENCES person (id),
        stated_at timestamptz NOT NULL,
        is_privileged boolean NOT NULL,
        base_sets int NOT NULL CONSTRAINT project_context_base_sets CHECK (base_sets BETWEEN 0 AND 1000),
        action_repositories int NOT NULL CONSTRAINT project_context_actions CHECK (action_repositories BETWEEN 0 AND 1000000000),
        explanation text NOT NULL CONSTRAINT project_context_explanation CHECK (length(explanation) BETWEEN 10 AND 2000)
      );
      CREATE INDEX project_context_project ON project_context (project_id, id DESC);
      CREATE TRIGGER project_context_append_only BEFORE UPDATE OR DELETE ON project_context FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER project_context_no_truncate BEFORE TRUNCATE ON project_context FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- That somebody has worked with a person, said with an own login by whoever speaks for a project or holds a scope in it.
      CREATE TABLE vouch (
        id uuid CONSTRAINT vouch_pk PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT vouch_person_fk REFERENCES person (id),
        voucher_id uuid NOT NULL CONSTRAINT vouch_voucher_fk REFERENCES person (id),
        project_id uuid NOT NULL CONSTRAINT vouch_project_fk REFERENCES project (id),
        statement text NOT NULL CONSTRAINT vouch_statement CHECK (length(statement) BETWEEN 20 AND 2000),
        given_at timestamptz NOT NULL,
        withdrawn_at timestamptz CONSTRAINT vouch_withdrawn CHECK (withdrawn_at >= given_at),
        CONSTRAINT vouch_of_another CHECK (voucher_id <> person_id)
      );
      CREATE UNIQUE INDEX vouch_one_open ON vouch (person_id, voucher_id) WHERE withdrawn_at IS NULL;
      CREATE INDEX vouch_voucher ON vouch (voucher_id, given_at);

      -- What somebody says to belong to. It counts for nothing but how far the sponsors of one request are apart, and nobody checks it.
      CREATE TABLE affiliation (
        id uuid CONSTRAINT affiliation_pk PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT affiliation_person_fk REFERENCES person (id),
        name text NOT NULL CONSTRAINT affiliation_name CHECK (length(name) BETWEEN 2 AND 100),
        -- The same name in all its spellings.
        name_key text NOT NULL CONSTRAINT affiliation_name_key CHECK (length(name_key) BETWEEN 1 AND 200),
        declared_at timestamptz NOT NULL,
        withdrawn_at timestamptz CONSTRAINT affiliation_withdrawn CHECK (withdrawn_at >= declared_at)
      );
      CREATE UNIQUE INDEX affiliation_one_open ON affiliation (person_id, name_key) WHERE withdrawn_at IS NULL;

      -- What anybody says in public of a request while that is asked for. Its author can take it back.
      CREATE TABLE role_comment (
        id uuid CONSTRAINT role_comment_pk PRIMARY KEY,
        grant_id uuid NOT NULL CONSTRAINT role_comment_grant_fk REFERENCES role_grant (id),
        author_id uuid NOT NULL CONSTRAINT role_comment_author_fk REFERENCES person (id),
        text text NOT NULL CONSTRAINT role_comment_text CHECK (length(text) BETWEEN 10 AND 4000),
        written_at timestamptz NOT NULL,
        withdrawn_at timestamptz CONSTRAINT role_comment_withdrawn CHECK (withdrawn_at >= written_at)
      );
      CREATE INDEX role_comment_grant ON role_comment (grant_id, written_at DESC, id DESC);
      CREATE INDEX role_comment_author ON role_comment (author_id, written_at);

      -- That all of an audience have been told that a request is open to comments; both of one opening prove the duty.
      CREATE TABLE role_grant_notice (
        grant_id uuid NOT NULL CONSTRAINT role_grant_notice_grant_fk REFERENCES role_grant (id),
        opened_at timestamptz NOT NULL,
        audience text NOT NULL CONSTRAINT role_grant_notice_audience CHECK (audience IN ('TEAM', 'SUBSCRIBERS')),
        stored_at timestamptz NOT NULL,
        CONSTRAINT role_grant_notice_pk PRIMARY KEY (grant_id, opened_at, audience)
      );

      -- How a probation went, as a reviewer or a steward found it. The newest counts.
      CREATE TABLE probation_report (
        id int GENERATED ALWAYS AS IDENTITY CONSTRAINT probation_report_pk PRIMARY KEY,
        grant_id uuid NOT NULL CONSTRAINT probation_report_grant_fk REFERENCES role_grant (id),
        reported_by uuid NOT NULL CONSTRAINT probation_report_person_fk REFERENCES person (id),
        reported_at timestamptz NOT NULL,
        unreviewed_changes int NOT NULL CONSTRAINT probation_report_changes CHECK (unreviewed_changes BETWEEN 0 AND 1000000),
        meets_criteria boolean NOT NULL,
        findings text NOT NULL CONSTRAINT probation_report_findings CHECK (length(findings) BETWEEN 20 AND 4000)
      );
      CREATE INDEX probation_report_grant ON probation_report (grant_id, id DESC);
      CREATE TRIGGER probation_report_append_only BEFORE UPDATE OR DELETE ON probation_report FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER probation_report_no_truncate BEFORE TRUNCATE ON probation_report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      -- Motions to take a scope from its holder. Who may vote is fixed when it is proposed.
      CREATE TABLE role_removal (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT role_removal_pk PRIMARY KEY,
        grant_id uuid NOT NULL,
        holder_id uuid NOT NULL,
        status text NOT NULL CONSTRAINT role_removal_status CHECK (status IN ('PROPOSED', 'VOTING', 'REMOVE', 'KEEP', 'WITHDRAWN')),
        proposer_id uuid NOT NULL CONSTRAINT role_removal_proposer_fk REFERENCES person (id),
        reasons text NOT NULL CONSTRAINT role_removal_reasons CHECK (length(reasons) BETWEEN 20 AND 4000),
        notice_at timestamptz NOT NULL,
        opened_at timestamptz,
        roll uuid[] NOT NULL CONSTRAINT role_removal_roll CHECK (cardinality(roll) >= 2 AND NOT holder_id = ANY (roll)),
        yes int,
        no int,
        CONSTRAINT role_removal_grant_fk FOREIGN KEY (grant_id, holder_id) REFERENCES role_grant (id, candidate_id),
        CONSTRAINT role_removal_by_another CHECK (proposer_id <> holder_id),
        -- In hours, since a day of a session's time zone may have 23.
        CONSTRAINT role_removal_notice CHECK (opened_at >= notice_at + interval '168 hours'),
        CONSTRAINT role_removal_sums CHECK ((status IN ('REMOVE', 'KEEP')) = (yes IS NOT NULL AND no IS NOT NULL))
      );
      CREATE UNIQUE INDEX role_removal_one_open ON role_removal (grant_id) WHERE status IN ('PROPOSED', 'VOTING');
      CREATE INDEX role_removal_grant ON role_removal (grant_id, id DESC);

      CREATE TABLE role_removal_ballot (
        removal_id bigint NOT NULL CONSTRAINT role_removal_ballot_removal_fk REFERENCES role_removal (id),
        grant_id uuid NOT NULL,
        voter_id uuid NOT NULL CONSTRAINT role_removal_ballot_voter_fk REFERENCES person (id),
        choice text NOT NULL CONSTRAINT role_removal_ballot_choice CHECK (choice IN ('YES', 'NO')),
        cast_at timestamptz NOT NULL,
        CONSTRAINT role_removal_ballot_pk PRIMARY KEY (removal_id, voter_id)
      );
      CREATE TRIGGER role_removal_ballot_append_only BEFORE UPDATE OR DELETE ON role_removal_ballot FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER role_removal_ballot_no_truncate BEFORE TRUNCATE ON role_removal_ballot FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      ALTER TABLE role_removal_ballot ENABLE ROW LEVEL SECURITY;
      ALTER TABLE role_removal_ballot FORCE ROW LEVEL SECURITY;
      CREATE POLICY role_removal_ballot_cleared ON role_removal_ballot
        USING (grant_id = (SELECT cleared_ballot_box()) OR voter_id = ANY ((SELECT cleared_subjects())::uuid[]))
        WITH CHECK (grant_id = (SELECT cleared_ballot_box()));

      CREATE INDEX role_grant_event_by ON role_grant_event (by_id, kind) WHERE by_id IS NOT NULL;

      -- Who sits in a seat of a project that its own people do not fill.
      CREATE TABLE project_seat (
        project_id uuid NOT NULL CONSTRAINT project_seat_project_fk REFERENCES project (id),
        person_id uuid NOT NULL CONSTRAINT project_seat_person_fk REFERENCES person (id),
        kind text NOT NULL CONSTRAINT project_seat_kind CHECK (kind IN ('STEWARD', 'REVIEWER')),
        since timestamptz NOT NULL,
        ended_at timestamptz CONSTRAINT project_seat_ended CHECK (ended_at >= since),
        CONSTRAINT project_seat_pk PRIMARY KEY (project_id, person_id, kind, since)
      );
      CREATE UNIQUE INDEX project_seat_taken ON project_seat (project_id, person_id, kind) WHERE ended_at IS NULL;

      -- That an owner of the project agrees with a request, each time that it was said with a passkey.
      CREATE TABLE role_grant_consent (
        grant_id uuid NOT NULL CONSTRAINT role_grant_consent_grant_fk REFERENCES role_grant (id),
        person_id uuid NOT NULL CONSTRAINT role_grant_consent_person_fk REFERENCES person (id),
        given_at timestamptz NOT NULL,
        CONSTRAINT role_grant_consent_pk PRIMARY KEY (grant_id, person_id, given_at)
      );
      CREATE TRIGGER role_grant_consent_append_only BEFORE UPDATE OR DELETE ON role_grant_consent FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER role_grant_consent_no_truncate BEFORE TRUNCATE ON role_grant_consent FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      GRANT SELECT, INSERT ON project_tier_change, project_context, project_seat, role_grant_consent, vouch, affiliation, role_comment, role_grant_notice, probation_report, role_removal, role_removal_ballot TO mainstay_app;
      GRANT UPDATE (status, opened_at, yes, no) ON role_removal TO mainstay_app;
      GRANT UPDATE (ended_at) ON project_seat TO mainstay_app;
      GRANT UPDATE (withdrawn_at) ON vouch, affiliation, role_comment TO mainstay_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP INDEX role_grant_event_by; DROP TABLE role_removal_ballot, role_removal, probation_report, role_grant_notice, role_comment, affiliation, role_grant_consent, vouch, project_seat, project_context, project_tier_change',
    );
  }
}
