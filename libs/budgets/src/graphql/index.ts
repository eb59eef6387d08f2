import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { CommitmentsGraphqlModule, recurringSubject, tranchesSubject } from '#libs/commitments/graphql';
import { PledgesGraphqlModule, pledgeSubject } from '#libs/pledges/graphql';
import { allOf, anyone, asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { belongsTo, parseId } from '#platform/kernel';
import { BudgetsModule } from '../budgets.module.js';
import {
  ApproveAllocationRunPayload,
  CreateAllocationRunPayload,
  LockAllocationRunPayload,
  PreviewAllocationRunPayload,
  RejectAllocationRunPayload,
  VoidAllocationRunPayload,
} from './allocation-run.inputs.js';
import { AllocationRunReadsResolver } from './allocation-run-reads.resolver.js';
import { AllocationRunsResolver } from './allocation-runs.resolver.js';
import { BudgetPlansResolver } from './budget-plans.resolver.js';
import { BudgetCoverageResolver } from './budget-coverage.resolver.js';
import { BudgetsHistory } from './budgets.history.js';
import { ArchiveBudgetPayload, CreateBudgetPayload, RestoreBudgetPayload, UpdateBudgetPayload } from './budget.type.js';
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
import { WaitingRunsResolver } from './waiting-runs.resolver.js';
import { ApprovePledgePayload, BudgetsResolver, RejectPledgePayload } from './budgets.resolver.js';

const budgetSubject = ({ budget }: CreateBudgetPayload) => budget && { type: 'budget', id: budget.budgetId };
const runSubject = ({ allocationRun }: CreateAllocationRunPayload) =>
  allocationRun && { type: 'allocationRun', id: allocationRun.runId };

@Module({
  imports: [AuditGraphqlModule, BudgetsModule, CommitmentsGraphqlModule, PledgesGraphqlModule],
  providers: [
    AllocationRunReadsResolver,
    AllocationRunsResolver,
    BudgetPlansResolver,
    BudgetCoverageResolver,
    BudgetsHistory,
    WaitingRunsResolver,
    receiptField(CreateBudgetPayload, budgetSubject),
    receiptField(UpdateBudgetPayload, budgetSubject),
    receiptField(ArchiveBudgetPayload, budgetSubject),
    receiptField(RestoreBudgetPayload, budgetSubject),
    receiptField(CreateAllocationRunPayload, runSubject),
    receiptField(PreviewAllocationRunPayload, runSubject),
    receiptField(LockAllocationRunPayload, runSubject),
    receiptField(VoidAllocationRunPayload, runSubject),
    receiptField(ApproveAllocationRunPayload, runSubject),
    receiptField(RejectAllocationRunPayload, runSubject),
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
  'Query.openSourcePledgeTarget': anyone,
  'Query.budgets': scoped('pledges:read'),
  'Query.budget': scoped('pledges:read'),
  'Query.allocationRun': scoped('pledges:read'),
  'Query.allocationRuns': scoped('pledges:read'),
  'Query.allocationRunDiff': scoped('pledges:read'),
  'Query.heldLines': scoped('pledges:read'),
  'Query.allocationRunsAwaitingApproval': scoped('pledges:read'),
  'WaitingAllocationRun.*': asParent,
  'WaitingAllocationRunConnection.*': asParent,
  'WaitingAllocationRunEdge.*': asParent,
  'BudgetCoverage.*': asParent,
  'AllocationRollIn.*': asParent,
  'Budget.*': asParent,
  'BudgetPolicy.*': asParent,
  'ProjectExclusion.*': asParent,
  'ProjectBoost.*': asParent,
  'NeedFloor.*': asParent,
  'BudgetConnection.*': asParent,
  'BudgetEdge.*': asParent,
  'AllocationRun.*': asParent,
  'AllocationRunConnection.*': asParent,
  'AllocationRunEdge.*': asParent,
  'AllocationLine.*': asParent,
  'AllocationPart.*': asParent,
  'AllocationLineConnection.*': asParent,
  'AllocationLineEdge.*': asParent,
  'AllocationLineChange.*': asParent,
  'AllocationLineChangeConnection.*': asParent,
  'AllocationLineChangeEdge.*': asParent,
  'AllocationCoverage.*': asParent,
  'AllocationReplay.*': asParent,
  'Mutation.createBudget': person,
  'Mutation.updateBudget': person,
  'Mutation.archiveBudget': person,
  'Mutation.restoreBudget': person,
  'Mutation.createAllocationRun': person,
  'Mutation.previewAllocationRun': person,
  'Mutation.lockAllocationRun': person,
  'Mutation.voidAllocationRun': person,
  'Mutation.approveAllocationRun': person,
  'Mutation.rejectAllocationRun': person,
  'CreateBudgetPayload.*': asParent,
  'UpdateBudgetPayload.*': asParent,
  'ArchiveBudgetPayload.*': asParent,
  'RestoreBudgetPayload.*': asParent,
  'CreateAllocationRunPayload.*': asParent,
  'PreviewAllocationRunPayload.*': asParent,
  'LockAllocationRunPayload.*': asParent,
  'VoidAllocationRunPayload.*': asParent,
  'ApproveAllocationRunPayload.*': asParent,
  'RejectAllocationRunPayload.*': asParent,
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
