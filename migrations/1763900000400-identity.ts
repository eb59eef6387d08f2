import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, organisations, memberships, sessions, API tokens and sign-ins under way. */
export class Identity1763900000400 implements MigrationInterface {
  name = 'Identity1763900000400';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE person (
        id uuid CONSTRAINT person_pk PRIMARY KEY,
        -- Sealed with the person's key for names; null once the person is erased.
        sealed_name bytea,
        created_at timestamptz NOT NULL,
        erased_at timestamptz,
        CONSTRAINT person_named CHECK ((sealed_name IS NULL) = (erased_at IS NOT NULL))
      );

      -- Keys of people, and of those who were invited: without its key a sealed value is noise. The rows are sealed themselves,
      -- with a key that the database does not hold.
      CREATE TABLE data_key (
        subject_id uuid NOT NULL,
        purpose text NOT NULL CONSTRAINT data_key_purpose CHECK (purpose IN ('name', 'private')),
        wrapped bytea NOT NULL CONSTRAINT data_key_length CHECK (length(wrapped) = 60),
        created_at timestamptz NOT NULL,
        CONSTRAINT data_key_pk PRIMARY KEY (subject_id, purpose)
      );
      CREATE TABLE external_identity (
        issuer text NOT NULL,
        -- HMAC of issuer and subject: who signs in is found again without the database saying who that is elsewhere.
        subject_digest bytea NOT NULL CONSTRAINT external_identity_digest CHECK (length(subject_digest) = 32),
        sealed_subject bytea NOT NULL,
        person_id uuid NOT NULL CONSTRAINT external_identity_person_fk REFERENCES person (id),
        CONSTRAINT external_identity_pk PRIMARY KEY (subject_digest)
      );

      CREATE TABLE organisation (
        id uuid CONSTRAINT organisation_pk PRIMARY KEY,
        kind text NOT NULL CONSTRAINT organisation_kind CHECK (kind IN ('COMPANY', 'FOUNDATION', 'PROJECT_TEAM', 'FISCAL_HOST')),
        name text NOT NULL CONSTRAINT organisation_name CHECK (length(name) BETWEEN 1 AND 100),
        visibility text NOT NULL DEFAULT 'private' CONSTRAINT organisation_visibility CHECK (visibility IN ('named', 'private')),
        created_at timestamptz NOT NULL
      );
      CREATE TABLE membership (
        organisation_id uuid NOT NULL CONSTRAINT membership_organisation_fk REFERENCES organisation (id),
        person_id uuid NOT NULL CONSTRAINT membership_person_fk REFERENCES person (id),
        joined_at timestamptz NOT NULL,
        CONSTRAINT membership_pk PRIMARY KEY (organisation_id, person_id)
      );
      CREATE INDEX membership_person ON membership (person_id);

      -- A row for each role, since an approval counts only if the role is older than what is approved.
      CREATE TABLE membership_role (
        organisation_id uuid NOT NULL,
        person_id uuid NOT NULL,
        role text NOT NULL CONSTRAINT membership_role_role CHECK (role IN ('member', 'finance', 'admin', 'reviewer', 'programme_officer')),
        granted_by uuid NOT NULL CONSTRAINT membership_role_granted_by_fk REFERENCES person (id),
        granted_at timestamptz NOT NULL,
        CONSTRAINT membership_role_pk PRIMARY KEY (organisation_id, person_id, role),
        CONSTRAINT membership_role_membership_fk FOREIGN KEY (organisation_id, person_id) REFERENCES membership ON DELETE CASCADE
      );
      CREATE INDEX membership_role_person ON membership_role (person_id);

      -- Without an administrator nobody could ever change an organisation again. The organisation is locked, so that of
      -- two administrators who leave at once the second sees that the first has gone.
      CREATE FUNCTION membership_keep_admin() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM 1 FROM organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;
        IF NOT EXISTS (SELECT 1 FROM membership_role WHERE organisation_id = OLD.organisation_id AND role = 'admin') THEN
          RAISE EXCEPTION 'an organisation keeps an administrator' USING ERRCODE = 'MS010';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER membership_role_keep_admin AFTER DELETE OR UPDATE ON membership_role
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.role = 'admin') EXECUTE FUNCTION membership_keep_admin();

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
        accepted_at timestamptz,
        revoked_at timestamptz
      );
      CREATE INDEX invitation_organisation ON invitation (organisation_id);

      CREATE TABLE organisation_transfer (
        id uuid CONSTRAINT organisation_transfer_pk PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT organisation_transfer_organisation_fk REFERENCES organisation (id),
        from_person_id uuid NOT NULL CONSTRAINT organisation_transfer_from_fk REFERENCES person (id),
        to_person_id uuid NOT NULL CONSTRAINT organisation_transfer_to_fk REFERENCES person (id),
        status text NOT NULL CONSTRAINT organisation_transfer_status CHECK (status IN ('proposed', 'accepted', 'declined', 'withdrawn', 'expired')),
        proposed_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        decided_at timestamptz,
        version int NOT NULL DEFAULT 1,
        CONSTRAINT organisation_transfer_two_people CHECK (from_person_id <> to_person_id)
      );
      CREATE UNIQUE INDEX organisation_transfer_one_open ON organisation_transfer (organisation_id) WHERE status = 'proposed';
      CREATE INDEX organisation_transfer_to ON organisation_transfer (to_person_id) WHERE status = 'proposed';

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
        scopes text[] NOT NULL CONSTRAINT api_token_scopes CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY[
          'identity:read', 'inventory:read', 'inventory:write', 'payments:read', 'pledges:read', 'pledges:write']),
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

      GRANT SELECT, INSERT, UPDATE ON person, organisation, invitation, organisation_transfer, session, api_token TO mainstay_app;
      GRANT SELECT, INSERT, DELETE ON membership, membership_role TO mainstay_app;
      GRANT SELECT, INSERT ON external_identity TO mainstay_app;
      GRANT SELECT, INSERT, DELETE ON data_key TO mainstay_app;
      GRANT SELECT, INSERT, DELETE ON login_attempt TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
