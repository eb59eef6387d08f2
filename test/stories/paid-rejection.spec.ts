import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseId } from '#platform/kernel';
import { readApiBooks, type ApiBooks } from '../support/api-books.js';
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
const JOURNAL = ``.trim();

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
    books = await readApiBooks(api);
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

  it('ends with a trial balance of zero, nothing in clearing, and the same balance here and at Stripe', () => {
    expect(books.trialBalance).toEqual({ 'cash USD': 0n, 'memo USD': 0n });
    expect(books.clearing).toBe(0n);
    expect(books.balanceInLedger).toBe(books.balanceAtStripe);
    expect(books.brokenInvariants).toEqual([]);
  });

  it('ends with mirrors that are equal to the accounts at Stripe', () => {
    expect(books.underWay).toBe(0);
    expect(books.differencesFromStripe).toEqual([]);
  });
});
