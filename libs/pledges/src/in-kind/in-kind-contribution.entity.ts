import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { IN_KIND, type InKindAction, type InKindStatus } from './in-kind.states.js';

/** Hours of somebody's work, or a thing or service at its fair value. */
export const IN_KIND_KINDS = ['time', 'in_kind'] as const;
export type InKindKind = (typeof IN_KIND_KINDS)[number];

/** What an organisation offers a need instead of money. It counts towards no goal. */
@Entity({ name: 'in_kind_contribution' })
export class InKindContribution {
  @PrimaryColumn('uuid') readonly id!: Id<'ikc'>;
  @Column('uuid', { name: 'need_id' }) readonly needId!: Id<'need'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('uuid', { name: 'offered_by' }) readonly offeredBy!: Id<'usr'>;
  @Column('text') readonly kind!: InKindKind;
  @Column('text') readonly description!: string;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  /** Where the fair value comes from: a price list, an invoice, a valuation. */
  @Column('text', { name: 'value_source', nullable: true }) readonly valueSource!: string | null;
  @Column('bigint', { name: 'delivered_minor', transformer: bigintColumn }) deliveredMinor!: bigint;
  @Column('text') status!: InKindStatus;
  @Column('timestamptz', { name: 'offered_at' }) readonly offeredAt!: Date;
  @Column('timestamptz', { name: 'lapses_at' }) readonly lapsesAt!: Date;
  @Column('timestamptz', { name: 'accepted_at', nullable: true }) acceptedAt!: Date | null;
  @Column('uuid', { name: 'accepted_by', nullable: true }) acceptedBy!: Id<'usr'> | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  /** Why it was declined or withdrawn. */
  @Column('text', { name: 'end_reason', nullable: true }) endReason!: string | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  /** What is promised and not delivered. */
  get due(): Money {
    return money(this.amountMinor - this.deliveredMinor, this.currency);
  }

  apply(action: InKindAction): StatusChange<InKindStatus> {
    const change = nextState(IN_KIND, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
