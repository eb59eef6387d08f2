import type Stripe from 'stripe';
import { z } from 'zod';
import { HOUR_MS, addMs } from '#platform/kernel';
import { noSuchParameter } from '../../errors.js';
import { expand, filled, flag } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';

const LIFETIME_MS = HOUR_MS;

/** Every embedded component with its features. */
const COMPONENTS = {
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
} as const;
type Component = keyof typeof COMPONENTS;
const NAMES = Object.keys(COMPONENTS) as Component[];

const wanted = (name: Component) =>
  z
    .strictObject({
      enabled: flag,
      features: z
        .strictObject(Object.fromEntries(COMPONENTS[name].map((feature) => [feature, flag.optional()])))
        .optional(),
    })
    .optional();
const createParameters = z.strictObject({
  account: filled(),
  components: z.strictObject(Object.fromEntries(NAMES.map((name) => [name, wanted(name)]))),
  expand,
});
interface Wanted { enabled: boolean; features?: Record<string, boolean | undefined> | undefined }

/** The secret opens no component: nothing is embedded here. The answer has the shape and tells what was asked for. */
function createSession(
  operation: Operation,
  { account: id, components }: z.output<typeof createParameters>,
): Stripe.AccountSession {
  const account = operation.tx.get('account', id);
  if (account === undefined || account.closed === true) throw noSuchParameter('account', id, 'account');
  const asked = components as Partial<Record<Component, Wanted>>;
  const shown = NAMES.map((name) => [
    name,
    {
      enabled: asked[name]?.enabled ?? false,
      features: Object.fromEntries(
        COMPONENTS[name].map((feature) => [feature, asked[name]?.features?.[feature] ?? false]),
      ),
    },
  ]);
  return {
    object: 'account_session',
    account: id,
    client_secret: operation.newId('accs_secret'),
    components: Object.fromEntries(shown) as Stripe.AccountSession.Components,
    expires_at: Math.floor(addMs(operation.instant, LIFETIME_MS).getTime() / 1_000),
    livemode: false,
  };
}

export const accountSessionRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v1/account_sessions', parameters: createParameters, handle: createSession }),
];
