import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type OperatorRight, type StatusChange } from '#platform/kernel';
import {
  OPERATOR_PROPOSAL,
  type OperatorProposalAction,
  type OperatorProposalStatus,
} from './operator-proposal.states.js';

/** What one operator asks for: a right for another person, until a day, for a reason. */
@Entity({ name: 'operator_proposal' })
export class OperatorProposal {
  @PrimaryColumn('uuid') readonly id!: Id<'opp'>;
  @Column('uuid', { name: 'beneficiary_id' }) readonly beneficiaryId!: Id<'usr'>;
  @Column('text', { name: 'operator_right' }) readonly right!: OperatorRight;
  @Column('timestamptz', { name: 'right_expires_at' }) readonly rightExpiresAt!: Date;
  @Column('text') readonly reason!: string;
  @Column('text') status!: OperatorProposalStatus;
  @Column('uuid', { name: 'proposed_by' }) readonly proposedBy!: Id<'usr'>;
  @Column('timestamptz', { name: 'proposed_at' }) readonly proposedAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) readonly expiresAt!: Date;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: Id<'usr'> | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('int') version!: number;

  apply(action: OperatorProposalAction): StatusChange<OperatorProposalStatus> {
    const change = nextState(OPERATOR_PROPOSAL, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
