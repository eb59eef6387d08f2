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
    method text NOT NULL CONSTRAINT pledge_method CHECK (method IN ('checkout', 'balance', 'bank', 'invoice', 'saved_method')),
    charge_time text NOT NULL DEFAULT 'now' CONSTRAINT pledge_charge_time CHECK (charge_time = 'now' OR charge_time IN ('goal', 'day') AND method IN ('invoice', 'saved_method')),
    -- The company's own reference, printed on its invoice; part of what is approved.
    purchase_order text CONSTRAINT pledge_purchase_order CHECK (length(purchase_order) BETWEEN 1 AND 140),
    status text NOT NULL CONSTRAINT pledge_status CHECK (status IN
      ('draft', 'promised', 'scheduled', 'awaiting_payment', 'paid', 'partly_released', 'released', 'returning', 'returned', 'lapsed', 'withdrawn')),
    submitted_at timestamptz NOT NULL,
    approved_at timestamptz,
    paid_at timestamptz,
    released_minor bigint NOT NULL DEFAULT 0 CONSTRAINT pledge_released CHECK (released_minor >= 0),
    returned_minor bigint NOT NULL DEFAULT 0 CONSTRAINT pledge_returned CHECK (returned_minor >= 0),
    hold_expires_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT pledge_spent CHECK (released_minor + returned_minor <= amount_minor)
  );
  CREATE INDEX pledge_need ON pledge (need_id);
  CREATE INDEX pledge_waiting_for_goal ON pledge (need_id) WHERE status = 'scheduled' AND charge_time = 'goal';
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
    starts_on date,
    currency char(3) NOT NULL,
    status text NOT NULL CONSTRAINT milestone_status CHECK (status IN
      ('planned', 'funded', 'submitted', 'in_review', 'changes_requested', 'accepted', 'payable', 'paid', 'cancelled')),
    reviewer_id uuid CONSTRAINT milestone_reviewer_fk REFERENCES person (id),
    submitted_at timestamptz,
    accepted_at timestamptz,
    -- Into how many parts, each of one pledge for one payee, the release was divided.
    release_parts int CONSTRAINT milestone_release_parts CHECK (release_parts > 0),
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
    part_id uuid NOT NULL,
    confirmed_at timestamptz NOT NULL,
    CONSTRAINT milestone_payout_pk PRIMARY KEY (milestone_id, part_id)
  );
  CREATE INDEX milestone_funding_pledge ON milestone_funding (pledge_id);
`;

const PAYMENTS = `
  CREATE TABLE payment (
    id uuid CONSTRAINT payment_pk PRIMARY KEY,
    -- Both null for a payment into the balance of the organisation.
    pledge_id uuid,
    need_id uuid,
    organisation_id uuid NOT NULL,
    means text NOT NULL CONSTRAINT payment_means CHECK (means IN ('checkout', 'bank', 'invoice', 'saved_method')),
    -- The payment whose invoice this one pays a part of; null for a payment that stands for itself.
    part_of uuid CONSTRAINT payment_part_of_fk REFERENCES payment (id),
    -- The subscription of which it pays a period; its pledge is made when it has succeeded.
    subscription_id uuid,
    amount_minor bigint NOT NULL CONSTRAINT payment_amount CHECK (amount_minor > 0),
    -- What has come, where that may be another sum than was asked for: towards an invoice.
    received_minor bigint CONSTRAINT payment_received CHECK (received_minor > 0),
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
    -- Of a saved card: tries, how many of them were declined, and the end of the payer's time to act.
    attempts int NOT NULL DEFAULT 0 CONSTRAINT payment_attempts CHECK (attempts >= 0),
    declines int NOT NULL DEFAULT 0 CONSTRAINT payment_declines CHECK (declines BETWEEN 0 AND attempts),
    action_by timestamptz,
    -- What left it again by refunds; the rest is what can be released out of it.
    returned_minor bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    succeeded_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT payment_returned CHECK (returned_minor BETWEEN 0 AND amount_minor),
    CONSTRAINT payment_purpose CHECK ((pledge_id IS NULL) = (need_id IS NULL)),
    CONSTRAINT payment_by_bank CHECK (means <> 'bank' OR num_nonnulls(checkout_session_id, payment_intent_id, charge_id) = 0)
  );
  CREATE INDEX payment_in_advance ON payment (organisation_id, created_at DESC, id DESC) WHERE pledge_id IS NULL AND part_of IS NULL;
  CREATE INDEX payment_parts ON payment (part_of) WHERE part_of IS NOT NULL;
  CREATE INDEX payment_declined ON payment (organisation_id) WHERE means = 'saved_method' AND status = 'requires_payment_method';
  CREATE INDEX payment_pledge ON payment (pledge_id, created_at DESC);

  -- Money on its way back to the payer of a payment.
  CREATE TABLE refund (
    id uuid CONSTRAINT refund_pk PRIMARY KEY,
    payment_id uuid NOT NULL CONSTRAINT refund_payment_fk REFERENCES payment (id),
    pledge_id uuid,
    organisation_id uuid NOT NULL,
    amount_minor bigint NOT NULL CONSTRAINT refund_amount CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    -- hold_limit: it was held as long as it may be. outside: somebody made it at Stripe, and it was taken over.
    cause text NOT NULL CONSTRAINT refund_cause CHECK (cause IN ('hold_limit', 'outside')),
    status text NOT NULL CONSTRAINT refund_status CHECK (status IN
      ('sent', 'adopted', 'pending', 'requires_action', 'succeeded', 'failed', 'canceled', 'refused', 'needs_review')),
    stripe_refund_id text CONSTRAINT refund_stripe UNIQUE,
    failure_code text,
    -- The balance transactions of the refund and of its failure, as Stripe showed them.
    settlement jsonb,
    failure jsonb,
    -- Since when its money stands on refund.payable.
    taken_at timestamptz,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    version int NOT NULL DEFAULT 1
  );
  CREATE INDEX refund_organisation ON refund (organisation_id, created_at DESC, id DESC);
  CREATE INDEX refund_payment ON refund (payment_id);

  CREATE TABLE recipient_account (
    id uuid CONSTRAINT recipient_account_pk PRIMARY KEY,
    person_id uuid CONSTRAINT recipient_account_person UNIQUE CONSTRAINT recipient_account_person_fk REFERENCES person (id),
    organisation_id uuid CONSTRAINT recipient_account_organisation UNIQUE
      CONSTRAINT recipient_account_organisation_fk REFERENCES organisation (id),
    country char(2) NOT NULL,
    -- Where Stripe does not pay, money goes by bank, and there is no account at Stripe.
    rail text NOT NULL CONSTRAINT recipient_account_rail CHECK (rail IN ('connect', 'manual')),
    stripe_account_id text CONSTRAINT recipient_account_stripe UNIQUE,
    transfers_status text NOT NULL CONSTRAINT recipient_account_transfers CHECK (transfers_status IN
      ('unrequested', 'pending', 'active', 'restricted', 'unsupported', 'rejected')),
    onboarding_url text,
    created_at timestamptz NOT NULL,
    synced_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT recipient_account_payee CHECK (num_nonnulls(person_id, organisation_id) = 1),
    CONSTRAINT recipient_account_of_rail CHECK (rail = 'connect' OR stripe_account_id IS NULL)
  );

  CREATE TABLE transfer (
    id uuid CONSTRAINT transfer_pk PRIMARY KEY,
    person_id uuid CONSTRAINT transfer_person_fk REFERENCES person (id),
    organisation_id uuid CONSTRAINT transfer_organisation_fk REFERENCES organisation (id),
    -- The one payment whose charge it is tied to; null when it draws on the balance, for several small parts or for
    -- money that came by no charge.
    payment_id uuid CONSTRAINT transfer_payment_fk REFERENCES payment (id),
    amount_minor bigint NOT NULL CONSTRAINT transfer_amount CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    status text NOT NULL CONSTRAINT transfer_status CHECK (status IN ('queued', 'sent', 'confirmed', 'refused', 'abandoned')),
    stripe_transfer_id text CONSTRAINT transfer_stripe UNIQUE,
    generation int NOT NULL DEFAULT 1,
    waiting_for text,
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT transfer_payee CHECK (num_nonnulls(person_id, organisation_id) = 1)
  );
  CREATE INDEX transfer_waiting ON transfer (created_at, id) WHERE status IN ('queued', 'refused');
  CREATE INDEX transfer_person ON transfer (person_id, created_at DESC, id DESC);
  CREATE INDEX transfer_organisation ON transfer (organisation_id, created_at DESC, id DESC);

  -- What one payee gets out of one pledge for one accepted milestone. It waits without a transfer until it is large
  -- enough to be sent, alone or with others of the payee.
  CREATE TABLE release_part (
    id uuid CONSTRAINT release_part_pk PRIMARY KEY,
    milestone_id uuid NOT NULL,
    need_id uuid NOT NULL,
    pledge_id uuid NOT NULL,
    payment_id uuid CONSTRAINT release_part_payment_fk REFERENCES payment (id),
    person_id uuid CONSTRAINT release_part_person_fk REFERENCES person (id),
    organisation_id uuid CONSTRAINT release_part_organisation_fk REFERENCES organisation (id),
    amount_minor bigint NOT NULL CONSTRAINT release_part_amount CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    transfer_id uuid CONSTRAINT release_part_transfer_fk REFERENCES transfer (id),
    released_at timestamptz NOT NULL,
    CONSTRAINT release_part_payee CHECK (num_nonnulls(person_id, organisation_id) = 1)
  );
  CREATE INDEX release_part_waiting ON release_part (released_at, id) WHERE transfer_id IS NULL;
  CREATE INDEX release_part_transfer ON release_part (transfer_id);
  CREATE INDEX release_part_payment ON release_part (payment_id);

  -- Stripe refuses transfers above their charge; so do we, when the money is released. The payment is locked, so that of
  -- two releases at once the second counts the first. The lock lets the foreign keys of other rows pass.
  CREATE FUNCTION release_part_check_payment() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    paid payment;
    drawn bigint;
  BEGIN
    IF NEW.payment_id IS NULL THEN
      RETURN NULL;
    END IF;
    SELECT * INTO paid FROM payment WHERE id = NEW.payment_id FOR NO KEY UPDATE;
    SELECT sum(amount_minor) INTO drawn FROM release_part WHERE payment_id = NEW.payment_id;
    IF NEW.currency <> paid.currency OR drawn > coalesce(paid.received_minor, paid.amount_minor) - paid.returned_minor THEN
      RAISE EXCEPTION 'what is released out of payment % exceeds it', NEW.payment_id USING ERRCODE = 'MS009';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER release_part_within_payment AFTER INSERT OR UPDATE OF payment_id, amount_minor, currency ON release_part
    FOR EACH ROW EXECUTE FUNCTION release_part_check_payment();

  -- A transfer is exactly its parts: of one payee and currency, tied to a charge only when it is one part of that charge.
  CREATE FUNCTION transfer_check_parts() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_TABLE_NAME = 'transfer' THEN
      PERFORM transfer_assert_parts(NEW.id);
    ELSE
      PERFORM transfer_assert_parts(OLD.transfer_id);
      PERFORM transfer_assert_parts(NEW.transfer_id);
    END IF;
    RETURN NULL;
  END $$;
  CREATE FUNCTION transfer_assert_parts(checked uuid) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    sent transfer;
    parts record;
  BEGIN
    -- What nobody waits for any more may have given its parts to another one.
    SELECT * INTO sent FROM transfer WHERE id = checked AND status <> 'abandoned';
    IF sent.id IS NULL THEN
      RETURN;
    END IF;
    SELECT sum(amount_minor) AS minor, count(*) AS count,
           bool_and(currency = sent.currency AND person_id IS NOT DISTINCT FROM sent.person_id
                    AND organisation_id IS NOT DISTINCT FROM sent.organisation_id) AS alike,
           bool_and(payment_id IS NOT DISTINCT FROM sent.payment_id) AS tied
      INTO parts FROM release_part WHERE transfer_id = sent.id;
    IF parts.minor IS DISTINCT FROM sent.amount_minor OR NOT parts.alike
       OR (sent.payment_id IS NOT NULL AND NOT (parts.count = 1 AND parts.tied)) THEN
      RAISE EXCEPTION 'transfer % is not the sum of its parts', sent.id USING ERRCODE = 'MS040';
    END IF;
  END $$;
  CREATE CONSTRAINT TRIGGER transfer_is_its_parts AFTER INSERT OR UPDATE OF amount_minor, currency, payment_id, person_id, organisation_id ON transfer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION transfer_check_parts();
  CREATE CONSTRAINT TRIGGER release_part_in_transfer AFTER UPDATE OF transfer_id ON release_part
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION transfer_check_parts();

  -- A line of the platform's bank statement. No webhook tells of it, so two finance operators stand for it.
  CREATE TABLE bank_entry (
    id uuid CONSTRAINT bank_entry_pk PRIMARY KEY,
    direction text NOT NULL CONSTRAINT bank_entry_direction CHECK (direction IN ('in', 'out')),
    payment_id uuid CONSTRAINT bank_entry_payment_fk REFERENCES payment (id),
    transfer_id uuid CONSTRAINT bank_entry_transfer_fk REFERENCES transfer (id),
    amount_minor bigint NOT NULL CONSTRAINT bank_entry_amount CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    reference text NOT NULL CONSTRAINT bank_entry_reference CHECK (length(reference) BETWEEN 1 AND 140),
    booked_on date NOT NULL,
    status text NOT NULL CONSTRAINT bank_entry_status CHECK (status IN ('entered', 'confirmed', 'rejected')),
    entered_by uuid NOT NULL CONSTRAINT bank_entry_entered_by_fk REFERENCES person (id),
    entered_at timestamptz NOT NULL,
    decided_by uuid CONSTRAINT bank_entry_decided_by_fk REFERENCES person (id),
    decided_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT bank_entry_subject CHECK (
      (direction = 'in') = (payment_id IS NOT NULL) AND (direction = 'out') = (transfer_id IS NOT NULL)),
    CONSTRAINT bank_entry_decided CHECK ((status = 'entered') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
    -- Separation of duties is a rule of the database, whatever a service forgot.
    CONSTRAINT bank_entry_two_operators CHECK (status <> 'confirmed' OR decided_by <> entered_by)
  );
  -- A line is entered once, and a payment or transfer has one line that stands.
  CREATE UNIQUE INDEX bank_entry_line ON bank_entry (direction, reference, booked_on, amount_minor, currency) WHERE status <> 'rejected';
  CREATE UNIQUE INDEX bank_entry_one_payment ON bank_entry (payment_id) WHERE status <> 'rejected';
  CREATE UNIQUE INDEX bank_entry_one_transfer ON bank_entry (transfer_id) WHERE status <> 'rejected';
  CREATE INDEX bank_entry_newest ON bank_entry (entered_at DESC, id DESC);

  -- Coverage is a sum over the whole ledger; transfers of one currency are decided one after the other.
  CREATE TABLE transfer_gate (currency char(3) CONSTRAINT transfer_gate_pk PRIMARY KEY);

  CREATE TABLE stripe_call (
    id uuid CONSTRAINT stripe_call_pk PRIMARY KEY,
    operation text NOT NULL,
    idempotency_key text NOT NULL CONSTRAINT stripe_call_key UNIQUE,
    parameters jsonb NOT NULL,
    -- Parameters that are personal data, sealed with a key of their subject, and gone with the end of the call.
    sealed_parameters bytea,
    sealed_for uuid,
    subject_id uuid NOT NULL,
    status text NOT NULL CONSTRAINT stripe_call_status CHECK (status IN ('ready', 'sending', 'done', 'refused', 'dead')),
    result_id text,
    refusal_code text,
    created_at timestamptz NOT NULL,
    first_sent_at timestamptz,
    finished_at timestamptz,
    CONSTRAINT stripe_call_sealed CHECK ((sealed_parameters IS NULL OR sealed_for IS NOT NULL) AND (finished_at IS NULL OR sealed_parameters IS NULL))
  );
  CREATE INDEX stripe_call_open ON stripe_call (subject_id) WHERE status IN ('ready', 'sending');

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
    stripe_event, bank_entry, refund TO mainstay_app;
  GRANT SELECT, INSERT ON release_part TO mainstay_app;
  GRANT UPDATE (transfer_id) ON release_part TO mainstay_app;
  -- What goes back to a payer leaves the milestones that it was for.
  GRANT UPDATE (amount_minor), DELETE ON milestone_funding TO mainstay_app;
  -- A plan may be replaced until something points at its milestones.
  GRANT DELETE ON milestone TO mainstay_app;
  GRANT SELECT, INSERT, DELETE ON approval_rule TO mainstay_app;
  GRANT SELECT, INSERT ON approval_decision, milestone_funding, milestone_payout TO mainstay_app;
`;
