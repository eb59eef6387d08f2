import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The pool that reviewers are paid from: what organisations give, and the fee of each review. */
export class ReviewPool1763902500000 implements MigrationInterface {
  name = 'ReviewPool1763902500000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(POOL);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const POOL = `
  SET LOCAL lock_timeout = '2s';

  INSERT INTO ledger_account_kind (code, book, side, has_floor) VALUES ('held.review', 'cash', 'credit', true);

  -- Whether the pool has enough is a question for one review after the other.
  CREATE TABLE review_pool_gate (currency char(3) CONSTRAINT review_pool_gate_pk PRIMARY KEY);

  CREATE TABLE review_pool_gift (
    id uuid CONSTRAINT review_pool_gift_pk PRIMARY KEY,
    organisation_id uuid NOT NULL CONSTRAINT review_pool_gift_organisation_fk REFERENCES organisation (id),
    amount_minor bigint NOT NULL CONSTRAINT review_pool_gift_amount CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    status text NOT NULL CONSTRAINT review_pool_gift_status CHECK (status IN ('requested', 'given', 'rejected')),
    requested_by uuid NOT NULL CONSTRAINT review_pool_gift_requested_by_fk REFERENCES person (id),
    requested_at timestamptz NOT NULL,
    decided_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT review_pool_gift_decided CHECK ((status = 'requested') = (decided_at IS NULL))
  );
  CREATE INDEX review_pool_gift_organisation ON review_pool_gift (organisation_id, requested_at DESC, id DESC);

  CREATE TABLE review_fee (
    id uuid CONSTRAINT review_fee_pk PRIMARY KEY,
    milestone_id uuid NOT NULL CONSTRAINT review_fee_milestone_fk REFERENCES milestone (id),
    reviewer_id uuid NOT NULL CONSTRAINT review_fee_reviewer_fk REFERENCES person (id),
    amount_minor bigint NOT NULL CONSTRAINT review_fee_amount CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    status text NOT NULL CONSTRAINT review_fee_status CHECK (status IN ('unpaid', 'reserved', 'released', 'paid', 'returned')),
    begun_at timestamptz NOT NULL,
    version int NOT NULL DEFAULT 1
  );
  CREATE INDEX review_fee_milestone ON review_fee (milestone_id, begun_at DESC, id DESC);
  -- One review of a milestone goes on at a time.
  CREATE UNIQUE INDEX review_fee_one_reserved ON review_fee (milestone_id) WHERE status = 'reserved';

  GRANT SELECT, INSERT, UPDATE ON review_pool_gate, review_pool_gift, review_fee TO mainstay_app;
`;
