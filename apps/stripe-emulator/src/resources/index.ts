import type { Route } from '../http/router.js';
import { accountLinkRoutes } from './account-links/account-links.js';
import { v2AccountLinkRoutes } from './account-links/v2-account-links.js';
import { accountSessionRoutes } from './accounts/account-sessions.js';
import { accountCreationRoutes } from './accounts/account-creation.js';
import { accountRoutes } from './accounts/accounts.js';
import { applicationFeeRoutes } from './application-fees.js';
import { balanceSettingsRoutes } from './balance-settings.js';
import { balanceTransactionRoutes } from './balance-transactions.js';
import { balanceRoutes } from './balance.js';
import { billingPortalRoutes } from './billing-portal-sessions.js';
import { cashRoutes } from './cash/cash.js';
import { priceRoutes } from './catalog/prices.js';
import { productRoutes } from './catalog/products.js';
import { chargeRoutes } from './charges.js';
import { checkoutSessionRoutes } from './checkout-sessions.js';
import { creditNoteRoutes } from './credit-notes/credit-notes.js';
import { disputeRoutes } from './disputes/disputes.js';
import { externalAccountRoutes } from './external-accounts/external-accounts.js';
import { payoutRoutes } from './payouts/payouts.js';
import { earlyFraudWarningRoutes } from './radar/early-fraud-warnings.js';
import { refundRoutes } from './refunds/refunds.js';
import { reversalRoutes } from './reversals/reversals.js';
import { customerRoutes } from './customers/customers.js';
import { taxIdRoutes } from './customers/tax-ids.js';
import { eventDestinationRoutes } from './event-destinations.js';
import { eventRoutes } from './events.js';
import { invoiceItemRoutes } from './invoices/invoice-items.js';
import { invoicePaymentRoutes } from './invoices/invoice-payments.js';
import { invoiceRoutes } from './invoices/invoices.js';
import { paymentIntentRoutes } from './payment-intents/payment-intents.js';
import { mandateRoutes } from './payment-methods/mandates.js';
import { paymentMethodRoutes } from './payment-methods/payment-methods.js';
import { setupIntentRoutes } from './setup-intents/setup-intents.js';
import { subscriptionItemRoutes } from './subscriptions/subscription-items.js';
import { subscriptionRoutes } from './subscriptions/subscriptions.js';
import { testClockRoutes } from './test-clocks.js';
import { topupRoutes } from './topups.js';
import { transferRoutes } from './transfers.js';

import { v2AccountRoutes } from './v2-accounts.js';
import { v2EventRoutes } from './v2-events.js';
import { webhookEndpointRoutes } from './webhook-endpoints.js';

/** Every endpoint of the API. A new resource is a new file and a line here. */
export const apiRoutes: readonly Route[] = [
  ...accountCreationRoutes,
  ...accountLinkRoutes,
  ...accountRoutes,
  ...accountSessionRoutes,
  ...applicationFeeRoutes,
  ...balanceRoutes,
  ...balanceSettingsRoutes,
  ...balanceTransactionRoutes,
  ...billingPortalRoutes,
  ...cashRoutes,
  ...chargeRoutes,
  ...checkoutSessionRoutes,
  ...creditNoteRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...earlyFraudWarningRoutes,
  ...eventDestinationRoutes,
  ...eventRoutes,
  ...externalAccountRoutes,
  ...payoutRoutes,
  ...refundRoutes,
  ...reversalRoutes,
  ...invoiceItemRoutes,
  ...invoicePaymentRoutes,
  ...invoiceRoutes,
  ...mandateRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...priceRoutes,
  ...productRoutes,
  ...setupIntentRoutes,
  ...subscriptionItemRoutes,
  ...subscriptionRoutes,
  ...taxIdRoutes,
  ...testClockRoutes,
  ...topupRoutes,
  ...transferRoutes,
  ...v2AccountLinkRoutes,
  ...v2AccountRoutes,
  ...v2EventRoutes,
  ...webhookEndpointRoutes,
];
