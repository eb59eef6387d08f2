import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { LedgerModule } from '#libs/ledger';
import { anyone, asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { PaymentsModule } from '../payments.module.js';
import { BalancesResolver } from './balances.resolver.js';
import { StartRecipientOnboardingPayload } from './payment.type.js';
import { PaymentsResolver } from './payments.resolver.js';

@Module({
  imports: [AuditGraphqlModule, LedgerModule, PaymentsModule],
  providers: [
    BalancesResolver,
    PaymentsResolver,
    receiptField(
      StartRecipientOnboardingPayload,
      ({ recipientAccount }) => recipientAccount && { type: 'recipient', id: parseId('rcp', recipientAccount.id) },
    ),
  ],
})
export class PaymentsGraphqlModule {}

export { PayoutRailEnum } from './payment.type.js';

export const paymentsPolicy: FieldPolicy = {
  'Query.paymentsMode': anyone,
  'Query.paymentOfPledge': scoped('payments:read'),
  'Query.organisationBalance': scoped('payments:read'),
  'Query.balancePayments': scoped('payments:read'),
  'PaymentConnection.*': asParent,
  'PaymentEdge.*': asParent,
  'Mutation.topUpBalance': person,
  'TopUpBalancePayload.*': asParent,
  'Query.recipientAccount': person,
  'Query.transfersToMe': person,
  'Query.belowMinimumTransfer': person,
  'Payment.*': asParent,
  'Transfer.*': asParent,
  'RecipientAccount.*': asParent,
  'Mutation.startRecipientOnboarding': person,
  'Mutation.renewOnboardingLink': person,
  'StartRecipientOnboardingPayload.*': asParent,
  'RenewOnboardingLinkPayload.*': asParent,
};
