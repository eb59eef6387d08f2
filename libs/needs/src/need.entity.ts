import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { NEED, type NeedAction, type NeedStatus } from './need.states.js';
import type { NeedCapacity } from './need.rules.js';

export const NEED_KINDS = [
  'SECURITY_WORK',
  'FUNDING',
  'CO_MAINTAINER',
  'REVIEW_HELP',
  'AUDIT',
  'INFRASTRUCTURE',
  'TIME',
] as const;
export type NeedKind = (typeof NEED_KINDS)[number];

/** What a maintainer asks for. Promised and received sums are counters on the row, kept by pledges under its lock. */
@Entity({ name: 'need' })
export class Need implements NeedCapacity {
  @PrimaryColumn('uuid') readonly id!: Id<'need'>;
  @Column('uuid', { name: 'project_id' }) readonly projectId!: Id<'prj'>;
  @Column('uuid', { name: 'recipient_person_id' }) readonly recipientPersonId!: Id<'usr'>;
  @Column('text') readonly kind!: NeedKind;
  @Column('text') readonly title!: string;
  @Column('text') readonly summary!: string;
  @Column('bigint', { name: 'goal_minor', transformer: bigintColumn }) readonly goalMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  @Column('timestamptz', { nullable: true }) readonly deadline!: Date | null;
  @Column('text') status!: NeedStatus;
  @Column('bigint', { name: 'reserved_minor', transformer: bigintColumn }) reservedMinor!: bigint;
  @Column('bigint', { name: 'received_minor', transformer: bigintColumn }) receivedMinor!: bigint;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt!: Date | null;
  @Column('int') version!: number;

  get goal(): Money {
    return money(this.goalMinor, this.currency);
  }

  get reserved(): Money {
    return money(this.reservedMinor, this.currency);
  }

  get received(): Money {
    return money(this.receivedMinor, this.currency);
  }

  apply(action: NeedAction): StatusChange<NeedStatus> {
    const change = nextState(NEED, action, this.status, this);
    this.status = change.to;
    return change;
  }
}
