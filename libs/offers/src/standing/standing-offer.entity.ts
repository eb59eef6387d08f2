import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { STANDING_OFFER, type StandingOfferAction, type StandingOfferStatus } from './standing-offer.states.js';

/** Ways that a pledge of an offer can be paid; the approver sees which. */
export const OFFER_METHODS = ['checkout', 'balance', 'bank', 'invoice', 'saved_method'] as const;
export type OfferMethod = (typeof OFFER_METHODS)[number];

/** An amount that waits for the first published need of a project. */
@Entity({ name: 'standing_offer' })
export class StandingOffer {
  @PrimaryColumn('uuid') readonly id!: Id<'sof'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('uuid', { name: 'project_id' }) readonly projectId!: Id<'prj'>;
  /** In whose name the pledge will be submitted. */
  @Column('uuid', { name: 'author_id' }) readonly authorId!: Id<'usr'>;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('text') readonly method!: OfferMethod;
  /** The organisation's own reference, printed on its invoice. */
  @Column('text', { name: 'purchase_order', nullable: true }) readonly purchaseOrder!: string | null;
  /** Whether others may know whose it is. */
  @Column('boolean', { name: 'is_named' }) readonly isNamed!: boolean;
  @Column('text') status!: StandingOfferStatus;
  @Column('timestamptz', { name: 'opened_at' }) readonly openedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) readonly expiresAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  /** The pledge that it became. */
  @Column('uuid', { name: 'pledge_id', nullable: true }) pledgeId!: Id<'plg'> | null;
  /** Code of the refusal when a need came and the pledge could not be promised. */
  @Column('text', { name: 'refusal_code', nullable: true }) refusalCode!: string | null;
  @Column('uuid', { name: 'refused_need_id', nullable: true }) refusedNeedId!: Id<'need'> | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: StandingOfferAction): StatusChange<StandingOfferStatus> {
    const change = nextState(STANDING_OFFER, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
