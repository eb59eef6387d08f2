/**
 * The worker is killed with SIGKILL while the first story is played. Two variables change the random part, and
 * MAINSTAY_LONG=1 adds the bugs that need more patience:
 *
 *   MAINSTAY_KILLS  how many kills there are (8)
 *   MAINSTAY_SEED   which moments they fall on (chosen anew for each run, and printed)
 */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { BEFORE_THE_COMMIT, beforeCompletionOf } from '../support/crash-point.js';
import { UNDISTURBED, playWithKills, type KillReport } from '../support/kill-harness.js';
import { differences, type Books } from '../support/story-books.js';

const FIRST_PORT = 5500;
const KILLS = Number(process.env.MAINSTAY_KILLS ?? 8);
const SEED = Number(process.env.MAINSTAY_SEED ?? Math.floor(Math.random() * 1_000_000));
const SLOW_MS = 150_000;
const inLongRuns = process.env.MAINSTAY_LONG === '1' ? describe : describe.skip;
/** What one kill costs on a busy machine: the start of a worker, and what has to be done again. */
const KILL_MS = 15_000;

const plan = { ...UNDISTURBED, firstPort: FIRST_PORT };
const TRANSFERS = '/v1/transfers';
const PAYMENT_REQUESTED = 'pledges.payment_requested';
const SESSIONS = '/v1/checkout/sessions';

let undisturbed: Books;
beforeAll(async () => {
  const { books, storyError } = await playWithKills(plan);
  if (storyError !== null) throw new Error(`the undisturbed story did not end: ${storyError}`);
  undisturbed = books;
}, SLOW_MS);

function tell(title: string, { kills, seconds }: KillReport): void {
  process.stdout.write(
    `${title}: ${String(kills.length)} kills in ${seconds.toFixed(0)} s\n${kills.map((kill) => `  ${kill}\n`).join('')}`,
  );
}

describe('A worker that is killed', () => {
  it(
    'between the effect at Stripe and its own commit asks again with the same key, and one transfer exists',
    async () => {
      const report = await playWithKills({
        ...plan,
        afterEffectOf: [SESSIONS, TRANSFERS],
        at: [beforeCompletionOf(PAYMENT_REQUESTED)],
        holdEvents: true,
      });
      tell('Chosen moments', report);
      expect(report.kills).toEqual([
        `before a message of ${PAYMENT_REQUESTED} was completed`,
        `after the effect of POST ${SESSIONS}`,
        `after the effect of POST ${TRANSFERS}`,
      ]);
      expect(report.storyError).toBeNull();
      expect(report.transferRequests.length).toBeGreaterThan(1);
      expect(new Set(report.transferRequests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
      expect(new Set(report.transferRequests.map(({ objectId }) => objectId)).size).toBe(1);
      expect(differences(undisturbed, report.books)).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'and learns from an event that its transfer exists has nothing left to ask when days have passed',
    async () => {
      const report = await playWithKills({ ...plan, afterEffectOf: [TRANSFERS], leaseStaysAfter: TRANSFERS });
      tell('Event before the answer', report);
      expect(report.kills).toEqual([`after the effect of POST ${TRANSFERS}`]);
      expect(report.storyError).toBeNull();
      expect(differences(undisturbed, report.books)).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'at any moment, again and again, leaves the books of the undisturbed story',
    async () => {
      process.stdout.write(`MAINSTAY_SEED=${String(SEED)} MAINSTAY_KILLS=${String(KILLS)}\n`);
      const report = await playWithKills({ ...plan, randomKills: KILLS, seed: SEED });
      tell(`Random moments (seed ${String(SEED)})`, report);
      expect(report.kills).toHaveLength(KILLS);
      expect(report.storyError).toBeNull();
      expect(differences(undisturbed, report.books)).toEqual([]);
    },
    SLOW_MS + KILLS * KILL_MS,
  );
});

describe('The trial itself', () => {
  it(
    'finds a worker that sends a fresh key with every call: the money at Stripe is not that of the ledger',
    async () => {
      const report = await playWithKills({
        ...plan,
        afterEffectOf: [TRANSFERS],
        holdEvents: true,
        plant: 'fresh-keys.mjs',
      });
      tell('Planted fresh keys', report);
      expect(report.kills).toEqual([`after the effect of POST ${TRANSFERS}`]);
      expect(new Set(report.transferRequests.map(({ idempotencyKey }) => idempotencyKey)).size).toBeGreaterThan(1);
      // Stripe has sent the money of the first call; the ledger believes in the refusal of the second.
      expect(report.books.balanceInLedger - report.books.balanceAtStripe).toBe(57_000n);
      expect(differences(undisturbed, report.books)).not.toEqual([]);
    },
    SLOW_MS,
  );
});

inLongRuns('The trial itself, with more patience,', () => {
  it(
    'finds a worker that does not write down which messages it has seen: a payer is asked twice',
    async () => {
      const report = await playWithKills({
        ...plan,
        at: [beforeCompletionOf(PAYMENT_REQUESTED)],
        plant: 'no-inbox-receipt.mjs',
      });
      tell('Planted forgetfulness', report);
      expect(report.kills).toEqual([`before a message of ${PAYMENT_REQUESTED} was completed`]);
      expect(report.books.counts.payment).toBe(2);
      expect(differences(undisturbed, report.books)).not.toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'finds a worker that posts outside of the transaction of the state: a posting has no proof',
    async () => {
      const report = await playWithKills({ ...plan, at: [BEFORE_THE_COMMIT], plant: 'posting-outside.mjs' });
      tell('Planted posting outside', report);
      expect(report.kills).toEqual([BEFORE_THE_COMMIT.name]);
      expect(differences(undisturbed, report.books)).toContainEqual(
        expect.stringMatching(/^the ledger finds broken: pledge_paid:\S+ stands in 0 entries of the log$/),
      );
    },
    SLOW_MS,
  );

  it(
    'finds a worker that marks a message as done when it takes it: a Checkout is never written down',
    async () => {
      const report = await playWithKills({
        ...plan,
        afterEffectOf: [SESSIONS],
        patienceMs: 8_000,
        plant: 'done-when-taken.mjs',
      });
      tell('Planted haste', report);
      expect(report.kills).toEqual([`after the effect of POST ${SESSIONS}`]);
      expect(report.storyError).not.toBeNull();
      expect(differences(undisturbed, report.books)).toContain('left at Stripe: checkout.create sending');
    },
    SLOW_MS,
  );

  it(
    'finds a worker that sends a call again when its key is too old: the money at Stripe is not that of the ledger',
    async () => {
      const report = await playWithKills({
        ...plan,
        afterEffectOf: [TRANSFERS],
        holdEvents: true,
        waitMs: 25 * 3_600_000,
        plant: 'blind-retry.mjs',
      });
      tell('Planted blindness', report);
      expect(new Set(report.transferRequests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
      // Stripe has sent the money of the first call; the ledger believes in the refusal of the second, which draws too much.
      expect(report.books.balanceInLedger - report.books.balanceAtStripe).toBe(57_000n);
      expect(differences(undisturbed, report.books)).not.toEqual([]);
    },
    SLOW_MS,
  );
});
