import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Support by the period: what an organisation has agreed to, its subscription at Stripe, and the periods that were paid. */
export class RecurringPledges1763902300000 implements MigrationInterface {
  name = 'RecurringPledges1763902300000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE recurring_pledge (
        id uuid CONSTRAINT recurring_pledge_pk PRIMARY KEY,
        need_id uuid NOT NULL CONSTRAINT recurring_pledge_need_fk REFERENCES need (id),
        organisation_id uuid NOT NULL CONSTRAINT recurring_pledge_organisation_fk REFERENCES organisation (id),
        submitted_by uuid NOT NULL CONSTRAINT recurring_pledge_submitted_by_fk REFERENCES person (id),
        -- Of each period.
        amount_minor bigint NOT NULL CONSTRAINT recurring_pledge_amount CHECK (amount_minor > 0),
        currency char(3) NOT NULL,
        interval text NOT NULL CONSTRAINT recurring_pledge_interval CHECK (interval IN ('month', 'quarter', 'year')),
        collection text NOT NULL CONSTRAINT recurring_pledge_collection CHECK (collection IN ('card', 'invoice')),
        days_until_due int CONSTRAINT recurring_pledge_days_until_due CHECK (days_until_due > 0),
        purchase_order text CONSTRAINT recurring_pledge_purchase_order CHECK (length(purchase_order) BETWEEN 1 AND 140),
        notice_days int NOT NULL CONSTRAINT recurring_pledge_notice CHECK (notice_days IN (0, 90)),
        status text NOT NULL CONSTRAINT recurring_pledge_status CHECK (status IN
          ('promised', 'incomplete', 'active', 'past_due', 'paused', 'canceled', 'incomplete_expired', 'withdrawn')),
        submitted_at timestamptz NOT NULL,
        approved_at timestamptz,
        started_at timestamptz,
        current_period_end timestamptz,
        -- Set while it is going to end, and can be kept.
        ends_at timestamptz,
        ended_at timestamptz,
        payment_url text,
        -- How many periods were promised so far, and whether the last of them still is.
        promised_periods int NOT NULL DEFAULT 0,
        is_promised boolean NOT NULL DEFAULT false,
        dunning_since timestamptz,
        synced_at timestamptz,
        version int NOT NULL DEFAULT 1,
        CONSTRAINT recurring_pledge_invoiced CHECK
          ((collection = 'invoice') = (days_until_due IS NOT NULL) AND (collection = 'invoice' OR purchase_order IS NULL)),
        -- Nothing is paid that nobody has approved, whatever a service forgot.
        CONSTRAINT recurring_pledge_approved CHECK (status IN ('promised', 'withdrawn') OR approved_at IS NOT NULL)
      );
      CREATE INDEX recurring_pledge_need ON recurring_pledge (need_id);
      CREATE INDEX recurring_pledge_organisation ON recurring_pledge (organisation_id, submitted_at DESC, id DESC);

      -- What people and timers asked for, and why. For the organisation alone.
      CREATE TABLE recurring_pledge_change (
        recurring_pledge_id uuid NOT NULL CONSTRAINT recurring_pledge_change_pledge_fk REFERENCES recurring_pledge (id),
        position int NOT NULL,
        action text NOT NULL CONSTRAINT recurring_pledge_change_action CHECK (action IN ('pause', 'resume', 'end', 'keep', 'cancel')),
        cause text NOT NULL CONSTRAINT recurring_pledge_change_cause CHECK (cause IN ('person', 'need_funded', 'payment_failed')),
        person_id uuid CONSTRAINT recurring_pledge_change_person_fk REFERENCES person (id),
        reason text CONSTRAINT recurring_pledge_change_reason CHECK (length(reason) BETWEEN 1 AND 500),
        changed_at timestamptz NOT NULL,
        CONSTRAINT recurring_pledge_change_pk PRIMARY KEY (recurring_pledge_id, position),
        CONSTRAINT recurring_pledge_change_by CHECK ((cause = 'person') = (person_id IS NOT NULL) AND (cause = 'person') = (reason IS NOT NULL))
      );

      -- One paid period is one invoice of Stripe, one payment and one pledge.
      CREATE TABLE recurring_pledge_period (
        pledge_id uuid CONSTRAINT recurring_pledge_period_pk PRIMARY KEY CONSTRAINT recurring_pledge_period_child_fk REFERENCES pledge (id),
        recurring_pledge_id uuid NOT NULL CONSTRAINT recurring_pledge_period_pledge_fk REFERENCES recurring_pledge (id),
        paid_at timestamptz NOT NULL
      );
      CREATE INDEX recurring_pledge_period_pledge ON recurring_pledge_period (recurring_pledge_id, paid_at DESC);

      -- The subscription at Stripe that stands for a recurring pledge, whose id it has.
      CREATE TABLE subscription (
        id uuid CONSTRAINT subscription_pk PRIMARY KEY,
        need_id uuid NOT NULL,
        organisation_id uuid NOT NULL CONSTRAINT subscription_organisation_fk REFERENCES organisation (id),
        description text NOT NULL,
        amount_minor bigint NOT NULL CONSTRAINT subscription_amount CHECK (amount_minor > 0),
        currency char(3) NOT NULL,
        interval text NOT NULL CONSTRAINT subscription_interval CHECK (interval IN ('month', 'quarter', 'year')),
        collection text NOT NULL CONSTRAINT subscription_collection CHECK (collection IN ('card', 'invoice')),
        days_until_due int,
        purchase_order text,
        checkout_session_id text CONSTRAINT subscription_session UNIQUE,
        stripe_subscription_id text CONSTRAINT subscription_stripe UNIQUE,
        -- When it was asked for at Stripe; null while it waits for a customer.
        requested_at timestamptz,
        refused_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT subscription_invoiced CHECK
          ((collection = 'invoice') = (days_until_due IS NOT NULL) AND (collection = 'invoice' OR purchase_order IS NULL))
      );
      CREATE INDEX subscription_waiting ON subscription (organisation_id) WHERE requested_at IS NULL;
      ALTER TABLE payment ADD CONSTRAINT payment_subscription_fk FOREIGN KEY (subscription_id) REFERENCES subscription (id);

      GRANT SELECT, INSERT, UPDATE ON recurring_pledge, subscription TO mainstay_app;
      GRANT SELECT, INSERT ON recurring_pledge_change, recurring_pledge_period TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
