import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Domains that organisations show to be their own. */
export class OrganisationDomains1763903100000 implements MigrationInterface {
  name = 'OrganisationDomains1763903100000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE organisation_domain (
        id uuid CONSTRAINT organisation_domain_pk PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT organisation_domain_organisation_fk REFERENCES organisation (id),
        domain text NOT NULL CONSTRAINT organisation_domain_form CHECK (domain = lower(domain) AND length(domain) BETWEEN 4 AND 253),
        token text NOT NULL,
        status text NOT NULL CONSTRAINT organisation_domain_status CHECK (status IN ('pending', 'verified', 'lapsed', 'removed')),
        failure text CONSTRAINT organisation_domain_failure CHECK (failure IN ('NOT_FOUND', 'UNREACHABLE', 'TAKEN')),
        added_at timestamptz NOT NULL,
        verified_at timestamptz,
        next_check_at timestamptz,
        missing_since timestamptz,
        version int NOT NULL DEFAULT 1,
        CONSTRAINT organisation_domain_verified CHECK (status <> 'verified' OR (verified_at IS NOT NULL AND next_check_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX organisation_domain_once ON organisation_domain (organisation_id, domain) WHERE status <> 'removed';
      -- A domain speaks for one organisation.
      CREATE UNIQUE INDEX organisation_domain_one_owner ON organisation_domain (domain) WHERE status = 'verified';
      CREATE INDEX organisation_domain_due ON organisation_domain (next_check_at) WHERE status = 'verified';

      GRANT SELECT, INSERT, UPDATE ON organisation_domain TO mainstay_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE organisation_domain');
  }
}
