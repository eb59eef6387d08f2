import type Stripe from 'stripe';
import { DAY_MS } from '#platform/kernel';
import { refused } from '../../errors.js';
import { book } from '../../money/balances.js';
import { payoutBank } from '../../money/payout-banks.js';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import { markErrored } from '../external-accounts/external-account-object.js';
import { idOf } from '../reference.js';
import { changePayout, startPayout } from './payout-object.js';

/** A bank that finds out late does so this long after the payout was taken for paid. */
const LATE_MS = DAY_MS;

interface Failure {
  readonly code: string;
  readonly message: string;
}

/** Due task: the payout is on its way and can no longer be canceled. */
export function sendPayout(operation: Operation, id: string): void {
  const payout = operation.tx.get('payout', id)!;
  if (payout.status === 'pending') changePayout(operation, payout, 'payout.updated', { status: 'in_transit' });
}

/** Due task: the money arrives, or the bank does not take it. */
export function arrivePayout(operation: Operation, id: string): void {
  const payout = operation.tx.get('payout', id)!;
  if (payout.status !== 'in_transit') return;
  const bank = bankOf(operation, payout);
  const failure = bank?.failure ?? null;
  if (failure !== null && bank?.failsLate === false) failPayout(operation, payout, failure);
  else pay(operation, payout);
  if (bank?.failsLate === true) schedule(operation, 'payout.bounce', id, operation.instant.getTime() + LATE_MS);
  if (payout.automatic) completeReconciliation(operation, id);
}

/** Due task: a payout that was paid comes back after all. */
export function bouncePayout(operation: Operation, id: string): void {
  const payout = operation.tx.get('payout', id)!;
  const failure = bankOf(operation, payout)?.failure;
  const isPaid = payout.status === 'paid' && payout.reversed_by === null;
  if (isPaid && failure != null) failPayout(operation, payout, failure);
}

/** The bank sends the money back, and its account is not used again until there is another. */
export function failPayout(operation: Operation, payout: Stripe.Payout, failure: Failure): Stripe.Payout {
  if (payout.status === 'failed' || payout.status === 'canceled') {
    throw refused(`The payout ${payout.id} is ${payout.status} already.`);
  }
  if (payout.reversed_by !== null) throw refused(`The payout ${payout.id} is reversed already.`);
  const returned = giveBack(operation, payout, 'payout_failure');
  const failed = changePayout(operation, payout, 'payout.failed', {
    failure_balance_transaction: returned,
    failure_code: failure.code,
    failure_message: failure.message,
    status: 'failed',
  });
  markErrored(operation, idOf(payout.destination));
  return failed;
}

/** Stops a payout by hand that has not left yet. */
export function cancelPayout(operation: Operation, payout: Stripe.Payout): Stripe.Payout {
  if (payout.automatic) throw refused('Automatic payouts cannot be canceled.', { code: 'payouts_not_allowed' });
  if (payout.status !== 'pending') {
    throw refused(`Payouts can only be canceled while they are pending; ${payout.id} is ${payout.status}.`);
  }
  return changePayout(operation, payout, 'payout.canceled', {
    failure_balance_transaction: giveBack(operation, payout, 'payout_cancel'),
    status: 'canceled',
  });
}

/** Asks the bank for the money of a payout back; it arrives like a payout, the other way round. */
export function reversePayout(
  operation: Operation,
  payout: Stripe.Payout,
  metadata: Record<string, string> | undefined,
): Stripe.Payout {
  if (payout.status !== 'paid' || payout.reversed_by !== null || payout.original_payout !== null) {
    throw refused(`Only a payout that is paid and not reversed yet can be reversed; ${payout.id} is ${payout.status}.`);
  }
  const reversal = startPayout(operation, {
    amount: -payout.amount,
    automatic: false,
    currency: payout.currency,
    destination: idOf(payout.destination),
    metadata,
    originalPayout: payout.id,
  });
  changePayout(operation, payout, 'payout.updated', { reversed_by: reversal.id });
  return reversal;
}

function pay(operation: Operation, payout: Stripe.Payout): void {
  const traceId = { status: 'supported', value: payout.id.slice(-12).toUpperCase() };
  changePayout(operation, payout, 'payout.paid', { status: 'paid', trace_id: traceId });
}

function completeReconciliation(operation: Operation, id: string): void {
  const payout = operation.tx.get('payout', id)!;
  changePayout(operation, payout, 'payout.reconciliation_completed', { reconciliation_status: 'completed' });
}

/** Books what a payout took back to the balance. Gives the id of the transaction. */
function giveBack(operation: Operation, payout: Stripe.Payout, type: 'payout_cancel' | 'payout_failure'): string {
  return book(operation, {
    type,
    reportingCategory: 'payout_reversal',
    source: payout.id,
    currency: payout.currency,
    amount: payout.amount,
    description: 'STRIPE PAYOUT REVERSAL',
    availableOn: operation.nowSeconds,
  }).id;
}

function bankOf(operation: Operation, payout: Stripe.Payout): ReturnType<typeof payoutBank> {
  return payoutBank(operation.tx.get('bank_number', idOf(payout.destination))?.number ?? '');
}
