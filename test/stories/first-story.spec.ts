import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCheckpoint, readVerifier } from '../support/planted-log.js';
import { readBooks, type Books } from '../support/story-books.js';
import { StoryRig } from '../support/story-rig.js';

/** The processes of the story are compiled ones: the test command builds them before. */
const SLOW_MS = 120_000;

/**
 * Scenario S1 (one payment of 1,000.00, two milestones, the first accepted) with the rows of the memo book (promise,
 * mirror) and the operator's float. Minor units; a debit is positive.
 */
const S1 = `
pledge_promised    memo memo.commitment     plg 1        +100000 USD
pledge_promised    memo memo.pledged        plg 1        -100000 USD
float_topped_up    cash stripe.balance                    +50000 USD
float_topped_up    cash equity.float                      -50000 USD
pledge_paid        cash stripe.clearing                  +100000 USD
pledge_paid        cash held.pledge         plg 1        -100000 USD
promise_ended      memo memo.pledged        plg 1        +100000 USD
promise_ended      memo memo.commitment     plg 1        -100000 USD
payment_settled    cash stripe.balance                    +97070 USD
payment_settled    cash expense.processing                 +2930 USD
payment_settled    cash stripe.clearing                  -100000 USD
allocated          cash held.pledge         plg 1        +100000 USD
allocated          cash held.milestone      mil 1/plg 1   -60000 USD
allocated          cash held.milestone      mil 2/plg 1   -40000 USD
milestone_released cash held.milestone      mil 1/plg 1   +60000 USD
milestone_released cash income.platform_fee                -3000 USD
milestone_released cash payable             usr 1         -57000 USD
transfer_requested cash payable             usr 1         +57000 USD
transfer_requested cash transfer.clearing   trf 1         -57000 USD
transfer_settled   cash transfer.clearing   trf 1         +57000 USD
transfer_settled   cash stripe.balance                    -57000 USD
transfer_mirrored  memo mirror.connected    acct 1        +57000 USD
transfer_mirrored  memo mirror.source       acct 1        -57000 USD
`.trim();

describe('The first story', () => {
  let rig: StoryRig;
  let books: Books;
  beforeAll(async () => {
    rig = await StoryRig.start({ firstPort: 5400 });
    await rig.play();
    await rig.settle();
    books = await readBooks(rig);
  }, SLOW_MS);
  afterAll(() => rig.end(), SLOW_MS);

  it('posts exactly the rows of scenario S1, those of the memo book and those of the float', () => {
    expect(books.table).toBe(S1);
  });

  it('ends with a trial balance of zero in both books', () => {
    expect(books.trialBalance).toEqual({ 'cash USD': 0n, 'memo USD': 0n });
    expect(books.brokenInLedger).toEqual([]);
  });

  it('ends with the same balance in the ledger and at Stripe, and with nothing in clearing', () => {
    // 40070 of scenario S1, and 50000 of float.
    expect(books.balanceAtStripe).toBe(90_070n);
    expect(books.balanceInLedger).toBe(90_070n);
    expect(books.clearing).toEqual({ 'stripe.clearing': 0n, 'transfer.clearing': 0n });
  });

  it('ends with a row for each balance transaction of Stripe, and the recipient as the mirror shows', () => {
    expect(books.differencesFromStripe).toEqual([]);
  });

  it('leaves one transfer at Stripe, tied to its charge and to its need', async () => {
    const [row] = await rig.sql<{ charge: string; need: string }>(
      'SELECT charge_id AS charge, need_id::text AS need FROM payment',
    );
    expect(books.transfers).toEqual([
      expect.objectContaining({
        amount: 57_000,
        currency: 'usd',
        source_transaction: row!.charge,
        transfer_group: expect.stringMatching(/^need_[0-9a-z]{26}$/),
      }),
    ]);
    expect(row!.charge).toMatch(/^ch_/);
  });

  it('leaves books at Stripe that keep their own invariants', async () => {
    expect(await rig.control.invariants()).toMatchObject({ ok: true });
    expect(books.brokenAtStripe).toEqual([]);
  });

  it(
    'signs the log from time to time, with a key of this installation, and anybody may read it',
    async () => {
      const read = async (path: string) => {
        const answer = await fetch(`${rig.stack.url}/log/${path}`);
        return answer.ok ? answer.text() : null;
      };
      // The worker looks every 15 seconds.
      for (let seconds = 0; seconds < 20 && (await read('checkpoint')) === null; seconds += 1) await sleep(1_000);
      const verifier = (await read('key'))!.trim();
      expect(verifier).toMatch(/^local\/[0-9a-f]{8}\+[0-9a-f]{8}\+/);
      const { size } = readCheckpoint((await read('checkpoint'))!, [readVerifier(verifier)]);
      expect(size).toBeGreaterThan(0);
    },
    SLOW_MS,
  );

  it('completes every message; only the timers of approval, claim, pledge and held money wait for their day', async () => {
    const rows = await rig.sql<{ topic: string; open: string; dead: string }>(
      `SELECT topic, count(*) AS open, count(dead_at) AS dead FROM outbox_message
        WHERE completed_at IS NULL AND NOT (payload ? 'recurring' AND attempts = 0) GROUP BY topic ORDER BY topic`,
    );
    const waiting = {
      'approvals.expiry_due': 1,
      'catalog.claim_expiry_due': 1,
      'pledges.hold_expiry_due': 2,
      'pledges.hold_reminder_due': 3,
      'pledges.lapse_due': 1,
    };
    expect(rows).toEqual(Object.entries(waiting).map(([topic, open]) => ({ topic, open: String(open), dead: '0' })));
    expect(books.openCalls).toEqual([]);
  });

  it('has a log whose root follows from its leaves', () => {
    expect(books.log.isIntact).toBe(true);
    expect(books.log.recomputedRoot).toBe(books.log.root);
  });
});
