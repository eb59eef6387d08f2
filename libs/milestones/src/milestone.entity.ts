import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { MILESTONE, type MilestoneAction, type MilestoneStatus, type ReviewerConflict } from './milestone.states.js';

/** A part of a need that is done, shown and paid as a whole. */
@Entity({ name: 'milestone' })
export class Milestone {
  @PrimaryColumn('uuid') readonly id!: Id<'mil'>;
  @Column('uuid', { name: 'need_id' }) readonly needId!: Id<'need'>;
  @Column('int') readonly position!: number;
  @Column('text') readonly title!: string;
  @Column('text') readonly deliverable!: string;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('bigint', { name: 'funded_minor', transformer: bigintColumn }) fundedMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  /** The day on which work is planned to start; null when nobody has said so. */
  @Column('date', { name: 'starts_on', nullable: true }) startsOn!: string | null;
  @Column('text') status!: MilestoneStatus;
  @Column('uuid', { name: 'reviewer_id', nullable: true }) reviewerId!: Id<'usr'> | null;
  @Column('timestamptz', { name: 'submitted_at', nullable: true }) submittedAt!: Date | null;
  @Column('timestamptz', { name: 'accepted_at', nullable: true }) acceptedAt!: Date | null;
  /** Into how many parts its release was divided; null until then. */
  @Column('int', { name: 'release_parts', nullable: true }) releaseParts!: number | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: MilestoneAction, conflict: ReviewerConflict | null = null): StatusChange<MilestoneStatus> {
    const { amountMinor, fundedMinor } = this;
    const change = nextState(MILESTONE, action, this.status, { amountMinor, fundedMinor, conflict });
    this.status = change.to;
    return change;
  }
}
