import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerModule } from '#libs/ledger';
import { BalancesService } from './balances.service.js';
import { BankEntry } from './bank-entry.entity.js';
import { BankQueries } from './bank.queries.js';
import { BankService } from './bank.service.js';
import { ConnectedFollower } from './connected-follower.js';
import { ConnectedPayout } from './connected-payout.entity.js';
import { ConnectedPayoutsJobs } from './connected-payouts.jobs.js';
import { ConnectedPayoutsQueries } from './connected-payouts.queries.js';
import { ConnectedPayoutsService } from './connected-payouts.service.js';
import { FloatService } from './float.service.js';
import { Invoice } from './invoice.entity.js';
import { InvoiceFollower } from './invoice-follower.js';
import { InvoicesQueries } from './invoices.queries.js';
import { FindingsQueries } from './findings/finding.queries.js';
import { FindingsJobs } from './findings/findings.jobs.js';
import { FindingsService } from './findings/findings.service.js';
import { InvoicesService } from './invoices.service.js';
import { OverpaymentsService } from './overpayments.service.js';
import { PayerFollower } from './payer-follower.js';
import { PaymentFollower } from './payment-follower.js';
import { PayerJobs } from './payer.jobs.js';
import { StripeCustomersService } from './stripe-customers.service.js';
import { Payment } from './payment.entity.js';
import { PaymentsJobs } from './payments.jobs.js';
import { PaymentsQueries } from './payments.queries.js';
import { PaymentsService } from './payments.service.js';
import { BalanceHoldsService } from './balance-holds.service.js';
import { RecipientAccount } from './recipient-account.entity.js';
import { RecipientsService } from './recipients.service.js';
import { ChargesJobs } from './saved/charges.jobs.js';
import { ChargesService } from './saved/charges.service.js';
import { SavedMethod } from './saved/saved-method.entity.js';
import { SavedMethodFollower } from './saved/saved-method-follower.js';
import { SavedMethodsQueries } from './saved/saved-methods.queries.js';
import { SavedMethodsRepository } from './saved/saved-methods.repository.js';
import { SavedMethodsService } from './saved/saved-methods.service.js';
import { Refund } from './refund.entity.js';
import { RefundsQueries } from './refunds.queries.js';
import { RefundsJobs } from './refunds.jobs.js';
import { RefundsService } from './refunds.service.js';
import { ReleasePartsService } from './release-parts.service.js';
import { RunPaymentsService } from './run-payments.service.js';
import { StripeCallsService } from './stripe-calls.service.js';
import { StripeClient } from './stripe-client.js';
import { StripeFollower } from './stripe-follower.js';
import { StripeInboxService } from './stripe-inbox.service.js';
import { Subscription } from './subscription.entity.js';
import { SubscriptionFollower } from './subscription-follower.js';
import { SubscriptionsService } from './subscriptions.service.js';
import { Transfer } from './transfer.entity.js';
import { TransfersService } from './transfers.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      BankEntry,
      ConnectedPayout,
      Invoice,
      Payment,
      Refund,
      SavedMethod,
      Transfer,
      RecipientAccount,
      Subscription,
    ]),
    LedgerModule,
  ],
  providers: [
    InvoiceFollower,
    InvoicesQueries,
    FindingsJobs,
    FindingsQueries,
    FindingsService,
    InvoicesService,
    OverpaymentsService,
    SubscriptionsService,
    SubscriptionFollower,
    PayerFollower,
    PaymentFollower,
    PayerJobs,
    StripeCustomersService,
    StripeClient,
    RunPaymentsService,
    StripeCallsService,
    StripeInboxService,
    StripeFollower,
    ConnectedFollower,
    ConnectedPayoutsService,
    ConnectedPayoutsQueries,
    ConnectedPayoutsJobs,
    PaymentsService,
    ReleasePartsService,
    TransfersService,
    RecipientsService,
    BalancesService,
    BalanceHoldsService,
    RefundsService,
    RefundsQueries,
    BankService,
    BankQueries,
    FloatService,
    ChargesJobs,
    ChargesService,
    SavedMethodFollower,
    SavedMethodsQueries,
    SavedMethodsRepository,
    SavedMethodsService,
    PaymentsQueries,
    PaymentsJobs,
    RefundsJobs,
  ],
  exports: [
    FindingsQueries,
    ChargesService,
    SavedMethodsQueries,
    SavedMethodsService,
    InvoicesQueries,
    BalancesService,
    BankService,
    BankQueries,
    ConnectedPayoutsQueries,
    StripeClient,
    StripeInboxService,
    RecipientsService,
    OverpaymentsService,
    PaymentsQueries,
    RefundsQueries,
  ],
})
export class PaymentsModule {}
