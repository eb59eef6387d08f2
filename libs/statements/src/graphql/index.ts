import { Module } from '@nestjs/common';
import { LedgerModule } from '#libs/ledger';
import { anyone, asParent, type FieldPolicy } from '#platform/graphql';
import { StatementsModule } from '../statements.module.js';
import { NeedMoneyLoader, StatementsResolver } from './statements.resolver.js';

@Module({ imports: [StatementsModule, LedgerModule], providers: [NeedMoneyLoader, StatementsResolver] })
export class StatementsGraphqlModule {}

export const statementsPolicy: FieldPolicy = {
  'Query.trialBalance': anyone,
  'Query.coverage': anyone,
  'Query.moneyOfNeed': anyone,
  'NeedMoney.*': asParent,
  'TrialBalanceLine.*': asParent,
  'Coverage.*': asParent,
};
