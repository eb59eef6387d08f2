import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { booksOf, expectBooks } from '../support/api-books.js';
import {
  actOnRun,
  checkoutOf,
  decideOnRun,
  givenBudget,
  givenLockedRun,
  givenPortfolio,
  readRun,
  type Portfolio,
  type ReadRun,
} from '../support/given-budgets.js';
import { TestApi } from '../support/test-api.js';

const SLOW_MS = 120_000;

/** Minor units, by line: what it gets, and why it gets nothing or what is held of it. */
const linesOf = ({ lines }: ReadRun): string[] =>
  lines.nodes.map(({ amount, reason, held }) => `${amount.minor} ${held?.minor ?? reason ?? 'paid'}`).sort();

/** One payment of a run on a page; the fee of Stripe is that of its emulator. */
const paid = (minor: number, fee: number): string =>
  `
balance_paid       cash stripe.clearing                   +${String(minor)} USD
balance_paid       cash held.org            org 1         -${String(minor)} USD
payment_settled    cash stripe.balance                    +${String(minor - fee)} USD
payment_settled    cash expense.processing                  +${String(fee)} USD
payment_settled    cash stripe.clearing                   -${String(minor)} USD`.trim();

const promise = (pledge: number, minor: number): string =>
  `
pledge_promised    memo memo.commitment     plg ${String(pledge)}         +${String(minor)} USD
pledge_promised    memo memo.pledged        plg ${String(pledge)}         -${String(minor)} USD
promise_ended      memo memo.pledged        plg ${String(pledge)}         +${String(minor)} USD
promise_ended      memo memo.commitment     plg ${String(pledge)}         -${String(minor)} USD`.trim();

const distributed = (pledge: number, milestone: number, minor: number): string =>
  `
pledge_from_balance cash held.org            org 1         +${String(minor)} USD
pledge_from_balance cash held.pledge         plg ${String(pledge)}         -${String(minor)} USD
allocated          cash held.pledge         plg ${String(pledge)}         +${String(minor)} USD
allocated          cash held.milestone      mil ${String(milestone)}/plg ${String(pledge)}   -${String(minor)} USD`.trim();

const JOURNAL = [
  ...[promise(1, 15_000), paid(15_000, 465), distributed(1, 1, 15_000)],
  // Promised by the run that was made void, and paid all the same: it stays in the balance.
  ...[promise(2, 5_000), promise(3, 15_000), paid(20_000, 610)],
  ...[promise(4, 5_000), promise(5, 30_000), paid(15_000, 465)],
  ...[distributed(4, 1, 5_000), distributed(5, 2, 30_000)],
].join('\n');

/**
 * 500.00 in a year for two needs of 200.00 and 300.00, of which none is opened with less than 150.00. The first run has 250.00, and one
 * need waits. What is left comes into the second run, which is made void when its payment is under way. The third one has
 * the rest of the first and the money of the second, and asks for so much less.
 */
describe('A budget from its rules to its last cent', () => {
  let api: TestApi;
  let portfolio: Portfolio;
  const ended: Record<'first' | 'second' | 'third', ReadRun> = {} as never;

  /** Approved by a second person, and paid on one page; the news of the payment is not here yet. */
  async function paidRun(budgetId: string, amountMinor: string): Promise<string> {
    const { company, approver } = portfolio;
    const id = await givenLockedRun(api, budgetId, company, { amountMinor });
    await decideOnRun(api, 'approve', id, approver);
    await api.settle();
    await api.stripe.pay(api.browser(), await checkoutOf(api, id, company.finance));
    return id;
  }

  async function end(id: string): Promise<ReadRun> {
    await api.settle();
    return (await readRun(api, id, portfolio.company.engineer))!;
  }

  beforeAll(async () => {
    api = await TestApi.start();
    portfolio = await givenPortfolio(api, ['20000', '30000']);
    const budgetId = await givenBudget(api, portfolio.company, '50000', { policy: { minTrancheMinor: '15000' } });
    ended.first = await end(await paidRun(budgetId, '25000'));
    const second = await paidRun(budgetId, '10000');
    await actOnRun(api, 'void', second, portfolio.company.finance);
    ended.second = await end(second);
    ended.third = await end(await paidRun(budgetId, '15000'));
  }, SLOW_MS);
  afterAll(() => api.close());

  it('gives what opens a need, and keeps the rest for the next run', () => {
    expect(ended.first).toMatchObject({ status: 'DISTRIBUTED', reserve: { minor: '10000' } });
    expect(linesOf(ended.first)).toEqual(['0 WAITS', '15000 paid']);
  });

  it('holds the money of a run that was made void too late', () => {
    expect(ended.second).toMatchObject({ status: 'VOID', rolledIn: { minor: '10000' } });
    expect(linesOf(ended.second)).toEqual(['15000 15000', '5000 5000']);
  });

  it('gives it in the next run, until both needs are full', () => {
    expect(ended.third).toMatchObject({
      status: 'DISTRIBUTED',
      // The reserve of the first run was in the payment of the second: it is held money now, and not there once more.
      rolledIn: { minor: '20000' },
      reserve: { minor: '0' },
    });
    expect(linesOf(ended.third)).toEqual(['30000 paid', '5000 paid']);
    expect(Object.values(ended).map(({ replay }) => replay!.isSame)).toEqual([true, true, true]);
  });

  it('has posted exactly this, and its books are those of Stripe', async () => {
    expect((await booksOf(api)).wrong).toEqual([]);
    await expectBooks(api, JOURNAL);
    expect((await api.stripe.api.charges.list()).data.map(({ amount }) => amount)).toEqual([15_000, 20_000, 15_000]);
  });
});
