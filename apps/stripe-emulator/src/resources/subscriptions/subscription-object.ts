import type Stripe from 'stripe';
import { invalidParameter } from '../../errors.js';
import type { Operation } from '../../operation.js';
import type { WirePrice, WireSubscription, WireSubscriptionItem } from '../../store/records/wire.js';
import { inlinePrice, priceParameter } from '../catalog/price-object.js';
import { idOf } from '../reference.js';
import { periodStart } from './period.js';
import type { NewItem } from './subscription-parameters.js';

interface Given {
  readonly currency: string;
  readonly customer: string;
  readonly fields: Partial<WireSubscription>;
  readonly prices: readonly { price: WirePrice; quantity: number; metadata: Stripe.Metadata }[];
  readonly savesMethod: boolean;
}

/** Makes and stores a subscription whose first period begins now. */
export function newSubscription(operation: Operation, given: Given): WireSubscription {
  const id = operation.newId('sub');
  const start = operation.nowSeconds;
  const period = { start, end: periodStart(start, given.prices[0]!.price.recurring!, 1) };
  const items = given.prices.map((billed) => itemObject(operation, id, billed, period));
  const subscription: WireSubscription = {
    ...UNUSED,
    id,
    object: 'subscription',
    billing_cycle_anchor: start,
    created: start,
    currency: given.currency,
    customer: given.customer,
    items: itemList(id, items),
    start_date: start,
    ...given.fields,
  };
  operation.tx.put('subscription', id, subscription, operation.account);
  operation.tx.put('subscription_facts', id, { periods: 1, savesMethod: given.savesMethod }, operation.account);
  return subscription;
}

export function itemObject(
  operation: Operation,
  subscription: string,
  { price, quantity, metadata }: Given['prices'][number],
  period: { readonly start: number; readonly end: number },
): WireSubscriptionItem {
  return {
    id: operation.newId('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: operation.nowSeconds,
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata,
    plan: planOf(price),
    price,
    quantity,
    subscription,
    tax_rates: [],
  };
}

export function itemList(subscription: string, data: readonly WireSubscriptionItem[]): WireSubscription['items'] {
  return { object: 'list', data, has_more: false, url: `/v1/subscription_items?subscription=${subscription}` };
}

/** The price an item is billed by: one that exists or one that is made for it; it has to recur. */
export function recurringPrice(operation: Operation, { price, price_data: data }: NewItem, param: string): WirePrice {
  if ((price === undefined) === (data === undefined)) {
    throw invalidParameter(`${param}[price]`, 'Give one of price and price_data.', 'parameter_missing');
  }
  const found =
    data === undefined
      ? priceParameter(operation, price!, `${param}[price]`)
      : inlinePrice(operation, data, `${param}[price_data]`);
  if (found.recurring === null) {
    throw invalidParameter(`${param}[price]`, 'The price specified is set to `type=one_time`: it does not recur.');
  }
  return found;
}

/** All items are billed together, so they share currency and interval. */
export function checkTogether(prices: readonly WirePrice[]): void {
  const [first, ...others] = prices.map((price) => {
    return `${price.currency} ${price.recurring!.interval_count} ${price.recurring!.interval}`;
  });
  if (others.every((other) => other === first)) return;
  throw invalidParameter('items', 'All items of a subscription share one currency and one interval.');
}

/** The same as `price`, in the shape it had before there were prices. */
export function planOf(price: WirePrice): WireSubscriptionItem['plan'] {
  const { interval, interval_count } = price.recurring!;
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval,
    interval_count,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: idOf(price.product),
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}

export const UNUSED = {
  application: null,
  application_fee_percent: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null },
  billing_cycle_anchor_config: null,
  billing_mode: { flexible: null, type: 'classic' },
  billing_schedules: [],
  billing_thresholds: null,
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
  collection_method: 'charge_automatically',
  customer_account: null,
  days_until_due: null,
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  ended_at: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  latest_invoice: null,
  livemode: false,
  managed_payments: null,
  metadata: {},
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  payment_settings: {
    payment_method_options: null,
    payment_method_types: null,
    save_default_payment_method: 'off',
  },
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  status: 'incomplete',
  test_clock: null,
  transfer_data: null,
  trial_end: null,
  trial_settings: null,
  trial_start: null,
} satisfies Partial<WireSubscription>;
