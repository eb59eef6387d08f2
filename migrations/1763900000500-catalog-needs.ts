import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Projects and their packages, claims of control, public signals, and the needs that maintainers post. */
export class CatalogNeeds1763900000500 implements MigrationInterface {
  name = 'CatalogNeeds1763900000500';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE project (
        id uuid CONSTRAINT project_pk PRIMARY KEY,
        name text NOT NULL CONSTRAINT project_name CHECK (length(name) BETWEEN 1 AND 200),
        repository_url text NOT NULL CONSTRAINT project_repository UNIQUE
          CONSTRAINT project_repository_form CHECK (repository_url = lower(repository_url) AND repository_url ~ '^https://'),
        is_demo boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL
      );

      -- A package is a purl without version; what money needs is a link that the maintainer verified (confidence 100).
      CREATE TABLE package (
        purl_key text CONSTRAINT package_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT package_project_fk REFERENCES project (id),
        confidence int NOT NULL CONSTRAINT package_confidence CHECK (confidence BETWEEN 1 AND 100)
      );
      CREATE INDEX package_project ON package (project_id);

      CREATE TABLE project_signal (
        project_id uuid NOT NULL CONSTRAINT project_signal_project_fk REFERENCES project (id),
        signal text NOT NULL,
        value double precision NOT NULL,
        source text NOT NULL,
        observed_at timestamptz NOT NULL,
        CONSTRAINT project_signal_pk PRIMARY KEY (project_id, signal)
      );

      CREATE TABLE project_claim (
        id uuid CONSTRAINT project_claim_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT project_claim_project_fk REFERENCES project (id),
        person_id uuid NOT NULL CONSTRAINT project_claim_person_fk REFERENCES person (id),
        token text NOT NULL,
        status text NOT NULL CONSTRAINT project_claim_status CHECK (status IN ('open', 'checking', 'verified', 'expired')),
        failure text,
        opened_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        verified_at timestamptz,
        version int NOT NULL DEFAULT 1,
        CONSTRAINT project_claim_verified CHECK ((status = 'verified') = (verified_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX project_claim_one_open ON project_claim (project_id, person_id) WHERE status <> 'expired';

      CREATE TABLE need (
        id uuid CONSTRAINT need_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT need_project_fk REFERENCES project (id),
        recipient_person_id uuid NOT NULL CONSTRAINT need_recipient_fk REFERENCES person (id),
        kind text NOT NULL CONSTRAINT need_kind CHECK (kind IN
          ('SECURITY_WORK', 'FUNDING', 'CO_MAINTAINER', 'REVIEW_HELP', 'AUDIT', 'INFRASTRUCTURE', 'TIME')),
        title text NOT NULL CONSTRAINT need_title CHECK (length(title) BETWEEN 1 AND 200),
        summary text NOT NULL CONSTRAINT need_summary CHECK (length(summary) BETWEEN 1 AND 10000),
        goal_minor bigint NOT NULL CONSTRAINT need_goal CHECK (goal_minor > 0),
        currency char(3) NOT NULL,
        deadline timestamptz,
        status text NOT NULL CONSTRAINT need_status CHECK (status IN ('draft', 'planned', 'published', 'closed', 'cancelled')),
        reserved_minor bigint NOT NULL DEFAULT 0 CONSTRAINT need_reserved CHECK (reserved_minor >= 0),
        received_minor bigint NOT NULL DEFAULT 0 CONSTRAINT need_received CHECK (received_minor >= 0),
        created_at timestamptz NOT NULL,
        published_at timestamptz,
        version int NOT NULL DEFAULT 1,
        -- The last word against overfunding, whatever two pledges did at once.
        CONSTRAINT need_within_goal CHECK (reserved_minor + received_minor <= goal_minor)
      );
      CREATE INDEX need_project ON need (project_id, status);
      CREATE INDEX need_published ON need (published_at DESC, id DESC) WHERE status = 'published';

      -- Who is paid for a need, in which proportion. Whoever is named has to say yes by the own sign-in.
      CREATE TABLE need_payee (
        need_id uuid NOT NULL CONSTRAINT need_payee_need_fk REFERENCES need (id),
        position int NOT NULL CONSTRAINT need_payee_position CHECK (position > 0),
        person_id uuid CONSTRAINT need_payee_person_fk REFERENCES person (id),
        organisation_id uuid CONSTRAINT need_payee_organisation_fk REFERENCES organisation (id),
        weight int NOT NULL CONSTRAINT need_payee_weight CHECK (weight BETWEEN 1 AND 1000000),
        status text NOT NULL CONSTRAINT need_payee_status CHECK (status IN ('proposed', 'accepted', 'declined')),
        decided_at timestamptz,
        CONSTRAINT need_payee_pk PRIMARY KEY (need_id, position),
        CONSTRAINT need_payee_once_person UNIQUE (need_id, person_id),
        CONSTRAINT need_payee_once_organisation UNIQUE (need_id, organisation_id),
        CONSTRAINT need_payee_one CHECK (num_nonnulls(person_id, organisation_id) = 1),
        CONSTRAINT need_payee_decided CHECK ((status = 'proposed') = (decided_at IS NULL))
      );
      CREATE INDEX need_payee_person ON need_payee (person_id);
      CREATE INDEX need_payee_organisation ON need_payee (organisation_id);

      GRANT SELECT, INSERT, UPDATE ON project, package, project_signal, project_claim, need TO mainstay_app;
      GRANT SELECT, INSERT, DELETE, UPDATE (status, decided_at) ON need_payee TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
