import type Stripe from 'stripe';
import { z } from 'zod';
import { MINUTE_MS } from '#platform/kernel';
import { expand, filled, flag } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { noSuchParameter } from '../../errors.js';

type Components = Stripe.AccountSession.Components;

/** The embedded components that the SDK knows, each with its features. */
const FEATURES = {
  account_management: ['disable_stripe_user_authentication', 'external_account_collection'],
  account_onboarding: ['disable_stripe_user_authentication', 'external_account_collection'],
  balance_report: [],
  balances: [
    'disable_stripe_user_authentication',
    'edit_payout_schedule',
    'external_account_collection',
    'instant_payouts',
    'standard_payouts',
  ],
  disputes_list: [
    'capture_payments',
    'destination_on_behalf_of_charge_management',
    'dispute_management',
    'refund_management',
    'smart_disputes_management',
  ],
  documents: [],
  financial_account: [
    'disable_stripe_user_authentication',
    'external_account_collection',
    'send_money',
    'transfer_balance',
  ],
  financial_account_transactions: ['card_spend_dispute_management'],
  instant_payouts_promotion: ['disable_stripe_user_authentication', 'external_account_collection', 'instant_payouts'],
  issuing_card: [
    'card_management',
    'card_spend_dispute_management',
    'cardholder_management',
    'spend_control_management',
  ],
  issuing_cards_list: [
    'card_management',
    'card_spend_dispute_management',
    'cardholder_management',
    'disable_stripe_user_authentication',
    'spend_control_management',
  ],
  notification_banner: ['disable_stripe_user_authentication', 'external_account_collection'],
  payment_details: [
    'capture_payments',
    'destination_on_behalf_of_charge_management',
    'dispute_management',
    'refund_management',
    'smart_disputes_management',
  ],
  payment_disputes: [
    'destination_on_behalf_of_charge_management',
    'dispute_management',
    'refund_management',
    'smart_disputes_management',
  ],
  payment_method_settings: ['disable_stripe_user_authentication'],
  payments: [
    'capture_payments',
    'destination_on_behalf_of_charge_management',
    'dispute_management',
    'refund_management',
    'smart_disputes_management',
  ],
  payout_details: [],
  payout_reconciliation_report: [],
  payouts: [
    'disable_stripe_user_authentication',
    'edit_payout_schedule',
    'external_account_collection',
    'instant_payouts',
    'standard_payouts',
  ],
  payouts_list: [],
  reporting_chart: [],
  tax_registrations: [],
  tax_settings: [],
  terminal_hardware_orders: [],
  terminal_hardware_shop: [],
} as const satisfies { [K in keyof Components]: readonly (keyof Components[K]['features'])[] };

interface Component {
  readonly enabled: boolean;
  readonly features: Readonly<Record<string, boolean>>;
}
const component = (features: readonly string[]): z.ZodType<Component> =>
  z.strictObject({
    enabled: flag,
    features: z.strictObject(Object.fromEntries(features.map((name) => [name, flag.default(false)]))).prefault({}),
  });
const createParameters = z.strictObject({
  account: filled(),
  components: z.strictObject(
    Object.fromEntries(Object.entries(FEATURES).map(([name, features]) => [name, component(features).optional()])),
  ),
  expand,
});
const LIFETIME_MS = 60 * MINUTE_MS;

/** `POST /v1/account_sessions`: the shape alone, as nothing here is embedded; what was not asked for is off. */
function createSession(
  operation: Operation,
  { account, components }: z.output<typeof createParameters>,
): Stripe.AccountSession {
  const found = operation.tx.get('account', account);
  if (found === undefined || found.closed === true) throw noSuchParameter('account', account, 'account');
  const shown = Object.entries(FEATURES).map(([name, features]): [string, Component] => [
    name,
    components[name] ?? { enabled: false, features: Object.fromEntries(features.map((feature) => [feature, false])) },
  ]);
  return {
    object: 'account_session',
    account,
    client_secret: operation.newId('accs_secret_'),
    components: Object.fromEntries(shown) as unknown as Components,
    expires_at: Math.floor((operation.instant.getTime() + LIFETIME_MS) / 1000),
    livemode: false,
  };
}

export const accountSessionRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v1/account_sessions', parameters: createParameters, handle: createSession }),
];
