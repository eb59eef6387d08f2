import { addMoney, money, sameMoney, type Money } from '#platform/kernel';

/** A balance transaction as one side has it: here a row on stripe.balance, there Stripe's list. */
export interface BookedTransaction {
  readonly id: string;
  readonly net: Money;
  readonly at: Date;
}

/** What one side says that a connected account holds, or a part of it. */
export interface ConnectedBalance {
  readonly accountId: string;
  readonly balance: Money;
}

type DifferenceKind = 'missing_here' | 'missing_there' | 'amount_differs' | 'balance_differs' | 'mirror_differs';

/** One thing that the ledger and Stripe do not agree about. There is no tolerance: a cent is a difference. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** Id of the balance transaction or of the connected account; the currency for the platform's own balance. */
  readonly reference: string;
  readonly here: Money | null;
  readonly there: Money | null;
}

export interface TransactionComparison {
  readonly differences: readonly Difference[];
  /** At Stripe, not here, and too young to be called missing. */
  readonly underWay: readonly BookedTransaction[];
}

/**
 * Compares two lists as sets, by the id of the balance transaction: one to one, the same net in the same currency.
 * What happened at Stripe after `caughtUpTo` may still be on its way to us.
 */
export function compareTransactions(
  here: readonly BookedTransaction[],
  there: readonly BookedTransaction[],
  caughtUpTo: Date,
): TransactionComparison {
  const unmatched = new Map(here.map((transaction) => [transaction.id, transaction]));
  const differences: Difference[] = [];
  const underWay: BookedTransaction[] = [];
  for (const remote of there) {
    const own = unmatched.get(remote.id);
    unmatched.delete(remote.id);
    if (own === undefined && remote.at > caughtUpTo) underWay.push(remote);
    else if (own === undefined)
      differences.push({ kind: 'missing_here', reference: remote.id, here: null, there: remote.net });
    else if (!sameMoney(own.net, remote.net))
      differences.push({ kind: 'amount_differs', reference: remote.id, here: own.net, there: remote.net });
  }
  for (const { id, net } of unmatched.values())
    differences.push({ kind: 'missing_there', reference: id, here: net, there: null });
  return { differences, underWay };
}

/** Compares sums per currency: what is booked here together with what is under way, against Stripe's own balance. */
export function compareBalance(here: readonly Money[], there: readonly Money[]): Difference[] {
  const [own, remote] = [sums(here), sums(there)];
  return [...new Set([...own.keys(), ...remote.keys()])].sort().flatMap((code) => {
    const [left, right] = [money(own.get(code) ?? 0n, code), money(remote.get(code) ?? 0n, code)];
    return sameMoney(left, right)
      ? []
      : [{ kind: 'balance_differs' as const, reference: code, here: left, there: right }];
  });
}

/** Compares the mirror of connected accounts with the sum of what each shows in the currency; none shown is zero. */
export function compareMirrors(here: readonly ConnectedBalance[], there: readonly ConnectedBalance[]): Difference[] {
  return here.flatMap(({ accountId, balance }) => {
    const shown = there.filter((other) => other.accountId === accountId && other.balance.currency === balance.currency);
    const found = shown.reduce((sum, other) => addMoney(sum, other.balance), money(0n, balance.currency));
    return sameMoney(balance, found)
      ? []
      : [{ kind: 'mirror_differs' as const, reference: accountId, here: balance, there: found }];
  });
}

function sums(amounts: readonly Money[]): Map<string, bigint> {
  const byCurrency = new Map<string, bigint>();
  for (const { minor, currency } of amounts) byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + minor);
  return byCurrency;
}
