import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import {
  TRANCHE_COMMITMENT,
  type TrancheCommitmentAction,
  type TrancheCommitmentStatus,
} from './tranche-commitment.states.js';

/** Ways that a tranche can be paid, while nobody of the payer is there. */
export const TRANCHE_METHODS = ['invoice', 'saved_method'] as const;
export type TrancheMethod = (typeof TRANCHE_METHODS)[number];

/** An organisation's promise of an amount that is paid milestone by milestone. Its tranches are pledges. */
@Entity({ name: 'tranche_commitment' })
export class TrancheCommitment {
  @PrimaryColumn('uuid') readonly id!: Id<'tcm'>;
  @Column('uuid', { name: 'need_id' }) readonly needId!: Id<'need'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('uuid', { name: 'submitted_by' }) readonly submittedBy!: Id<'usr'>;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') readonly method!: TrancheMethod;
  /** The organisation's own reference, printed on each invoice. */
  @Column('text', { name: 'purchase_order', nullable: true }) readonly purchaseOrder!: string | null;
  @Column('text') status!: TrancheCommitmentStatus;
  /** Why the payer ended it; for the payer and the maintainer. */
  @Column('text', { name: 'end_reason', nullable: true }) endReason!: string | null;
  @Column('timestamptz', { name: 'submitted_at' }) readonly submittedAt!: Date;
  @Column('timestamptz', { name: 'approved_at', nullable: true }) approvedAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: TrancheCommitmentAction): StatusChange<TrancheCommitmentStatus> {
    const change = nextState(TRANCHE_COMMITMENT, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
