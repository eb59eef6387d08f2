import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { CommitmentsGraphqlModule, recurringSubject, tranchesSubject } from '#libs/commitments/graphql';
import { PledgesGraphqlModule, pledgeSubject } from '#libs/pledges/graphql';
import { allOf, asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { belongsTo, parseId } from '#platform/kernel';
import { BudgetsModule } from '../budgets.module.js';
import { ApprovalRulesLoader } from './approval-rules.loader.js';
import { ApprovalRulesResolver } from './approval-rules.resolver.js';
import { DeparturesLoader } from './departures.loader.js';
import { DeparturesResolver } from './departures.resolver.js';
import { MatchingSimulationResolver } from './matching-simulation.resolver.js';
import {
  ApproveRecurringPledgePayload,
  RecurringApprovalsResolver,
  RejectRecurringPledgePayload,
} from './recurring-approvals.resolver.js';
import {
  ApproveTrancheCommitmentPayload,
  RejectTrancheCommitmentPayload,
  TrancheApprovalsResolver,
} from './tranche-approvals.resolver.js';
import { ApprovePledgePayload, BudgetsResolver, RejectPledgePayload } from './budgets.resolver.js';

@Module({
  imports: [AuditGraphqlModule, BudgetsModule, CommitmentsGraphqlModule, PledgesGraphqlModule],
  providers: [
    BudgetsResolver,
    ApprovalRulesLoader,
    ApprovalRulesResolver,
    DeparturesLoader,
    DeparturesResolver,
    MatchingSimulationResolver,
    RecurringApprovalsResolver,
    TrancheApprovalsResolver,
    receiptField(ApproveTrancheCommitmentPayload, tranchesSubject),
    receiptField(RejectTrancheCommitmentPayload, tranchesSubject),
    receiptField(ApproveRecurringPledgePayload, recurringSubject),
    receiptField(RejectRecurringPledgePayload, recurringSubject),
    receiptField(ApprovePledgePayload, pledgeSubject),
    receiptField(RejectPledgePayload, pledgeSubject),
  ],
})
export class BudgetsGraphqlModule {}

export const budgetsPolicy: FieldPolicy = {
  'Query.pledgesAwaitingApproval': scoped('pledges:read'),
  'Organisation.approvalRules': allOf(scoped('pledges:read'), ({ principal, source }) =>
    belongsTo(principal, parseId('org', (source as { id: string }).id)),
  ),
  'ApprovalRule.*': asParent,
  // What a company ships is more than what it pays for.
  'RecurringPledge.departure': scoped('inventory:read'),
  'RecurringPledgeDeparture.*': asParent,
  'Query.simulateMatchingPool': person,
  'MatchingSimulation.*': asParent,
  'SimulatedMatch.*': asParent,
  'ExcludedContribution.*': asParent,
  'Mutation.setApprovalRules': person,
  'SetApprovalRulesPayload.*': asParent,
  'Mutation.approvePledge': person,
  'Mutation.rejectPledge': person,
  'ApprovePledgePayload.*': asParent,
  'RejectPledgePayload.*': asParent,
  'Mutation.approveTrancheCommitment': person,
  'Mutation.rejectTrancheCommitment': person,
  'ApproveTrancheCommitmentPayload.*': asParent,
  'RejectTrancheCommitmentPayload.*': asParent,
  'Mutation.approveRecurringPledge': person,
  'Mutation.rejectRecurringPledge': person,
  'ApproveRecurringPledgePayload.*': asParent,
  'RejectRecurringPledgePayload.*': asParent,
};
