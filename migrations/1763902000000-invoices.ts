import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom organisations are invoiced as, their customers at Stripe, their invoices and their saved cards there. */
export class Invoices1763902000000 implements MigrationInterface {
  name = 'Invoices1763902000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL lock_timeout = '2s';

      CREATE TABLE billing_details (
        organisation_id uuid CONSTRAINT billing_details_pk PRIMARY KEY
          CONSTRAINT billing_details_organisation_fk REFERENCES organisation (id),
        sealed bytea NOT NULL,
        set_by uuid NOT NULL CONSTRAINT billing_details_set_by_fk REFERENCES person (id),
        set_at timestamptz NOT NULL
      );

      -- One customer at Stripe for each organisation that is invoiced there or keeps a payment method there.
      CREATE TABLE stripe_customer (
        organisation_id uuid CONSTRAINT stripe_customer_pk PRIMARY KEY
          CONSTRAINT stripe_customer_organisation_fk REFERENCES organisation (id),
        stripe_customer_id text CONSTRAINT stripe_customer_stripe UNIQUE,
        stripe_tax_id text,
        -- HMAC of the VAT id that Stripe has, so that a change is seen without keeping it.
        vat_digest bytea,
        refused_at timestamptz,
        created_at timestamptz NOT NULL
      );
      -- What an organisation has sent to Stripe by bank transfer and nothing was paid with yet, as Stripe shows it.
      CREATE TABLE stripe_cash (
        organisation_id uuid NOT NULL CONSTRAINT stripe_cash_organisation_fk REFERENCES organisation (id),
        currency char(3) NOT NULL,
        available_minor bigint NOT NULL CONSTRAINT stripe_cash_available CHECK (available_minor >= 0),
        synced_at timestamptz NOT NULL,
        CONSTRAINT stripe_cash_pk PRIMARY KEY (organisation_id, currency)
      );

      CREATE TABLE invoice (
        id uuid CONSTRAINT invoice_pk PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT invoice_organisation_fk REFERENCES organisation (id),
        payment_id uuid NOT NULL CONSTRAINT invoice_payment UNIQUE CONSTRAINT invoice_payment_fk REFERENCES payment (id),
        purchase_order text CONSTRAINT invoice_purchase_order CHECK (length(purchase_order) BETWEEN 1 AND 140),
        description text NOT NULL,
        amount_minor bigint NOT NULL CONSTRAINT invoice_amount CHECK (amount_minor > 0),
        currency char(3) NOT NULL,
        status text NOT NULL CONSTRAINT invoice_status CHECK (status IN
          ('draft', 'open', 'uncollectible', 'paid', 'void', 'refused', 'needs_review')),
        stripe_invoice_id text CONSTRAINT invoice_stripe UNIQUE,
        number text,
        hosted_url text,
        due_at timestamptz,
        paid_minor bigint NOT NULL DEFAULT 0 CONSTRAINT invoice_paid CHECK (paid_minor >= 0),
        remaining_minor bigint NOT NULL CONSTRAINT invoice_remaining CHECK (remaining_minor >= 0),
        overpaid_minor bigint NOT NULL DEFAULT 0 CONSTRAINT invoice_overpaid CHECK (overpaid_minor >= 0),
        -- Has come by bank transfer and waits at Stripe for the rest; it is not in the balance of the platform yet.
        funded_minor bigint NOT NULL DEFAULT 0 CONSTRAINT invoice_funded CHECK (funded_minor >= 0),
        kept_minor bigint NOT NULL DEFAULT 0 CONSTRAINT invoice_kept CHECK (kept_minor >= 0),
        overdue_at timestamptz,
        created_at timestamptz NOT NULL,
        synced_at timestamptz,
        version int NOT NULL DEFAULT 1
      );
      CREATE INDEX invoice_organisation ON invoice (organisation_id, created_at DESC, id DESC);
      CREATE INDEX invoice_draft ON invoice (organisation_id) WHERE status = 'draft';

      CREATE TABLE saved_method (
        id uuid CONSTRAINT saved_method_pk PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT saved_method_organisation_fk REFERENCES organisation (id),
        status text NOT NULL CONSTRAINT saved_method_status CHECK (status IN ('requested', 'active', 'removed', 'abandoned')),
        checkout_session_id text CONSTRAINT saved_method_session UNIQUE,
        setup_url text,
        stripe_method_id text CONSTRAINT saved_method_stripe UNIQUE,
        brand text,
        last4 text,
        expires text,
        created_at timestamptz NOT NULL,
        saved_at timestamptz,
        version int NOT NULL DEFAULT 1,
        CONSTRAINT saved_method_known CHECK (status <> 'active' OR stripe_method_id IS NOT NULL)
      );
      -- An organisation is charged with one card, and asked for one at a time.
      CREATE UNIQUE INDEX saved_method_active ON saved_method (organisation_id) WHERE status = 'active';
      CREATE UNIQUE INDEX saved_method_requested ON saved_method (organisation_id) WHERE status = 'requested';

      GRANT SELECT, INSERT, UPDATE ON saved_method, billing_details, stripe_customer, stripe_cash, invoice TO mainstay_app;
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
