/**
 * Random commands against a model of the ledger and against PostgreSQL. MAINSTAY_SEED chooses them again; without it they
 * are new in each run, and the seed is printed.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LedgerQueries } from '#libs/ledger';
import { openTestDatabase, type TestDatabase } from '#platform/testing';
import { ledgerCommands } from '../support/ledger-commands.js';
import { LedgerModel } from '../support/ledger-model.js';
import { LedgerDifference, LedgerTrial } from '../support/ledger-trial.js';

const COMMANDS = Number(process.env.MAINSTAY_COMMANDS ?? 5_000);
const SEED = Number(process.env.MAINSTAY_SEED ?? Math.floor(Math.random() * 1_000_000));
const LENGTH = 60;
/** By an answer, before the balances could differ. */
const TOLD_APART = /: the model says .+, PostgreSQL /;
const SLOW_MS = 60_000 + COMMANDS * 20;

/** Runs until so many commands were given; fast-check shortens a run that fails. */
async function explore(trial: LedgerTrial, commands: number): Promise<void> {
  const property = fc.asyncProperty(ledgerCommands(LENGTH), (run) => trial.run(run));
  for (let round = 0; trial.commands < commands; round += 1)
    await fc.assert(property, { seed: SEED + round, numRuns: 20, endOnFailure: false });
}

/** What tells the two apart in some run, or null. It is not made shorter: nobody will look at it. */
async function difference(trial: LedgerTrial): Promise<string | null> {
  const property = fc.asyncProperty(ledgerCommands(LENGTH), (run) => trial.run(run));
  const { errorInstance } = await fc.check(property, { seed: 20_261_126, numRuns: 30, endOnFailure: true });
  return errorInstance instanceof LedgerDifference ? errorInstance.message : null;
}

describe('the ledger in PostgreSQL and a model of it', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it(
    `answer alike and hold alike after ${String(COMMANDS)} random commands`,
    async () => {
      process.stdout.write(`MAINSTAY_SEED=${String(SEED)} MAINSTAY_COMMANDS=${String(COMMANDS)}\n`);
      const trial = new LedgerTrial(database);
      const began = performance.now();
      await explore(trial, COMMANDS);
      const told = [...trial.answers].sort(([, left], [, right]) => right - left);
      process.stdout.write(
        `${String(trial.commands)} commands in ${((performance.now() - began) / 1_000).toFixed(1)} s: ${told.map(([answer, times]) => `${answer} ${String(times)}`).join(', ')}\n`,
      );
      // Each rule was met, or the agreement would say nothing about it.
      expect(told.map(([answer]) => answer).sort()).toEqual(ANSWERS);
      expect(await broken(database)).toEqual([]);
    },
    SLOW_MS,
  );

  it.each(['keys', 'one reversal', 'books', 'floors', 'zero sums'])(
    'are told apart when the model forgets: %s',
    async (rule) => {
      expect(await difference(new LedgerTrial(database, () => new LedgerModel(new Set([rule]))))).toMatch(TOLD_APART);
    },
  );
});

const ANSWERS = [
  '23505 ledger_tx_reverses',
  '23505 ledger_tx_stripe_txn',
  '23514 ledger_balance_floor',
  '23514 ledger_posting_amount',
  'INSUFFICIENT_FUNDS',
  'LEDGER_MISMATCH',
  'MS001',
  'MS002',
  'MS003',
  'MS004',
  'MS005',
  'MS006',
  'UNBALANCED',
  'created',
  'known',
];

/** A copy of the database in which one thing is missing. */
it.each([
  ['the floor', 'ALTER TABLE ledger_balance DROP CONSTRAINT ledger_balance_floor'],
  ['the comparison of digests', patched('ledger_post', 'known_digest <> p_digest', 'false')],
  [
    'the key',
    `ALTER TABLE ledger_tx DROP CONSTRAINT ledger_tx_idem; ${patched('ledger_post', 'ON CONFLICT ON CONSTRAINT ledger_tx_idem DO NOTHING', '')}`,
  ],
  ['the check of sums', patched('ledger_check_tx', 'IF unbalanced > 0', 'IF false')],
  ['the check of rows at Stripe', patched('ledger_check_tx', 'IF stripe_rows <>', 'IF 0 <> 0 AND stripe_rows <>')],
  ['the check of books', patched('ledger_apply_postings', 'IF is_foreign', 'IF false')],
  ['the seal', patched('ledger_apply_postings', 'IF is_sealed', 'IF false')],
  ['the one reversal', 'ALTER TABLE ledger_tx DROP CONSTRAINT ledger_tx_reverses'],
  ['the frozen rows', 'DROP TRIGGER ledger_posting_frozen ON ledger_posting'],
])('a ledger without %s is told apart from the model', async (_case, change) => {
  const database = await openTestDatabase();
  try {
    await database.asOwner(change);
    expect(await difference(new LedgerTrial(database))).toMatch(TOLD_APART);
  } finally {
    await database.close();
  }
});

function patched(name: string, old: string, changed: string): string {
  const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  return `DO $patch$
    DECLARE
      before text := pg_get_functiondef('${name}'::regproc);
      after text := replace(before, ${literal(old)}, ${literal(changed)});
    BEGIN
      ASSERT before <> after, 'there is nothing to take away';
      EXECUTE after;
    END $patch$`;
}

async function broken(database: TestDatabase): Promise<string[]> {
  const findings = await new LedgerQueries(database.dataSource).brokenInvariants(new Date());
  return findings.filter(({ found }) => found > 0).map(({ invariant }) => invariant);
}
