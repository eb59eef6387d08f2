/** First segments of the paths whose operations go into the schema: what the emulator has or may come to have. */
const PATHS = [
  '/v1/account',
  '/v1/account_links',
  '/v1/account_sessions',
  '/v1/accounts',
  '/v1/application_fees',
  '/v1/balance',
  '/v1/balance_settings',
  '/v1/balance_transactions',
  '/v1/billing_portal/sessions',
  '/v1/charges',
  '/v1/checkout/sessions',
  '/v1/credit_notes',
  '/v1/customers',
  '/v1/disputes',
  '/v1/events',
  '/v1/exchange_rates',
  '/v1/invoice_payments',
  '/v1/invoiceitems',
  '/v1/invoices',
  '/v1/mandates',
  '/v1/payment_intents',
  '/v1/payment_methods',
  '/v1/payouts',
  '/v1/prices',
  '/v1/products',
  '/v1/radar/early_fraud_warnings',
  '/v1/refunds',
  '/v1/setup_intents',
  '/v1/subscription_items',
  '/v1/subscriptions',
  '/v1/test_helpers/customers',
  '/v1/test_helpers/refunds',
  '/v1/test_helpers/test_clocks',
  '/v1/tokens',
  '/v1/topups',
  '/v1/transfers',
  '/v1/webhook_endpoints',
  '/v2/core/account_links',
  '/v2/core/accounts',
  '/v2/core/event_destinations',
  '/v2/core/events',
];

/** Beginnings of the event types that go into the schema. */
const EVENTS = [
  'account.',
  'application_fee.',
  'balance.',
  'balance_settings.',
  'billing_portal.session.',
  'capability.',
  'cash_balance.',
  'charge.',
  'checkout.session.',
  'credit_note.',
  'customer.',
  'customer_cash_balance_transaction.',
  'invoice.',
  'invoice_payment.',
  'invoiceitem.',
  'mandate.',
  'payment_intent.',
  'payment_method.',
  'payout.',
  'price.',
  'product.',
  'radar.early_fraud_warning.',
  'refund.',
  'setup_intent.',
  'test_helpers.test_clock.',
  'topup.',
  'transfer.',
];
const V2_EVENTS = ['v2.core.account', 'v2.core.event_destination.', ...EVENTS.map((type) => `v1.${type}`)];

/** Numbers that may have a fraction. All others are whole: the declarations know one kind of number only. */
export const FRACTIONS = new Set([
  'amount_percent',
  'application_fee_percent',
  'effective_percentage',
  'exchange_rate',
  'height',
  'length',
  'percent_ownership',
  'percentage',
  'weight',
  'width',
]);

export function isWantedPath(path) {
  return PATHS.some((wanted) => path === wanted || path.startsWith(`${wanted}/`));
}

export function isWantedEvent(type) {
  return (type.startsWith('v1.') || type.startsWith('v2.') ? V2_EVENTS : EVENTS).some((start) =>
    type.startsWith(start),
  );
}
