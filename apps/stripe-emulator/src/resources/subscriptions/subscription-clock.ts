import type Stripe from 'stripe';
import { HOUR_MS } from '#platform/kernel';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import type { WireInvoice, WireSubscription } from '../../store/records/wire.js';
import { finalize, obstacleTo } from '../invoices/finalization.js';
import { markUncollectible, voidInvoice } from '../invoices/invoice-ends.js';
import { defaultIntent } from '../invoices/invoice-payments.js';
import { idOf } from '../reference.js';
import { periodStart } from './period.js';
import { billPeriod } from './subscription-billing.js';
import { itemList } from './subscription-object.js';
import { endSubscription, hasEnded, updateSubscription } from './subscription-state.js';

/** A subscription whose first payment is not made within this time is given up. */
const INCOMPLETE_MS = 23 * HOUR_MS;

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
  dispose(operation, draft, renewed.pause_collection?.behavior);
}

/** What becomes of the invoice of a period whose payment is not collected; one that is kept stays a draft. */
function dispose(
  operation: Operation,
  draft: WireInvoice,
  behavior: Stripe.Subscription.PauseCollection.Behavior | undefined,
): void {
  if (behavior === undefined || behavior === 'keep_as_draft' || obstacleTo(operation, draft) !== null) return;
  const open = finalize(operation, draft, false);
  // Nothing to pay is paid already, and cash may have been there.
  if (open.status !== 'open') return;
  if (behavior === 'void') voidInvoice(operation, open);
  else markUncollectible(operation, open);
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

/** Plans that a subscription is given up unless somebody has paid it by then. */
export function planExpiry(operation: Operation, id: string): void {
  schedule(operation, 'subscription.expire', id, operation.instant.getTime() + INCOMPLETE_MS);
}

/** Due task: a subscription that nobody has paid is given up, with its invoice; a bank that has been asked may answer. */
export function expireIncomplete(operation: Operation, id: string): void {
  const subscription = operation.tx.get('subscription', id);
  if (subscription?.status !== 'incomplete') return;
  if (defaultIntent(operation, idOf(subscription.latest_invoice))?.status === 'processing') {
    planExpiry(operation, id);
    return;
  }
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
