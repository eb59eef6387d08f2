import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn, type Tx } from '#platform/database';
import { money, newId, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { INVOICE, type InvoiceAction, type InvoiceStatus } from './invoice.states.js';

/** Minor units; negative for what is taken away. */
export interface InvoiceLine {
  readonly description: string;
  readonly minor: string;
}

/** What an organisation is asked to pay in writing: for a pledge, or into its balance. Its sums are those of Stripe. */
@Entity({ name: 'invoice' })
export class Invoice {
  @PrimaryColumn('uuid') readonly id!: Id<'ivc'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  /** The payment that asks for the whole; parts that come another way are payments of their own. */
  @Column('uuid', { name: 'payment_id' }) readonly paymentId!: Id<'pay'>;
  @Column('text', { name: 'purchase_order', nullable: true }) readonly purchaseOrder!: string | null;
  @Column('text') readonly description!: string;
  /** What it says it is for; null for one line with the description, and for what Stripe made by itself. */
  @Column('jsonb', { nullable: true }) readonly lines!: readonly InvoiceLine[] | null;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') status!: InvoiceStatus;
  @Column('text', { name: 'stripe_invoice_id', nullable: true }) stripeInvoiceId!: string | null;
  @Column('text', { nullable: true }) number!: string | null;
  @Column('text', { name: 'hosted_url', nullable: true }) hostedUrl!: string | null;
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt!: Date | null;
  @Column('bigint', { name: 'paid_minor', transformer: bigintColumn }) paidMinor!: bigint;
  @Column('bigint', { name: 'remaining_minor', transformer: bigintColumn }) remainingMinor!: bigint;
  @Column('bigint', { name: 'overpaid_minor', transformer: bigintColumn }) overpaidMinor!: bigint;
  @Column('bigint', { name: 'funded_minor', transformer: bigintColumn }) fundedMinor!: bigint;
  /** Of what was paid too much, moved into the balance of the organisation. */
  @Column('bigint', { name: 'kept_minor', transformer: bigintColumn }) keptMinor!: bigint;
  @Column('timestamptz', { name: 'overdue_at', nullable: true }) overdueAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;
  /** When the state of Stripe that stands here was asked for; an older answer changes nothing. */
  @Column('timestamptz', { name: 'synced_at', nullable: true }) syncedAt!: Date | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: InvoiceAction): StatusChange<InvoiceStatus> {
    const change = nextState(INVOICE, action, this.status, null);
    this.status = change.to;
    return change;
  }
}

export interface NewInvoice {
  readonly organisationId: Id<'org'>;
  readonly paymentId: Id<'pay'>;
  readonly description: string;
  readonly amount: Money;
  readonly purchaseOrder: string | null;
  readonly lines: readonly InvoiceLine[] | null;
  /** Set when Stripe made it by itself. */
  readonly stripeInvoiceId: string | null;
}

export async function insertInvoice(tx: Tx, { amount, description, ...facts }: NewInvoice): Promise<Invoice> {
  const { organisationId, paymentId } = facts;
  const invoice = Object.assign(new Invoice(), {
    ...facts,
    id: newId<'ivc'>(),
    description: description.slice(0, 500),
    amountMinor: amount.minor,
    currency: amount.currency,
    status: INVOICE.initial,
    number: null,
    hostedUrl: null,
    dueAt: null,
    paidMinor: 0n,
    remainingMinor: amount.minor,
    overpaidMinor: 0n,
    fundedMinor: 0n,
    keptMinor: 0n,
    overdueAt: null,
    createdAt: tx.now,
    syncedAt: null,
    version: 1,
  });
  await tx.manager.insert(Invoice, invoice);
  tx.audit('invoice', invoice.id, 'open', {
    paymentId,
    organisationId,
    minor: amount.minor.toString(),
    currency: amount.currency,
  });
  return invoice;
}
