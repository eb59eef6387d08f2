import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField, type ReceiptSubject } from '#libs/audit/graphql';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { asParent, operator, person, type FieldPolicy } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { OperatorsModule } from '../operators.module.js';
import { OperatorGrantPerson, OperatorProposalPeople } from './operator-people.resolver.js';
import { OperatorProposalHistory } from './operator-proposal.history.js';
import {
  ApproveOperatorRightPayload,
  DeclineOperatorRightPayload,
  ProposeOperatorRightPayload,
  RevokeOperatorRightPayload,
  WithdrawOperatorRightPayload,
} from './operator.types.js';
import { OperatorProposalLoader } from './operators.loaders.js';
import { OperatorsResolver } from './operators.resolver.js';

const DECIDING = [
  ProposeOperatorRightPayload,
  ApproveOperatorRightPayload,
  DeclineOperatorRightPayload,
  WithdrawOperatorRightPayload,
];

const proposalSubject = ({ proposal }: ProposeOperatorRightPayload): ReceiptSubject | null =>
  proposal && { type: 'operatorProposal', id: parseId('opp', proposal.id) };

@Module({
  imports: [AuditGraphqlModule, IdentityGraphqlModule, OperatorsModule],
  providers: [
    OperatorProposalLoader,
    OperatorsResolver,
    OperatorProposalPeople,
    OperatorGrantPerson,
    OperatorProposalHistory,
    ...DECIDING.map((payload) => receiptField(payload, proposalSubject)),
    receiptField(RevokeOperatorRightPayload, ({ revokedId }) =>
      revokedId == null ? null : { type: 'operatorGrant', id: parseId('ogr', revokedId) },
    ),
  ],
})
export class OperatorsGraphqlModule {}

export const operatorsPolicy: FieldPolicy = {
  'Viewer.operatorRights': person,
  'Query.operatorRights': person,
  'Query.operatorProposals': person,
  'Query.operatorProposal': person,
  'OperatorGrant.*': asParent,
  'OperatorGrantConnection.*': asParent,
  'OperatorGrantEdge.*': asParent,
  'OperatorProposal.*': asParent,
  'OperatorProposalConnection.*': asParent,
  'OperatorProposalEdge.*': asParent,
  'Mutation.proposeOperatorRight': operator('operator_admin'),
  // Also by the one who would get the right, so that the services say who.
  'Mutation.approveOperatorRight': person,
  'Mutation.declineOperatorRight': person,
  'Mutation.withdrawOperatorRight': person,
  'Mutation.revokeOperatorRight': operator('operator_admin'),
  'ProposeOperatorRightPayload.*': asParent,
  'ApproveOperatorRightPayload.*': asParent,
  'DeclineOperatorRightPayload.*': asParent,
  'WithdrawOperatorRightPayload.*': asParent,
  'RevokeOperatorRightPayload.*': asParent,
};
