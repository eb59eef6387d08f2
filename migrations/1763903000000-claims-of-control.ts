import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a claim was proved, who contests it and how that ends, when it is read again, and what a claim means for packages. */
export class ClaimsOfControl1763903000000 implements MigrationInterface {
  name = 'ClaimsOfControl1763903000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [CLAIMS, MEANING]) await queryRunner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const CLAIMS = `
  SET LOCAL lock_timeout = '2s';

  -- The own site of the project, as its forge or registry names it; null when none is known.
  ALTER TABLE project ADD COLUMN homepage_url text CONSTRAINT project_homepage_form CHECK (homepage_url ~ '^https://');

  ALTER TABLE project_claim
    DROP CONSTRAINT project_claim_status,
    DROP CONSTRAINT project_claim_verified,
    -- The one that was asked for; once proved, the one that proved it. Null for any, and for those of before.
    ADD COLUMN method text CONSTRAINT project_claim_method CHECK (method IN
      ('REPOSITORY_FILE', 'FUNDING_YML', 'FUNDING_JSON', 'DNS_TXT', 'FORGE_OWNER', 'REGISTRY_OWNER')),
    ADD COLUMN proved_at timestamptz,
    ADD COLUMN wait_until timestamptz,
    ADD COLUMN contested_by uuid CONSTRAINT project_claim_contester_fk REFERENCES person (id),
    ADD COLUMN contested_at timestamptz,
    ADD COLUMN contest_reason text CONSTRAINT project_claim_contest_reason CHECK (length(contest_reason) BETWEEN 1 AND 2000),
    ADD COLUMN resolution text CONSTRAINT project_claim_resolution CHECK (resolution IN ('claimant', 'contester', 'both')),
    ADD COLUMN resolved_by uuid CONSTRAINT project_claim_resolver_fk REFERENCES person (id),
    ADD COLUMN resolved_at timestamptz,
    ADD COLUMN resolution_reason text CONSTRAINT project_claim_resolution_reason CHECK (length(resolution_reason) BETWEEN 1 AND 2000),
    ADD COLUMN checked_at timestamptz,
    ADD COLUMN next_check_at timestamptz,
    ADD COLUMN failing_since timestamptz,
    ADD COLUMN lost_since timestamptz,
    ADD CONSTRAINT project_claim_status CHECK (status IN
      ('open', 'checking', 'waiting', 'verified', 'contested', 'resolved', 'rejected', 'withdrawn', 'expired')),
    ADD CONSTRAINT project_claim_verified CHECK (status NOT IN ('verified', 'resolved') OR verified_at IS NOT NULL),
    ADD CONSTRAINT project_claim_waits CHECK (status <> 'waiting' OR (proved_at IS NOT NULL AND wait_until IS NOT NULL)),
    ADD CONSTRAINT project_claim_decided CHECK
      ((status <> 'resolved' OR resolution IS NOT NULL) AND num_nulls(resolution, resolved_by, resolved_at, resolution_reason) IN (0, 4)),
    ADD CONSTRAINT project_claim_others CHECK (contested_by <> person_id AND resolved_by <> person_id AND resolved_by <> contested_by);

  UPDATE project_claim SET proved_at = verified_at, checked_at = verified_at, next_check_at = verified_at + interval '30 days'
   WHERE status = 'verified';

  DROP INDEX project_claim_one_open;
  CREATE UNIQUE INDEX project_claim_one_open ON project_claim (project_id, person_id)
   WHERE status NOT IN ('rejected', 'withdrawn', 'expired');
  CREATE INDEX project_claim_due ON project_claim (next_check_at) WHERE status IN ('waiting', 'verified', 'resolved');
  CREATE INDEX project_claim_person ON project_claim (person_id, opened_at DESC, id DESC);
  CREATE INDEX project_claim_contested ON project_claim (contested_at, id) WHERE status = 'contested';
`;

const MEANING = `
  -- The one place that says who may act for a project.
  CREATE VIEW project_maintainer WITH (security_invoker = true) AS
  SELECT project_id, person_id FROM project_claim WHERE status IN ('verified', 'resolved');

  -- A maintainer says that a package, which the catalogue leads to the project, is published from its repository.
  CREATE TABLE package_confirmation (
    purl_key text NOT NULL CONSTRAINT package_confirmation_package_fk REFERENCES package (purl_key),
    person_id uuid NOT NULL CONSTRAINT package_confirmation_person_fk REFERENCES person (id),
    confirmed_at timestamptz NOT NULL,
    CONSTRAINT package_confirmation_pk PRIMARY KEY (purl_key, person_id)
  );
  CREATE INDEX package_confirmation_person ON package_confirmation (person_id);

  -- Claims used to write 100 over what the catalogue had said, which was 60 for every package so far.
  UPDATE package SET confidence = 60 WHERE confidence = 100;

  -- What a package leads to. 100 lasts as long as somebody who confirmed it maintains the project.
  CREATE VIEW package_link WITH (security_invoker = true) AS
  SELECT package.purl_key, package.project_id,
         CASE WHEN EXISTS (
           SELECT 1 FROM package_confirmation confirmation
             JOIN project_maintainer maintainer ON maintainer.person_id = confirmation.person_id AND maintainer.project_id = package.project_id
            WHERE confirmation.purl_key = package.purl_key) THEN 100 ELSE package.confidence END AS confidence
    FROM package;

  -- The project of a package, in the order of certainty: its own key, another name of it, other spellings of a Go module
  -- (older tools wrote them in lower case; a major version is part of the path), the repository that the purl names.
  -- One place for all who ask; inlined into their statements.
  CREATE FUNCTION linked_project(key text, repository text, named_by_its_purl int)
  RETURNS TABLE (project_id uuid, confidence int) LANGUAGE sql STABLE AS $$
    SELECT link.project_id, link.confidence FROM (
      SELECT 1 AS place, package_link.project_id, package_link.confidence FROM package_link WHERE package_link.purl_key = key
      UNION ALL
      SELECT 2, package_link.project_id, package_link.confidence
        FROM package_alias JOIN package_link ON package_link.purl_key = package_alias.purl_key WHERE package_alias.alias_key = key
      UNION ALL
      SELECT 3, package_link.project_id, package_link.confidence
        FROM package_link WHERE key LIKE 'golang/%' AND package_link.purl_key IN (lower(key), regexp_replace(key, '/v[0-9]+$', ''))
      UNION ALL
      SELECT 4, project.id, named_by_its_purl FROM project WHERE project.repository_url = repository
    ) AS link ORDER BY link.place, link.confidence DESC LIMIT 1
  $$;

  GRANT SELECT ON project_maintainer, package_link TO mainstay_app;
  GRANT SELECT, INSERT, DELETE ON package_confirmation TO mainstay_app;
`;
