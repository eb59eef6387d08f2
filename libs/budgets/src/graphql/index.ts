import { Module } from '@nestjs/common';
import { PledgesGraphqlModule } from '#libs/pledges/graphql';
import { asParent, person, signedIn, type FieldPolicy } from '#platform/graphql';
import { BudgetsModule } from '../budgets.module.js';
import { BudgetsResolver } from './budgets.resolver.js';

@Module({ imports: [BudgetsModule, PledgesGraphqlModule], providers: [BudgetsResolver] })
export class BudgetsGraphqlModule {}

export const budgetsPolicy: FieldPolicy = {
  'Query.pledgesAwaitingApproval': signedIn,
  'Mutation.approvePledge': person,
  'Mutation.rejectPledge': person,
  'ApprovePledgePayload.*': asParent,
  'RejectPledgePayload.*': asParent,
};
