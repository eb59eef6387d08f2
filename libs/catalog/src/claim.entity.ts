import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type StatusChange } from '#platform/kernel';
import { CLAIM, STANDING, type ClaimAction, type ClaimStatus } from './claim.states.js';
import type { ClaimFailure, ClaimMethod } from './proofs/claim-method.js';

/** Who of a contest is found to control the project. */
export const CLAIM_RESOLUTIONS = ['claimant', 'contester', 'both'] as const;
export type ClaimResolution = (typeof CLAIM_RESOLUTIONS)[number];

/** Somebody's claim to maintain a project, proved at a place that only its maintainers can write to. */
@Entity({ name: 'project_claim' })
export class Claim {
  @PrimaryColumn('uuid') readonly id!: Id<'clm'>;
  @Column('uuid', { name: 'project_id' }) readonly projectId!: Id<'prj'>;
  @Column('uuid', { name: 'person_id' }) readonly personId!: Id<'usr'>;
  @Column('text') readonly token!: string;
  @Column('text') status!: ClaimStatus;
  @Column('text', { nullable: true }) method!: ClaimMethod | null;
  @Column('text', { nullable: true }) failure!: ClaimFailure | null;
  @Column('timestamptz', { name: 'opened_at' }) readonly openedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) readonly expiresAt!: Date;
  @Column('timestamptz', { name: 'proved_at', nullable: true }) provedAt!: Date | null;
  /** Until when the maintainers are asked; null for who found none. */
  @Column('timestamptz', { name: 'wait_until', nullable: true }) waitUntil!: Date | null;
  @Column('timestamptz', { name: 'verified_at', nullable: true }) verifiedAt!: Date | null;
  /** Null also when nobody answered, and an operator decides for that reason. */
  @Column('uuid', { name: 'contested_by', nullable: true }) contestedBy!: Id<'usr'> | null;
  @Column('timestamptz', { name: 'contested_at', nullable: true }) contestedAt!: Date | null;
  @Column('text', { name: 'contest_reason', nullable: true }) contestReason!: string | null;
  @Column('text', { nullable: true }) resolution!: ClaimResolution | null;
  @Column('uuid', { name: 'resolved_by', nullable: true }) resolvedBy!: Id<'usr'> | null;
  @Column('timestamptz', { name: 'resolved_at', nullable: true }) resolvedAt!: Date | null;
  @Column('text', { name: 'resolution_reason', nullable: true }) resolutionReason!: string | null;
  @Column('timestamptz', { name: 'checked_at', nullable: true }) checkedAt!: Date | null;
  @Column('timestamptz', { name: 'next_check_at', nullable: true }) nextCheckAt!: Date | null;
  /** Of a proof that was found before: since when it was not found, for whatever reason. */
  @Column('timestamptz', { name: 'failing_since', nullable: true }) failingSince!: Date | null;
  /** The same, since when its place was read and did not hold it. */
  @Column('timestamptz', { name: 'lost_since', nullable: true }) lostSince!: Date | null;
  @Column('int') version!: number;

  get isStanding(): boolean {
    return STANDING.includes(this.status);
  }

  /** Maintainers may speak against who waits, and, until the time is over, against who was let in before. */
  isContestable(now: Date): boolean {
    return this.status === 'waiting' || (this.waitUntil !== null && now < this.waitUntil);
  }

  apply(action: ClaimAction, now: Date): StatusChange<ClaimStatus> {
    const change = nextState(CLAIM, action, this.status, { isContestable: this.isContestable(now) });
    this.status = change.to;
    return change;
  }
}
