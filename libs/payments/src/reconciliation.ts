import type Stripe from 'stripe';
import type { LedgerQueries } from '#libs/ledger';
import { DAY_MS, type Money, stripeMoney } from '#platform/kernel';
import {
  compareBalance,
  compareMirrors,
  compareTransactions,
  type BookedTransaction,
  type ConnectedBalance,
  type Difference,
} from './reconciliation.rules.js';

/** Within a day Stripe's events have arrived, or were sent again; what is missing after that stays missing. */
const CATCH_UP_MS = DAY_MS;
const MAX_ACCOUNTS = 100;
const PAGE = 100;
const MAX_READS = 3;

export interface Reconciliation {
  /** Balance transactions at Stripe. */
  readonly transactions: number;
  /** Of these, not booked yet and younger than a day. */
  readonly underWay: number;
  /** Connected accounts that were compared with their mirror. */
  readonly accounts: number;
  readonly differences: readonly Difference[];
}

/**
 * Compares the ledger with Stripe: every row on stripe.balance with every balance transaction, one to one; their sum with
 * the balance; and the connected accounts that moved last with their mirror. Changes nothing.
 */
export async function reconcile(ledger: LedgerQueries, api: Stripe, now: Date): Promise<Reconciliation> {
  const { transactions: there, balance } = await readStripe(api);
  const here = await ledger.stripeRows();
  const { differences, underWay } = compareTransactions(here, there, new Date(now.getTime() - CATCH_UP_MS));
  const expected = [...here, ...underWay].map(({ net }) => net);
  // While a transfer is under way, its account is ahead of the mirror, and the list does not say which account that is.
  const mirrors = underWay.length === 0 ? await ledger.mirrors(MAX_ACCOUNTS) : [];
  const accountIds = [...new Set(mirrors.map(({ accountId }) => accountId))];
  return {
    transactions: there.length,
    underWay: underWay.length,
    accounts: accountIds.length,
    differences: [
      ...differences,
      ...compareBalance(expected, balance),
      ...compareMirrors(mirrors, await connectedBalances(api, accountIds)),
    ],
  };
}

interface AtStripe {
  readonly transactions: readonly BookedTransaction[];
  readonly balance: readonly Money[];
}

/** List and balance of one moment: they are read again while the balance moves in between. */
async function readStripe(api: Stripe): Promise<AtStripe> {
  let balance = await balanceOf(api);
  for (let read = 1; ; read += 1) {
    const transactions = await allTransactions(api);
    const after = await balanceOf(api);
    if (read === MAX_READS || compareBalance(balance, after).length === 0) return { transactions, balance: after };
    balance = after;
  }
}

async function allTransactions(api: Stripe): Promise<BookedTransaction[]> {
  const transactions: BookedTransaction[] = [];
  for await (const { id, net, currency, created } of api.balanceTransactions.list({ limit: PAGE }))
    transactions.push({ id, net: stripeMoney(net, currency), at: new Date(created * 1_000) });
  return transactions;
}

/** Everything that Stripe holds for an account: available, pending, and what it reserves for connected accounts. */
async function balanceOf(api: Stripe, accountId?: string): Promise<Money[]> {
  const balance = await api.balance.retrieve({}, accountId === undefined ? {} : { stripeAccount: accountId });
  return [...balance.available, ...balance.pending, ...(balance.connect_reserved ?? [])].map(({ amount, currency }) =>
    stripeMoney(amount, currency),
  );
}

async function connectedBalances(api: Stripe, accountIds: readonly string[]): Promise<ConnectedBalance[]> {
  const found: ConnectedBalance[] = [];
  for (const accountId of accountIds)
    for (const balance of await balanceOf(api, accountId)) found.push({ accountId, balance });
  return found;
}
