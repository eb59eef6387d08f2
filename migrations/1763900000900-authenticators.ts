import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ways to sign in, passkeys and step-up, limits of sessions, and workloads that may trade their identity for a token. */
export class Authenticators1763900000900 implements MigrationInterface {
  name = 'Authenticators1763900000900';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`SET LOCAL lock_timeout = '2s';`);
    for (const part of [SESSIONS, IDENTITIES, PASSKEYS, WORKLOADS]) await queryRunner.query(part);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** How long a session may rest depends on the roles of the moment, so the row keeps when it was used and no end. */
const SESSIONS = `
  ALTER TABLE session
    ADD COLUMN last_seen_at timestamptz,
    ADD COLUMN client text NOT NULL DEFAULT 'other' CONSTRAINT session_client CHECK (length(client) BETWEEN 1 AND 40),
    ADD COLUMN recovered_until timestamptz;
  UPDATE session SET last_seen_at = created_at;
  ALTER TABLE session ALTER COLUMN last_seen_at SET NOT NULL, DROP COLUMN idle_expires_at;
`;

const IDENTITIES = `
  ALTER TABLE external_identity
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT external_identity_id UNIQUE,
    ADD COLUMN linked_at timestamptz,
    -- As the provider said it at that time; null where it says nothing.
    ADD COLUMN account_created_at timestamptz;
  UPDATE external_identity SET linked_at = person.created_at FROM person WHERE person.id = external_identity.person_id;
  ALTER TABLE external_identity ALTER COLUMN linked_at SET NOT NULL;
  CREATE INDEX external_identity_person ON external_identity (person_id);

  ALTER TABLE login_attempt
    ADD COLUMN provider text NOT NULL DEFAULT 'openid',
    ADD COLUMN link_session_id uuid CONSTRAINT login_attempt_link_session_fk REFERENCES session (id);

  CREATE TABLE identity_link (
    ticket_hash bytea CONSTRAINT identity_link_pk PRIMARY KEY,
    session_id uuid NOT NULL CONSTRAINT identity_link_session_fk REFERENCES session (id),
    provider text NOT NULL,
    expires_at timestamptz NOT NULL
  );
  GRANT SELECT, INSERT, DELETE ON identity_link TO mainstay_app;
  GRANT DELETE ON external_identity TO mainstay_app;
`;

/** A passkey that was removed stays as a row: assertions that it made can still be checked against its key. */
const PASSKEYS = `
  CREATE TABLE passkey (
    id uuid CONSTRAINT passkey_pk PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT passkey_person_fk REFERENCES person (id),
    credential_id bytea NOT NULL CONSTRAINT passkey_credential UNIQUE,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL CONSTRAINT passkey_sign_count CHECK (sign_count >= 0),
    transports text[] NOT NULL,
    name text NOT NULL CONSTRAINT passkey_name CHECK (length(name) BETWEEN 1 AND 100),
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    removed_at timestamptz
  );
  CREATE INDEX passkey_person ON passkey (person_id) WHERE removed_at IS NULL;

  CREATE TABLE webauthn_challenge (
    id uuid CONSTRAINT webauthn_challenge_pk PRIMARY KEY,
    purpose text NOT NULL CONSTRAINT webauthn_challenge_purpose CHECK (purpose IN ('register', 'sign_in', 'step_up')),
    session_id uuid CONSTRAINT webauthn_challenge_session_fk REFERENCES session (id),
    challenge bytea NOT NULL CONSTRAINT webauthn_challenge_length CHECK (octet_length(challenge) = 32),
    nonce bytea,
    action text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    passkey_id uuid CONSTRAINT webauthn_challenge_passkey_fk REFERENCES passkey (id),
    assertion text,
    CONSTRAINT webauthn_challenge_bound CHECK ((purpose = 'sign_in') = (session_id IS NULL)),
    CONSTRAINT webauthn_challenge_action CHECK ((purpose = 'step_up') = (nonce IS NOT NULL AND action IS NOT NULL)),
    CONSTRAINT webauthn_challenge_assertion CHECK ((assertion IS NULL) = (passkey_id IS NULL))
  );
  CREATE INDEX webauthn_challenge_expiry ON webauthn_challenge (expires_at) WHERE assertion IS NULL;

  CREATE TABLE recovery_code (
    code_hash bytea CONSTRAINT recovery_code_pk PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT recovery_code_person_fk REFERENCES person (id),
    created_at timestamptz NOT NULL,
    used_at timestamptz,
    replaced_at timestamptz
  );
  CREATE INDEX recovery_code_person ON recovery_code (person_id);

  CREATE TABLE authenticator_change (
    id uuid CONSTRAINT authenticator_change_pk PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT authenticator_change_person_fk REFERENCES person (id),
    kind text NOT NULL CONSTRAINT authenticator_change_kind CHECK (kind IN
      ('passkey_added', 'passkey_removed', 'recovery_codes_made', 'recovery_code_used', 'identity_linked',
       'identity_unlinked', 'mail_changed')),
    changed_at timestamptz NOT NULL,
    pauses_decisions boolean NOT NULL
  );
  CREATE INDEX authenticator_change_person ON authenticator_change (person_id, changed_at DESC);

  GRANT SELECT, INSERT, UPDATE ON passkey, recovery_code TO mainstay_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON webauthn_challenge TO mainstay_app;
  GRANT SELECT, INSERT ON authenticator_change TO mainstay_app;
`;

/** The product of a workload belongs to its organisation; the key over both columns lets the database say so. */
const WORKLOADS = `
  CREATE TABLE trusted_workload (
    id uuid CONSTRAINT trusted_workload_pk PRIMARY KEY,
    organisation_id uuid NOT NULL CONSTRAINT trusted_workload_organisation_fk REFERENCES organisation (id),
    product_id uuid,
    name text NOT NULL CONSTRAINT trusted_workload_name CHECK (length(name) BETWEEN 1 AND 100),
    issuer text NOT NULL,
    repository_id text NOT NULL CONSTRAINT trusted_workload_repository CHECK (repository_id ~ '^[1-9][0-9]{0,18}$'),
    repository_owner_id text NOT NULL CONSTRAINT trusted_workload_owner CHECK (repository_owner_id ~ '^[1-9][0-9]{0,18}$'),
    ref_pattern text,
    job_workflow_ref text,
    registered_by uuid NOT NULL CONSTRAINT trusted_workload_registered_by_fk REFERENCES person (id),
    created_at timestamptz NOT NULL,
    removed_at timestamptz,
    CONSTRAINT trusted_workload_product_fk FOREIGN KEY (product_id, organisation_id) REFERENCES product (id, organisation_id)
  );
  CREATE INDEX trusted_workload_organisation ON trusted_workload (organisation_id);
  CREATE INDEX trusted_workload_repository_id ON trusted_workload (issuer, repository_id) WHERE removed_at IS NULL;

  CREATE TABLE workload_token_use (
    issuer text NOT NULL,
    token_id text NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT workload_token_use_pk PRIMARY KEY (issuer, token_id)
  );

  ALTER TABLE api_token
    ADD COLUMN product_id uuid,
    ADD COLUMN workload_id uuid CONSTRAINT api_token_workload_fk REFERENCES trusted_workload (id);

  GRANT SELECT, INSERT, UPDATE ON trusted_workload TO mainstay_app;
  GRANT SELECT, INSERT, DELETE ON workload_token_use TO mainstay_app;
`;
