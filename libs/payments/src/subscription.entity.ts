import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RecurringCollection, RecurringInterval } from '#platform/contracts';
import { bigintColumn } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';

/** The subscription at Stripe that stands for a recurring pledge. What state it is in, Stripe alone says. */
@Entity({ name: 'subscription' })
export class Subscription {
  @PrimaryColumn('uuid') readonly id!: Id<'rpl'>;
  @Column('uuid', { name: 'need_id' }) readonly needId!: Id<'need'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('text') readonly description!: string;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') readonly interval!: RecurringInterval;
  @Column('text') readonly collection!: RecurringCollection;
  /** Both for invoices only. */
  @Column('int', { name: 'days_until_due', nullable: true }) readonly daysUntilDue!: number | null;
  @Column('text', { name: 'purchase_order', nullable: true }) readonly purchaseOrder!: string | null;
  @Column('text', { name: 'checkout_session_id', nullable: true }) checkoutSessionId!: string | null;
  @Column('text', { name: 'stripe_subscription_id', nullable: true }) stripeSubscriptionId!: string | null;
  @Column('timestamptz', { name: 'requested_at', nullable: true }) requestedAt!: Date | null;
  @Column('timestamptz', { name: 'refused_at', nullable: true }) refusedAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }
}
