import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type StatusChange } from '#platform/kernel';
import {
  HOST_AGREEMENT,
  type HostAgreementAction,
  type HostAgreementFacts,
  type HostAgreementStatus,
} from './host-agreement.states.js';

/** What a project and a fiscal host have agreed on. The fee is that of the day on which the project asked. */
@Entity({ name: 'host_agreement' })
export class HostAgreement {
  @PrimaryColumn('uuid') readonly id!: Id<'hag'>;
  @Column('uuid', { name: 'project_id' }) readonly projectId!: Id<'prj'>;
  @Column('uuid', { name: 'host_id' }) readonly hostId!: Id<'org'>;
  @Column('int', { name: 'fee_basis_points' }) readonly feeBasisPoints!: number;
  @Column('text') status!: HostAgreementStatus;
  @Column('uuid', { name: 'applied_by' }) readonly appliedBy!: Id<'usr'>;
  @Column('timestamptz', { name: 'applied_at' }) readonly appliedAt!: Date;
  @Column('timestamptz', { name: 'began_at', nullable: true }) beganAt!: Date | null;
  @Column('uuid', { name: 'notice_by', nullable: true }) noticeBy!: Id<'usr'> | null;
  @Column('timestamptz', { name: 'notice_at', nullable: true }) noticeAt!: Date | null;
  /** Where the money goes when the project leaves: to the host of another agreement, or to a payee of its own. */
  @Column('uuid', { name: 'next_agreement_id', nullable: true }) nextAgreementId!: Id<'hag'> | null;
  @Column('uuid', { name: 'next_person_id', nullable: true }) nextPersonId!: Id<'usr'> | null;
  @Column('uuid', { name: 'next_organisation_id', nullable: true }) nextOrganisationId!: Id<'org'> | null;
  @Column('uuid', { name: 'ended_by', nullable: true }) endedBy!: Id<'usr'> | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('int') version!: number;

  apply(
    action: HostAgreementAction,
    facts: HostAgreementFacts = { hasHost: false, isNoticeOver: false },
  ): StatusChange<HostAgreementStatus> {
    const change = nextState(HOST_AGREEMENT, action, this.status, facts);
    this.status = change.to;
    return change;
  }
}
