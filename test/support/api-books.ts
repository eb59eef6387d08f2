import { expect } from '@jest/globals';
import { readReport } from '#cli';
import { LedgerQueries } from '#libs/ledger';
import { PaymentsQueries } from '#libs/payments';
import { ReviewPoolQueries } from '#libs/milestones';
import { journalTable } from './journal-table.js';
import type { TestApi } from './test-api.js';

/** Facts of money that arrives: some of them may be posted in either order, so they come first, in this one. */
const ARRIVAL = [
  'float_topped_up',
  'pledge_promised',
  'pledge_paid',
  'balance_paid',
  'payment_settled',
  'promise_ended',
  'allocated',
];

/** The books at the end of a story that runs within one process, and what does not hold of them. */
export interface ApiBooks {
  /** The journal: what arrives, then all else in the order of posting; owners numbered by their kind; minor units. */
  readonly table: string;
  /** Empty when trial balances are zero, nothing is left in clearing, and the ledger and Stripe agree to the cent. */
  readonly wrong: readonly string[];
}

const CLEARING = ['stripe.clearing', 'transfer.clearing', 'refund.payable', 'bank.transit'];

export async function booksOf(api: TestApi): Promise<ApiBooks> {
  const { journal, comparison } = await readReport(api.database.url, api.stripe, api.clock.now());
  const ledger = new LedgerQueries(api.database.dataSource);
  const broken = [
    ...(await ledger.brokenInvariants(api.clock.now())),
    ...(await new PaymentsQueries(api.database.dataSource).brokenInvariants()),
    ...(await new ReviewPoolQueries(api.database.dataSource).brokenInvariants()),
  ];
  const { rules } = await api.control.invariants();
  return {
    table: journalTable(journal, ARRIVAL),
    wrong: [
      ...broken
        .filter(({ found }) => found > 0)
        .map(({ invariant, found }) => `${String(found)} rows break: ${invariant}`),
      ...(await ledger.trialBalance())
        .filter(({ debits, credits }) => debits !== credits)
        .map(({ book, currency }) => `the trial balance of ${book} ${currency} is not zero`),
      ...(await ledger.balances())
        .filter(({ code, balance }) => CLEARING.includes(code) && balance.minor !== 0n)
        .map(({ code, owner, balance }) => `${code} ${owner} holds ${String(balance.minor)}`),
      ...comparison.differences.map(({ kind, reference }) => `the ledger and Stripe differ: ${kind} ${reference}`),
      ...(comparison.underWay === 0 ? [] : [`${String(comparison.underWay)} balance transactions are under way`]),
      ...rules.filter(({ ok }) => !ok).map(({ rule }) => `the emulator finds broken: ${rule}`),
    ],
  };
}

/**
 * The facts of a journal, each with all its rows. The order does not count: two that do not depend on each other, such as
 * the settlement of a payment and what is done with it, may be posted either way round.
 */
function factsOf(journal: string): string[] {
  const facts: string[] = [];
  let rows: string[] = [];
  let sum = 0n;
  for (const line of journal.trim().split('\n')) {
    const row = line.trim().replace(/ +/g, ' ');
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
export async function expectBooks(api: TestApi, journal: string): Promise<void> {
  const { table, wrong } = await booksOf(api);
  expect(factsOf(table)).toEqual(factsOf(journal));
  expect(wrong).toEqual([]);
}
