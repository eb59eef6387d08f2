import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waits for a person although it should have ended by itself. */
export class Findings1763902700000 implements MigrationInterface {
  name = 'Findings1763902700000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(FINDINGS);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const FINDINGS = `
  SET LOCAL lock_timeout = '2s';

  CREATE TABLE finding (
    id uuid CONSTRAINT finding_pk PRIMARY KEY,
    kind text NOT NULL CONSTRAINT finding_kind CHECK (kind IN ('stale_clearing', 'dead_call', 'failing_job')),
    subject text NOT NULL,
    amount_minor bigint,
    currency char(3),
    -- Since when it has been so; the same thing later is another finding.
    since timestamptz NOT NULL,
    found_at timestamptz NOT NULL,
    cleared_at timestamptz,
    CONSTRAINT finding_once UNIQUE NULLS NOT DISTINCT (kind, subject, currency, since),
    CONSTRAINT finding_amount CHECK ((amount_minor IS NULL) = (currency IS NULL)),
    CONSTRAINT finding_cleared CHECK (cleared_at >= found_at)
  );
  CREATE INDEX finding_list ON finding (found_at DESC, id DESC);
  CREATE INDEX finding_open ON finding (found_at DESC, id DESC) WHERE cleared_at IS NULL;
  CREATE INDEX outbox_message_failing ON outbox_message (attempts) WHERE completed_at IS NULL AND attempts > 0;
  CREATE INDEX stripe_call_dead ON stripe_call (finished_at) WHERE status = 'dead';

  GRANT SELECT, INSERT, UPDATE ON finding TO mainstay_app;
`;
