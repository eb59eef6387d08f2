import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened to projects, as files told it, and the signals that it made. All of it is written once and never changed. */
export class ProjectHistory1763910000000 implements MigrationInterface {
  name = 'ProjectHistory1763910000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      -- A file of events that somebody handed in for a project, and what came of it.
      CREATE TABLE project_history_import (
        id uuid CONSTRAINT project_history_import_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT project_history_import_project_fk REFERENCES project (id),
        -- Without a reference: the upload goes when its sender is erased, and its bytes as soon as they are read.
        upload_id uuid NOT NULL CONSTRAINT project_history_import_upload UNIQUE,
        imported_by uuid NOT NULL CONSTRAINT project_history_import_person_fk REFERENCES person (id),
        standing text NOT NULL CONSTRAINT project_history_import_standing CHECK (standing IN ('OWNER', 'REVIEWER', 'STEWARD')),
        -- Which sources the file has all of, until when. A file without messages says nothing about whether there was pressure.
        covers text[] NOT NULL CONSTRAINT project_history_import_covers CHECK (
          cardinality(covers) >= 1 AND covers <@ '{CHANGES,CONTACTS,MEMBERS,MESSAGES,REGISTRY}'::text[]),
        covered_until timestamptz NOT NULL,
        status text NOT NULL CONSTRAINT project_history_import_status CHECK (status IN ('WAITING', 'STORED', 'REFUSED')),
        requested_at timestamptz NOT NULL,
        settled_at timestamptz,
        events int,
        -- Those that were not there before. Of the others the first facts stand, also where these differ.
        new_events int,
        differing_events int,
        left_out_events int,
        refusal jsonb,
        CONSTRAINT project_history_import_past CHECK (covered_until <= requested_at),
        CONSTRAINT project_history_import_settled CHECK ((status = 'WAITING') = (settled_at IS NULL)),
        CONSTRAINT project_history_import_counts CHECK ((status = 'STORED') = (num_nonnulls(events, new_events, differing_events, left_out_events) = 4)),
        CONSTRAINT project_history_import_refused CHECK ((status = 'REFUSED') = (refusal IS NOT NULL))
      );
      CREATE INDEX project_history_import_project ON project_history_import (project_id, requested_at DESC, id DESC);

      -- People of a history by number; events have the numbers. The names lie sealed here alone, and a digest finds one again.
      CREATE TABLE project_name (
        project_id uuid NOT NULL CONSTRAINT project_name_project_fk REFERENCES project (id),
        number int NOT NULL CONSTRAINT project_name_number CHECK (number >= 1),
        name_digest bytea NOT NULL CONSTRAINT project_name_digest_length CHECK (length(name_digest) = 32),
        -- Null when it is not kept any more.
        sealed_name bytea,
        -- Who only wrote to the maintainers is forgotten after a year.
        is_author boolean NOT NULL,
        last_named_at timestamptz NOT NULL,
        -- The lowest number of the same person: two names that are one person have one root.
        root int NOT NULL,
        CONSTRAINT project_name_pk PRIMARY KEY (project_id, number),
        CONSTRAINT project_name_digest UNIQUE (project_id, name_digest),
        CONSTRAINT project_name_root_fk FOREIGN KEY (project_id, root) REFERENCES project_name (project_id, number),
        CONSTRAINT project_name_root CHECK (root <= number)
      );
      CREATE INDEX project_name_root ON project_name (project_id, root);
      CREATE INDEX project_name_kept ON project_name (last_named_at) WHERE sealed_name IS NOT NULL AND NOT is_author;

      -- Two names that a file said to be one person's.
      CREATE TABLE project_name_link (
        project_id uuid NOT NULL,
        one int NOT NULL,
        other int NOT NULL,
        import_id uuid NOT NULL CONSTRAINT project_name_link_import_fk REFERENCES project_history_import (id),
        CONSTRAINT project_name_link_pk PRIMARY KEY (project_id, one, other),
        CONSTRAINT project_name_link_one_fk FOREIGN KEY (project_id, one) REFERENCES project_name (project_id, number),
        CONSTRAINT project_name_link_other_fk FOREIGN KEY (project_id, other) REFERENCES project_name (project_id, number),
        CONSTRAINT project_name_link_two CHECK (one < other)
      );

      -- Whose name it is, as an account here has shown.
      CREATE TABLE project_name_claim (
        project_id uuid NOT NULL,
        number int NOT NULL,
        person_id uuid NOT NULL CONSTRAINT project_name_claim_person_fk REFERENCES person (id),
        proof text NOT NULL CONSTRAINT project_name_claim_proof CHECK (proof IN ('ACCOUNT', 'FORGE', 'MAIL')),
        claimed_at timestamptz NOT NULL,
        -- It counts as nobody's work from then on. Whose it is stays known to what looks for one person with two accounts.
        released_at timestamptz CONSTRAINT project_name_claim_released CHECK (released_at >= claimed_at),
        CONSTRAINT project_name_claim_pk PRIMARY KEY (project_id, number),
        CONSTRAINT project_name_claim_name_fk FOREIGN KEY (project_id, number) REFERENCES project_name (project_id, number)
      );
      CREATE INDEX project_name_claim_person ON project_name_claim (person_id, project_id);

      -- The event is the JSON that rules read; people in it are "@" and their number. What is not known is left out of it.
      CREATE TABLE project_event (
        project_id uuid NOT NULL CONSTRAINT project_event_project_fk REFERENCES project (id),
        -- In the order in which they were stored, under one lock for each project.
        seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        event_id text NOT NULL CONSTRAINT project_event_id CHECK (length(event_id) BETWEEN 1 AND 200),
        event json NOT NULL,
        kind text NOT NULL GENERATED ALWAYS AS (event ->> 'kind') STORED,
        from_ms bigint NOT NULL GENERATED ALWAYS AS ((event #>> '{at,0}')::bigint) STORED,
        to_ms bigint NOT NULL GENERATED ALWAYS AS ((event #>> '{at,1}')::bigint) STORED,
        -- Who did it, where one person did.
        actor int GENERATED ALWAYS AS (substring(coalesce(event ->> 'author', event ->> 'person', event ->> 'tagger', event ->> 'publisher') FROM '^@(\\d+)$')::int) STORED,
        -- Where it can be looked up; of messages it is forgotten with the names.
        source text,
        -- Null for what happened here.
        import_id uuid CONSTRAINT project_event_import_fk REFERENCES project_history_import (id),
        stored_at timestamptz NOT NULL,
        -- Handed in or confirmed by a reviewer or steward, or happened here: only this speaks for a candidate.
        is_from_outside boolean NOT NULL,
        CONSTRAINT project_event_pk PRIMARY KEY (project_id, event_id),
        CONSTRAINT project_event_moment CHECK (from_ms <= to_ms)
      );
      CREATE INDEX project_event_actor ON project_event (project_id, actor, kind, from_ms) WHERE actor IS NOT NULL;
      CREATE INDEX project_event_seq ON project_event (project_id, seq);
      CREATE INDEX project_event_messages ON project_event (to_ms) WHERE kind = 'message' AND source IS NOT NULL;

      -- One fact that speaks for a closer look. What was found once stays, whatever is added to the history later: two reviewers clear it.
      CREATE TABLE risk_signal (
        id uuid CONSTRAINT risk_signal_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT risk_signal_project_fk REFERENCES project (id),
        fact text NOT NULL CONSTRAINT risk_signal_fact_length CHECK (length(fact) BETWEEN 1 AND 2000),
        rule text NOT NULL CONSTRAINT risk_signal_rule CHECK (rule ~ '^S\\d\\d$'),
        family text NOT NULL CONSTRAINT risk_signal_family CHECK (family IN ('P', 'I', 'G', 'C', 'R', 'D', 'B', 'M', 'X')),
        points int NOT NULL CONSTRAINT risk_signal_points CHECK (points BETWEEN 0 AND 100),
        is_hard boolean NOT NULL,
        subject text NOT NULL,
        key text NOT NULL,
        -- Days since 1970.
        day int NOT NULL,
        end_day int CONSTRAINT risk_signal_window CHECK (end_day > day),
        evidence text[] NOT NULL,
        policy_version text NOT NULL,
        found_at timestamptz NOT NULL,
        CONSTRAINT risk_signal_fact UNIQUE (project_id, fact)
      );
      CREATE INDEX risk_signal_project ON risk_signal (project_id, day DESC, id DESC);

      -- Why a signal counts no more, each time somebody said so. It does from the second person on.
      CREATE TABLE signal_clearing (
        signal_id uuid NOT NULL CONSTRAINT signal_clearing_signal_fk REFERENCES risk_signal (id),
        person_id uuid NOT NULL CONSTRAINT signal_clearing_person_fk REFERENCES person (id),
        place int NOT NULL CONSTRAINT signal_clearing_place CHECK (place IN (1, 2)),
        reason text NOT NULL CONSTRAINT signal_clearing_reason CHECK (length(reason) BETWEEN 20 AND 4000),
        at timestamptz NOT NULL,
        CONSTRAINT signal_clearing_pk PRIMARY KEY (signal_id, place),
        CONSTRAINT signal_clearing_once UNIQUE (signal_id, person_id)
      );

      -- The level as it was last looked at, so that a change is seen and told. Decisions look at the signals themselves.
      CREATE TABLE project_risk (
        project_id uuid CONSTRAINT project_risk_pk PRIMARY KEY CONSTRAINT project_risk_project_fk REFERENCES project (id),
        level text NOT NULL CONSTRAINT project_risk_level CHECK (level IN ('NONE', 'WATCH', 'REVIEW', 'HOLD')),
        is_pressed boolean NOT NULL,
        changed_at timestamptz NOT NULL
      );

      -- What somebody from outside of a project has found of the work of a candidate, by looking at what is linked. The newest counts.
      CREATE TABLE role_work_record (
        id int GENERATED ALWAYS AS IDENTITY CONSTRAINT role_work_record_pk PRIMARY KEY,
        grant_id uuid NOT NULL CONSTRAINT role_work_record_grant_fk REFERENCES role_grant (id),
        recorded_by uuid NOT NULL CONSTRAINT role_work_record_person_fk REFERENCES person (id),
        recorded_at timestamptz NOT NULL,
        useful_reviews int NOT NULL CONSTRAINT role_work_record_reviews CHECK (useful_reviews BETWEEN 0 AND 100000),
        releases_accompanied int NOT NULL CONSTRAINT role_work_record_releases CHECK (releases_accompanied BETWEEN 0 AND 100000),
        links text[] NOT NULL CONSTRAINT role_work_record_links CHECK (cardinality(links) BETWEEN 1 AND 50)
      );
      CREATE INDEX role_work_record_grant ON role_work_record (grant_id, id DESC);
      CREATE TRIGGER role_work_record_append_only BEFORE UPDATE OR DELETE ON role_work_record FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER role_work_record_no_truncate BEFORE TRUNCATE ON role_work_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- That the maintainers of a project were offered help: since they are pressed, or since one of them said that it is too much. It is
      -- theirs and their advocate's, says nothing against anybody, and is in no export.
      CREATE TABLE support_case (
        id uuid CONSTRAINT support_case_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT support_case_project_fk REFERENCES project (id),
        status text NOT NULL CONSTRAINT support_case_status CHECK (status IN ('OPEN', 'ADVISED', 'CLOSED')),
        opened_at timestamptz NOT NULL,
        is_pressed boolean NOT NULL,
        -- When somebody of the team last said that it is too much.
        overloaded_at timestamptz,
        advocate_id uuid CONSTRAINT support_case_advocate_fk REFERENCES person (id),
        closed_at timestamptz CONSTRAINT support_case_ended CHECK (closed_at >= opened_at),
        CONSTRAINT support_case_advised CHECK (status <> 'ADVISED' OR advocate_id IS NOT NULL),
        CONSTRAINT support_case_closed CHECK ((status = 'CLOSED') = (closed_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX support_case_one_open ON support_case (project_id) WHERE status <> 'CLOSED';

      -- What those who speak for a project would like of what is offered. Nothing follows from silence.
      CREATE TABLE support_choice (
        case_id uuid NOT NULL CONSTRAINT support_choice_case_fk REFERENCES support_case (id),
        choice text NOT NULL CONSTRAINT support_choice_choice CHECK (choice IN ('CO_MAINTAINERS', 'MODERATION', 'NOTHING', 'REVIEW_HOURS')),
        chosen_by uuid NOT NULL CONSTRAINT support_choice_person_fk REFERENCES person (id),
        chosen_at timestamptz NOT NULL,
        CONSTRAINT support_choice_pk PRIMARY KEY (case_id, choice)
      );

      ALTER TABLE support_case ENABLE ROW LEVEL SECURITY;
      ALTER TABLE support_case FORCE ROW LEVEL SECURITY;
      CREATE POLICY support_case_cleared ON support_case
        USING (project_id = ANY ((SELECT cleared_projects())::uuid[])
          OR EXISTS (SELECT 1 FROM project_maintainer owner WHERE owner.project_id = support_case.project_id AND owner.person_id = ANY ((SELECT cleared_subjects())::uuid[]))
          OR EXISTS (SELECT 1 FROM project_seat seat WHERE seat.project_id = support_case.project_id AND seat.kind = 'STEWARD' AND seat.ended_at IS NULL
                        AND seat.person_id = ANY ((SELECT cleared_subjects())::uuid[])));
      ALTER TABLE support_choice ENABLE ROW LEVEL SECURITY;
      ALTER TABLE support_choice FORCE ROW LEVEL SECURITY;
      CREATE POLICY support_choice_cleared ON support_choice USING (case_id IN (SELECT id FROM support_case));

      -- The one thing that guards ask of it (S05): whether somebody of the team has said within a year that it is too much.
      CREATE FUNCTION is_overloaded(project uuid, at timestamptz) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
      DECLARE
        before text := current_setting('app.projects', true);
        found boolean;
      BEGIN
        PERFORM set_config('app.projects', '{' || project || '}', true);
        SELECT EXISTS (SELECT 1 FROM support_case WHERE project_id = project AND status <> 'CLOSED' AND overloaded_at > at - interval '8760 hours') INTO found;
        PERFORM set_config('app.projects', coalesce(before, ''), true);
        RETURN found;
      END $$;

      CREATE TRIGGER project_event_kept BEFORE DELETE ON project_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER project_event_no_truncate BEFORE TRUNCATE ON project_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER risk_signal_kept BEFORE DELETE ON risk_signal FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER risk_signal_no_truncate BEFORE TRUNCATE ON risk_signal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER signal_clearing_append_only BEFORE UPDATE OR DELETE ON signal_clearing FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER signal_clearing_no_truncate BEFORE TRUNCATE ON signal_clearing FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      GRANT SELECT, INSERT ON project_history_import, project_name, project_name_link, project_name_claim, project_event, risk_signal, signal_clearing, project_risk, role_work_record, support_case, support_choice TO mainstay_app;
      GRANT UPDATE (status, is_pressed, overloaded_at, advocate_id, closed_at) ON support_case TO mainstay_app;
      GRANT UPDATE (status, settled_at, events, new_events, differing_events, left_out_events, refusal) ON project_history_import TO mainstay_app;
      GRANT UPDATE (sealed_name, is_author, last_named_at, root) ON project_name TO mainstay_app;
      GRANT UPDATE (source, is_from_outside) ON project_event TO mainstay_app;
      -- Of a signal only whom it names is brought up to date, when two names turn out to be one person's.
      GRANT UPDATE (subject) ON risk_signal TO mainstay_app;
      GRANT UPDATE (level, is_pressed, changed_at) ON project_risk TO mainstay_app;
      GRANT UPDATE (claimed_at, released_at, proof) ON project_name_claim TO mainstay_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP FUNCTION is_overloaded; DROP TABLE support_choice, support_case, role_work_record, project_risk, signal_clearing, risk_signal, project_event, project_name_claim, project_name_link, project_name, project_history_import',
    );
  }
}
