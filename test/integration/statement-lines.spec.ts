import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AuditLog } from '#libs/audit';
import { LedgerService, account, credit, debit, type AccountCode } from '#libs/ledger';
import { DAY_MS, FixedClock, addMs, currency, formatId, money, newId } from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';
import { JournalQueries } from '../../libs/statements/src/journal.queries.js';
import { PartyStatementsQueries, type StatementEntry } from '../../libs/statements/src/party-statements.queries.js';
import { periodOf, type Period } from '../../libs/statements/src/period.rules.js';

const START = new Date('2026-01-01T00:00:00.000Z');
const ledger = new LedgerService();

let database: TestDatabase;
let statements: PartyStatementsQueries;

beforeAll(async () => {
  database = await openTestDatabase();
  statements = new PartyStatementsQueries(database.dataSource);
});
afterAll(() => database.close());

interface Entry {
  readonly at: Date;
  readonly minor: bigint;
  readonly code: string;
}

/** Money that arrives in advance for an organisation, booked at an instant. */
async function post(organisationId: string, { at, minor, code }: Entry): Promise<void> {
  const amount = money(minor, code);
  const of = (name: AccountCode, ...owner: string[]) => account(name, currency(code), ...owner);
  await database.unitOfWork(new AuditLog(), new FixedClock(at)).run(TEST_ACTOR, (tx) =>
    ledger.post(tx, {
      kind: 'balance_paid',
      idem: `balance_paid:${newId<'pay'>()}`,
      occurredAt: at,
      cause: {},
      postings: [debit(of('stripe.clearing'), amount), credit(of('held.org', formatId('org', organisationId)), amount)],
    }),
  );
}

async function statement(id: string, period: Period): Promise<StatementEntry[]> {
  const entries: StatementEntry[] = [];
  for await (const batch of statements.entries({ kind: 'payer', id }, period)) entries.push(...batch);
  return entries;
}

const sums = (entries: readonly StatementEntry[], parts: readonly StatementEntry['part'][]): Record<string, bigint> => {
  const totals: Record<string, bigint> = {};
  for (const entry of entries.filter(({ part }) => parts.includes(part))) {
    const { code } = entry.value;
    const { minor, currency: iso } = entry.part === 'line' ? entry.value.amount : entry.value.balance;
    totals[`${code} ${iso}`] = (totals[`${code} ${iso}`] ?? 0n) + minor;
  }
  return totals;
};

describe('a statement', () => {
  it('has what was booked in the first instant of the period, and not what was booked in the first one after it', async () => {
    const id = newId<'org'>();
    for (const [at, minor] of [
      [addMs(START, -1), 1n],
      [START, 20n],
      [addMs(START, DAY_MS - 1), 300n],
      [addMs(START, DAY_MS), 4_000n],
    ] as const)
      await post(id, { at, minor, code: 'USD' });
    const entries = await statement(id, periodOf('2026-01-01', '2026-01-02'));
    expect(
      entries.map((entry) => [
        entry.part,
        entry.part === 'line' ? entry.value.amount.minor : entry.value.balance.minor,
      ]),
    ).toEqual([
      ['opening', 1n],
      ['line', 20n],
      ['line', 300n],
      ['closing', 321n],
    ]);
  });

  it('adds up: what was there and the lines are what is there after, in every account and currency', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            hours: fc.integer({ min: 0, max: 240 }),
            minor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
            code: fc.constantFrom('USD', 'JPY', 'KWD'),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        async (entries, first, length) => {
          const id = newId<'org'>();
          for (const { hours, minor, code } of entries)
            await post(id, { at: addMs(START, hours * 3_600_000), minor, code });
          const dayOf = (day: number) =>
            addMs(START, day * DAY_MS)
              .toISOString()
              .slice(0, 10);
          const found = await statement(id, periodOf(dayOf(first), dayOf(first + length)));
          expect(sums(found, ['opening', 'line'])).toEqual(sums(found, ['closing']));
          const until = entries.filter(({ hours }) => hours < (first + length) * 24);
          const total = until.reduce((sum, { minor }) => sum + minor, 0n);
          expect(Object.values(sums(found, ['closing'])).reduce((sum, minor) => sum + minor, 0n)).toBe(total);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('the lines', () => {
  it('are the postings of the ledger, each once, also in more than one batch', async () => {
    const id = newId<'org'>();
    for (let count = 0; count < 260; count += 1) await post(id, { at: addMs(START, count), minor: 1n, code: 'USD' });
    const journal = new JournalQueries(database.dataSource);
    const period = periodOf('2025-01-01', '2100-01-01');
    const batches: number[] = [];
    let total = 0n;
    for await (const rows of journal.rows(period)) {
      batches.push(rows.length);
      for (const { amount } of rows) total += amount.minor > 0n ? amount.minor : 0n;
    }
    const [books] = await database.asOwner<{ count: number; debits: string }>(
      'SELECT count(*)::int AS count, sum(amount) FILTER (WHERE amount > 0) AS debits FROM ledger_posting',
    );
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.reduce((sum, length) => sum + length, 0)).toBe(books!.count);
    expect(total).toBe(BigInt(books!.debits));
    expect((await journal.count(period)).postings).toBe(books!.count);
  });

  it('read an outside id as the kernel writes it, and nothing else', async () => {
    const id = newId<'plg'>();
    const [row] = await database.asOwner<{ read: string; nothing: string | null; stripe: string | null }>(
      `SELECT inside_id($1) AS read, inside_id('') AS nothing, inside_id('acct_LXLGYx2lkKzJKuh8') AS stripe`,
      [formatId('plg', id)],
    );
    expect(row).toEqual({ read: id, nothing: null, stripe: null });
  });
});
