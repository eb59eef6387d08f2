import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, payeeOfColumns, type Id, type Money, type Payee, type StatusChange } from '#platform/kernel';
import { TRANSFER, type TransferAction, type TransferStatus } from './transfer.states.js';

/** What is sent to one payee at once. The generation is part of the key at Stripe. */
@Entity({ name: 'transfer' })
export class Transfer {
  @PrimaryColumn('uuid') readonly id!: Id<'trf'>;
  /** The payment whose charge it is tied to; null when it draws on the balance as a whole. */
  @Column('uuid', { name: 'payment_id', nullable: true }) readonly paymentId!: Id<'pay'> | null;
  @Column('uuid', { name: 'person_id', nullable: true }) readonly personId!: Id<'usr'> | null;
  @Column('uuid', { name: 'organisation_id', nullable: true }) readonly organisationId!: Id<'org'> | null;
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

  get payee(): Payee {
    return payeeOfColumns(this);
  }

  apply(action: TransferAction): StatusChange<TransferStatus> {
    const change = nextState(TRANSFER, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
