import { Injectable, type OnModuleInit } from '@nestjs/common';
import type Stripe from 'stripe';
import { BillingDetailsService, vatIdTypeOf, type BillingDetails } from '#libs/identity';
import { DataKeys, UnitOfWork, type Tx } from '#platform/database';
import { asId, formatId, present, stripeMoney, systemActor, uuidv7, type Id } from '#platform/kernel';
import { StripeCallsService } from './stripe-calls.service.js';
import type { StripeResult } from './stripe-operations.js';

const ACTOR = systemActor('payments.follow-cash');

interface CustomerRow {
  readonly organisationId: Id<'org'>;
  readonly stripeCustomerId: string | null;
  readonly stripeTaxId: string | null;
  readonly vatDigest: Buffer | null;
  readonly refusedAt: Date | null;
}

/** Who waits for a customer to be there, and has to hear when Stripe refuses it. */
export interface CustomerListener {
  ready(tx: Tx, organisationId: Id<'org'>, stripeCustomerId: string): Promise<void>;
  refused(tx: Tx, organisationId: Id<'org'>, code: string): Promise<void>;
}

/** The customer at Stripe that stands for an organisation: made when it is first needed, and kept as the billing details are. */
@Injectable()
export class StripeCustomersService implements OnModuleInit {
  private readonly listeners: CustomerListener[] = [];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calls: StripeCallsService,
    private readonly billing: BillingDetailsService,
    private readonly keys: DataKeys,
  ) {}

  onModuleInit(): void {
    const organisation = (id: string): Id<'org'> => asId(id);
    this.calls.onOutcome('customer.create', {
      done: (tx, id, result) => this.created(tx, organisation(id), result),
      refused: (tx, id, code) => this.refused(tx, organisation(id), code),
    });
    const noted = (operation: string) => (tx: Tx, id: string, code: string) => {
      tx.audit('organisation', id, 'billingDetailsRefused', { operation, code });
      return Promise.resolve();
    };
    const nothing = (): Promise<void> => Promise.resolve();
    this.calls.onOutcome('customer.update', { done: nothing, refused: noted('customer.update') });
    this.calls.onOutcome('tax_id.delete', { done: nothing, refused: noted('tax_id.delete') });
    this.calls.onOutcome('tax_id.create', {
      done: (tx, id, { id: taxId }) => setTaxId(tx, organisation(id), taxId),
      refused: noted('tax_id.create'),
    });
  }

  listen(listener: CustomerListener): void {
    this.listeners.push(listener);
  }

  /** The customer of an organisation, or null while Stripe makes it; listeners then hear of it. */
  async ensure(tx: Tx, organisationId: Id<'org'>): Promise<string | null> {
    await tx.manager.query(
      'INSERT INTO stripe_customer (organisation_id, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [organisationId, tx.now.toISOString()],
    );
    const row = present(await lock(tx, organisationId));
    if (row.stripeCustomerId !== null) return row.stripeCustomerId;
    if (row.vatDigest === null || row.refusedAt !== null) await this.request(tx, organisationId);
    return null;
  }

  /** The billing details are other ones: Stripe prints them on the next invoice. */
  async refresh(tx: Tx, organisationId: Id<'org'>): Promise<void> {
    const row = await lock(tx, organisationId);
    if (row?.stripeCustomerId == null) return;
    const details = present(await this.billing.findWithin(tx, organisationId));
    const subject = { id: organisationId, attempt: uuidv7(tx.now.getTime()) };
    const id = row.stripeCustomerId;
    await this.calls.requestConfidential(tx, 'customer.update', subject, {
      parameters: { id },
      confidential: { subjectId: organisationId, parameters: identityOf(details) },
    });
    const digest = this.digestOf(details);
    if (row.vatDigest?.equals(digest) === true) return;
    if (row.stripeTaxId !== null)
      await this.calls.request(tx, 'tax_id.delete', subject, { id: row.stripeTaxId, customer: id });
    await tx.manager.query(
      'UPDATE stripe_customer SET vat_digest = $2, stripe_tax_id = NULL WHERE organisation_id = $1',
      [organisationId, digest],
    );
    const [taxId] = taxIdsOf(details);
    if (taxId)
      await this.calls.requestConfidential(tx, 'tax_id.create', subject, {
        parameters: { id },
        confidential: { subjectId: organisationId, parameters: taxId },
      });
  }

  /** Takes over what a customer has sent by bank transfer and nothing was paid with. */
  async followCash(stripeCustomerId: string, cash: Stripe.CashBalance, readAt: Date): Promise<void> {
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const rows = await tx.manager.query<{ id: Id<'org'> }[]>(
        'SELECT organisation_id AS id FROM stripe_customer WHERE stripe_customer_id = $1 FOR UPDATE',
        [stripeCustomerId],
      );
      if (!rows[0]) return;
      for (const [code, amount] of Object.entries(cash.available ?? {})) {
        const { minor, currency } = stripeMoney(amount, code);
        await tx.manager.query(
          `INSERT INTO stripe_cash (organisation_id, currency, available_minor, synced_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (organisation_id, currency) DO UPDATE SET available_minor = excluded.available_minor, synced_at = excluded.synced_at
            WHERE stripe_cash.synced_at <= excluded.synced_at`,
          [rows[0].id, currency, minor.toString(), readAt.toISOString()],
        );
      }
    });
  }

  private async request(tx: Tx, organisationId: Id<'org'>): Promise<void> {
    const details = present(await this.billing.findWithin(tx, organisationId));
    await tx.manager.query('UPDATE stripe_customer SET vat_digest = $2, refused_at = NULL WHERE organisation_id = $1', [
      organisationId,
      this.digestOf(details),
    ]);
    const subject = { id: organisationId, attempt: uuidv7(tx.now.getTime()) };
    await this.calls.requestConfidential(tx, 'customer.create', subject, {
      parameters: { metadata: { organisation_id: formatId('org', organisationId) } },
      confidential: {
        subjectId: organisationId,
        parameters: { ...identityOf(details), tax_id_data: taxIdsOf(details) },
      },
    });
  }

  private async created(tx: Tx, organisationId: Id<'org'>, { id, object }: StripeResult): Promise<void> {
    const [taxId] = (object as Stripe.Customer).tax_ids?.data ?? [];
    await lock(tx, organisationId);
    await tx.manager.query(
      'UPDATE stripe_customer SET stripe_customer_id = $2, stripe_tax_id = $3 WHERE organisation_id = $1',
      [organisationId, id, taxId?.id ?? null],
    );
    tx.audit('organisation', organisationId, 'openCustomer', { stripeCustomerId: id });
    for (const listener of this.listeners) await listener.ready(tx, organisationId, id);
  }

  private async refused(tx: Tx, organisationId: Id<'org'>, code: string): Promise<void> {
    await lock(tx, organisationId);
    await tx.manager.query('UPDATE stripe_customer SET refused_at = $2 WHERE organisation_id = $1', [
      organisationId,
      tx.now.toISOString(),
    ]);
    tx.audit('organisation', organisationId, 'billingDetailsRefused', { operation: 'customer.create', code });
    for (const listener of this.listeners) await listener.refused(tx, organisationId, code);
  }

  private digestOf({ vatId }: BillingDetails): Buffer {
    return this.keys.digest('vat id', vatId ?? '');
  }
}

function identityOf({ legalName, mail, address, language }: BillingDetails) {
  return {
    name: legalName,
    email: mail,
    preferred_locales: [language],
    address: {
      line1: address.line1,
      ...(address.line2 === null ? {} : { line2: address.line2 }),
      postal_code: address.postalCode,
      city: address.city,
      country: address.country,
    },
  };
}

function taxIdsOf({ vatId }: BillingDetails): Stripe.CustomerCreateParams.TaxIdDatum[] {
  return vatId === null ? [] : [{ type: present(vatIdTypeOf(vatId)), value: vatId }];
}

async function lock(tx: Tx, organisationId: Id<'org'>): Promise<CustomerRow | null> {
  const rows = await tx.manager.query<CustomerRow[]>(
    `SELECT organisation_id AS "organisationId", stripe_customer_id AS "stripeCustomerId", stripe_tax_id AS "stripeTaxId",
            vat_digest AS "vatDigest", refused_at AS "refusedAt" FROM stripe_customer WHERE organisation_id = $1 FOR UPDATE`,
    [organisationId],
  );
  return rows[0] ?? null;
}

async function setTaxId(tx: Tx, organisationId: Id<'org'>, taxId: string): Promise<void> {
  await tx.manager.query('UPDATE stripe_customer SET stripe_tax_id = $2 WHERE organisation_id = $1', [
    organisationId,
    taxId,
  ]);
}
