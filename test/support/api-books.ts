import { expect } from '@jest/globals';
import { readReport } from '../../apps/cli/src/index.js';
import { LedgerQueries } from '#libs/ledger';
import { journalTable } from './journal-table.js';
import type { TestApi } from './test-api.js';

/**
 * The facts of a journal, each with all its rows. The order does not count: two that do not depend on each other, such as
 * the settlement of a payment and what is done with it, may be posted either way round.
 */
function factsOf(journal: string): string[] {
  const facts: string[] = [];
  let rows: string[] = [];
  let sum = 0n;
  for (const row of journal.trim().split('\n')) {
    rows.push(row);
    sum += BigInt(/[+-]\d+/.exec(row)![0].replace('+', ''));
    if (sum !== 0n) continue;
    facts.push(rows.join('\n'));
    rows = [];
  }
  if (rows.length > 0) throw new Error(`rows that are no whole fact: ${rows.join('; ')}`);
  return facts.sort();
}

/** The journal of an installation that one story alone has used, and what else has to be true of its money at any time. */
export async function expectBooks(api: TestApi, journal: string, currency = 'usd'): Promise<void> {
  const { database, stripe, clock } = api;
  const report = await readReport(database.url, stripe, clock.now());
  expect(factsOf(journalTable(report.journal))).toEqual(factsOf(journal));
  expect(report.trialBalance.filter(({ difference }) => difference !== 0n)).toEqual([]);
  expect(report.comparison).toMatchObject({ differences: [], underWay: 0 });
  const broken = await api.app.get(LedgerQueries).brokenInvariants(clock.now());
  expect(broken.filter(({ found }) => found !== 0)).toEqual([]);
  const sums = await database.asOwner<{ code: string; sum: string }>(
    `SELECT account.code, sum(posting.amount) FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id
      WHERE account.currency = upper($1) AND account.code LIKE '%.clearing' OR account.code = 'stripe.balance' GROUP BY account.code`,
    [currency],
  );
  const sumOf = (code: string): bigint => BigInt(sums.find((row) => row.code === code)?.sum ?? '0');
  expect(sumOf('stripe.balance')).toBe(await stripe.balance(currency));
  expect([sumOf('stripe.clearing'), sumOf('transfer.clearing')]).toEqual([0n, 0n]);
}
