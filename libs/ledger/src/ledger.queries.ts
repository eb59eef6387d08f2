import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { money, unit, type Currency, type Money } from '#platform/kernel';
import { UNDER_WAY, codesOf, type AccountCode, type AccountRef, type Book } from './chart.js';
import { INVARIANT_CHECKS, STALE_ITEMS } from './ledger.invariants.js';

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

/** What one row on stripe.balance says about the balance transaction that it stands for. */
export interface StripeRow {
  /** Stripe's id of the balance transaction. */
  readonly id: string;
  readonly net: Money;
  readonly at: Date;
}

/** What a connected account should hold at Stripe: what was sent to it, less what left it. */
export interface MirrorBalance {
  /** Stripe's id of the account. */
  readonly accountId: string;
  readonly balance: Money;
}

/** Positive minor units: what Stripe and the bank hold for the platform, and what the platform owes out of it. */
export interface Coverage {
  readonly assets: bigint;
  readonly liabilities: bigint;
}

/** Something in a clearing account that has waited too long: an owner there, or what a posting was about. */
export interface StaleItem {
  readonly code: AccountCode;
  readonly item: string;
  readonly amount: Money;
  readonly since: Date;
}

export interface CashBalance {
  readonly code: AccountCode;
  readonly balance: Money;
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
const LIABILITIES = codesOf('liability');
/** Sums over these are what it has for that. */
const COVERING = codesOf('holding').filter((code) => code !== UNDER_WAY);

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

  /** The same as a transaction sees it. */
  async heldWithin(tx: Tx, code: AccountCode, owner: string): Promise<Money[]> {
    return (await heldByOwners(tx.manager, code, [owner])).get(owner) ?? [];
  }

  /** What is held on the accounts of one code, for each of the owners that has anything. */
  heldByOwners(code: AccountCode, owners: readonly string[]): Promise<ReadonlyMap<string, readonly Money[]>> {
    return heldByOwners(this.dataSource.manager, code, owners);
  }

  /** What is held on the accounts of one code and owner, as positive amounts; empty accounts are left out. */
  async heldBy(code: AccountCode, owner: string): Promise<Money[]> {
    const rows = await this.dataSource.query<{ currency: string; held: string }[]>(
      `SELECT account.currency, -balance.balance AS held
         FROM ledger_account account JOIN ledger_balance balance ON balance.account_id = account.id
        WHERE account.code = $1 AND account.owner = $2 AND balance.balance <> 0 ORDER BY account.currency`,
      [code, owner],
    );
    return rows.map(({ currency: code3, held }) => money(BigInt(held), code3));
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
      balance: { minor: BigInt(row.balance), currency: unit(row.currency) },
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
      currency: unit(row.currency),
      debits: BigInt(row.debits),
      credits: BigInt(row.credits),
    }));
  }

  /** The balance of every account of the cash book, over all its owners, by currency and code; positive is a debit balance. */
  async cashPosition(): Promise<CashBalance[]> {
    const rows = await this.dataSource.query<{ code: AccountCode; currency: string; balance: string }[]>(
      `SELECT account.code, account.currency, sum(posting.amount) AS balance
         FROM ledger_account account JOIN ledger_account_kind kind ON kind.code = account.code
         JOIN ledger_posting posting ON posting.account_id = account.id
        WHERE kind.book = 'cash' GROUP BY account.code, account.currency ORDER BY account.currency, account.code`,
    );
    return rows.map(({ code, currency: code3, balance }) => ({ code, balance: money(BigInt(balance), code3) }));
  }

  /** What Stripe and the bank hold for the platform, and what the platform owes out of it, as positive minor units. */
  coverage(code: Currency): Promise<Coverage> {
    return coverageOf(this.dataSource.manager, code);
  }

  /** The same as a transaction sees it, on the transaction's own connection. */
  coverageWithin(tx: Tx, code: Currency): Promise<Coverage> {
    return coverageOf(tx.manager, code);
  }

  /**
   * How many rows break each invariant, and how many items have waited too long at `now`. The checks are independent of
   * each other and run side by side; each of them sees the books at one moment.
   */
  async brokenInvariants(now: Date): Promise<{ readonly invariant: string; readonly found: number }[]> {
    const found = await Promise.all(
      INVARIANT_CHECKS.map(({ sql, asksForAge }) =>
        this.dataSource.query<{ invariant: string; found: string }[]>(sql, asksForAge ? [now.toISOString()] : []),
      ),
    );
    return found.flat().map((row) => ({ invariant: row.invariant, found: Number(row.found) }));
  }

  /** What has waited longer in a clearing account than it should at the time of the transaction. */
  async staleItems(tx: Tx): Promise<StaleItem[]> {
    const rows = await tx.manager.query<(Omit<StaleItem, 'amount'> & { amount: string; currency: string })[]>(
      `${STALE_ITEMS} SELECT code, item, abs(amount) AS amount, currency, since FROM stale ORDER BY since, code, item, currency`,
      [tx.now.toISOString()],
    );
    return rows.map(({ amount, currency: code, ...row }) => ({ ...row, amount: money(BigInt(amount), code) }));
  }

  /** Every row on stripe.balance, with the balance transaction that it stands for. */
  async stripeRows(): Promise<StripeRow[]> {
    const rows = await this.dataSource.query<{ id: string; currency: string; amount: string; at: Date }[]>(
      `SELECT tx.stripe_txn AS id, posting.currency, posting.amount, tx.occurred_at AS at
         FROM ledger_account account
         JOIN ledger_posting posting ON posting.account_id = account.id
         JOIN ledger_tx tx ON tx.id = posting.tx_id
        WHERE account.code = 'stripe.balance' ORDER BY tx.id`,
    );
    return rows.map(({ id, currency: code, amount, at }) => ({ id, net: money(BigInt(amount), code), at }));
  }

  /** Balances of the mirror of connected accounts; those that moved last come first. */
  async mirrors(limit: number): Promise<MirrorBalance[]> {
    const rows = await this.dataSource.query<{ accountId: string; currency: string; balance: string }[]>(
      `SELECT account.owner AS "accountId", account.currency, sum(posting.amount) AS balance
         FROM ledger_account account JOIN ledger_posting posting ON posting.account_id = account.id
        WHERE account.code = 'mirror.connected'
        GROUP BY account.id ORDER BY max(posting.tx_id::text) DESC, account.id LIMIT $1`,
      [limit],
    );
    return rows.map(({ accountId, currency: code, balance }) => ({ accountId, balance: money(BigInt(balance), code) }));
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
    `SELECT coalesce(sum(posting.amount) FILTER (WHERE account.code = ANY($3)), 0) AS assets,
            coalesce(-sum(posting.amount) FILTER (WHERE account.code = ANY($2)), 0) AS liabilities
       FROM ledger_account account JOIN ledger_posting posting ON posting.account_id = account.id
      WHERE account.currency = $1`,
    [code, LIABILITIES, COVERING],
  );
  return { assets: BigInt(rows[0]!.assets), liabilities: BigInt(rows[0]!.liabilities) };
}

function statementLine(row: RawLine): StatementLine {
  return { ...row, amount: BigInt(row.amount), currency: unit(row.currency) };
}

async function heldByOwners(
  manager: EntityManager,
  code: AccountCode,
  owners: readonly string[],
): Promise<Map<string, Money[]>> {
  const rows = await manager.query<{ owner: string; currency: string; held: string }[]>(
    `SELECT account.owner, account.currency, -balance.balance AS held
       FROM ledger_account account JOIN ledger_balance balance ON balance.account_id = account.id
      WHERE account.code = $1 AND account.owner = ANY($2) AND balance.balance <> 0 ORDER BY account.owner, account.currency`,
    [code, owners],
  );
  const held = new Map<string, Money[]>();
  for (const row of rows) held.set(row.owner, [...(held.get(row.owner) ?? []), money(BigInt(row.held), row.currency)]);
  return held;
}
