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
      -- A job about a project finds who has to be told, and changes what is of an organisation by a clearance for that alone.
      CREATE POLICY standing_offer_cleared ON standing_offer
        USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]) OR project_id = ANY ((SELECT cleared_projects())::uuid[]))
        WITH CHECK (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));

      -- What everybody may read of a call for adoption. Whose it is lies apart, unless the caller agreed to be named.
      CREATE TABLE adoption_call (
        id uuid CONSTRAINT adoption_call_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT adoption_call_project_fk REFERENCES project (id),
        note text NOT NULL CONSTRAINT adoption_call_note CHECK (length(note) BETWEEN 1 AND 2000),
        named_organisation_id uuid CONSTRAINT adoption_call_organisation_fk REFERENCES organisation (id),
        has_offer boolean NOT NULL,
        status text NOT NULL CONSTRAINT adoption_call_status CHECK (status IN ('open', 'adopted', 'withdrawn', 'expired')),
        opened_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        version int NOT NULL DEFAULT 1,
        CONSTRAINT adoption_call_later CHECK (expires_at > opened_at),
        CONSTRAINT adoption_call_ended CHECK ((status = 'open') = (ended_at IS NULL))
      );
      CREATE INDEX adoption_call_open ON adoption_call (opened_at DESC, id DESC) WHERE status = 'open';
      CREATE INDEX adoption_call_project ON adoption_call (project_id) WHERE status = 'open';

      CREATE TABLE adoption_caller (
        call_id uuid CONSTRAINT adoption_caller_pk PRIMARY KEY CONSTRAINT adoption_caller_call_fk REFERENCES adoption_call (id),
        organisation_id uuid NOT NULL CONSTRAINT adoption_caller_organisation_fk REFERENCES organisation (id),
        project_id uuid NOT NULL CONSTRAINT adoption_caller_project_fk REFERENCES project (id),
        opened_by uuid NOT NULL CONSTRAINT adoption_caller_opened_by_fk REFERENCES person (id),
        offer_id uuid CONSTRAINT adoption_caller_offer_fk REFERENCES standing_offer (id)
      );
      CREATE INDEX adoption_caller_organisation ON adoption_caller (organisation_id);
      ALTER TABLE adoption_caller ENABLE ROW LEVEL SECURITY;
      ALTER TABLE adoption_caller FORCE ROW LEVEL SECURITY;
      -- A job about a project finds who has to be told, and changes what is of an organisation by a clearance for that alone.
      CREATE POLICY adoption_caller_cleared ON adoption_caller
        USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]) OR project_id = ANY ((SELECT cleared_projects())::uuid[]))
        WITH CHECK (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));

      -- Who would take a project on tells it to the caller. It goes with its person.
      CREATE TABLE adoption_answer (
        id uuid CONSTRAINT adoption_answer_pk PRIMARY KEY,
        call_id uuid NOT NULL CONSTRAINT adoption_answer_call_fk REFERENCES adoption_call (id),
        person_id uuid NOT NULL CONSTRAINT adoption_answer_person_fk REFERENCES person (id),
        message text NOT NULL CONSTRAINT adoption_answer_message CHECK (length(message) BETWEEN 1 AND 2000),
        answered_at timestamptz NOT NULL,
        CONSTRAINT adoption_answer_once UNIQUE (call_id, person_id)
      );
      ALTER TABLE adoption_answer ENABLE ROW LEVEL SECURITY;
      ALTER TABLE adoption_answer FORCE ROW LEVEL SECURITY;
      -- The inner look is under the policy of its own table: it finds calls of cleared organisations alone.
      CREATE POLICY adoption_answer_seen ON adoption_answer FOR SELECT USING (person_id = ANY ((SELECT cleared_subjects())::uuid[])
        OR EXISTS (SELECT 1 FROM adoption_caller caller WHERE caller.call_id = adoption_answer.call_id));
      CREATE POLICY adoption_answer_written ON adoption_answer FOR INSERT WITH CHECK (person_id = ANY ((SELECT cleared_subjects())::uuid[]));
      CREATE POLICY adoption_answer_erased ON adoption_answer FOR DELETE USING (person_id = ANY ((SELECT cleared_subjects())::uuid[]));

      -- How many ship a project is told beside a call for its adoption, to people who are signed in.
      CREATE POLICY project_demand_called ON project_demand FOR SELECT USING (
        cardinality((SELECT cleared_subjects())::uuid[]) > 0
        AND EXISTS (SELECT 1 FROM adoption_call call WHERE call.project_id = project_demand.project_id AND call.status = 'open'));

      -- What happened to a project that an organisation ships. The same cause is told to it once.
      CREATE TABLE dependency_alert (
        id uuid CONSTRAINT dependency_alert_pk PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT dependency_alert_organisation_fk REFERENCES organisation (id),
        project_id uuid NOT NULL CONSTRAINT dependency_alert_project_fk REFERENCES project (id),
        kind text NOT NULL CONSTRAINT dependency_alert_kind CHECK (kind IN ('need_posted', 'first_co_maintainer_request', 'maintainer_lost', 'hand_over_begun', 'role_request_opened')),
        cause_id uuid NOT NULL,
        need_id uuid CONSTRAINT dependency_alert_need_fk REFERENCES need (id),
        day date NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT dependency_alert_once UNIQUE (organisation_id, project_id, cause_id, kind),
        CONSTRAINT dependency_alert_about CHECK ((kind IN ('maintainer_lost', 'hand_over_begun', 'role_request_opened')) = (need_id IS NULL))
      );
      CREATE INDEX dependency_alert_newest ON dependency_alert (organisation_id, created_at DESC, id DESC);

      -- All alerts about one project on one day are told at its end, in one notice.
      CREATE TABLE dependency_alert_day (
        organisation_id uuid NOT NULL CONSTRAINT dependency_alert_day_organisation_fk REFERENCES organisation (id),
        project_id uuid NOT NULL CONSTRAINT dependency_alert_day_project_fk REFERENCES project (id),
        day date NOT NULL,
        told_at timestamptz,
        CONSTRAINT dependency_alert_day_pk PRIMARY KEY (organisation_id, project_id, day)
      );

      -- Without a person: for the whole organisation, for which no alert of the kind is made then.
      CREATE TABLE dependency_alert_off (
        organisation_id uuid NOT NULL CONSTRAINT dependency_alert_off_organisation_fk REFERENCES organisation (id),
        person_id uuid CONSTRAINT dependency_alert_off_person_fk REFERENCES person (id),
        kind text NOT NULL CONSTRAINT dependency_alert_off_kind CHECK (kind IN ('need_posted', 'first_co_maintainer_request', 'maintainer_lost', 'hand_over_begun', 'role_request_opened')),
        switched_off_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX dependency_alert_off_of_person ON dependency_alert_off (organisation_id, person_id, kind) WHERE person_id IS NOT NULL;
      CREATE UNIQUE INDEX dependency_alert_off_of_all ON dependency_alert_off (organisation_id, kind) WHERE person_id IS NULL;

      CREATE TABLE dependency_alert_read (
        alert_id uuid NOT NULL CONSTRAINT dependency_alert_read_alert_fk REFERENCES dependency_alert (id),
        person_id uuid NOT NULL CONSTRAINT dependency_alert_read_person_fk REFERENCES person (id),
        read_at timestamptz NOT NULL,
        CONSTRAINT dependency_alert_read_pk PRIMARY KEY (alert_id, person_id)
      );

      ALTER TABLE dependency_alert ENABLE ROW LEVEL SECURITY;
      ALTER TABLE dependency_alert FORCE ROW LEVEL SECURITY;
      CREATE POLICY dependency_alert_cleared ON dependency_alert USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
      ALTER TABLE dependency_alert_day ENABLE ROW LEVEL SECURITY;
      ALTER TABLE dependency_alert_day FORCE ROW LEVEL SECURITY;
      CREATE POLICY dependency_alert_day_cleared ON dependency_alert_day USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
      ALTER TABLE dependency_alert_off ENABLE ROW LEVEL SECURITY;
      ALTER TABLE dependency_alert_off FORCE ROW LEVEL SECURITY;
      CREATE POLICY dependency_alert_off_cleared ON dependency_alert_off USING (
        organisation_id = ANY ((SELECT cleared_organisations())::uuid[]) OR person_id = ANY ((SELECT cleared_subjects())::uuid[]));
      ALTER TABLE dependency_alert_read ENABLE ROW LEVEL SECURITY;
      ALTER TABLE dependency_alert_read FORCE ROW LEVEL SECURITY;
      CREATE POLICY dependency_alert_read_cleared ON dependency_alert_read USING (person_id = ANY ((SELECT cleared_subjects())::uuid[]));

      GRANT SELECT, INSERT ON dependency_alert, dependency_alert_read TO mainstay_app;
      GRANT SELECT, INSERT ON dependency_alert_day TO mainstay_app;
      GRANT UPDATE (told_at) ON dependency_alert_day TO mainstay_app;
      GRANT SELECT, INSERT, DELETE ON dependency_alert_off TO mainstay_app;
      GRANT SELECT, INSERT, UPDATE ON standing_offer, adoption_call TO mainstay_app;
      GRANT SELECT, INSERT ON adoption_caller, adoption_answer TO mainstay_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP POLICY project_demand_called ON project_demand; DROP TABLE dependency_alert_read, dependency_alert_off, dependency_alert_day, dependency_alert, adoption_answer, adoption_caller, adoption_call, standing_offer',
    );
  }
}
