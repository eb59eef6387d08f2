import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { REVIEW_FEE, type ReviewFeeAction, type ReviewFeeStatus } from './review-fee.states.js';

/** The fee of one review of a milestone. */
@Entity({ name: 'review_fee' })
export class ReviewFee {
  @PrimaryColumn('uuid') readonly id!: Id<'rvf'>;
  @Column('uuid', { name: 'milestone_id' }) readonly milestoneId!: Id<'mil'>;
  @Column('uuid', { name: 'reviewer_id' }) readonly reviewerId!: Id<'usr'>;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') status!: ReviewFeeStatus;
  @Column('timestamptz', { name: 'begun_at' }) readonly begunAt!: Date;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: ReviewFeeAction): StatusChange<ReviewFeeStatus> {
    const change = nextState(REVIEW_FEE, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
