import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { BANK_ENTRY, type BankEntryAction, type BankEntryStatus } from './bank-entry.states.js';

export type BankDirection = 'in' | 'out';

/** One line of a bank statement: money that an organisation sent, or that was sent to a payee. */
@Entity({ name: 'bank_entry' })
export class BankEntry {
  @PrimaryColumn('uuid') readonly id!: Id<'bnk'>;
  @Column('text') readonly direction!: BankDirection;
  /** The payment that money came for; null when it was sent out. */
  @Column('uuid', { name: 'payment_id', nullable: true }) readonly paymentId!: Id<'pay'> | null;
  /** The transfer that was paid by bank; null when money came in. */
  @Column('uuid', { name: 'transfer_id', nullable: true }) readonly transferId!: Id<'trf'> | null;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  /** As the statement of the bank has it. */
  @Column('text') readonly reference!: string;
  @Column('date', { name: 'booked_on' }) readonly bookedOn!: string;
  @Column('text') status!: BankEntryStatus;
  @Column('uuid', { name: 'entered_by' }) readonly enteredBy!: Id<'usr'>;
  @Column('timestamptz', { name: 'entered_at' }) readonly enteredAt!: Date;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: Id<'usr'> | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: BankEntryAction): StatusChange<BankEntryStatus> {
    const change = nextState(BANK_ENTRY, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
