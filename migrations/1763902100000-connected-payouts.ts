import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payouts from the accounts of recipients to their banks, as Stripe shows them, and what it says of these accounts. */
export class ConnectedPayouts1763902100000 implements MigrationInterface {
  name = 'ConnectedPayouts1763902100000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(PAYOUTS);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const PAYOUTS = `
  SET LOCAL lock_timeout = '2s';

  CREATE TABLE connected_payout (
    id uuid CONSTRAINT connected_payout_pk PRIMARY KEY,
    recipient_id uuid NOT NULL CONSTRAINT connected_payout_recipient_fk REFERENCES recipient_account (id),
    stripe_account_id text NOT NULL,
    stripe_payout_id text NOT NULL CONSTRAINT connected_payout_stripe UNIQUE,
    destination text,
    -- Negative for money that comes back from the bank.
    amount_minor bigint NOT NULL CONSTRAINT connected_payout_amount CHECK (amount_minor <> 0),
    currency char(3) NOT NULL,
    status text NOT NULL CONSTRAINT connected_payout_status CHECK (status IN
      ('pending', 'in_transit', 'paid', 'failed', 'canceled', 'reversed')),
    arrives_at timestamptz NOT NULL,
    failure_code text,
    created_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1
  );
  CREATE INDEX connected_payout_recipient ON connected_payout (recipient_id, created_at DESC, id DESC);
  CREATE INDEX connected_payout_open ON connected_payout (arrives_at, id) WHERE status IN ('pending', 'in_transit');

  ALTER TABLE recipient_account
    ADD COLUMN payouts_status text NOT NULL DEFAULT 'unrequested' CONSTRAINT recipient_account_payouts CHECK (payouts_status IN
      ('unrequested', 'pending', 'active', 'restricted', 'unsupported', 'rejected')),
    ADD COLUMN requirements_status text CONSTRAINT recipient_account_requirements CHECK (requirements_status IN
      ('eventually_due', 'currently_due', 'past_due')),
    ADD COLUMN requirements_due_at timestamptz,
    ADD COLUMN failed_payout_id uuid CONSTRAINT recipient_account_failed_payout_fk REFERENCES connected_payout (id),
    ADD COLUMN disconnected_at timestamptz,
    -- Nothing is sent to an account that was taken away from the platform.
    ADD CONSTRAINT recipient_account_disconnected CHECK (disconnected_at IS NULL OR transfers_status = 'restricted');

  ALTER TABLE stripe_event ADD COLUMN account_id text;

  GRANT SELECT, INSERT, UPDATE ON connected_payout TO mainstay_app;
`;
