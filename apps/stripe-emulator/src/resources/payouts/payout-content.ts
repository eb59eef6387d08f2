import type Stripe from 'stripe';
import type { Operation } from '../../operation.js';
import { idOf } from '../reference.js';

/**
 * Notes which transactions an automatic payout pays out: all that are available and in no earlier one. Only automatic
 * payouts have such a list.
 */
export function claimTransactions(operation: Operation, payout: Stripe.Payout): void {
  const own = idOf(payout.balance_transaction);
  const claimed = operation.tx
    .rows('balance_transaction', operation.account)
    .filter(({ id, value }) => value.currency === payout.currency && value.status === 'available' && id !== own)
    .filter(({ id }) => operation.tx.get('payout_content', id) === undefined);
  for (const { id } of claimed) operation.tx.put('payout_content', id, { payoutId: payout.id }, operation.account);
  operation.tx.put('payout_content', own, { payoutId: payout.id }, operation.account);
}

/** Whether a transaction belongs to the list of a payout. */
export function isPaidOutBy(operation: Operation, transactionId: string, payoutId: string): boolean {
  return operation.tx.get('payout_content', transactionId)?.payoutId === payoutId;
}
