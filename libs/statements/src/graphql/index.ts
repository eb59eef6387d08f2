import { Module } from '@nestjs/common';
import { LedgerModule } from '#libs/ledger';
import { PaymentsModule } from '#libs/payments';
import { anyone, asParent, operator, type FieldPolicy } from '#platform/graphql';
import { StatementsModule } from '../statements.module.js';
import { PayoutReadinessLoader, PayoutReadinessResolver } from './payout-readiness.resolver.js';
import { NeedMoneyLoader, StatementsResolver } from './statements.resolver.js';

@Module({
  imports: [StatementsModule, LedgerModule, PaymentsModule],
  providers: [NeedMoneyLoader, StatementsResolver, PayoutReadinessLoader, PayoutReadinessResolver],
})
export class StatementsGraphqlModule {}

export const statementsPolicy: FieldPolicy = {
  'Query.trialBalance': anyone,
  'Query.coverage': anyone,
  'Query.moneyOfNeed': anyone,
  'Query.ledgerInvariants': operator('finance_operator'),
  'NeedPayee.payout': asParent,
  'PayoutReadiness.*': asParent,
  'LedgerInvariant.*': asParent,
  'NeedMoney.*': asParent,
  'TrialBalanceLine.*': asParent,
  'Coverage.*': asParent,
};
