import { canonicalJson, sha256Hex, type Canonical, type Money } from '#platform/kernel';
import { CHART, type AccountRef, type Book } from './chart.js';

/** One row: positive debits the account, negative credits it. */
export interface Posting {
  readonly account: AccountRef;
  readonly amount: bigint;
}

export interface LedgerTransaction {
  /** What happened, in the words of docs/ledger.md, for example `pledge_paid`. */
  readonly kind: string;
  /** The business key of the fact: the same fact has the same key for ever. */
  readonly idem: string;
  readonly occurredAt: Date;
  readonly postings: readonly Posting[];
  /** Ids that led here: event, call, actor. Never personal data. */
  readonly cause: Canonical;
  /** The balance transaction of Stripe that a row on stripe.balance stands for. */
  readonly stripeTransactionId?: string;
  readonly reverses?: string;
}

export function debit(account: AccountRef, { minor }: Money): Posting {
  return { account, amount: minor };
}

export function credit(account: AccountRef, { minor }: Money): Posting {
  return { account, amount: -minor };
}

/** Rows of zero are left out: a fee of nothing is no posting. */
export function nonZero(postings: readonly Posting[]): Posting[] {
  return postings.filter((posting) => posting.amount !== 0n);
}

/** The book of a transaction, from its accounts. The database refuses a mixture. */
export function bookOf(transaction: LedgerTransaction): Book {
  return CHART[transaction.postings[0]!.account.code].book;
}

/**
 * Refuses what the database would refuse, with the sum in the text: an unbalanced transaction is a bug of the caller.
 */
export function assertBalanced({ idem, postings }: LedgerTransaction): void {
  const sums = new Map<string, bigint>();
  for (const { account, amount } of postings) sums.set(account.currency, (sums.get(account.currency) ?? 0n) + amount);
  if (postings.length < 2) throw new Error(`${idem} has fewer than two postings`);
  for (const [currency, sum] of sums) {
    if (sum !== 0n) throw new Error(`the postings of ${idem} are off by ${sum.toString()} ${currency}`);
  }
}

/** What the audit log binds to: SHA-256 over the canonical form of kind, key, rows and balance transaction. */
export function digestOf({ kind, idem, postings, stripeTransactionId, reverses }: LedgerTransaction): string {
  return sha256Hex(
    canonicalJson({
      kind,
      idem,
      postings: postings.map(({ account, amount }) => [
        account.code,
        account.owner,
        account.currency,
        amount.toString(),
      ]),
      stripeTransactionId: stripeTransactionId ?? null,
      reverses: reverses ?? null,
    }),
  );
}
