import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What maintainers import of FUNDING.yml, funding.json and package.json. */
export class FundingManifests1763903200000 implements MigrationInterface {
  name = 'FundingManifests1763903200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE funding_manifest (
        id uuid CONSTRAINT funding_manifest_pk PRIMARY KEY,
        project_id uuid NOT NULL CONSTRAINT funding_manifest_project_fk REFERENCES project (id),
        kind text NOT NULL CONSTRAINT funding_manifest_kind CHECK (kind IN ('funding_yml', 'funding_json', 'package_json')),
        -- What the file says of its own version; null for kinds that have none.
        format_version text CONSTRAINT funding_manifest_format_version CHECK (length(format_version) <= 20),
        status text NOT NULL CONSTRAINT funding_manifest_status CHECK (status IN ('draft', 'published', 'discarded')),
        -- What was read, without mail addresses; nothing of it stays when the manifest is discarded.
        content jsonb,
        warnings jsonb NOT NULL,
        sha256 text NOT NULL CONSTRAINT funding_manifest_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        imported_by uuid NOT NULL CONSTRAINT funding_manifest_importer_fk REFERENCES person (id),
        imported_at timestamptz NOT NULL,
        published_at timestamptz,
        CONSTRAINT funding_manifest_content CHECK ((content IS NULL) = (status = 'discarded')),
        CONSTRAINT funding_manifest_published CHECK (status <> 'published' OR published_at IS NOT NULL)
      );
      -- Of each kind one that waits and one that everybody sees.
      CREATE UNIQUE INDEX funding_manifest_current ON funding_manifest (project_id, kind, status) WHERE status <> 'discarded';
      CREATE INDEX funding_manifest_importer ON funding_manifest (imported_by) WHERE status <> 'discarded';

      GRANT SELECT, INSERT, UPDATE ON funding_manifest TO mainstay_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE funding_manifest');
  }
}
