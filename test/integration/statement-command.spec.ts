import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/audit';
import { LedgerService, account, credit, debit } from '#libs/ledger';
import { FixedClock, currency, formatId, money, newId } from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';
import { CommandLine } from '../support/command-line.js';

const USD = currency('USD');
const AT = new Date('2026-01-31T12:00:00.000Z');

let database: TestDatabase;
const organisation = formatId('org', newId<'org'>());
beforeAll(async () => {
  database = await openTestDatabase();
  const amount = money(10_000n, USD);
  await database.unitOfWork(new AuditLog(), new FixedClock(AT)).run(TEST_ACTOR, (tx) =>
    new LedgerService().post(tx, {
      kind: 'bank_received',
      idem: 'bank_received:1',
      occurredAt: AT,
      cause: { bankEntryId: newId<'bnk'>() },
      postings: [debit(account('bank.operating', USD), amount), credit(account('held.org', USD, organisation), amount)],
    }),
  );
});
afterAll(() => database.close());

const statement = (...args: string[]) =>
  new CommandLine(['statement', 'export', ...args, '--database', database.url]).ends();
const JANUARY = ['--from', '2026-01-01', '--to', '2026-02-01'];

it('writes what a payer had, what happened and what is there, and nothing of anybody else', async () => {
  const { status, lines } = await statement('--payer', organisation, ...JANUARY);
  expect(status).toBe(0);
  expect(
    lines.slice(1).map((line) =>
      line
        .split(',')
        .slice(0, 9)
        .filter((cell) => !cell.startsWith('led_'))
        .join(','),
    ),
  ).toEqual([
    'line,2026-01-31T12:00:00.000Z,2026-01-31T12:00:00.000Z,2,bank_received,held.org,10000,USD',
    'closing,,,,,,held.org,10000,USD',
  ]);
  const later = await statement('--payer', organisation, '--from', '2026-02-01', '--to', '2026-03-01');
  expect(later.lines.slice(1).map((line) => line.split(',')[0])).toEqual(['opening', 'closing']);
  const other = await statement('--payee', formatId('usr', newId<'usr'>()), ...JANUARY);
  expect([other.status, other.lines.length]).toEqual([0, 1]);
}, 60_000);

it('says what is wrong with what was asked for', async () => {
  expect((await statement(...JANUARY)).lines[0]).toContain('Say whose statement');
  expect((await statement('--payer', organisation, '--payee', organisation, ...JANUARY)).status).toBe(1);
  expect(await statement('--payer', 'usr_1', ...JANUARY)).toEqual({
    status: 1,
    lines: ['"usr_1" is no id of somebody who can have such a statement.'],
  });
  expect((await statement('--payer', organisation, '--from', 'x', '--to', 'y')).lines[0]).toContain('is no period');
}, 60_000);
