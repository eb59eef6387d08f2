import type Stripe from 'stripe';
import { invalidParameter, noSuchParameter, notSimulated, refused } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { changedMetadata, given } from '../../http/parameters.js';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import type { WireSubscription, WireSubscriptionItem } from '../../store/records/wire.js';
import { finalize } from '../invoices/finalization.js';
import { idOf } from '../reference.js';
import { periodStart } from './period.js';
import { billPeriod } from './subscription-billing.js';
import { planRenewal } from './subscription-clock.js';
import { checkTogether, itemList, itemObject, planOf, recurringPrice } from './subscription-object.js';
import type { ItemChange, UpdateSubscriptionParameters } from './subscription-parameters.js';
import { invoiceSettings, savedMethod, subscriptionSettings } from './subscription-start.js';
import { endSubscription, hasEnded, updateSubscription } from './subscription-state.js';

/** `POST /v1/subscriptions/{id}` */
export function changeSubscription(
  operation: Operation,
  subscription: WireSubscription,
  parameters: UpdateSubscriptionParameters,
): WireSubscription {
  refuseEnded(subscription);
  if (parameters.items !== undefined && parameters.proration_behavior !== 'none') {
    throw notSimulated('prorations: pass proration_behavior=none', 'proration_behavior');
  }
  const { cancel_at, collection_method, days_until_due, description, pause_collection: pause } = parameters;
  const { default_payment_method: method, invoice_settings: shown, payment_settings: settings } = parameters;
  const resumesAt = pause?.resumes_at ?? null;
  if (typeof cancel_at === 'number') schedule(operation, 'subscription.end', subscription.id, cancel_at * 1000);
  if (resumesAt !== null) schedule(operation, 'subscription.collect', subscription.id, resumesAt * 1000);
  return updateSubscription(operation, subscription, {
    ...given({ cancel_at, collection_method, days_until_due, description }),
    ...cancellation(operation, subscription, parameters),
    ...(method === undefined
      ? {}
      : { default_payment_method: savedMethod(operation, idOf(subscription.customer), method) }),
    ...(parameters.items === undefined ? {} : { items: changedItems(operation, subscription, parameters.items) }),
    ...(pause === undefined
      ? {}
      : { pause_collection: pause === null ? null : { behavior: pause.behavior, resumes_at: resumesAt } }),
    invoice_settings: invoiceSettings(subscription.invoice_settings, shown),
    ...(settings === undefined ? {} : { payment_settings: subscriptionSettings(subscription.currency, settings) }),
    metadata: changedMetadata(subscription.metadata, parameters.metadata),
  });
}

/** Ending with the period is a promise that can be taken back. */
function cancellation(
  operation: Operation,
  { cancellation_details: details, items }: WireSubscription,
  { cancel_at_period_end: isEnding }: UpdateSubscriptionParameters,
): Partial<WireSubscription> {
  if (isEnding === undefined) return {};
  const reason = isEnding ? 'cancellation_requested' : null;
  return {
    cancel_at: isEnding ? items.data[0]!.current_period_end : null,
    cancel_at_period_end: isEnding,
    canceled_at: isEnding ? operation.nowSeconds : null,
    cancellation_details: { ...details!, reason },
  };
}

/** The items after a change: what has no id is new, what is not named stays. */
export function changedItems(
  operation: Operation,
  subscription: WireSubscription,
  changes: readonly ItemChange[],
): WireSubscription['items'] {
  let items = [...subscription.items.data];
  for (const [index, change] of changes.entries()) {
    const param = `items[${index}]`;
    if (change.id === undefined) items.push(addedItem(operation, subscription, change, param));
    else if (!items.some(({ id }) => id === change.id)) {
      throw noSuchParameter('subscription_item', change.id, `${param}[id]`);
    } else if (change.deleted === true) items = items.filter(({ id }) => id !== change.id);
    else items = items.map((item) => (item.id === change.id ? changedItem(operation, item, change, param) : item));
  }
  if (items.length === 0) throw invalidParameter('items', 'A subscription must have at least one active item.');
  checkTogether(items.map(({ price }) => price));
  return itemList(subscription.id, items);
}

function addedItem(
  operation: Operation,
  subscription: WireSubscription,
  { metadata, quantity, ...change }: ItemChange,
  param: string,
): WireSubscriptionItem {
  const first = subscription.items.data[0]!;
  const billed = {
    metadata: changedMetadata({}, metadata),
    price: recurringPrice(operation, { price: change.price, price_data: change.price_data }, param),
    quantity: quantity ?? 1,
  };
  const period = { start: first.current_period_start, end: first.current_period_end };
  return itemObject(operation, subscription.id, billed, period);
}

function changedItem(
  operation: Operation,
  item: WireSubscriptionItem,
  { metadata, price: id, price_data: data, quantity = item.quantity ?? 1 }: ItemChange,
  param: string,
): WireSubscriptionItem {
  const isRepriced = id !== undefined || data !== undefined;
  const price = isRepriced ? recurringPrice(operation, { price: id, price_data: data }, param) : item.price;
  return { ...item, metadata: changedMetadata(item.metadata, metadata), plan: planOf(price), price, quantity };
}

/** `DELETE /v1/subscriptions/{id}` */
export function cancelSubscription(
  operation: Operation,
  subscription: WireSubscription,
  details: Partial<Stripe.Subscription.CancellationDetails>,
): WireSubscription {
  refuseEnded(subscription);
  const noted = { ...subscription, cancellation_details: { ...subscription.cancellation_details!, ...details } };
  return endSubscription(operation, noted, 'cancellation_requested');
}

/** `POST /v1/subscriptions/{id}/pause`: nothing is billed until it is resumed. */
export function pauseSubscription(operation: Operation, subscription: WireSubscription): WireSubscription {
  if (subscription.status !== 'active' && subscription.status !== 'past_due') {
    throw refused(`A subscription with the status ${subscription.status} cannot be paused.`);
  }
  const paused: WireSubscription = {
    ...subscription,
    status: 'paused',
    status_details: {
      paused: {
        subscription: { type: 'pause_requested' },
        transitioned_at: operation.nowSeconds,
        type: 'subscription',
      },
    },
  };
  operation.tx.put('subscription', subscription.id, paused);
  emitEvent(operation, 'customer.subscription.paused', paused);
  return paused;
}

/** `POST /v1/subscriptions/{id}/resume`: a new period begins now and is billed. */
export function resumeSubscription(operation: Operation, subscription: WireSubscription): WireSubscription {
  if (subscription.status !== 'paused') throw refused('Only a paused subscription can be resumed.');
  const start = operation.nowSeconds;
  const items = subscription.items.data.map((item) => ({
    ...item,
    current_period_end: periodStart(start, item.price.recurring!, 1),
    current_period_start: start,
  }));
  const resumed: WireSubscription = {
    ...subscription,
    billing_cycle_anchor: start,
    items: itemList(subscription.id, items),
    status: 'active',
  };
  delete resumed.status_details;
  const facts = operation.tx.get('subscription_facts', subscription.id)!;
  operation.tx.put('subscription_facts', subscription.id, { ...facts, periods: 1 });
  operation.tx.put('subscription', subscription.id, resumed);
  emitEvent(operation, 'customer.subscription.resumed', resumed);
  planRenewal(operation, resumed);
  const draft = billPeriod(operation, resumed, 'subscription_update', { advances: true });
  if (resumed.collection_method === 'charge_automatically') {
    finalize(operation, draft, true);
  }
  return operation.tx.get('subscription', subscription.id)!;
}

/** Refuses to touch what has ended. */
export function refuseEnded(subscription: WireSubscription): void {
  if (!hasEnded(subscription)) return;
  throw refused(`A subscription with the status ${subscription.status} cannot be changed.`, {
    code: 'invalid_canceled_subscription_fields',
  });
}
