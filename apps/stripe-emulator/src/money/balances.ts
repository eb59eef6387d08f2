import type Stripe from 'stripe';
import { balanceObject } from '../resources/balance.js';
import { emitEvent } from '../events/emitter.js';
import { followCredit } from './after-credit.js';
import type { Operation } from '../operation.js';
import { schedule } from '../tasks.js';

interface Booking {
  readonly type: Stripe.BalanceTransaction.Type;
  readonly reportingCategory: string;
  /** Null for what nobody asked for through the API. */
  readonly source: string | null;
  readonly currency: string;
  readonly amount: number;
  readonly fee?: number;
  readonly feeDescription?: string;
  readonly description?: string | null;
  readonly exchangeRate?: number | null;
  /** Unix seconds; what is not later than now is available at once. */
  readonly availableOn: number;
}

/** Books a balance transaction on the operation's account: the only way a balance changes. */
export function book(operation: Operation, booking: Booking): Stripe.BalanceTransaction {
  const { currency, amount, fee = 0, availableOn } = booking;
  const isAvailable = availableOn <= operation.nowSeconds;
  const transaction: Stripe.BalanceTransaction = {
    id: operation.newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: availableOn,
    balance_type: 'payments',
    created: operation.nowSeconds,
    currency,
    description: booking.description ?? null,
    exchange_rate: booking.exchangeRate ?? null,
    fee,
    fee_details: fee === 0 ? [] : [feeDetail(fee, currency, booking.feeDescription ?? null)],
    net: amount - fee,
    reporting_category: booking.reportingCategory,
    source: booking.source,
    status: isAvailable ? 'available' : 'pending',
    type: booking.type,
  };
  operation.tx.put('balance_transaction', transaction.id, transaction, operation.account);
  addToBalance(operation, currency, isAvailable ? { available: transaction.net } : { pending: transaction.net });
  if (!isAvailable) schedule(operation, 'funds.release', operation.account, availableOn * 1000);
  return transaction;
}

/** Available minor units of the operation's account. */
export function availableMinor(operation: Operation, currency: string): number {
  return operation.tx.get('balance', balanceId(operation.account, currency))?.available ?? 0;
}

/** Due task: everything of the account whose day has come becomes available; one event tells, however many they are. */
export function releaseFunds(operation: Operation, account: string): void {
  const due = operation.tx
    .rows('balance_transaction', account)
    .map((row) => row.value)
    .filter((transaction) => transaction.status === 'pending' && transaction.available_on <= operation.nowSeconds);
  if (due.length === 0) return;
  for (const transaction of due) {
    operation.tx.put('balance_transaction', transaction.id, { ...transaction, status: 'available' });
    addToBalance(operation, transaction.currency, { available: transaction.net, pending: -transaction.net });
  }
  emitEvent(operation, 'balance.available', balanceObject(operation));
}

export function balanceId(account: string, currency: string): string {
  return `${account}/${currency}`;
}

function addToBalance(
  operation: Operation,
  currency: string,
  { available = 0, pending = 0 }: { available?: number; pending?: number },
): void {
  const id = balanceId(operation.account, currency);
  const current = operation.tx.get('balance', id) ?? { currency, available: 0, pending: 0 };
  const next = { currency, available: current.available + available, pending: current.pending + pending };
  operation.tx.put('balance', id, next, operation.account);
  if (available > 0) followCredit(operation);
}

function feeDetail(amount: number, currency: string, description: string | null): Stripe.BalanceTransaction.FeeDetail {
  return { amount, application: null, currency, description, type: 'stripe_fee' };
}
