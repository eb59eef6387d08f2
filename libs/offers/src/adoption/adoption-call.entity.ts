import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type StatusChange } from '#platform/kernel';
import { ADOPTION_CALL, type AdoptionCallAction, type AdoptionCallStatus } from './adoption-call.states.js';

/** What everybody may read of a call. Whose it is stands in `adoption_caller`, under row-level security. */
@Entity({ name: 'adoption_call' })
export class AdoptionCall {
  @PrimaryColumn('uuid') readonly id!: Id<'adc'>;
  @Column('uuid', { name: 'project_id' }) readonly projectId!: Id<'prj'>;
  @Column('text') readonly note!: string;
  /** Of the caller, when it agreed to be named. */
  @Column('uuid', { name: 'named_organisation_id', nullable: true }) readonly namedOrganisationId!: Id<'org'> | null;
  /** A standing offer of the caller waits for whoever adopts. */
  @Column('boolean', { name: 'has_offer' }) readonly hasOffer!: boolean;
  @Column('text') status!: AdoptionCallStatus;
  @Column('timestamptz', { name: 'opened_at' }) readonly openedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) readonly expiresAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('int') version!: number;

  apply(action: AdoptionCallAction, now: Date): StatusChange<AdoptionCallStatus> {
    const change = nextState(ADOPTION_CALL, action, this.status, null);
    this.status = change.to;
    this.endedAt = now;
    return change;
  }
}
