import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mail addresses, notifications with their deliveries, what people opted out of, and terms that were accepted. */
export class NotificationsTerms1763901000000 implements MigrationInterface {
  name = 'NotificationsTerms1763901000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      -- Nothing but the confirmation is sent to an address that is not confirmed.
      CREATE TABLE mail_address (
        person_id uuid CONSTRAINT mail_address_pk PRIMARY KEY CONSTRAINT mail_address_person_fk REFERENCES person (id),
        -- Addresses are sealed with the person's private key.
        sealed_address bytea,
        confirmed_at timestamptz,
        -- HMAC of its host, so that two people are seen to share one; null for hosts that give addresses to anybody.
        host_digest bytea CONSTRAINT mail_address_host_digest CHECK (length(host_digest) = 32),
        -- When a confirmed address was last replaced: others hold back approvals for some days after it.
        changed_at timestamptz,
        sealed_previous_address bytea,
        sealed_pending_address bytea,
        confirmation_id uuid,
        code_hash bytea CONSTRAINT mail_address_code UNIQUE,
        code_expires_at timestamptz,
        entered_at timestamptz NOT NULL,
        CONSTRAINT mail_address_confirmed CHECK ((sealed_address IS NULL) = (confirmed_at IS NULL)),
        CONSTRAINT mail_address_pending CHECK ((sealed_pending_address IS NULL) = (code_hash IS NULL) AND (code_hash IS NULL) = (code_expires_at IS NULL) AND (code_hash IS NULL) = (confirmation_id IS NULL))
      );
      CREATE TABLE invitation_mail (
        invitation_id uuid CONSTRAINT invitation_mail_pk PRIMARY KEY CONSTRAINT invitation_mail_invitation_fk REFERENCES invitation (id),
        -- Sealed with a key of the invitation, which is destroyed when it is accepted, taken back or too old.
        sealed_address bytea NOT NULL
      );

      CREATE TABLE notification (
        id uuid CONSTRAINT notification_pk PRIMARY KEY,
        -- Whose message it is: a person, or an invitation for somebody who has no account yet.
        subject_id uuid NOT NULL,
        -- Null for what is not in an inbox.
        person_id uuid CONSTRAINT notification_person_fk REFERENCES person (id),
        topic text NOT NULL CONSTRAINT notification_topic CHECK (topic IN ('approvals', 'milestones', 'money', 'security', 'invitations', 'dependencies')),
        template text NOT NULL,
        parameters jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        read_at timestamptz,
        CONSTRAINT notification_own CHECK (person_id IS NULL OR person_id = subject_id),
        CONSTRAINT notification_of_subject UNIQUE (id, subject_id)
      );
      CREATE INDEX notification_inbox ON notification (person_id, created_at DESC, id DESC);
      CREATE INDEX notification_unread ON notification (person_id) WHERE read_at IS NULL;
      CREATE TABLE notification_delivery (
        id uuid CONSTRAINT notification_delivery_pk PRIMARY KEY,
        notification_id uuid NOT NULL,
        channel text NOT NULL CONSTRAINT notification_delivery_channel CHECK (channel IN ('inbox', 'mail')),
        subject_id uuid NOT NULL,
        sealed_address bytea,
        status text NOT NULL CONSTRAINT notification_delivery_status CHECK (status IN ('queued', 'accepted', 'refused', 'withheld', 'bounced')),
        attempts int NOT NULL,
        content_sha256 text,
        message_id text,
        answer text,
        queued_at timestamptz NOT NULL,
        ended_at timestamptz,
        bounced_at timestamptz,
        -- Of the class 5 of RFC 3463.
        bounce_status text CONSTRAINT notification_delivery_bounce_code CHECK (bounce_status ~ '^5[.][0-9]{1,3}[.][0-9]{1,3}$'),
        CONSTRAINT notification_delivery_once UNIQUE (notification_id, channel),
        CONSTRAINT notification_delivery_notification_fk FOREIGN KEY (notification_id, subject_id) REFERENCES notification (id, subject_id),
        CONSTRAINT notification_delivery_proof CHECK (status <> 'accepted' OR (content_sha256 IS NOT NULL AND ended_at IS NOT NULL)),
        CONSTRAINT notification_delivery_bounce CHECK (
          (status = 'bounced') = (bounced_at IS NOT NULL AND bounce_status IS NOT NULL) AND (status <> 'bounced' OR channel = 'mail'))
      );
      CREATE TABLE notification_opt_out (
        person_id uuid NOT NULL CONSTRAINT notification_opt_out_person_fk REFERENCES person (id),
        topic text NOT NULL CONSTRAINT notification_opt_out_topic CHECK (topic IN ('approvals', 'milestones', 'dependencies')),
        opted_out_at timestamptz NOT NULL,
        CONSTRAINT notification_opt_out_pk PRIMARY KEY (person_id, topic)
      );

      CREATE TABLE terms_acceptance (
        id uuid CONSTRAINT terms_acceptance_pk PRIMARY KEY,
        terms text NOT NULL CONSTRAINT terms_acceptance_terms CHECK (terms IN ('giver', 'receiver', 'programme')),
        version int NOT NULL,
        sha256 text NOT NULL CONSTRAINT terms_acceptance_sha256 CHECK (length(sha256) = 64),
        person_id uuid CONSTRAINT terms_acceptance_person_fk REFERENCES person (id),
        organisation_id uuid CONSTRAINT terms_acceptance_organisation_fk REFERENCES organisation (id),
        accepted_by uuid NOT NULL CONSTRAINT terms_acceptance_accepted_by_fk REFERENCES person (id),
        accepted_at timestamptz NOT NULL,
        CONSTRAINT terms_acceptance_party CHECK (num_nonnulls(person_id, organisation_id) = 1),
        CONSTRAINT terms_acceptance_own CHECK (person_id IS NULL OR person_id = accepted_by)
      );
      CREATE UNIQUE INDEX terms_acceptance_person ON terms_acceptance (person_id, terms, version) WHERE person_id IS NOT NULL;
      CREATE UNIQUE INDEX terms_acceptance_organisation ON terms_acceptance (organisation_id, terms, version) WHERE organisation_id IS NOT NULL;
      CREATE TRIGGER terms_acceptance_is_kept BEFORE UPDATE OR DELETE ON terms_acceptance FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- What somebody wants to do here, and whether others see the name. Without a row nothing is shown.
      CREATE TABLE sign_up (
        person_id uuid CONSTRAINT sign_up_pk PRIMARY KEY CONSTRAINT sign_up_person_fk REFERENCES person (id),
        intents text[] NOT NULL CONSTRAINT sign_up_intents CHECK (
          cardinality(intents) > 0 AND intents <@ ARRAY['give', 'receive', 'run_programme']),
        is_named boolean NOT NULL,
        completed_at timestamptz NOT NULL
      );

      -- Points that a caller may still spend; refilled when the window is over.
      CREATE UNLOGGED TABLE rate_bucket (
        caller text CONSTRAINT rate_bucket_pk PRIMARY KEY,
        window_ends_at timestamptz NOT NULL,
        spent int NOT NULL
      );

      -- A key for names is seen by those who may see the name: the person, fellow members, and everybody once the person said so.
      -- A private key is seen by its subject alone, and by jobs that work for it.
      ALTER TABLE data_key ENABLE ROW LEVEL SECURITY;
      ALTER TABLE data_key FORCE ROW LEVEL SECURITY;
      CREATE POLICY data_key_own ON data_key USING (subject_id = ANY ((SELECT cleared_subjects())::uuid[]));
      CREATE POLICY data_key_of_names ON data_key FOR SELECT USING (purpose = 'name' AND (
        EXISTS (SELECT 1 FROM sign_up WHERE sign_up.person_id = subject_id AND sign_up.is_named)
        OR EXISTS (SELECT 1 FROM membership WHERE membership.person_id = subject_id AND membership.organisation_id = ANY (cleared_organisations()))));
      ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
      ALTER TABLE notification FORCE ROW LEVEL SECURITY;
      CREATE POLICY notification_own ON notification USING (subject_id = ANY ((SELECT cleared_subjects())::uuid[]));

      GRANT SELECT, INSERT, UPDATE ON mail_address, notification, notification_delivery, sign_up, rate_bucket TO mainstay_app;
      GRANT DELETE ON rate_bucket TO mainstay_app;
      GRANT SELECT, INSERT ON invitation_mail, terms_acceptance TO mainstay_app;
      GRANT DELETE ON invitation_mail TO mainstay_app;
      GRANT SELECT, INSERT, DELETE ON notification_opt_out TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
