import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog } from '#libs/audit';
import { LedgerService, account, credit, debit } from '#libs/ledger';
import { FixedClock, currency, money } from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';
import { CommandLine } from '../support/command-line.js';

const JPY = currency('JPY');
const AT = new Date('2026-01-31T23:59:59.999Z');

let database: TestDatabase;
let directory: string;
beforeAll(async () => {
  database = await openTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'mainstay-journal-command-'));
  const amount = money(10_001n, JPY);
  await database.unitOfWork(new AuditLog(), new FixedClock(AT)).run(TEST_ACTOR, (tx) =>
    new LedgerService().post(tx, {
      kind: 'float_topped_up',
      idem: 'txn:txn_1',
      occurredAt: AT,
      cause: { topUpId: 'tu_1' },
      stripeTransactionId: 'txn_1',
      postings: [debit(account('stripe.balance', JPY), amount), credit(account('equity.float', JPY), amount)],
    }),
  );
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true, force: true });
});

const journal = (...args: string[]) =>
  new CommandLine(['journal', 'export', ...args, '--database', database.url]).ends();

it('writes every posting of the period into a file that only its owner may read, and none of another period', async () => {
  const file = join(directory, 'journal.csv');
  expect((await journal('--from', '2026-01-01', '--to', '2026-02-01', '--out', file)).status).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const records = (await readFile(file, 'utf8')).split('\r\n').slice(1, -1);
  expect(records.map((record) => record.split(',').slice(1, 12).join(','))).toEqual([
    '1,2026-01-31T23:59:59.999Z,2026-01-31T23:59:59.999Z,cash,float_topped_up,txn:txn_1,stripe.balance,,10001,JPY,0',
    '2,2026-01-31T23:59:59.999Z,2026-01-31T23:59:59.999Z,cash,float_topped_up,txn:txn_1,equity.float,,-10001,JPY,0',
  ]);
  expect((await journal('--from', '2026-02-01', '--to', '2026-03-01')).lines).toHaveLength(1);
  expect(await journal('--from', '2026-02-01', '--to', '2026-02-01')).toEqual({
    status: 1,
    lines: [
      '"2026-02-01" to "2026-02-01" is no period. Give two days as YYYY-MM-DD, in UTC; the second one has to be later.',
    ],
  });
}, 60_000);
