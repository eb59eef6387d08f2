import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseId } from '#platform/kernel';
import { booksOf, type ApiBooks } from '../support/api-books.js';
import { givenReviewPool } from '../support/given-review-pool.js';
import {
  givenCompany,
  givenEvidence,
  givenNeed,
  givenPaidPledge,
  givenPayoutAccount,
  givenReviewer,
  type GivenNeed,
} from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

const SLOW_MS = 120_000;

/**
 * A company gives 60.00 to the pool; a review costs 50.00. The first reviewer steps back, the second one asks for changes and is
 * paid. The next review finds 10.00 and stays unpaid; it accepts. Minor units; a debit is positive.
 */
const JOURNAL = `
float_topped_up cash stripe.balance +50000 USD
float_topped_up cash equity.float -50000 USD
pledge_promised memo memo.commitment plg 1 +10000 USD
pledge_promised memo memo.pledged plg 1 -10000 USD
pledge_paid cash stripe.clearing +10000 USD
pledge_paid cash held.pledge plg 1 -10000 USD
balance_paid cash stripe.clearing +6000 USD
balance_paid cash held.org org 1 -6000 USD
payment_settled cash stripe.balance +5796 USD
payment_settled cash expense.processing +204 USD
payment_settled cash stripe.clearing -6000 USD
payment_settled cash stripe.balance +9680 USD
payment_settled cash expense.processing +320 USD
payment_settled cash stripe.clearing -10000 USD
promise_ended memo memo.pledged plg 1 +10000 USD
promise_ended memo memo.commitment plg 1 -10000 USD
allocated cash held.pledge plg 1 +10000 USD
allocated cash held.milestone mil 1/plg 1 -10000 USD
review_pool_fed cash held.org org 1 +6000 USD
review_pool_fed cash held.review pool -6000 USD
review_reserved cash held.review pool +5000 USD
review_reserved cash held.review mil 1/usr 1 -5000 USD
review_returned cash held.review mil 1/usr 1 +5000 USD
review_returned cash held.review pool -5000 USD
review_reserved cash held.review pool +5000 USD
review_reserved cash held.review mil 1/usr 2 -5000 USD
review_released cash held.review mil 1/usr 2 +5000 USD
review_released cash payable usr 2 -5000 USD
transfer_requested cash payable usr 2 +5000 USD
transfer_requested cash transfer.clearing trf 1 -5000 USD
transfer_settled cash transfer.clearing trf 1 +5000 USD
transfer_settled cash stripe.balance -5000 USD
transfer_mirrored memo mirror.connected acct 1 +5000 USD
transfer_mirrored memo mirror.source acct 1 -5000 USD
milestone_released cash held.milestone mil 1/plg 1 +10000 USD
milestone_released cash income.platform_fee -500 USD
milestone_released cash payable usr 3 -9500 USD
`.trim();

describe('A reviewer who is paid for a rejection', () => {
  let api: TestApi;
  let books: ApiBooks;
  let need: GivenNeed;
  let second: Caller;
  const fees: unknown[] = [];
  const pool: unknown[] = [];

  const review = async (name: string, type: string, more: object, as: Caller): Promise<void> => {
    const input = { milestoneId: need.milestoneIds[0], ...more };
    const { userErrors } = await api.mutate(name, type, 'clientMutationId', input, as);
    if (userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(userErrors)}`);
    await api.settle();
    const query = `query ($id: ID!) { reviewPool { free { minor } reserved { minor } }
      need(id: $id) { milestones { reviewFee { status amount { minor } } } } }`;
    const { data } = await api.gql(query, { id: need.needId });
    fees.push((data!.need as { milestones: { reviewFee: unknown }[] }).milestones[0]!.reviewFee);
    pool.push(data!.reviewPool);
  };
  const start = (as: Caller) => review('startReview', 'StartReviewInput', {}, as);

  beforeAll(async () => {
    api = await TestApi.start({ REVIEW_FEES: 'EUR:4500,USD:5000' });
    await api.stripe.topUp(50_000, 'usd');
    await api.settle();
    need = await givenNeed(api, undefined, ['10000']);
    await givenReviewPool(api, await givenCompany(api), '6000');
    await givenPaidPledge(api, await givenCompany(api), need.needId, '10000');
    await givenEvidence(api, need.maintainer, need.milestoneIds[0]!);
    const first = await givenReviewer(api);
    second = await givenReviewer(api);
    await givenPayoutAccount(api, second);
    await start(first);
    await review('stepBackFromReview', 'StepBackFromReviewInput', {}, first);
    await start(second);
    await review('requestChanges', 'DecideMilestoneInput', { reasons: 'Not reproducible' }, second);
    await givenEvidence(api, need.maintainer, need.milestoneIds[0]!);
    await start(second);
    await review('acceptMilestone', 'DecideMilestoneInput', { reasons: 'Now it is' }, second);
    books = await booksOf(api);
  }, SLOW_MS);
  afterAll(() => api.close(), SLOW_MS);

  it('posts exactly these rows', () => {
    expect(books.table.replace(/ +/g, ' ')).toBe(JOURNAL);
  });

  it('shows at each moment whether the review is paid, and what the pool has', () => {
    const of = (status: string) => ({ status, amount: { minor: '5000' } });
    expect(fees).toEqual(['RESERVED', 'RETURNED', 'RESERVED', 'PAID', 'UNPAID', 'UNPAID'].map(of));
    const has = (free: string, reserved: string) => [{ free: { minor: free }, reserved: { minor: reserved } }];
    const all = [has('1000', '5000'), has('6000', '0'), has('1000', '5000'), has('1000', '0')];
    expect(pool).toEqual([...all, has('1000', '0'), has('1000', '0')]);
  });

  it('sends the whole fee to the reviewer, and nothing for what was not reserved', async () => {
    const sent = await api.database.asOwner<{ minor: string; status: string }>(
      'SELECT amount_minor AS minor, status FROM transfer WHERE person_id = $1',
      [parseId('usr', second.personId)],
    );
    expect(sent).toEqual([{ minor: '5000', status: 'confirmed' }]);
  });

  it('ends with a trial balance of zero, nothing in clearing, the same balance here and at Stripe, and true mirrors', () => {
    expect(books.wrong).toEqual([]);
  });
});
