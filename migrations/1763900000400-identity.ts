import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, organisations, memberships, sessions, API tokens and sign-ins under way. */
export class Identity1763900000400 implements MigrationInterface {
  name = 'Identity1763900000400';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE person (
        id uuid CONSTRAINT person_pk PRIMARY KEY,
        display_name text NOT NULL CONSTRAINT person_display_name CHECK (length(display_name) BETWEEN 1 AND 100),
        created_at timestamptz NOT NULL
      );
      CREATE TABLE external_identity (
        issuer text NOT NULL,
        subject text NOT NULL,
        person_id uuid NOT NULL CONSTRAINT external_identity_person_fk REFERENCES person (id),
        CONSTRAINT external_identity_pk PRIMARY KEY (issuer, subject)
      );

      CREATE TABLE organisation (
        id uuid CONSTRAINT organisation_pk PRIMARY KEY,
        kind text NOT NULL CONSTRAINT organisation_kind CHECK (kind IN ('COMPANY', 'FOUNDATION', 'PROJECT_TEAM', 'FISCAL_HOST')),
        name text NOT NULL CONSTRAINT organisation_name CHECK (length(name) BETWEEN 1 AND 100),
        created_at timestamptz NOT NULL
      );
      CREATE TABLE membership (
        id uuid CONSTRAINT membership_pk PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT membership_organisation_fk REFERENCES organisation (id),
        person_id uuid NOT NULL CONSTRAINT membership_person_fk REFERENCES person (id),
        roles text[] NOT NULL CONSTRAINT membership_roles CHECK (
          cardinality(roles) > 0 AND roles <@ ARRAY['member', 'finance', 'admin', 'reviewer', 'programme_officer']),
        joined_at timestamptz NOT NULL,
        CONSTRAINT membership_once UNIQUE (organisation_id, person_id)
      );
      CREATE INDEX membership_person ON membership (person_id);

      CREATE TABLE invitation (
        id uuid CONSTRAINT invitation_pk PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT invitation_organisation_fk REFERENCES organisation (id),
        invited_by uuid NOT NULL CONSTRAINT invitation_invited_by_fk REFERENCES person (id),
        roles text[] NOT NULL CONSTRAINT invitation_roles CHECK (
          cardinality(roles) > 0 AND roles <@ ARRAY['member', 'finance', 'admin', 'reviewer', 'programme_officer']),
        code_hash bytea NOT NULL CONSTRAINT invitation_code UNIQUE,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        accepted_by uuid CONSTRAINT invitation_accepted_by_fk REFERENCES person (id),
        accepted_at timestamptz
      );

      CREATE TABLE session (
        id uuid CONSTRAINT session_pk PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT session_person_fk REFERENCES person (id),
        secret_hash bytea NOT NULL CONSTRAINT session_secret UNIQUE,
        created_at timestamptz NOT NULL,
        idle_expires_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      );
      CREATE INDEX session_person ON session (person_id);

      CREATE TABLE api_token (
        id uuid CONSTRAINT api_token_pk PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT api_token_person_fk REFERENCES person (id),
        organisation_id uuid NOT NULL CONSTRAINT api_token_organisation_fk REFERENCES organisation (id),
        name text NOT NULL CONSTRAINT api_token_name CHECK (length(name) BETWEEN 1 AND 100),
        scopes text[] NOT NULL CONSTRAINT api_token_scopes CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'inventory:write']),
        secret_hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        last_used_at timestamptz,
        revoked_at timestamptz,
        CONSTRAINT api_token_lifetime CHECK (expires_at <= created_at + interval '90 days')
      );
      CREATE INDEX api_token_person ON api_token (person_id);

      CREATE TABLE login_attempt (
        state_hash bytea CONSTRAINT login_attempt_pk PRIMARY KEY,
        code_verifier text NOT NULL,
        nonce text NOT NULL,
        return_to text NOT NULL,
        expires_at timestamptz NOT NULL
      );

      GRANT SELECT, INSERT, UPDATE ON person, organisation, membership, invitation, session, api_token TO mainstay_app;
      GRANT SELECT, INSERT ON external_identity TO mainstay_app;
      GRANT SELECT, INSERT, DELETE ON login_attempt TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
