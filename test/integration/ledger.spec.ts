import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditLog, AuditQueries } from '#libs/audit';
import {
  CHART,
  InsufficientFundsError,
  LedgerMismatchError,
  LedgerQueries,
  LedgerService,
  account,
  credit,
  debit,
  type LedgerTransaction,
} from '#libs/ledger';
import type { UnitOfWork } from '#platform/database';
import { currency, money, type Money } from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';

const USD = currency('USD');
const NOW = new Date('2026-01-02T03:04:05Z');

let database: TestDatabase;
let unitOfWork: UnitOfWork;
const ledger = new LedgerService();
let queries: LedgerQueries;

beforeAll(async () => {
  database = await openTestDatabase();
  unitOfWork = database.unitOfWork(new AuditLog());
  queries = new LedgerQueries(database.dataSource);
});
afterAll(() => database.close());

function paid(pledge: string, amount: Money): LedgerTransaction {
  return {
    kind: 'pledge_paid',
    idem: `pledge_paid:${pledge}`,
    occurredAt: NOW,
    cause: {},
    postings: [
      debit(account('stripe.clearing', amount.currency), amount),
      credit(account('held.pledge', amount.currency, pledge), amount),
    ],
  };
}

function moved(idem: string, from: string, to: string, amount: Money): LedgerTransaction {
  return {
    kind: 'allocated',
    idem,
    occurredAt: NOW,
    cause: {},
    postings: [
      debit(account('held.pledge', amount.currency, from), amount),
      credit(account('held.milestone', amount.currency, to, from), amount),
    ],
  };
}

const post = (transaction: LedgerTransaction) => unitOfWork.run(TEST_ACTOR, (tx) => ledger.post(tx, transaction));

describe('posting', () => {
  it('moves money between accounts that are opened by their first posting', async () => {
    await post(paid('plg_a', money(1000n, 'USD')));
    await post(moved('alloc_a', 'plg_a', 'mil_a', money(400n, 'USD')));
    expect(await queries.balance(account('held.pledge', USD, 'plg_a'))).toBe(-600n);
    expect(await queries.balance(account('held.milestone', USD, 'mil_a', 'plg_a'))).toBe(-400n);
  });

  it('books the same fact once, also when it comes eight times at once', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => post(paid('plg_once', money(70n, 'USD')))));
    expect(results.filter((result) => result.created)).toHaveLength(1);
    expect(new Set(results.map((result) => result.id)).size).toBe(1);
    expect(await queries.balance(account('held.pledge', USD, 'plg_once'))).toBe(-70n);
  });

  it('refuses the same key with other amounts', async () => {
    await post(paid('plg_mismatch', money(70n, 'USD')));
    await expect(post(paid('plg_mismatch', money(71n, 'USD')))).rejects.toThrow(LedgerMismatchError);
  });

  it('never lets an account with a floor pass it, when two spend the same money at once', async () => {
    await post(paid('plg_race', money(100n, 'USD')));
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        post(moved(`race_${String(index)}`, 'plg_race', `mil_${String(index)}`, money(30n, 'USD'))),
      ),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(3);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(reasons.every((reason) => reason instanceof InsufficientFundsError)).toBe(true);
    expect(await queries.balance(account('held.pledge', USD, 'plg_race'))).toBe(-10n);
  });

  it('refuses an unbalanced transaction before it reaches the database', async () => {
    const broken = {
      ...paid('plg_broken', money(5n, 'USD')),
      postings: [
        debit(account('stripe.clearing', USD), money(5n, 'USD')),
        credit(account('held.pledge', USD, 'plg_broken'), money(4n, 'USD')),
      ],
    };
    await expect(post(broken)).rejects.toThrow(/off by 1 USD/);
  });

  it('knows the same chart of accounts as the database', async () => {
    const rows = await database.asOwner<{ code: string; book: string; side: string; has_floor: boolean }>(
      'SELECT * FROM ledger_account_kind',
    );
    const stored = Object.fromEntries(
      rows.map((row) => [row.code, { book: row.book, side: row.side, hasFloor: row.has_floor }]),
    );
    expect(stored).toEqual(CHART);
  });
});

describe('the check of the ledger', () => {
  const inHours = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);
  const broken = async (now: Date) =>
    (await queries.brokenInvariants(now)).filter(({ found }) => found > 0).map(({ invariant }) => invariant);

  it('finds nothing in books that the service kept, and names what waits in clearing for more than a day', async () => {
    expect(await broken(new Date())).toEqual([]);
    expect(await broken(inHours(25))).toEqual(['nothing waits in stripe.clearing for more than 24 hours']);
  });

  it.each([
    ['transfer.clearing', 'trf_slow', 24, '24 hours'],
    ['refund.payable', 'rfd_slow', 240, '10 days'],
    ['bank.transit', '', 168, '7 days'],
  ] as const)('names what waits in %s for too long, and not what has left it', async (code, owner, hours, words) => {
    const name = `nothing waits in ${code} for more than ${words}`;
    const move = (step: string, amount: Money): Promise<unknown> =>
      post({
        kind: 'waiting',
        idem: `waiting:${code}:${step}`,
        occurredAt: NOW,
        cause: { payoutId: 'po_slow' },
        // bank.transit is a debit account, the others are credit accounts with a floor.
        postings:
          code === 'bank.transit'
            ? [debit(account(code, USD), amount), credit(account('equity.float', USD), amount)]
            : [credit(account(code, USD, owner), amount), debit(account('equity.float', USD), amount)],
      });
    await move('in', money(7n, 'USD'));
    expect(await broken(inHours(hours - 1))).not.toContain(name);
    expect(await broken(inHours(hours + 1))).toContain(name);
    await move('out', money(-7n, 'USD'));
    expect(await broken(inHours(hours + 1))).not.toContain(name);
  });

  it('counts the age of what came back from the day it came back', async () => {
    const move = (day: string, amount: bigint): Promise<unknown> =>
      database.asOwner(
        `SELECT ledger_post(gen_random_uuid(), 'cash', 'returned', 'returned:${day}', repeat('0', 64), $1, $1, '{}', NULL, NULL,
           ARRAY['transfer.clearing', 'equity.float'], ARRAY['trf_returned', ''], ARRAY['USD', 'USD'], ARRAY[$2::bigint, -($2::bigint)])`,
        [`${day}T00:00:00Z`, amount.toString()],
      );
    const name = 'nothing waits in transfer.clearing for more than 24 hours';
    await move('2026-01-01', -7n);
    await move('2026-01-02', 7n);
    await move('2026-01-10', -7n);
    expect(await broken(new Date('2026-01-10T23:00:00Z'))).not.toContain(name);
    expect(await broken(new Date('2026-01-11T01:00:00Z'))).toContain(name);
    await move('2026-01-11', 7n);
  });

  it('finds money that left a pledge by no known way', async () => {
    const usd = money(5n, 'USD');
    await post(paid('plg_lost', usd));
    await post({
      kind: 'mistake',
      idem: 'mistake',
      occurredAt: NOW,
      cause: {},
      postings: [debit(account('held.pledge', USD, 'plg_lost'), usd), credit(account('income.platform_fee', USD), usd)],
    });
    expect(await broken(new Date())).toEqual([
      'what was paid for each pledge is held for it, was released, went back, or stays with its organisation',
    ]);
  });
});

describe('the database refuses what a service forgot', () => {
  const insertTx = (idem: string, stripeTxn: string | null = null) =>
    `INSERT INTO ledger_tx (id, book, kind, idem, digest, occurred_at, posted_at, cause, stripe_txn)
     VALUES (gen_random_uuid(), 'cash', 'test', '${idem}', repeat('0', 64), now(), now(), '{}', ${stripeTxn === null ? 'NULL' : `'${stripeTxn}'`})`;
  const insertPosting = (idem: string, seq: number, code: string, amount: number) =>
    `INSERT INTO ledger_posting SELECT tx.id, ${String(seq)}, account.id, account.currency, ${String(amount)}
       FROM ledger_tx tx, ledger_account account WHERE tx.idem = '${idem}' AND account.code = '${code}' AND account.currency = 'USD' LIMIT 1`;

  beforeAll(async () => {
    await post(paid('plg_misuse', money(1000n, 'USD')));
    await post({
      kind: 'promised',
      idem: 'memo',
      occurredAt: NOW,
      cause: {},
      postings: [
        debit(account('memo.commitment', USD, 'plg_misuse'), money(5n, 'USD')),
        credit(account('memo.pledged', USD, 'plg_misuse'), money(5n, 'USD')),
      ],
    });
    await post({
      kind: 'topped_up',
      idem: 'txn:txn_float',
      stripeTransactionId: 'txn_float',
      occurredAt: NOW,
      cause: {},
      postings: [
        debit(account('stripe.balance', USD), money(5n, 'USD')),
        credit(account('equity.float', USD), money(5n, 'USD')),
      ],
    });
  });

  it.each([
    [
      'a transaction that does not sum to zero',
      `${insertTx('u1')}; ${insertPosting('u1', 1, 'stripe.clearing', 5)}; ${insertPosting('u1', 2, 'held.pledge', -4)}`,
      /do not sum to zero/,
    ],
    ['a transaction with one row', `${insertTx('u2')}`, /fewer than two postings/],
    [
      'an account of the other book',
      `${insertTx('u3')}; ${insertPosting('u3', 1, 'memo.commitment', 5)}; ${insertPosting('u3', 2, 'held.pledge', -5)}`,
      /another book/,
    ],
    [
      'a floor that is passed',
      `${insertTx('u4')}; ${insertPosting('u4', 1, 'held.pledge', 999999)}; ${insertPosting('u4', 2, 'stripe.clearing', -999999)}`,
      /ledger_balance_floor/,
    ],
    [
      'a row on stripe.balance without a balance transaction',
      `${insertTx('u5')}; ${insertPosting('u5', 1, 'stripe.balance', 5)}; ${insertPosting('u5', 2, 'stripe.clearing', -5)}`,
      /stands for exactly one balance transaction/,
    ],
    [
      'a balance transaction without a row on stripe.balance',
      `${insertTx('u6', 'txn_6')}; ${insertPosting('u6', 1, 'stripe.clearing', 5)}; ${insertPosting('u6', 2, 'held.pledge', -5)}`,
      /stands for exactly one balance transaction/,
    ],
    ['the same balance transaction twice', insertTx('u7', 'txn_float'), /ledger_tx_stripe_txn/],
    [
      'a posting added to a sealed transaction',
      insertPosting('pledge_paid:plg_misuse', 9, 'held.pledge', 5),
      /takes no posting after/,
    ],
    [
      'an account that does not exist',
      `${insertTx('u9')}; INSERT INTO ledger_posting SELECT id, 1, 999999, 'USD', 5 FROM ledger_tx WHERE idem = 'u9'`,
      /does not exist/,
    ],
    [
      'an account of another currency',
      `${insertTx('u10')}; INSERT INTO ledger_posting SELECT tx.id, 1, account.id, 'EUR', 5 FROM ledger_tx tx, ledger_account account WHERE tx.idem = 'u10' AND account.currency = 'USD' LIMIT 1`,
      /does not exist/,
    ],
    [
      'a transaction that does not exist',
      `INSERT INTO ledger_posting SELECT gen_random_uuid(), 1, id, currency, 5 FROM ledger_account WHERE currency = 'USD' LIMIT 1`,
      /does not exist/,
    ],
    ['a posting of zero', `${insertTx('u8')}; ${insertPosting('u8', 1, 'held.pledge', 0)}`, /ledger_posting_amount/],
    ['a changed posting', 'UPDATE ledger_posting SET amount = amount + 1', /rows are never changed/],
    ['a removed posting', 'DELETE FROM ledger_posting', /rows are never changed/],
    ['emptied postings', 'TRUNCATE ledger_posting', /rows are never changed/],
    ['a changed transaction', `UPDATE ledger_tx SET kind = 'other'`, /rows are never changed/],
    ['a removed transaction', 'DELETE FROM ledger_tx', /rows are never changed/],
  ])('%s', async (_case, sql, refusal) => {
    const before = await fingerprint();
    await expect(database.asOwner(sql)).rejects.toThrow(refusal);
    expect(await fingerprint()).toEqual(before);
  });

  it.each([
    ['posting around the function', insertTx('app1')],
    ['a balance', 'UPDATE ledger_balance SET balance = 0'],
    ['the triggers', 'ALTER TABLE ledger_posting DISABLE TRIGGER ALL'],
    ['a posting', 'DELETE FROM ledger_posting'],
    ['an audit entry', 'UPDATE audit_entry SET canonical = canonical'],
    [
      'the place of an entry',
      `INSERT INTO audit_entry (id, canonical, seq, leaf_hash) VALUES (gen_random_uuid(), '{"subject":"x"}', 1000000, '')`,
    ],
    ['the head of the log', 'UPDATE audit_head SET size = 0'],
  ])('the application role cannot touch %s', async (_case, sql) => {
    await expect(database.dataSource.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  const fingerprint = () =>
    database.asOwner('SELECT count(*), sum(amount * seq), max(tx_id::text) FROM ledger_posting');
});

describe('the audit log', () => {
  it('takes one leaf for a transition with the digests of its postings, and one for a posting without a transition', async () => {
    const log = new AuditQueries(database.dataSource);
    const before = (await log.head()).size;
    await unitOfWork.run(TEST_ACTOR, async (tx) => {
      await ledger.post(tx, paid('plg_audit', money(9n, 'USD')));
      tx.audit('pledge', 'plg_audit', 'confirm', { to: 'paid' });
      await ledger.post(tx, moved('alloc_audit', 'plg_audit', 'mil_audit', money(9n, 'USD')));
    });
    const entries = await database.asOwner<{ canonical: string }>(
      'SELECT canonical FROM audit_entry ORDER BY seq DESC LIMIT 2',
    );
    const [posting, transition] = entries.map(
      (entry) => JSON.parse(entry.canonical) as { action: string; postings: string[] },
    );
    expect((await log.head()).size).toBe(before + 2n);
    expect(transition).toMatchObject({ action: 'confirm', postings: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
    expect(posting).toMatchObject({ action: 'post', postings: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
  });

  it('computes the same root in the database and by the definition, for every size up to 40', async () => {
    const log = new AuditQueries(database.dataSource);
    for (let index = 0; index < 40; index += 1) {
      await unitOfWork.run(TEST_ACTOR, (tx) => Promise.resolve(tx.audit('thing', String(index), 'happen', { index })));
      const { head, recomputedRoot, firstBadLeaf } = await log.check();
      expect([recomputedRoot, firstBadLeaf]).toEqual([head.root, null]);
    }
  });

  it('names the first leaf whose bytes were changed behind the triggers', async () => {
    await database.asOwner('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_frozen');
    await database.asOwner(
      `UPDATE audit_entry SET canonical = replace(canonical, 'happen', 'happeN') WHERE seq = 7 + (SELECT size - 40 FROM audit_head)`,
    );
    const { firstBadLeaf, head, recomputedRoot } = await new AuditQueries(database.dataSource).check();
    expect(firstBadLeaf).toBe(Number(head.size) - 40 + 7);
    expect(recomputedRoot).not.toBe(head.root);
  });

  it('writes nothing when the transaction fails', async () => {
    const before = await new AuditQueries(database.dataSource).head();
    await expect(
      unitOfWork.run(TEST_ACTOR, (tx) => {
        tx.audit('thing', 'x', 'fail', {});
        return Promise.reject(new Error('stop'));
      }),
    ).rejects.toThrow('stop');
    expect(await new AuditQueries(database.dataSource).head()).toEqual(before);
  });
});
