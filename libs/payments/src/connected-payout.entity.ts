import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { CONNECTED_PAYOUT, type ConnectedPayoutAction, type ConnectedPayoutStatus } from './connected-payout.states.js';

/** What Stripe pays from a recipient's account to the recipient's bank. */
@Entity({ name: 'connected_payout' })
export class ConnectedPayout {
  @PrimaryColumn('uuid') readonly id!: Id<'cpo'>;
  @Column('uuid', { name: 'recipient_id' }) readonly recipientId!: Id<'rcp'>;
  /** The account at Stripe of that time: a recipient may have got another one since. */
  @Column('text', { name: 'stripe_account_id' }) readonly stripeAccountId!: string;
  @Column('text', { name: 'stripe_payout_id' }) readonly stripePayoutId!: string;
  /** The bank account at Stripe. */
  @Column('text', { nullable: true }) readonly destination!: string | null;
  /** Negative for money that comes back from the bank, of a payout that was reversed. */
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') status!: ConnectedPayoutStatus;
  @Column('timestamptz', { name: 'arrives_at' }) arrivesAt!: Date;
  @Column('text', { name: 'failure_code', nullable: true }) failureCode!: string | null;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: ConnectedPayoutAction): StatusChange<ConnectedPayoutStatus> {
    const change = nextState(CONNECTED_PAYOUT, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
