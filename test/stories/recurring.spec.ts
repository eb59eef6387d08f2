import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '#platform/kernel';
import { booksOf, expectBooks } from '../support/api-books.js';
import { givenActiveRecurring, shownRecurring, useCard, type ShownRecurring } from '../support/given-recurring.js';
import { givenCompany, givenNeed, type GivenCompany } from '../support/given.js';
import { TestApi } from '../support/test-api.js';

const SLOW_MS = 120_000;

/** A period of 100.00 USD: what is posted when it is paid. */
const period = (pledge: number, rows: string): string =>
  `
pledge_paid        cash stripe.clearing                   +10000 USD
pledge_paid        cash held.pledge         plg ${String(pledge)}         -10000 USD
payment_settled    cash stripe.balance                     +9680 USD
payment_settled    cash expense.processing                  +320 USD
payment_settled    cash stripe.clearing                   -10000 USD
commitment_ended   memo memo.pledged        rpl 1         +10000 USD
commitment_ended   memo memo.commitment     rpl 1         -10000 USD
commitment_promised memo memo.commitment     rpl 1         +10000 USD
commitment_promised memo memo.pledged        rpl 1         -10000 USD
allocated          cash held.pledge         plg ${String(pledge)}         +10000 USD
${rows}`.trim();

const milestone = (pledge: number): string =>
  `allocated          cash held.milestone      mil 1/plg ${String(pledge)}   -10000 USD`;

const BEGIN = `
float_topped_up    cash stripe.balance                    +50000 USD
float_topped_up    cash equity.float                      -50000 USD
commitment_promised memo memo.commitment     rpl 1         +10000 USD
commitment_promised memo memo.pledged        rpl 1         -10000 USD`.trim();

/**
 * 100.00 by the month. The first period is paid; at the second the card fails, and fails again two days later; the
 * company changes the card, and the next try succeeds. Minor units; a debit is positive.
 */
describe('A recurring pledge through two failures and recovery', () => {
  let api: TestApi;
  let company: GivenCompany;
  let begun: ShownRecurring;
  let behind: ShownRecurring;
  let failures: number;
  let recovered: ShownRecurring;

  beforeAll(async () => {
    api = await TestApi.start();
    company = await givenCompany(api);
    const { needId } = await givenNeed(api);
    await api.stripe.topUp(50_000, 'usd');
    await api.settle();
    const id = await givenActiveRecurring(api, company, needId);
    begun = await shownRecurring(api, id, company.finance);
    await useCard(api, id, 'pm_card_chargeCustomerFail');
    const days = Math.ceil((Date.parse(begun.currentPeriodEnd!) - api.clock.now().getTime()) / DAY_MS);
    await api.passDays(days + 3);
    behind = await shownRecurring(api, id, company.finance);
    failures = (await api.stripe.api.events.list({ type: 'invoice.payment_failed' })).data.length;
    await useCard(api, id, 'pm_card_visa');
    await api.passDays(3);
    recovered = await shownRecurring(api, id, company.finance);
    await api.passDays(9);
  }, SLOW_MS);
  afterAll(() => api.close());

  it('is behind while its card fails, and no period that failed is a pledge', () => {
    expect(begun).toMatchObject({ status: 'ACTIVE', pledges: { nodes: [{ status: 'PAID' }] } });
    expect(failures).toBe(2);
    expect(behind).toMatchObject({ status: 'PAST_DUE', pledges: { nodes: [{ status: 'PAID' }] } });
  });

  it('goes on when the card is good again', () => {
    expect(recovered).toMatchObject({ status: 'ACTIVE', paymentUrl: null });
    expect(recovered.pledges.nodes.map(({ status }) => status)).toEqual(['PAID', 'PAID']);
  });

  it('is told of once, although it failed twice, and not any more since it was paid', async () => {
    const answer = await api.gql('{ viewer { notifications(first: 20) { nodes { subject } } } }', {}, company.finance);
    const { nodes } = (answer.data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications;
    const told = nodes.map(({ subject }) => subject).filter((subject) => /fail|ends/.test(subject));
    expect(told).toEqual(['A payment for "Safer releases" failed']);
  });

  it('has posted exactly this, and its books are those of Stripe', async () => {
    const journal = [BEGIN, period(1, milestone(1)), period(2, milestone(2))].join('\n');
    expect((await booksOf(api)).wrong).toEqual([]);
    await expectBooks(api, journal);
    expect(await api.stripe.balance('usd')).toBe(50_000n + 2n * 9_680n);
  });
});
