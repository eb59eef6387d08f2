import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { TRANSFER, type TransferAction, type TransferStatus } from './transfer.states.js';

/** What one accepted milestone pays one recipient out of one payment. The generation is part of the key at Stripe. */
@Entity({ name: 'transfer' })
export class Transfer {
  @PrimaryColumn('uuid') readonly id!: Id<'trf'>;
  @Column('uuid', { name: 'milestone_id' }) readonly milestoneId!: Id<'mil'>;
  @Column('uuid', { name: 'payment_id' }) readonly paymentId!: Id<'pay'>;
  @Column('uuid', { name: 'need_id' }) readonly needId!: Id<'need'>;
  @Column('uuid', { name: 'person_id' }) readonly personId!: Id<'usr'>;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') status!: TransferStatus;
  @Column('text', { name: 'stripe_transfer_id', nullable: true }) stripeTransferId!: string | null;
  @Column('int') generation!: number;
  @Column('text', { name: 'waiting_for', nullable: true }) waitingFor!: string | null;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;
  @Column('timestamptz', { name: 'confirmed_at', nullable: true }) confirmedAt!: Date | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: TransferAction): StatusChange<TransferStatus> {
    const change = nextState(TRANSFER, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
