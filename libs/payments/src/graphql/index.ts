import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { LedgerModule } from '#libs/ledger';
import { anyone, asParent, operator, person, scoped, type FieldPolicy } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { PaymentsModule } from '../payments.module.js';
import { BalancesResolver } from './balances.resolver.js';
import { BankResolver } from './bank.resolver.js';
import { FindingsResolver } from './findings.resolver.js';
import { InvoicesLoader } from './invoices.loader.js';
import { InvoicesResolver } from './invoices.resolver.js';
import { SavedMethodsResolver } from './saved-methods.resolver.js';
import { StartRecipientOnboardingPayload } from './payment.type.js';
import { PaymentsResolver } from './payments.resolver.js';
import { RefundsResolver } from './refunds.resolver.js';
import { PayoutsResolver } from './payouts.resolver.js';

@Module({
  imports: [AuditGraphqlModule, LedgerModule, PaymentsModule],
  providers: [
    BalancesResolver,
    BankResolver,
    FindingsResolver,
    InvoicesLoader,
    InvoicesResolver,
    PaymentsResolver,
    RefundsResolver,
    PayoutsResolver,
    SavedMethodsResolver,
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
  'Query.paymentOfAllocationRun': scoped('payments:read'),
  'Query.organisationBalance': scoped('payments:read'),
  'Query.balancePayments': scoped('payments:read'),
  'Query.invoices': scoped('payments:read'),
  'Query.unappliedMoney': scoped('payments:read'),
  'Query.savedPaymentMethods': scoped('payments:read'),
  'SavedPaymentMethod.*': asParent,
  'Mutation.savePaymentMethod': person,
  'Mutation.removePaymentMethod': person,
  'Mutation.retryPayment': person,
  'Mutation.keepOverpayment': person,
  'SavePaymentMethodPayload.*': asParent,
  'RemovePaymentMethodPayload.*': asParent,
  'RetryPaymentPayload.*': asParent,
  'KeepOverpaymentPayload.*': asParent,
  'Invoice.*': asParent,
  'InvoiceConnection.*': asParent,
  'InvoiceEdge.*': asParent,
  'PaymentConnection.*': asParent,
  'PaymentEdge.*': asParent,
  'Query.organisationRefunds': scoped('payments:read'),
  'Query.refundsToReview': operator('finance_operator'),
  'Query.findings': operator('finance_operator'),
  'Finding.*': asParent,
  'FindingConnection.*': asParent,
  'FindingEdge.*': asParent,
  'Refund.*': asParent,
  'RefundConnection.*': asParent,
  'RefundEdge.*': asParent,
  'Mutation.topUpBalance': person,
  'TopUpBalancePayload.*': asParent,
  'Query.bankEntries': operator('finance_operator'),
  'Query.transfersByBank': operator('finance_operator'),
  'Query.expectedBankPayments': operator('finance_operator'),
  'BankEntry.*': asParent,
  'BankEntryConnection.*': asParent,
  'BankEntryEdge.*': asParent,
  'BankTransfer.*': asParent,
  'ExpectedBankPayment.*': asParent,
  'Mutation.enterBankReceipt': operator('finance_operator'),
  'Mutation.enterBankPayout': operator('finance_operator'),
  'Mutation.confirmBankEntry': operator('finance_operator'),
  'Mutation.rejectBankEntry': operator('finance_operator'),
  'EnterBankReceiptPayload.*': asParent,
  'EnterBankPayoutPayload.*': asParent,
  'ConfirmBankEntryPayload.*': asParent,
  'RejectBankEntryPayload.*': asParent,
  'Query.recipientAccount': person,
  'Query.transfersToMe': person,
  'Query.belowMinimumTransfer': person,
  'Query.payoutsToMe': person,
  'Payout.*': asParent,
  'PayoutConnection.*': asParent,
  'PayoutEdge.*': asParent,
  'Payment.*': asParent,
  'Transfer.*': asParent,
  'RecipientAccount.*': asParent,
  'Mutation.startRecipientOnboarding': person,
  'Mutation.renewOnboardingLink': person,
  'StartRecipientOnboardingPayload.*': asParent,
  'RenewOnboardingLinkPayload.*': asParent,
};
