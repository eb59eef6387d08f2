import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { REVIEW_POOL_GIFT, type ReviewPoolGiftAction, type ReviewPoolGiftStatus } from './review-pool-gift.states.js';

/** What an organisation gives to the pool out of its prepaid balance. */
@Entity({ name: 'review_pool_gift' })
export class ReviewPoolGift {
  @PrimaryColumn('uuid') readonly id!: Id<'rpg'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') status!: ReviewPoolGiftStatus;
  @Column('uuid', { name: 'requested_by' }) readonly requestedBy!: Id<'usr'>;
  @Column('timestamptz', { name: 'requested_at' }) readonly requestedAt!: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: ReviewPoolGiftAction): StatusChange<ReviewPoolGiftStatus> {
    const change = nextState(REVIEW_POOL_GIFT, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
