import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { PAYMENT, type PaymentAction, type PaymentStatus } from './payment.states.js';

/** On a page of Stripe, to the platform's own bank, by an invoice of Stripe, or charged to a saved card. */
export type PaymentMeans = 'checkout' | 'bank' | 'invoice' | 'saved_method';

/** One payment, for a pledge or in advance. At Stripe it is a Checkout Session and the PaymentIntent that came out of it. */
@Entity({ name: 'payment' })
export class Payment {
  @PrimaryColumn('uuid') readonly id!: Id<'pay'>;
  /** Null for a payment into the organisation's balance. */
  @Column('uuid', { name: 'pledge_id', nullable: true }) readonly pledgeId!: Id<'plg'> | null;
  @Column('uuid', { name: 'need_id', nullable: true }) readonly needId!: Id<'need'> | null;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('text') readonly means!: PaymentMeans;
  /** The payment whose invoice this one pays a part of. */
  @Column('uuid', { name: 'part_of', nullable: true }) readonly partOf!: Id<'pay'> | null;
  /** The subscription of which it pays a period; its pledge is made when it has succeeded. */
  @Column('uuid', { name: 'subscription_id', nullable: true }) readonly subscriptionId!: Id<'rpl'> | null;
  /** The allocation run whose lines it pays; null for any other. */
  @Column('uuid', { name: 'allocation_run_id', nullable: true }) readonly allocationRunId!: Id<'alr'> | null;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  /** What has come towards an invoice; null where it can only be what was asked for. */
  @Column('bigint', { name: 'received_minor', nullable: true, transformer: bigintColumn }) receivedMinor!:
    bigint | null;
  @Column('text') status!: PaymentStatus;
  @Column('text', { name: 'checkout_session_id', nullable: true }) checkoutSessionId!: string | null;
  /** Where the payer acts: pays, or confirms to the bank that a saved card may be charged. */
  @Column('text', { name: 'checkout_url', nullable: true }) checkoutUrl!: string | null;
  @Column('text', { name: 'payment_intent_id', nullable: true }) paymentIntentId!: string | null;
  @Column('text', { name: 'charge_id', nullable: true }) chargeId!: string | null;
  @Column('bigint', { name: 'fee_minor', nullable: true, transformer: bigintColumn }) feeMinor!: bigint | null;
  @Column('bigint', { name: 'net_minor', nullable: true, transformer: bigintColumn }) netMinor!: bigint | null;
  @Column('text', { name: 'failure_code', nullable: true }) failureCode!: string | null;
  /** How often a saved card was tried, whoever asked for it. */
  @Column('int', { default: 0 }) attempts!: number;
  /** How many of the tries were declined. */
  @Column('int', { default: 0 }) declines!: number;
  /** Until when the payer can still bring a saved card to pay. */
  @Column('timestamptz', { name: 'action_by', nullable: true }) actionBy!: Date | null;
  /** What left it again by refunds; written by them alone. */
  @Column('bigint', { name: 'returned_minor', transformer: bigintColumn, default: 0n }) readonly returnedMinor!: bigint;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;
  @Column('timestamptz', { name: 'succeeded_at', nullable: true }) succeededAt!: Date | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  /** What pays an invoice alone and whole is a payment as any other; else it waits for the rest. */
  isPartOfInvoice(received: Money): boolean {
    if (this.means !== 'invoice' || received.currency !== this.currency) return false;
    return this.partOf !== null || received.minor !== this.amountMinor;
  }

  apply(action: PaymentAction): StatusChange<PaymentStatus> {
    const change = nextState(PAYMENT, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
