import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice, WireList, WireSubscription } from '../../store/records/wire.js';
import { idOf } from '../reference.js';

/** Stores a changed subscription, tells what changed, and gives it back. */
export function updateSubscription(
  operation: Operation,
  subscription: WireSubscription,
  change: Partial<WireSubscription>,
): WireSubscription {
  const next = { ...subscription, ...change };
  const previous = previousAttributes(subscription, next);
  if (Object.keys(previous).length === 0) return subscription;
  operation.tx.put('subscription', subscription.id, next);
  emitEvent(operation, 'customer.subscription.updated', next, previous);
  return next;
}

/** Ends a subscription at once. Invoices that are open stay open, but nobody collects them any more. */
export function endSubscription(
  operation: Operation,
  subscription: WireSubscription,
  reason: Stripe.Subscription.CancellationDetails.Reason,
): WireSubscription {
  for (const { value } of operation.tx.rows('invoice', operation.account)) {
    const isOpen = value.status === 'open' || value.status === 'draft';
    if (!isOpen || subscriptionOf(value) !== subscription.id) continue;
    operation.tx.put('invoice', value.id, { ...value, auto_advance: false, next_payment_attempt: null });
  }
  const ended: WireSubscription = {
    ...subscription,
    canceled_at: subscription.canceled_at ?? operation.nowSeconds,
    cancellation_details: { ...subscription.cancellation_details!, reason },
    ended_at: operation.nowSeconds,
    status: 'canceled',
  };
  operation.tx.put('subscription', subscription.id, ended);
  emitEvent(operation, 'customer.subscription.deleted', ended);
  return ended;
}

/** The running subscriptions as the API includes them in a customer. */
export function subscriptionList(operation: Operation, customer: string): WireList<WireSubscription> {
  const data = operation.tx
    .rows('subscription', operation.account)
    .map(({ value }) => value)
    .filter((subscription) => subscription.customer === customer && !hasEnded(subscription))
    .reverse();
  return { object: 'list', data, has_more: false, url: `/v1/customers/${customer}/subscriptions` };
}

/** Whether nothing happens to the subscription any more. */
export function hasEnded({ status }: WireSubscription): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}

/** The subscription an invoice is for. */
export function subscriptionOf(invoice: WireInvoice): string {
  return idOf(invoice.parent?.subscription_details?.subscription);
}

/** An invoice was paid: its subscription runs, if it is the one it waits for. */
export function followPaidInvoice(operation: Operation, invoice: WireInvoice, method: string | null): void {
  const subscription = operation.tx.get('subscription', subscriptionOf(invoice));
  if (subscription === undefined || hasEnded(subscription)) return;
  const { savesMethod } = operation.tx.get('subscription_facts', subscription.id)!;
  const isAwaited = ['incomplete', 'past_due', 'unpaid'].includes(subscription.status);
  updateSubscription(operation, subscription, {
    ...(isAwaited && subscription.latest_invoice === invoice.id ? { status: 'active' } : {}),
    ...(savesMethod && method !== null ? { default_payment_method: method } : {}),
  });
}

/** An invoice was not paid: its subscription is behind, and ends as configured when there will be no further try. */
export function followUnpaidInvoice(operation: Operation, invoice: WireInvoice, isLastTry: boolean): void {
  const subscription = operation.tx.get('subscription', subscriptionOf(invoice));
  if (subscription === undefined || hasEnded(subscription) || subscription.status === 'incomplete') return;
  const { subscriptionFailure } = operation.services.options;
  if (isLastTry && subscriptionFailure === 'cancel') {
    endSubscription(operation, subscription, 'payment_failed');
    return;
  }
  const status = isLastTry && subscriptionFailure === 'unpaid' ? 'unpaid' : 'past_due';
  if (subscription.status === 'active' || subscription.status === 'past_due') {
    updateSubscription(operation, subscription, { status });
  }
}
