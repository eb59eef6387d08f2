import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { PledgesGraphqlModule, pledgeSubject } from '#libs/pledges/graphql';
import { asParent, person, signedIn, type FieldPolicy } from '#platform/graphql';
import { BudgetsModule } from '../budgets.module.js';
import { ApprovePledgePayload, BudgetsResolver, RejectPledgePayload } from './budgets.resolver.js';

@Module({
  imports: [AuditGraphqlModule, BudgetsModule, PledgesGraphqlModule],
  providers: [
    BudgetsResolver,
    receiptField(ApprovePledgePayload, pledgeSubject),
    receiptField(RejectPledgePayload, pledgeSubject),
  ],
})
export class BudgetsGraphqlModule {}

export const budgetsPolicy: FieldPolicy = {
  'Query.pledgesAwaitingApproval': signedIn,
  'Mutation.approvePledge': person,
  'Mutation.rejectPledge': person,
  'ApprovePledgePayload.*': asParent,
  'RejectPledgePayload.*': asParent,
};
