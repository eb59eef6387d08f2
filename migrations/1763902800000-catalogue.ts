import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the facts of the catalogue come from, signals of packages, other names of packages, and asking public services. */
export class Catalogue1763902800000 implements MigrationInterface {
  name = 'Catalogue1763902800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(CATALOGUE);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE public_answer, package_enrichment, catalogue_import, package_alias, package_signal;
      ALTER TABLE project_signal DROP CONSTRAINT project_signal_name;
      ALTER TABLE package DROP COLUMN source;
      ALTER TABLE project DROP COLUMN language, DROP COLUMN licence;
    `);
  }
}

const CATALOGUE = `
  SET LOCAL lock_timeout = '2s';

  ALTER TABLE project
    ADD COLUMN language text CONSTRAINT project_language CHECK (length(language) BETWEEN 1 AND 100),
    ADD COLUMN licence text CONSTRAINT project_licence CHECK (length(licence) BETWEEN 1 AND 200);
  ALTER TABLE package ADD COLUMN source text NOT NULL CONSTRAINT package_source CHECK (length(source) BETWEEN 1 AND 200);
  ALTER TABLE project_signal ADD CONSTRAINT project_signal_name CHECK (length(signal) BETWEEN 1 AND 100);

  -- What is known of one package and not of the whole project: several packages of a repository each have their own.
  CREATE TABLE package_signal (
    purl_key text NOT NULL CONSTRAINT package_signal_package_fk REFERENCES package (purl_key),
    signal text NOT NULL CONSTRAINT package_signal_name CHECK (length(signal) BETWEEN 1 AND 100),
    value double precision NOT NULL,
    source text NOT NULL,
    observed_at timestamptz NOT NULL,
    CONSTRAINT package_signal_pk PRIMARY KEY (purl_key, signal)
  );

  -- Names that packages had or have elsewhere: renames, old registries, moved scopes.
  CREATE TABLE package_alias (
    alias_key text CONSTRAINT package_alias_pk PRIMARY KEY,
    purl_key text NOT NULL CONSTRAINT package_alias_other CHECK (purl_key <> alias_key),
    source text NOT NULL
  );

  -- One row for each import that changed something; the same bytes from the same source are no work.
  CREATE TABLE catalogue_import (
    id uuid CONSTRAINT catalogue_import_pk PRIMARY KEY,
    source text NOT NULL CONSTRAINT catalogue_import_source CHECK (length(source) BETWEEN 1 AND 200),
    sha256 bytea CONSTRAINT catalogue_import_sha256 CHECK (length(sha256) = 32),
    counts jsonb NOT NULL,
    imported_at timestamptz NOT NULL
  );
  CREATE UNIQUE INDEX catalogue_import_once ON catalogue_import (source, sha256) WHERE sha256 IS NOT NULL;

  -- What public services answered, so that nothing is asked twice within its time; a missing body is "not there".
  CREATE TABLE public_answer (
    address text CONSTRAINT public_answer_pk PRIMARY KEY,
    body text,
    fetched_at timestamptz NOT NULL
  );
  CREATE TABLE package_enrichment (
    purl_key text CONSTRAINT package_enrichment_pk PRIMARY KEY,
    status text NOT NULL CONSTRAINT package_enrichment_status CHECK (status IN ('found', 'unknown', 'failed')),
    failure text,
    attempted_at timestamptz NOT NULL,
    CONSTRAINT package_enrichment_failure CHECK ((status = 'failed') = (failure IS NOT NULL))
  );

  GRANT SELECT, INSERT, UPDATE ON package_signal, package_alias, catalogue_import, public_answer, package_enrichment TO mainstay_app;
`;
