import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { ALLOCATION_RUN, type AllocationRunAction, type AllocationRunStatus } from './allocation-run.states.js';

/** How the lines of a run are paid: by one payment at Stripe, or out of what the organisation has paid in before. */
export const RUN_METHODS = ['checkout', 'invoice', 'balance'] as const;
export type RunMethod = (typeof RUN_METHODS)[number];

/** The head of a run; what it saw and gives stands beside it, under row-level security. */
@Entity({ name: 'allocation_run' })
export class AllocationRun {
  @PrimaryColumn('uuid') readonly id!: Id<'alr'>;
  @Column('uuid', { name: 'budget_id' }) readonly budgetId!: Id<'bdg'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  /** Null for one that the calendar drafted. */
  @Column('uuid', { name: 'created_by', nullable: true }) readonly createdBy!: Id<'usr'> | null;
  /** Whoever asked for the approval. */
  @Column('uuid', { name: 'locked_by', nullable: true }) lockedBy!: Id<'usr'> | null;
  /** New money, out of the cap of the period. */
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('bigint', { name: 'rolled_in_minor', transformer: bigintColumn }) rolledInMinor!: bigint;
  /** Of what was rolled in, what is in the balance already. */
  @Column('bigint', { name: 'prepaid_minor', transformer: bigintColumn }) prepaidMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') readonly method!: RunMethod;
  @Column('text', { name: 'purchase_order', nullable: true }) readonly purchaseOrder!: string | null;
  /** The first day of the period whose cap it is taken from. */
  @Column('date', { name: 'period_on' }) readonly periodOn!: string;
  @Column('text') status!: AllocationRunStatus;
  @Column('text', { name: 'inputs_sha256', nullable: true }) inputsSha256!: string | null;
  /** What the lines come to; after the approval, what was promised. */
  @Column('bigint', { name: 'planned_minor', transformer: bigintColumn }) plannedMinor!: bigint;
  @Column('int', { name: 'line_count' }) lineCount!: number;
  @Column('bigint', { name: 'reserve_minor', transformer: bigintColumn }) reserveMinor!: bigint;
  /** The run that has the reserve; written by that run. */
  @Column('uuid', { name: 'rolled_into', nullable: true }) readonly rolledInto!: Id<'alr'> | null;
  @Column('text', { name: 'void_reason', nullable: true }) voidReason!: string | null;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;
  @Column('timestamptz', { name: 'previewed_at', nullable: true }) previewedAt!: Date | null;
  @Column('timestamptz', { name: 'locked_at', nullable: true }) lockedAt!: Date | null;
  @Column('timestamptz', { name: 'approved_at', nullable: true }) approvedAt!: Date | null;
  @Column('timestamptz', { name: 'funded_at', nullable: true }) fundedAt!: Date | null;
  @Column('timestamptz', { name: 'distributed_at', nullable: true }) distributedAt!: Date | null;
  @Column('timestamptz', { name: 'voided_at', nullable: true }) voidedAt!: Date | null;
  @Column('int') version!: number;

  /** What the lines come to. */
  get planned(): Money {
    return money(this.plannedMinor, this.currency);
  }

  apply(action: AllocationRunAction): StatusChange<AllocationRunStatus> {
    const change = nextState(ALLOCATION_RUN, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
