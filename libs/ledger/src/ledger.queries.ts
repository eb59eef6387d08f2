import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { currency, type Currency, type Money } from '#platform/kernel';
import type { AccountCode, AccountRef, Book } from './chart.js';

export interface AccountBalance {
  readonly code: AccountCode;
  readonly owner: string;
  readonly balance: Money;
}

export interface TrialBalance {
  readonly book: Book;
  readonly currency: Currency;
  readonly debits: bigint;
  readonly credits: bigint;
}

/** Positive minor units: what Stripe holds for the platform, and what the platform owes out of it. */
export interface Coverage {
  readonly assets: bigint;
  readonly liabilities: bigint;
}

export interface StatementLine {
  readonly txId: string;
  readonly kind: string;
  readonly book: Book;
  readonly idem: string;
  readonly postedAt: Date;
  readonly seq: number;
  readonly code: AccountCode;
  readonly owner: string;
  readonly currency: Currency;
  readonly amount: bigint;
}

/** Sums over these accounts are what the platform owes to others out of its Stripe balance. */
const LIABILITIES = [
  'held.org',
  'held.pledge',
  'held.milestone',
  'held.grant',
  'held.tranche',
  'held.pool',
  'payable',
  'transfer.clearing',
  'refund.payable',
  'unapplied',
];

const BROKEN_INVARIANTS = `
  SELECT 'every transaction sums to zero per currency' AS invariant, count(*) AS found
    FROM (SELECT 1 FROM ledger_posting GROUP BY tx_id, currency HAVING sum(amount) <> 0) AS unbalanced
  UNION ALL
  SELECT 'every transaction has two postings or more', count(*)
    FROM ledger_tx tx WHERE (SELECT count(*) FROM ledger_posting posting WHERE posting.tx_id = tx.id) < 2
  UNION ALL
  SELECT 'every posting has its transaction, and an account of its currency', count(*)
    FROM ledger_posting posting
    LEFT JOIN ledger_tx tx ON tx.id = posting.tx_id
    LEFT JOIN ledger_account account ON account.id = posting.account_id AND account.currency = posting.currency
   WHERE tx.id IS NULL OR account.id IS NULL
  UNION ALL
  SELECT 'every account belongs to the book of its transactions', count(*)
    FROM ledger_posting posting JOIN ledger_tx tx ON tx.id = posting.tx_id
    JOIN ledger_account account ON account.id = posting.account_id JOIN ledger_account_kind kind ON kind.code = account.code
   WHERE kind.book <> tx.book
  UNION ALL
  SELECT 'balances equal the sums of their postings', count(*)
    FROM ledger_balance balance
   WHERE balance.balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_posting posting WHERE posting.account_id = balance.account_id)
  UNION ALL
  SELECT 'no account is below its floor', count(*)
    FROM ledger_balance balance WHERE CASE balance.side WHEN 'debit' THEN balance.balance < 0 ELSE balance.balance > 0 END
  UNION ALL
  SELECT 'rows on stripe.balance stand for one balance transaction each', count(*)
    FROM ledger_tx tx
   WHERE (tx.stripe_txn IS NOT NULL)::int <> (SELECT count(*) FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id
                                               WHERE posting.tx_id = tx.id AND account.code = 'stripe.balance')
  UNION ALL
  SELECT 'what was paid for each pledge is held for it, was released, or stays with its organisation', count(*)
    FROM (SELECT 1
            FROM ledger_posting posting JOIN ledger_tx tx ON tx.id = posting.tx_id
            JOIN ledger_account account ON account.id = posting.account_id AND account.code IN ('held.pledge', 'held.milestone')
           GROUP BY substring(account.owner FROM '[^/]*$'), posting.currency
          HAVING coalesce(sum(posting.amount) FILTER (WHERE tx.kind NOT IN ('pledge_paid', 'milestone_released', 'kept_for_organisation')), 0) <> 0) AS pledges
  UNION ALL
  SELECT 'no payment waits in stripe.clearing for more than a day', count(*)
    FROM (SELECT 1
            FROM ledger_posting posting JOIN ledger_tx tx ON tx.id = posting.tx_id
            JOIN ledger_account account ON account.id = posting.account_id AND account.code = 'stripe.clearing'
           GROUP BY coalesce(tx.cause ->> 'paymentId', tx.id::text)
          HAVING sum(posting.amount) <> 0 AND min(tx.posted_at) < $1::timestamptz - interval '24 hours') AS stale_payments
  UNION ALL
  SELECT 'no transfer waits in transfer.clearing for more than a day', count(*)
    FROM (SELECT 1
            FROM ledger_posting posting JOIN ledger_tx tx ON tx.id = posting.tx_id
            JOIN ledger_account account ON account.id = posting.account_id AND account.code = 'transfer.clearing'
           GROUP BY account.id
          HAVING sum(posting.amount) <> 0 AND min(tx.posted_at) < $1::timestamptz - interval '24 hours') AS stale_transfers
  UNION ALL
  SELECT 'the trial balance of each book and currency is zero', count(*)
    FROM (SELECT 1 FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id
            JOIN ledger_account_kind kind ON kind.code = account.code GROUP BY kind.book, posting.currency HAVING sum(posting.amount) <> 0) AS books`;

/** Reads of the ledger; each is one statement. Balances are signed: positive is a debit balance. */
@Injectable()
export class LedgerQueries {
  constructor(private readonly dataSource: DataSource) {}

  async balance({ code, owner, currency: code3 }: AccountRef): Promise<bigint> {
    const rows = await this.dataSource.query<{ balance: string }[]>(
      `SELECT coalesce(sum(posting.amount), 0) AS balance
         FROM ledger_account account JOIN ledger_posting posting ON posting.account_id = account.id
        WHERE account.code = $1 AND account.owner = $2 AND account.currency = $3`,
      [code, owner, code3],
    );
    return BigInt(rows[0]!.balance);
  }

  /** Every account that has moved, with its balance. */
  async balances(): Promise<AccountBalance[]> {
    const rows = await this.dataSource.query<{ code: AccountCode; owner: string; currency: string; balance: string }[]>(
      `SELECT account.code, account.owner, account.currency, sum(posting.amount) AS balance
         FROM ledger_account account JOIN ledger_posting posting ON posting.account_id = account.id
        GROUP BY account.id ORDER BY account.code, account.owner, account.currency`,
    );
    return rows.map((row) => ({
      code: row.code,
      owner: row.owner,
      balance: { minor: BigInt(row.balance), currency: currency(row.currency) },
    }));
  }

  /** Debits and credits per book and currency; they are equal, or the database was changed behind the triggers. */
  async trialBalance(): Promise<TrialBalance[]> {
    const rows = await this.dataSource.query<{ book: Book; currency: string; debits: string; credits: string }[]>(
      `SELECT kind.book, posting.currency,
              coalesce(sum(posting.amount) FILTER (WHERE posting.amount > 0), 0) AS debits,
              coalesce(-sum(posting.amount) FILTER (WHERE posting.amount < 0), 0) AS credits
         FROM ledger_posting posting
         JOIN ledger_account account ON account.id = posting.account_id
         JOIN ledger_account_kind kind ON kind.code = account.code
        GROUP BY kind.book, posting.currency ORDER BY kind.book, posting.currency`,
    );
    return rows.map((row) => ({
      book: row.book,
      currency: currency(row.currency),
      debits: BigInt(row.debits),
      credits: BigInt(row.credits),
    }));
  }

  /** What Stripe holds for the platform, and what the platform owes out of it, both as positive minor units. */
  coverage(code: Currency): Promise<Coverage> {
    return coverageOf(this.dataSource.manager, code);
  }

  /** The same as a transaction sees it, on the transaction's own connection. */
  coverageWithin(tx: Tx, code: Currency): Promise<Coverage> {
    return coverageOf(tx.manager, code);
  }

  /** How many rows break each invariant, and how many items have waited too long at `now`; all are zero unless it was changed behind the triggers. */
  async brokenInvariants(now: Date): Promise<{ readonly invariant: string; readonly found: number }[]> {
    const rows = await this.dataSource.query<{ invariant: string; found: string }[]>(BROKEN_INVARIANTS, [
      now.toISOString(),
    ]);
    return rows.map(({ invariant, found }) => ({ invariant, found: Number(found) }));
  }

  /** The journal in the order of posting, row by row. */
  async journal(page: PageRequest): Promise<Page<StatementLine>> {
    const start = startOf(page, ['instant', 'uuid', 'integer']);
    const rows = await this.dataSource.query<RawLine[]>(
      `SELECT tx.id AS "txId", tx.kind, tx.book, tx.idem, tx.posted_at AS "postedAt", posting.seq, account.code, account.owner,
              posting.currency, posting.amount
         FROM ledger_tx tx
         JOIN ledger_posting posting ON posting.tx_id = tx.id
         JOIN ledger_account account ON account.id = posting.account_id
        WHERE $1::timestamptz IS NULL OR (tx.posted_at, tx.id, posting.seq) > ($1::timestamptz, $2::uuid, $3::int)
        ORDER BY tx.posted_at, tx.id, posting.seq LIMIT $4`,
      [...start, page.first + 1],
    );
    return toPage(rows.map(statementLine), page.first, (line) => [line.postedAt.toISOString(), line.txId, line.seq]);
  }
}

type RawLine = Omit<StatementLine, 'amount' | 'currency'> & { readonly amount: string; readonly currency: string };

async function coverageOf(manager: EntityManager, code: Currency): Promise<Coverage> {
  const rows = await manager.query<{ assets: string; liabilities: string }[]>(
    `SELECT coalesce(sum(posting.amount) FILTER (WHERE account.code = 'stripe.balance'), 0) AS assets,
            coalesce(-sum(posting.amount) FILTER (WHERE account.code = ANY($2)), 0) AS liabilities
       FROM ledger_account account JOIN ledger_posting posting ON posting.account_id = account.id
      WHERE account.currency = $1`,
    [code, LIABILITIES],
  );
  return { assets: BigInt(rows[0]!.assets), liabilities: BigInt(rows[0]!.liabilities) };
}

function statementLine(row: RawLine): StatementLine {
  return { ...row, amount: BigInt(row.amount), currency: currency(row.currency) };
}
