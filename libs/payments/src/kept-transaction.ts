import type Stripe from 'stripe';
import { balanceTransaction } from './balance-transaction.js';

/** A balance transaction as it is kept until the books can take it: minor units as text, seconds since 1970. */
export interface KeptTransaction {
  readonly id: string;
  readonly minor: string;
  readonly currency: string;
  readonly created: number;
}

/** What is to be kept of a balance transaction, or null while Stripe does not show one. */
export function keptTransaction(
  transaction: string | Stripe.BalanceTransaction | null | undefined,
): KeptTransaction | null {
  if (typeof transaction !== 'object' || transaction === null) return null;
  const { id, net } = balanceTransaction(transaction);
  return { id, minor: net.minor.toString(), currency: net.currency, created: transaction.created };
}
