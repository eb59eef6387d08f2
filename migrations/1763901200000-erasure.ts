import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests to be erased, and the one function that carries them out. */
export class Erasure1763901200000 implements MigrationInterface {
  name = 'Erasure1763901200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE erasure (
        id uuid CONSTRAINT erasure_pk PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT erasure_person_fk REFERENCES person (id),
        status text NOT NULL CONSTRAINT erasure_status CHECK (status IN ('requested', 'withdrawn', 'blocked', 'done')),
        requested_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        decided_at timestamptz,
        obstacles text[] NOT NULL DEFAULT '{}',
        version int NOT NULL DEFAULT 1,
        CONSTRAINT erasure_later CHECK (due_at > requested_at),
        CONSTRAINT erasure_decided CHECK ((status = 'requested') = (decided_at IS NULL)),
        CONSTRAINT erasure_blocked CHECK ((status = 'blocked') = (cardinality(obstacles) > 0))
      );
      CREATE UNIQUE INDEX erasure_one_open ON erasure (person_id) WHERE status = 'requested';
      CREATE INDEX erasure_person ON erasure (person_id, requested_at DESC);

      -- The application may delete none of these rows by itself; it may only have carried out what was asked for and is due. What
      -- others rely on stays, under an id that is nobody's any more: memberships of the past in the log, decisions with the
      -- passkey that signed them, evidence, payments, accepted terms.
      CREATE FUNCTION erase_person(erasure_id uuid, at timestamptz) RETURNS uuid[] LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE
        erased uuid;
        uploads uuid[];
      BEGIN
        SELECT person_id INTO erased FROM erasure WHERE id = erasure_id AND status = 'requested' AND due_at <= at FOR UPDATE;
        IF erased IS NULL THEN
          RAISE EXCEPTION 'no erasure is due' USING ERRCODE = 'MS030';
        END IF;
        PERFORM 1 FROM person WHERE id = erased FOR UPDATE;
        -- Row-level security holds for the owner of the tables too, when that is no superuser.
        PERFORM set_config('app.subjects', '{' || erased || '}', true);

        -- The keys first: whatever a copy still holds is noise from here on.
        DELETE FROM data_key WHERE subject_id = erased;
        DELETE FROM commitment_salt WHERE commitment_salt.subject = 'person:' || erased;

        DELETE FROM notification_delivery WHERE notification_id IN (SELECT id FROM notification WHERE subject_id = erased);
        DELETE FROM notification WHERE subject_id = erased;
        DELETE FROM notification_opt_out WHERE person_id = erased;
        DELETE FROM mail_address WHERE person_id = erased;
        DELETE FROM vouch WHERE person_id = erased OR voucher_id = erased;
        DELETE FROM affiliation WHERE person_id = erased;
        DELETE FROM role_comment WHERE author_id = erased;
        UPDATE project_name SET sealed_name = NULL
         WHERE (project_id, root) IN (SELECT name.project_id, name.root FROM project_name_claim JOIN project_name name USING (project_id, number) WHERE person_id = erased);
        DELETE FROM project_name_claim WHERE person_id = erased;
        -- Seats end, and what was said for them is gone; who sat when stays.
        UPDATE project_seat SET ended_at = greatest(since, at) WHERE person_id = erased AND ended_at IS NULL;
        UPDATE seat_offer SET status = 'DECLINED', settled_at = at WHERE person_id = erased AND status IN ('OFFERED', 'TAKEN');
        UPDATE pool_member SET statement = 'The person was erased.', ties = '', tied_projects = '{}', tied_organisations = '{}',
               status = CASE WHEN status IN ('APPLIED', 'ACCEPTED') THEN 'WITHDRAWN' ELSE status END WHERE person_id = erased;
        DELETE FROM adoption_answer WHERE person_id = erased;
        DELETE FROM dependency_alert_read WHERE person_id = erased;
        DELETE FROM band_access WHERE person_id = erased;
        DELETE FROM dependency_alert_off WHERE person_id = erased;
        DELETE FROM sign_up WHERE person_id = erased;
        DELETE FROM external_identity WHERE person_id = erased;
        DELETE FROM recovery_code WHERE person_id = erased;
        DELETE FROM api_token WHERE person_id = erased;
        DELETE FROM membership WHERE person_id = erased;

        DELETE FROM identity_link WHERE session_id IN (SELECT id FROM session WHERE person_id = erased);
        DELETE FROM login_attempt WHERE link_session_id IN (SELECT id FROM session WHERE person_id = erased);
        DELETE FROM webauthn_challenge WHERE assertion IS NULL AND session_id IN (SELECT id FROM session WHERE person_id = erased);
        DELETE FROM session WHERE person_id = erased AND id NOT IN (SELECT session_id FROM webauthn_challenge WHERE session_id IS NOT NULL);
        UPDATE session SET revoked_at = coalesce(revoked_at, at), client = 'other' WHERE person_id = erased;
        DELETE FROM passkey WHERE person_id = erased AND id NOT IN (SELECT passkey_id FROM webauthn_challenge WHERE passkey_id IS NOT NULL);
        UPDATE passkey SET removed_at = coalesce(removed_at, at), name = 'erased' WHERE person_id = erased;

        WITH gone AS (
          DELETE FROM upload WHERE person_id = erased AND organisation_id IS NULL
             AND id NOT IN (SELECT upload_id FROM evidence) RETURNING id
        ) SELECT coalesce(array_agg(id), '{}') INTO uploads FROM gone;
        UPDATE upload SET file_name = 'erased' WHERE person_id = erased AND organisation_id IS NULL;

        UPDATE person SET sealed_name = NULL, erased_at = at WHERE id = erased;
        RETURN uploads;
      END $$;

      GRANT SELECT, INSERT, UPDATE ON erasure TO mainstay_app;
      REVOKE EXECUTE ON FUNCTION erase_person FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION erase_person TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
