import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type StatusChange } from '#platform/kernel';
import { CLAIM, type ClaimAction, type ClaimStatus } from './claim.states.js';

/** Somebody's claim to maintain a project, proved by a file that only maintainers can put into the repository. */
@Entity({ name: 'project_claim' })
export class Claim {
  @PrimaryColumn('uuid') readonly id!: Id<'clm'>;
  @Column('uuid', { name: 'project_id' }) readonly projectId!: Id<'prj'>;
  @Column('uuid', { name: 'person_id' }) readonly personId!: Id<'usr'>;
  @Column('text') readonly token!: string;
  @Column('text') status!: ClaimStatus;
  @Column('text', { nullable: true }) failure!: string | null;
  @Column('timestamptz', { name: 'opened_at' }) readonly openedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) readonly expiresAt!: Date;
  @Column('timestamptz', { name: 'verified_at', nullable: true }) verifiedAt!: Date | null;
  @Column('int') version!: number;

  apply(action: ClaimAction): StatusChange<ClaimStatus> {
    const change = nextState(CLAIM, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
