import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type OrganisationRole, type StatusChange } from '#platform/kernel';
import { APPROVAL, type ApprovalAction, type ApprovalStatus } from './approval.states.js';

/** One decision to be taken by `required` people other than the one who asks. The digest binds it to what they saw. */
@Entity({ name: 'approval_request' })
export class ApprovalRequest {
  @PrimaryColumn('uuid') readonly id!: Id<'apr'>;
  @Column('text', { name: 'subject_type' }) readonly subjectType!: string;
  @Column('uuid', { name: 'subject_id' }) readonly subjectId!: string;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('text', { name: 'approver_roles', array: true }) readonly approverRoles!: OrganisationRole[];
  @Column('uuid', { array: true }) readonly beneficiaries!: Id<'usr'>[];
  @Column('uuid', { name: 'requested_by' }) readonly requestedBy!: Id<'usr'>;
  @Column('text') readonly digest!: string;
  @Column('int') readonly required!: number;
  @Column('text') status!: ApprovalStatus;
  @Column('timestamptz', { name: 'requested_at' }) readonly requestedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) readonly expiresAt!: Date;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;

  apply(action: ApprovalAction): StatusChange<ApprovalStatus> {
    const change = nextState(APPROVAL, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
