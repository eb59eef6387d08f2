import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RecurringCollection, RecurringInterval } from '#platform/contracts';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { RECURRING_PLEDGE, type RecurringPledgeAction, type RecurringPledgeStatus } from './recurring-pledge.states.js';

/** An organisation's promise to fund a need by the period. What each period brings is a pledge of its own. */
@Entity({ name: 'recurring_pledge' })
export class RecurringPledge {
  @PrimaryColumn('uuid') readonly id!: Id<'rpl'>;
  @Column('uuid', { name: 'need_id' }) readonly needId!: Id<'need'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('uuid', { name: 'submitted_by' }) readonly submittedBy!: Id<'usr'>;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') readonly interval!: RecurringInterval;
  @Column('text') readonly collection!: RecurringCollection;
  /** Both for invoices only. */
  @Column('int', { name: 'days_until_due', nullable: true }) readonly daysUntilDue!: number | null;
  @Column('text', { name: 'purchase_order', nullable: true }) readonly purchaseOrder!: string | null;
  @Column('int', { name: 'notice_days' }) readonly noticeDays!: number;
  @Column('text') status!: RecurringPledgeStatus;
  @Column('timestamptz', { name: 'submitted_at' }) readonly submittedAt!: Date;
  @Column('timestamptz', { name: 'approved_at', nullable: true }) approvedAt!: Date | null;
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt!: Date | null;
  @Column('timestamptz', { name: 'current_period_end', nullable: true }) currentPeriodEnd!: Date | null;
  /** Set while it is going to end. */
  @Column('timestamptz', { name: 'ends_at', nullable: true }) endsAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  /** Where somebody has to pay now: the page that begins it, or that of an open invoice. */
  @Column('text', { name: 'payment_url', nullable: true }) paymentUrl!: string | null;
  @Column('int', { name: 'promised_periods' }) promisedPeriods!: number;
  @Column('boolean', { name: 'is_promised' }) isPromised!: boolean;
  @Column('timestamptz', { name: 'dunning_since', nullable: true }) dunningSince!: Date | null;
  /** When the state of Stripe that stands here was asked for; an older answer changes nothing. */
  @Column('timestamptz', { name: 'synced_at', nullable: true }) syncedAt!: Date | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: RecurringPledgeAction): StatusChange<RecurringPledgeStatus> {
    const change = nextState(RECURRING_PLEDGE, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
