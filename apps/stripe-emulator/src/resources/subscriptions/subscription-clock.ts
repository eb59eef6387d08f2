import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import type { WireSubscription } from '../../store/records/wire.js';
import { finalize } from '../invoices/finalization.js';
import { markUncollectible, voidInvoice } from '../invoices/invoice-ends.js';
import { idOf } from '../reference.js';
import { periodStart } from './period.js';
import { billPeriod } from './subscription-billing.js';
import { itemList } from './subscription-object.js';
import { endSubscription, hasEnded, updateSubscription } from './subscription-state.js';

/** Plans what happens when the current period ends. */
export function planRenewal(operation: Operation, { id, items }: WireSubscription): void {
  schedule(operation, 'subscription.renew', id, items.data[0]!.current_period_end * 1000);
}

/** Due task: a period has ended. A task of a period that was replaced meanwhile finds that its time is not now. */
export function renew(operation: Operation, id: string): void {
  const subscription = operation.tx.get('subscription', id);
  if (subscription === undefined || hasEnded(subscription)) return;
  const isDue = subscription.items.data[0]!.current_period_end <= operation.nowSeconds;
  if (!isDue || subscription.status === 'paused' || subscription.status === 'incomplete') return;
  if (subscription.cancel_at_period_end) {
    endSubscription(operation, subscription, 'cancellation_requested');
    return;
  }
  const renewed = moveOn(operation, subscription);
  planRenewal(operation, renewed);
  const isCollected = renewed.pause_collection === null && renewed.status !== 'unpaid';
  const draft = billPeriod(operation, renewed, 'subscription_cycle', { advances: isCollected });
  const behavior = renewed.pause_collection?.behavior;
  if (behavior === 'void') voidInvoice(operation, finalize(operation, draft, false));
  if (behavior === 'mark_uncollectible') markUncollectible(operation, finalize(operation, draft, false));
}

function moveOn(operation: Operation, subscription: WireSubscription): WireSubscription {
  const facts = operation.tx.get('subscription_facts', subscription.id)!;
  const periods = facts.periods + 1;
  operation.tx.put('subscription_facts', subscription.id, { ...facts, periods });
  const anchor = subscription.billing_cycle_anchor;
  const items = subscription.items.data.map((item) => ({
    ...item,
    current_period_end: periodStart(anchor, item.price.recurring!, periods),
    current_period_start: item.current_period_end,
  }));
  return updateSubscription(operation, subscription, { items: itemList(subscription.id, items) });
}

/** Due task: 23 hours after it was made a subscription that nobody has paid is given up, with its invoice. */
export function expireIncomplete(operation: Operation, id: string): void {
  const subscription = operation.tx.get('subscription', id);
  if (subscription?.status !== 'incomplete') return;
  const expired = { ended_at: operation.nowSeconds, status: 'incomplete_expired' } as const;
  updateSubscription(operation, subscription, expired);
  const invoice = operation.tx.get('invoice', idOf(subscription.latest_invoice));
  if (invoice?.status === 'open') voidInvoice(operation, invoice);
}

/** Due task: the date a subscription was to end at has come, unless it was changed. */
export function endOnDate(operation: Operation, id: string): void {
  const subscription = operation.tx.get('subscription', id);
  if (subscription === undefined || hasEnded(subscription) || subscription.cancel_at === null) return;
  if (subscription.cancel_at > operation.nowSeconds || subscription.cancel_at_period_end) return;
  endSubscription(operation, subscription, 'cancellation_requested');
}

/** Due task: payments are collected again. */
export function resumeCollection(operation: Operation, id: string): void {
  const subscription = operation.tx.get('subscription', id);
  const resumesAt = subscription?.pause_collection?.resumes_at ?? null;
  if (subscription === undefined || resumesAt === null || resumesAt > operation.nowSeconds) return;
  updateSubscription(operation, subscription, { pause_collection: null });
}
