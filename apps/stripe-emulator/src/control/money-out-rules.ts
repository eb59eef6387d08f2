import type Stripe from 'stripe';
import { balanceId } from '../money/balances.js';
import { idOf } from '../resources/reference.js';
import type { Store } from '../store/store.js';

/** Rules over the objects that money leaves by, each with what breaks it. */
export function moneyOutRules(store: Store): [name: string, faults: string[]][] {
  return [
    ['a charge is refunded by the sum of its refunds, and at most whole', miscountedCharges(store)],
    ['a refund has moved money when its status says so, and only then', misbookedRefunds(store)],
    ['a payout took its amount, and gave it back when it came to nothing', misbookedPayouts(store)],
    ['automatic payouts pay out no more than the transactions in their lists', unbalancedPayouts(store)],
    ['a dispute holds what its status says', misbookedDisputes(store)],
    ['a reversal gives back what it takes, and a transfer counts its reversals', miscountedTransfers(store)],
  ];
}

function miscountedCharges(store: Store): string[] {
  const sums = new Map<string, number>();
  for (const { value } of store.rows('refund').filter(({ value }) => counts(value))) {
    sums.set(idOf(value.charge), (sums.get(idOf(value.charge)) ?? 0) + value.amount);
  }
  return store
    .rows('charge')
    .filter(({ id, value }) => {
      const sum = sums.get(id) ?? 0;
      return (
        value.amount_refunded !== sum || sum > value.amount || value.refunded !== (sum > 0 && sum === value.amount)
      );
    })
    .map(({ id }) => id);
}

/** Whether a refund takes something off its charge. */
function counts({ status }: Stripe.Refund): boolean {
  return status !== 'canceled' && status !== 'failed';
}

function misbookedRefunds(store: Store): string[] {
  return store
    .rows('refund')
    .filter(({ value }) => {
      const taken = store.get('balance_transaction', idOf(value.balance_transaction))?.net ?? 0;
      const returned = store.get('balance_transaction', idOf(value.failure_balance_transaction))?.net ?? 0;
      if (!counts(value)) return taken + returned !== 0;
      const waits = value.status === 'requires_action' || value.pending_reason === 'insufficient_funds';
      return waits ? taken !== 0 : taken >= 0 || returned !== 0;
    })
    .map(({ id }) => id);
}

function miscountedTransfers(store: Store): string[] {
  const sums = new Map<string, number>();
  const unequal: string[] = [];
  for (const { id, value } of store.rows('transfer_reversal')) {
    sums.set(idOf(value.transfer), (sums.get(idOf(value.transfer)) ?? 0) + value.amount);
    const refund = store.get('refund', idOf(value.destination_payment_refund));
    const given = store.get('balance_transaction', idOf(value.balance_transaction))?.net;
    const taken = store.get('balance_transaction', idOf(refund?.balance_transaction))?.net;
    if (given !== value.amount || taken !== -value.amount) unequal.push(id);
  }
  const miscounted = store
    .rows('transfer')
    .filter(({ id, value }) => value.amount_reversed !== (sums.get(id) ?? 0) || value.amount_reversed > value.amount)
    .map(({ id }) => id);
  return [...unequal, ...miscounted];
}

/** An inquiry has moved nothing, a dispute that was won costs its fee alone, and every other still holds the amount. */
function misbookedDisputes(store: Store): string[] {
  return store
    .rows('dispute')
    .filter(({ value }) => {
      const booked = value.balance_transactions.map(({ id }) => store.get('balance_transaction', id));
      const amount = booked.reduce((sum, transaction) => sum + (transaction?.amount ?? NaN), 0);
      if (value.status.startsWith('warning_')) return booked.length !== 0;
      return value.status === 'won' ? amount !== 0 : !(amount < 0);
    })
    .map(({ id }) => id);
}

function misbookedPayouts(store: Store): string[] {
  return store
    .rows('payout')
    .filter(({ value }) => {
      const taken = store.get('balance_transaction', idOf(value.balance_transaction))?.net;
      const returned = store.get('balance_transaction', idOf(value.failure_balance_transaction))?.net ?? 0;
      const cameToNothing = value.status === 'failed' || value.status === 'canceled';
      return taken !== -value.amount || returned !== (cameToNothing ? value.amount : 0);
    })
    .map(({ id }) => id);
}

/** The lists of automatic payouts hold the payouts themselves, so that they add up to what stayed: nothing, or more. */
function unbalancedPayouts(store: Store): string[] {
  const sums = new Map<string, number>();
  for (const { id, account } of store.rows('payout_content')) {
    const { currency, net } = store.get('balance_transaction', id) ?? { currency: 'unknown', net: NaN };
    const balance = balanceId(account, currency);
    sums.set(balance, (sums.get(balance) ?? 0) + net);
  }
  return [...sums].filter(([, sum]) => !(sum >= 0)).map(([id]) => id);
}
