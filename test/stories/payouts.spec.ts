import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '#platform/kernel';
import { readBooks, type Books } from '../support/story-books.js';
import { StoryRig } from '../support/story-rig.js';

/** The processes of the story are compiled ones: the test command builds them before. */
const SLOW_MS = 180_000;
const CLOSED_LATE = '000111111113';
const GOOD = '000123456789';

/**
 * Scenario S1, and then the 570.00 that reached the recipient's account go to the bank: the first time they count as
 * paid and come back a day later, the second time, to another bank account, they stay there. Minor units.
 */
const PAYOUTS = `
connected_payout_created  memo mirror.payout_transit acct 1        +57000 USD
connected_payout_created  memo mirror.connected    acct 1        -57000 USD
connected_payout_paid     memo mirror.bank         acct 1        +57000 USD
connected_payout_paid     memo mirror.payout_transit acct 1        -57000 USD
connected_payout_returned memo mirror.connected    acct 1        +57000 USD
connected_payout_returned memo mirror.bank         acct 1        -57000 USD
connected_payout_created  memo mirror.payout_transit acct 1        +57000 USD
connected_payout_created  memo mirror.connected    acct 1        -57000 USD
connected_payout_paid     memo mirror.bank         acct 1        +57000 USD
connected_payout_paid     memo mirror.payout_transit acct 1        -57000 USD
`.trim();

describe('A story of two payouts', () => {
  let rig: StoryRig;
  let before: Books;
  let returned: Books;
  let books: Books;
  let account: string;

  beforeAll(async () => {
    rig = await StoryRig.start({ firstPort: 5800 });
    await rig.play();
    await rig.settle();
    [{ account }] = (await rig.sql<{ account: string }>(
      'SELECT stripe_account_id AS account FROM recipient_account',
    )) as [{ account: string }];
    before = await readBooks(rig);
    await addBank(CLOSED_LATE);
    await pass(5);
    returned = await readBooks(rig);
    await addBank(GOOD);
    await pass(4);
    books = await readBooks(rig);
  }, SLOW_MS);
  afterAll(() => rig.end(), SLOW_MS);

  async function addBank(account_number: string): Promise<void> {
    await rig.stripe.api.accounts.createExternalAccount(account, {
      external_account: {
        object: 'bank_account',
        account_number,
        country: 'US',
        currency: 'usd',
        routing_number: '110000000',
      },
      default_for_currency: true,
    });
    await rig.settle();
  }

  /** Day by day, as it would be lived. */
  async function pass(days: number): Promise<void> {
    for (let day = 0; day < days; day += 1) {
      await rig.stack.advanceClock(DAY_MS);
      await rig.settle();
    }
  }

  it('adds exactly the rows of the two payouts to those of scenario S1', () => {
    const lines = (table: string): string[] => table.split('\n').map((line) => line.replace(/ +/g, ' '));
    expect(lines(books.table)).toEqual([...lines(before.table), ...lines(PAYOUTS)]);
  });

  it('has the money back on the account when the bank did not keep it, and at the bank in the end', async () => {
    const mirror = async (code: string) =>
      (
        await rig.sql<{ sum: string }>(
          `SELECT coalesce(sum(posting.amount), 0) AS sum FROM ledger_account account
             JOIN ledger_posting posting ON posting.account_id = account.id WHERE account.code = $1 AND account.owner = $2`,
          [code, account],
        )
      )[0]!.sum;
    expect(returned.differencesFromStripe).toEqual([]);
    expect(await mirror('mirror.connected')).toBe('0');
    expect(await mirror('mirror.payout_transit')).toBe('0');
    expect(await mirror('mirror.bank')).toBe('57000');
    expect(await mirror('mirror.source')).toBe('-57000');
  });

  it('touches no money of ours', () => {
    expect([before, returned, books].map(({ balanceInLedger }) => balanceInLedger)).toEqual([
      90_070n,
      90_070n,
      90_070n,
    ]);
    expect([before, returned, books].map(({ balanceAtStripe }) => balanceAtStripe)).toEqual([
      90_070n,
      90_070n,
      90_070n,
    ]);
    expect(books.clearing).toEqual({ 'stripe.clearing': 0n, 'transfer.clearing': 0n });
  });

  it('ends with a trial balance of zero, with mirrors equal to the accounts, and with nothing left to do', async () => {
    expect(books.trialBalance).toEqual({ 'cash USD': 0n, 'memo USD': 0n });
    expect(books.brokenInLedger).toEqual([]);
    expect(books.differencesFromStripe).toEqual([]);
    expect(books.openCalls).toEqual([]);
    expect(await rig.control.invariants()).toMatchObject({ ok: true });
  });
});
