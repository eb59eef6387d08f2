import type { Route } from '../http/router.js';
import { accountRoutes } from './accounts/accounts.js';
import { balanceSettingsRoutes } from './balance-settings.js';
import { balanceTransactionRoutes } from './balance-transactions.js';
import { balanceRoutes } from './balance.js';
import { chargeRoutes } from './charges.js';
import { checkoutSessionRoutes } from './checkout-sessions.js';
import { customerRoutes } from './customers.js';
import { disputeRoutes } from './disputes/disputes.js';
import { eventRoutes } from './events.js';
import { externalAccountRoutes } from './external-accounts/external-accounts.js';
import { paymentIntentRoutes } from './payment-intents.js';
import { payoutRoutes } from './payouts/payouts.js';
import { earlyFraudWarningRoutes } from './radar/early-fraud-warnings.js';
import { refundRoutes } from './refunds/refunds.js';
import { reversalRoutes } from './reversals/reversals.js';
import { topupRoutes } from './topups.js';
import { transferRoutes } from './transfers.js';
import { v2AccountLinkRoutes } from './v2-account-links.js';
import { v2AccountRoutes } from './v2-accounts.js';
import { v2EventRoutes } from './v2-events.js';
import { webhookEndpointRoutes } from './webhook-endpoints.js';

/** Every endpoint of the API. A new resource is a new file and a line here. */
export const apiRoutes: readonly Route[] = [
  ...accountRoutes,
  ...balanceRoutes,
  ...balanceSettingsRoutes,
  ...balanceTransactionRoutes,
  ...chargeRoutes,
  ...checkoutSessionRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...earlyFraudWarningRoutes,
  ...eventRoutes,
  ...externalAccountRoutes,
  ...paymentIntentRoutes,
  ...payoutRoutes,
  ...refundRoutes,
  ...reversalRoutes,
  ...topupRoutes,
  ...transferRoutes,
  ...v2AccountLinkRoutes,
  ...v2AccountRoutes,
  ...v2EventRoutes,
  ...webhookEndpointRoutes,
];
