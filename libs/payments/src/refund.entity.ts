import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import type { KeptTransaction } from './kept-transaction.js';
import { REFUND, type RefundAction, type RefundStatus } from './refund.states.js';

/** It was held as long as it may be; or somebody made it at Stripe, and it was taken over. */
export type RefundCause = 'hold_limit' | 'outside';

@Entity({ name: 'refund' })
export class Refund {
  @PrimaryColumn('uuid') readonly id!: Id<'rfd'>;
  @Column('uuid', { name: 'payment_id' }) readonly paymentId!: Id<'pay'>;
  /** Null when it is of a payment in advance. */
  @Column('uuid', { name: 'pledge_id', nullable: true }) readonly pledgeId!: Id<'plg'> | null;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') readonly cause!: RefundCause;
  @Column('text') status!: RefundStatus;
  @Column('text', { name: 'stripe_refund_id', nullable: true }) stripeRefundId!: string | null;
  @Column('text', { name: 'failure_code', nullable: true }) failureCode!: string | null;
  @Column('jsonb', { nullable: true }) settlement!: KeptTransaction | null;
  @Column('jsonb', { nullable: true }) failure!: KeptTransaction | null;
  /** Since when its money stands on `refund.payable`; the books show nothing of it before. */
  @Column('timestamptz', { name: 'taken_at', nullable: true }) takenAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: RefundAction): StatusChange<RefundStatus> {
    const change = nextState(REFUND, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
