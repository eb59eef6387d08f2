import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The application role, the outbox, the inbox and the records of idempotent requests. */
export class Platform1763900000100 implements MigrationInterface {
  name = 'Platform1763900000100';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      -- Roles belong to the cluster, so another database may have made it already, even at this moment.
      DO $$ BEGIN
        CREATE ROLE mainstay_app NOLOGIN;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END $$;
      GRANT USAGE ON SCHEMA public TO mainstay_app;

      -- What a transaction was cleared for, as the policies of confidential tables ask it. Nothing set means nothing seen.
      CREATE FUNCTION cleared_organisations() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
        RETURN coalesce(nullif(current_setting('app.organisations', true), '')::uuid[], '{}');
      CREATE FUNCTION cleared_subjects() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
        RETURN coalesce(nullif(current_setting('app.subjects', true), '')::uuid[], '{}');
      CREATE FUNCTION cleared_projects() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
        RETURN coalesce(nullif(current_setting('app.projects', true), '')::uuid[], '{}');
      CREATE FUNCTION cleared_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
        RETURN coalesce(nullif(current_setting('app.now', true), '')::timestamptz, '-infinity');
      REVOKE CREATE ON SCHEMA public FROM PUBLIC;

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% on % is refused: rows are never changed or removed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'MS001';
      END $$;

      CREATE TABLE outbox_message (
        id uuid CONSTRAINT outbox_message_pk PRIMARY KEY,
        topic text NOT NULL,
        version int NOT NULL,
        payload jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        available_at timestamptz NOT NULL,
        attempts int NOT NULL DEFAULT 0,
        leased_until timestamptz,
        completed_at timestamptz,
        dead_at timestamptz,
        last_error text
      );
      CREATE INDEX outbox_message_due ON outbox_message (available_at, id) WHERE completed_at IS NULL AND dead_at IS NULL;

      CREATE FUNCTION outbox_announce() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('outbox_message', '');
        RETURN NULL;
      END $$;
      CREATE TRIGGER outbox_message_announce AFTER INSERT ON outbox_message FOR EACH STATEMENT EXECUTE FUNCTION outbox_announce();

      CREATE TABLE inbox_receipt (
        consumer text NOT NULL,
        message_id uuid NOT NULL,
        received_at timestamptz NOT NULL,
        CONSTRAINT inbox_receipt_pk PRIMARY KEY (consumer, message_id)
      );

      CREATE TABLE idempotency_record (
        scope text NOT NULL,
        operation text NOT NULL,
        key text NOT NULL,
        request_hash text NOT NULL,
        result_id text,
        created_at timestamptz NOT NULL,
        CONSTRAINT idempotency_record_pk PRIMARY KEY (scope, operation, key)
      );

      GRANT SELECT, INSERT, UPDATE ON outbox_message, idempotency_record TO mainstay_app;
      GRANT SELECT, INSERT ON inbox_receipt TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
