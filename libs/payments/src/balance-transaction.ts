import type Stripe from 'stripe';
import { stripeMoney, type Money } from '#platform/kernel';

/** A balance transaction of Stripe: what reached the balance, what Stripe kept, in the currency of settlement. */
export interface BalanceTransaction {
  readonly id: string;
  readonly gross: Money;
  readonly fee: Money;
  readonly net: Money;
  readonly occurredAt: Date;
}

/** The three sums of a balance transaction, refused when they do not add up. */
export function balanceTransaction(transaction: Stripe.BalanceTransaction): BalanceTransaction {
  const { id, amount, fee, net, currency, created } = transaction;
  if (amount - fee !== net) throw new TypeError(`balance transaction ${id} does not add up`);
  return {
    id,
    gross: stripeMoney(amount, currency),
    fee: stripeMoney(fee, currency),
    net: stripeMoney(net, currency),
    occurredAt: new Date(created * 1_000),
  };
}
