import type { Store } from '../store/store.js';

/** The balance transactions that an object names, whatever kind of object it is. */
export function transactionsOf(store: Store, source: string): unknown[] {
  const charge = store.get('charge', source);
  if (charge !== undefined) return [charge.balance_transaction, charge.failure_balance_transaction];
  const dispute = store.get('dispute', source);
  if (dispute !== undefined) return dispute.balance_transactions.map(({ id }) => id);
  const refund = store.get('refund', source);
  if (refund !== undefined) return [refund.balance_transaction, refund.failure_balance_transaction];
  const payout = store.get('payout', source);
  if (payout !== undefined) return [payout.balance_transaction, payout.failure_balance_transaction];
  const object = store.get('transfer', source) ?? store.get('transfer_reversal', source) ?? store.get('topup', source);
  return [object?.balance_transaction];
}
