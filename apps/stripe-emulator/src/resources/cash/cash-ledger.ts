import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import type { Operation } from '../../operation.js';
import type { CashSettings } from '../../store/records/cash.js';
import { idOf } from '../reference.js';

type CashTransaction = Stripe.CustomerCashBalanceTransaction;
type Cause = Pick<CashTransaction, 'applied_to_payment' | 'funded' | 'type' | 'unapplied_from_payment'>;

/** What a customer has sent and nothing was paid with yet. */
export function cashAvailable(operation: Operation, customer: string, currency: string): number {
  return transactionsOf(operation, customer)
    .filter((transaction) => transaction.currency === currency)
    .reduce((sum, { net_amount: net }) => sum + net, 0);
}

/** What of an intent has been paid by cash. */
export function cashApplied(operation: Operation, intent: Stripe.PaymentIntent): number {
  return transactionsOf(operation, idOf(intent.customer))
    .filter(({ applied_to_payment: to, unapplied_from_payment: from }) => {
      return idOf((to ?? from)?.payment_intent) === intent.id;
    })
    .reduce((sum, { net_amount: net }) => sum - net, 0);
}

/** Books a movement of a customer's cash: the only way it changes. */
export function moveCash(
  operation: Operation,
  customer: string,
  { amount, currency, cause }: { amount: number; currency: string; cause: Cause },
): CashTransaction {
  const transaction: CashTransaction = {
    ...cause,
    id: operation.newId('ccsbtxn'),
    object: 'customer_cash_balance_transaction',
    created: operation.nowSeconds,
    currency,
    customer,
    customer_account: null,
    ending_balance: cashAvailable(operation, customer, currency) + amount,
    livemode: false,
    net_amount: amount,
  };
  operation.tx.put('cash_transaction', transaction.id, transaction, operation.account);
  emitEvent(operation, 'customer_cash_balance_transaction.created', transaction);
  return transaction;
}

/** Gives back what an intent had taken and does not use any more. */
export function releaseCash(operation: Operation, intent: Stripe.PaymentIntent): void {
  const amount = cashApplied(operation, intent);
  if (amount === 0) return;
  const cause: Cause = {
    type: 'unapplied_from_payment',
    unapplied_from_payment: { payment_intent: intent.id },
  };
  moveCash(operation, idOf(intent.customer), { amount, currency: intent.currency, cause });
}

export function cashSettings(operation: Operation, customer: string): CashSettings {
  return operation.tx.get('cash_settings', customer) ?? { mode: 'automatic', isDefault: true };
}

/** `GET /v1/customers/{id}/cash_balance` */
export function cashBalance(operation: Operation, customer: string): Stripe.CashBalance {
  const { isDefault, mode } = cashSettings(operation, customer);
  const currencies = new Set(transactionsOf(operation, customer).map(({ currency }) => currency));
  const sums = [...currencies].map((currency) => [currency, cashAvailable(operation, customer, currency)]);
  return {
    object: 'cash_balance',
    available: currencies.size === 0 ? null : (Object.fromEntries(sums) as Record<string, number>),
    customer,
    customer_account: null,
    livemode: false,
    settings: { reconciliation_mode: mode, using_merchant_default: isDefault },
  };
}

function transactionsOf(operation: Operation, customer: string): CashTransaction[] {
  return operation.tx
    .rows('cash_transaction', operation.account)
    .map(({ value }) => value)
    .filter((transaction) => transaction.customer === customer);
}
