import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pledges, approvals, payments through Stripe, transfers, and milestones with their evidence. */
export class PledgesPayments1763900000600 implements MigrationInterface {
  name = 'PledgesPayments1763900000600';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(PLEDGES_AND_APPROVALS);
    await queryRunner.query(PAYMENTS);
    await queryRunner.query(RIGHTS);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const PLEDGES_AND_APPROVALS = `
  SET LOCAL lock_timeout = '2s';

  CREATE TABLE pledge (
    id uuid CONSTRAINT pledge_pk PRIMARY KEY,
    need_id uuid NOT NULL CONSTRAINT pledge_need_fk REFERENCES need (id),
    organisation_id uuid NOT NULL CONSTRAINT pledge_organisation_fk REFERENCES organisation (id),
    submitted_by uuid NOT NULL CONSTRAINT pledge_submitted_by_fk REFERENCES person (id),
    amount_minor bigint NOT NULL CONSTRAINT pledge_amount CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    status text NOT NULL CONSTRAINT pledge_status CHECK (status IN
      ('draft', 'promised', 'awaiting_payment', 'paid', 'partly_released', 'released', 'lapsed', 'withdrawn')),
    submitted_at timestamptz NOT NULL,
    approved_at timestamptz,
    paid_at timestamptz,
    released_minor bigint NOT NULL DEFAULT 0 CONSTRAINT pledge_released CHECK (released_minor BETWEEN 0 AND amount_minor),
    version int NOT NULL DEFAULT 1
  );
  CREATE INDEX pledge_need ON pledge (need_id);
  CREATE INDEX pledge_organisation ON pledge (organisation_id, submitted_at DESC, id DESC);

  CREATE TABLE approval_request (
    id uuid CONSTRAINT approval_request_pk PRIMARY KEY,
    subject_type text NOT NULL,
    subject_id uuid NOT NULL,
    organisation_id uuid NOT NULL CONSTRAINT approval_request_organisation_fk REFERENCES organisation (id),
    requested_by uuid NOT NULL CONSTRAINT approval_request_requested_by_fk REFERENCES person (id),
    -- One of these roles in the organisation lets a person approve, unless that person gains by it.
    approver_roles text[] NOT NULL CONSTRAINT approval_request_roles CHECK (cardinality(approver_roles) > 0),
    beneficiaries uuid[] NOT NULL,
    digest text NOT NULL CONSTRAINT approval_request_digest CHECK (digest ~ '^[0-9a-f]{64}$'),
    required int NOT NULL CONSTRAINT approval_request_required CHECK (required > 0),
    status text NOT NULL CONSTRAINT approval_request_status CHECK (status IN ('open', 'approved', 'rejected', 'expired')),
    requested_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    decided_at timestamptz,
    CONSTRAINT approval_request_subject UNIQUE (subject_type, subject_id)
  );

  CREATE TABLE approval_decision (
    request_id uuid NOT NULL CONSTRAINT approval_decision_request_fk REFERENCES approval_request (id),
    person_id uuid NOT NULL CONSTRAINT approval_decision_person_fk REFERENCES person (id),
    decision text NOT NULL CONSTRAINT approval_decision_decision CHECK (decision IN ('approve', 'reject')),
    decided_at timestamptz NOT NULL,
    CONSTRAINT approval_decision_pk PRIMARY KEY (request_id, person_id)
  );

  -- From which amount on how many people have to approve; below the first rule one other person does.
  CREATE TABLE approval_rule (
    organisation_id uuid NOT NULL CONSTRAINT approval_rule_organisation_fk REFERENCES organisation (id),
    subject_type text NOT NULL,
    currency char(3) NOT NULL,
    from_minor bigint NOT NULL CONSTRAINT approval_rule_from CHECK (from_minor > 0),
    required int NOT NULL CONSTRAINT approval_rule_required CHECK (required BETWEEN 1 AND 5),
    CONSTRAINT approval_rule_pk PRIMARY KEY (organisation_id, subject_type, currency, from_minor)
  );

  -- Separation of duties is a rule of the database, whatever a service forgot: whoever asked does not approve, nor does
  -- whoever gains by it, and a role counts only if it is older than the request; a friend who joined since does not.
  CREATE FUNCTION approval_check_decision() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    request approval_request;
  BEGIN
    IF NEW.decision <> 'approve' THEN
      RETURN NEW;
    END IF;
    SELECT * INTO request FROM approval_request WHERE id = NEW.request_id;
    IF request.requested_by = NEW.person_id THEN
      RAISE EXCEPTION 'the requester does not approve' USING ERRCODE = 'MS007';
    END IF;
    IF NEW.person_id = ANY (request.beneficiaries) THEN
      RAISE EXCEPTION 'a beneficiary does not approve' USING ERRCODE = 'MS011';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM membership_role held
                    WHERE held.organisation_id = request.organisation_id AND held.person_id = NEW.person_id
                      AND held.role = ANY (request.approver_roles) AND held.granted_at <= request.requested_at) THEN
      RAISE EXCEPTION 'no role of the approver is as old as the request' USING ERRCODE = 'MS012';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER approval_decision_check BEFORE INSERT ON approval_decision FOR EACH ROW EXECUTE FUNCTION approval_check_decision();
  CREATE TRIGGER approval_decision_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON approval_decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  CREATE TABLE milestone (
    id uuid CONSTRAINT milestone_pk PRIMARY KEY,
    need_id uuid NOT NULL CONSTRAINT milestone_need_fk REFERENCES need (id),
    position int NOT NULL CONSTRAINT milestone_position_positive CHECK (position > 0),
    title text NOT NULL CONSTRAINT milestone_title CHECK (length(title) BETWEEN 1 AND 200),
    deliverable text NOT NULL CONSTRAINT milestone_deliverable CHECK (length(deliverable) BETWEEN 1 AND 10000),
    amount_minor bigint NOT NULL CONSTRAINT milestone_amount CHECK (amount_minor > 0),
    funded_minor bigint NOT NULL DEFAULT 0,
    currency char(3) NOT NULL,
    status text NOT NULL CONSTRAINT milestone_status CHECK (status IN
      ('planned', 'funded', 'submitted', 'in_review', 'changes_requested', 'accepted', 'payable', 'paid', 'cancelled')),
    reviewer_id uuid CONSTRAINT milestone_reviewer_fk REFERENCES person (id),
    submitted_at timestamptz,
    accepted_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT milestone_place UNIQUE (need_id, position),
    CONSTRAINT milestone_funded CHECK (funded_minor BETWEEN 0 AND amount_minor)
  );

  CREATE TABLE milestone_funding (
    milestone_id uuid NOT NULL CONSTRAINT milestone_funding_milestone_fk REFERENCES milestone (id),
    pledge_id uuid NOT NULL CONSTRAINT milestone_funding_pledge_fk REFERENCES pledge (id),
    amount_minor bigint NOT NULL CONSTRAINT milestone_funding_amount CHECK (amount_minor > 0),
    assigned_at timestamptz NOT NULL,
    CONSTRAINT milestone_funding_pk PRIMARY KEY (milestone_id, pledge_id)
  );
  CREATE TABLE milestone_payout (
    milestone_id uuid NOT NULL CONSTRAINT milestone_payout_milestone_fk REFERENCES milestone (id),
    transfer_id uuid NOT NULL,
    confirmed_at timestamptz NOT NULL,
    CONSTRAINT milestone_payout_pk PRIMARY KEY (milestone_id, transfer_id)
  );
  CREATE INDEX milestone_funding_pledge ON milestone_funding (pledge_id);
`;

const PAYMENTS = `
  CREATE TABLE payment (
    id uuid CONSTRAINT payment_pk PRIMARY KEY,
    pledge_id uuid NOT NULL,
    need_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    amount_minor bigint NOT NULL CONSTRAINT payment_amount CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    status text NOT NULL CONSTRAINT payment_status CHECK (status IN
      ('created', 'requires_payment_method', 'requires_action', 'processing', 'succeeded', 'settled', 'failed', 'canceled', 'needs_review')),
    checkout_session_id text CONSTRAINT payment_session UNIQUE,
    checkout_url text,
    payment_intent_id text CONSTRAINT payment_intent UNIQUE,
    charge_id text CONSTRAINT payment_charge UNIQUE,
    fee_minor bigint,
    net_minor bigint,
    failure_code text,
    created_at timestamptz NOT NULL,
    succeeded_at timestamptz,
    version int NOT NULL DEFAULT 1
  );
  CREATE INDEX payment_pledge ON payment (pledge_id, created_at DESC);

  CREATE TABLE recipient_account (
    id uuid CONSTRAINT recipient_account_pk PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT recipient_account_person UNIQUE CONSTRAINT recipient_account_person_fk REFERENCES person (id),
    country char(2) NOT NULL,
    stripe_account_id text CONSTRAINT recipient_account_stripe UNIQUE,
    transfers_status text NOT NULL CONSTRAINT recipient_account_transfers CHECK (transfers_status IN
      ('unrequested', 'pending', 'active', 'restricted', 'unsupported', 'rejected')),
    onboarding_url text,
    created_at timestamptz NOT NULL,
    synced_at timestamptz,
    version int NOT NULL DEFAULT 1
  );

  CREATE TABLE transfer (
    id uuid CONSTRAINT transfer_pk PRIMARY KEY,
    milestone_id uuid NOT NULL,
    payment_id uuid NOT NULL CONSTRAINT transfer_payment_fk REFERENCES payment (id),
    need_id uuid NOT NULL,
    person_id uuid NOT NULL CONSTRAINT transfer_person_fk REFERENCES person (id),
    amount_minor bigint NOT NULL CONSTRAINT transfer_amount CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    status text NOT NULL CONSTRAINT transfer_status CHECK (status IN ('queued', 'sent', 'confirmed', 'refused', 'abandoned')),
    stripe_transfer_id text CONSTRAINT transfer_stripe UNIQUE,
    generation int NOT NULL DEFAULT 1,
    waiting_for text,
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT transfer_once UNIQUE (milestone_id, payment_id, person_id)
  );
  CREATE INDEX transfer_waiting ON transfer (created_at, id) WHERE status IN ('queued', 'refused');

  -- Stripe refuses transfers above their charge; so do we, before anything is sent. The payment is locked, so that of
  -- two transfers at once the second counts the first. The lock lets the foreign keys of other rows pass.
  CREATE FUNCTION transfer_check_payment() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    paid payment;
    drawn bigint;
  BEGIN
    SELECT * INTO paid FROM payment WHERE id = NEW.payment_id FOR NO KEY UPDATE;
    SELECT sum(amount_minor) INTO drawn FROM transfer WHERE payment_id = NEW.payment_id AND status <> 'abandoned';
    IF NEW.currency <> paid.currency OR drawn > paid.amount_minor THEN
      RAISE EXCEPTION 'the transfers out of payment % exceed it', NEW.payment_id USING ERRCODE = 'MS009';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER transfer_within_payment AFTER INSERT OR UPDATE OF payment_id, amount_minor, currency ON transfer
    FOR EACH ROW EXECUTE FUNCTION transfer_check_payment();

  -- Coverage is a sum over the whole ledger; transfers of one currency are decided one after the other.
  CREATE TABLE transfer_gate (currency char(3) CONSTRAINT transfer_gate_pk PRIMARY KEY);

  CREATE TABLE stripe_call (
    id uuid CONSTRAINT stripe_call_pk PRIMARY KEY,
    operation text NOT NULL,
    idempotency_key text NOT NULL CONSTRAINT stripe_call_key UNIQUE,
    parameters jsonb NOT NULL,
    subject_id uuid NOT NULL,
    status text NOT NULL CONSTRAINT stripe_call_status CHECK (status IN ('ready', 'sending', 'done', 'refused', 'dead')),
    result_id text,
    refusal_code text,
    created_at timestamptz NOT NULL,
    first_sent_at timestamptz,
    finished_at timestamptz
  );

  CREATE TABLE stripe_event (
    id text CONSTRAINT stripe_event_pk PRIMARY KEY,
    type text NOT NULL,
    object_id text NOT NULL,
    status text NOT NULL CONSTRAINT stripe_event_status CHECK (status IN ('received', 'done', 'ignored')),
    received_at timestamptz NOT NULL,
    finished_at timestamptz
  );
`;

const RIGHTS = `
  GRANT SELECT, INSERT, UPDATE ON pledge, approval_request, milestone, payment, recipient_account, transfer, transfer_gate, stripe_call,
    stripe_event TO mainstay_app;
  -- A plan may be replaced until something points at its milestones.
  GRANT DELETE ON milestone TO mainstay_app;
  GRANT SELECT, INSERT, DELETE ON approval_rule TO mainstay_app;
  GRANT SELECT, INSERT ON approval_decision, milestone_funding, milestone_payout TO mainstay_app;
`;
