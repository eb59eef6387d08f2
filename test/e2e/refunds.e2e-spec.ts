import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '#cli';
import { DAY_MS, parseId } from '#platform/kernel';
import { booksOf } from '../support/api-books.js';
import { givenOperators, givenRight } from '../support/given-operators.js';
import {
  givenBalance,
  givenCompany,
  givenEvidence,
  givenNeed,
  givenPaidPledge,
  givenPledge,
  givenReviewer,
  type GivenCompany,
} from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

/** How a pledge stands: status, what was released, what went back. */
async function standing(api: TestApi, pledgeId: string, { finance }: GivenCompany): Promise<unknown> {
  const query = 'query ($id: ID!) { pledge(id: $id) { status released { minor } returned { minor } } }';
  const { status, released, returned } = (await api.gql(query, { id: pledgeId }, finance)).data!.pledge as {
    status: string;
    released: { minor: string };
    returned: { minor: string };
  };
  return [status, released.minor, returned.minor];
}

async function refunds(api: TestApi, { organisationId, finance }: GivenCompany): Promise<Record<string, unknown>[]> {
  const query = `query ($id: ID!) { organisationRefunds(organisationId: $id, first: 20) {
    nodes { status cause failureCode amount { minor } pledgeId } } }`;
  const { data } = await api.gql(query, { id: organisationId }, finance);
  return (data!.organisationRefunds as { nodes: Record<string, unknown>[] }).nodes;
}

const balanceOf = async (api: TestApi, { organisationId, finance }: GivenCompany): Promise<unknown> => {
  const query = 'query ($id: ID!) { organisationBalance(organisationId: $id) { minor } }';
  return (await api.gql(query, { id: organisationId }, finance)).data!.organisationBalance;
};

async function inbox(api: TestApi, caller: Caller): Promise<string[]> {
  const query = '{ viewer { notifications(first: 20) { nodes { subject } } } }';
  const { notifications } = (await api.gql(query, {}, caller)).data!.viewer as {
    notifications: { nodes: { subject: string }[] };
  };
  return notifications.nodes.map(({ subject }) => subject);
}

const intentOf = async (api: TestApi, pledgeId: string): Promise<string> => {
  const rows = await api.database.asOwner<{ id: string }>(
    'SELECT payment_intent_id AS id FROM payment WHERE pledge_id = $1',
    [parseId('plg', pledgeId)],
  );
  return rows[0]!.id;
};

describe('money that was held as long as it may be', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await TestApi.start({ HOLD_LIMIT_DAYS: '90' });
    // Stripe gives back no more than there is, and kept its fee of the payment.
    await api.stripe.topUp(50_000, 'usd');
    await api.settle();
  }, 60_000);
  afterEach(() => api.close());

  it('goes back to the card that paid, after three reminders, and the need can take as much again', async () => {
    const company = await givenCompany(api);
    const { needId, maintainer } = await givenNeed(api);
    const pledgeId = await givenPaidPledge(api, company, needId, '100000');
    const query = 'query ($id: ID!) { pledge(id: $id) { holdExpiresAt paidAt } }';
    const { holdExpiresAt, paidAt } = (await api.gql(query, { id: pledgeId }, company.finance)).data!.pledge as {
      holdExpiresAt: string;
      paidAt: string;
    };
    expect(Date.parse(holdExpiresAt) - Date.parse(paidAt)).toBe(76 * DAY_MS);

    await api.passDays(75);
    expect(await standing(api, pledgeId, company)).toEqual(['PAID', '0', '0']);
    expect(await inbox(api, company.finance)).toEqual(
      Array.from({ length: 3 }, () => `1,000.00 USD for "Safer releases" goes back on ${holdExpiresAt.slice(0, 10)}`),
    );
    await api.passDays(2);
    expect(await standing(api, pledgeId, company)).toEqual(['RETURNED', '0', '100000']);
    expect(await refunds(api, company)).toEqual([
      { status: 'SUCCEEDED', cause: 'HOLD_LIMIT', failureCode: null, amount: { minor: '100000' }, pledgeId },
    ]);
    expect((await inbox(api, maintainer))[0]).toBe('1,000.00 USD for "Safer releases" goes back to whoever paid it');
    const { table, wrong } = await booksOf(api);
    expect(wrong).toEqual([]);
    expect(table).toBe(
      `
float_topped_up    cash stripe.balance                    +50000 USD
float_topped_up    cash equity.float                      -50000 USD
pledge_promised    memo memo.commitment     plg 1        +100000 USD
pledge_promised    memo memo.pledged        plg 1        -100000 USD
pledge_paid        cash stripe.clearing                  +100000 USD
pledge_paid        cash held.pledge         plg 1        -100000 USD
payment_settled    cash stripe.balance                    +97070 USD
payment_settled    cash expense.processing                 +2930 USD
payment_settled    cash stripe.clearing                  -100000 USD
promise_ended      memo memo.pledged        plg 1        +100000 USD
promise_ended      memo memo.commitment     plg 1        -100000 USD
allocated          cash held.pledge         plg 1        +100000 USD
allocated          cash held.milestone      mil 1/plg 1   -60000 USD
allocated          cash held.milestone      mil 2/plg 1   -40000 USD
pledge_returned    cash held.milestone      mil 1/plg 1   +60000 USD
pledge_returned    cash held.milestone      mil 2/plg 1   +40000 USD
pledge_returned    cash refund.payable      rfd 1        -100000 USD
refund_settled     cash refund.payable      rfd 1        +100000 USD
refund_settled     cash stripe.balance                   -100000 USD
`.trim(),
    );
    const again = await givenPaidPledge(api, company, needId, '100000');
    expect(await standing(api, again, company)).toEqual(['PAID', '0', '0']);
  }, 120_000);

  it('is not taken from work that is accepted, nor before the last call from work that waits for its review', async () => {
    const company = await givenCompany(api);
    const { needId, maintainer, milestoneIds } = await givenNeed(api, 'Grace', ['50000', '30000', '20000']);
    const pledgeId = await givenPaidPledge(api, company, needId, '100000');
    await givenEvidence(api, maintainer, milestoneIds[0]!);
    await givenEvidence(api, maintainer, milestoneIds[1]!);
    await accept(api, milestoneIds[0]!);
    expect(await standing(api, pledgeId, company)).toEqual(['PARTLY_RELEASED', '50000', '0']);

    await api.passDays(77);
    expect(await standing(api, pledgeId, company)).toEqual(['PARTLY_RELEASED', '50000', '20000']);
    expect(await milestones(api, needId)).toEqual(['PAYABLE', 'SUBMITTED', 'PLANNED']);
    await api.passDays(12);
    expect(await standing(api, pledgeId, company)).toEqual(['RETURNED', '50000', '50000']);
    expect(await milestones(api, needId)).toEqual(['PAYABLE', 'PLANNED', 'PLANNED']);
    expect((await refunds(api, company)).map(({ amount }) => amount)).toEqual([{ minor: '30000' }, { minor: '20000' }]);
    expect((await booksOf(api)).wrong).toEqual([]);
  }, 120_000);

  it('goes back into the balance when it came from there, and from the balance to the card when that is too old too', async () => {
    const company = await givenCompany(api);
    await givenBalance(api, company, '30000');
    await api.passDays(40);
    await givenBalance(api, company, '5000');
    const { needId } = await givenNeed(api, 'Grace', ['20000']);
    const pledgeId = await givenPledge(api, company, needId, '20000', 'USD', 'BALANCE');
    await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', { pledgeId }, company.finance);
    await api.settle();
    // What was not pledged of the payment goes back 76 days after it, and nothing of what was.
    await api.passDays(37);
    expect(await refunds(api, company)).toEqual([
      expect.objectContaining({ status: 'SUCCEEDED', amount: { minor: '10000' }, pledgeId: null }),
    ]);
    // What came later is not too old yet.
    expect(await balanceOf(api, company)).toEqual([{ minor: '5000' }]);
    await api.passDays(40);
    expect(await standing(api, pledgeId, company)).toEqual(['RETURNED', '0', '20000']);
    expect((await refunds(api, company)).map(({ amount }) => (amount as { minor: string }).minor).sort()).toEqual([
      '10000',
      '20000',
      '5000',
    ]);
    expect(await balanceOf(api, company)).toEqual([]);
    expect((await booksOf(api)).wrong).toEqual([]);
  }, 120_000);

  it('is announced no more once it went back in another way', async () => {
    const company = await givenCompany(api);
    const { needId } = await givenNeed(api);
    const pledgeId = await givenPaidPledge(api, company, needId, '100000');
    await api.stripe.api.refunds.create({ payment_intent: await intentOf(api, pledgeId) });
    await api.passDays(80);
    expect(await standing(api, pledgeId, company)).toEqual(['RETURNED', '0', '100000']);
    expect((await inbox(api, company.finance)).filter((subject) => subject.includes('goes back on'))).toEqual([]);
    expect(await refunds(api, company)).toHaveLength(1);
  }, 120_000);

  it('stays in the balance of the organisation when its card takes it no more, also long after', async () => {
    const company = await givenCompany(api);
    const { needId } = await givenNeed(api);
    const pledgeId = await givenPaidPledge(api, company, needId, '100000');
    await api.passDays(77);
    const [remote] = (await api.stripe.api.refunds.list({ payment_intent: await intentOf(api, pledgeId) })).data;
    await api.control.failRefund(remote!.id, 'expired_or_canceled_card');
    await api.settle();
    expect(await refunds(api, company)).toEqual([
      expect.objectContaining({ status: 'FAILED', failureCode: 'expired_or_canceled_card' }),
    ]);
    expect(await balanceOf(api, company)).toEqual([{ minor: '100000' }]);
    const { table, wrong } = await booksOf(api);
    expect(wrong).toEqual([]);
    expect(table.split('\n').slice(-4)).toEqual(
      `
refund_failed      cash stripe.balance                   +100000 USD
refund_failed      cash refund.payable      rfd 1        -100000 USD
refund_kept        cash refund.payable      rfd 1        +100000 USD
refund_kept        cash held.org            org 1        -100000 USD
`
        .trim()
        .split('\n'),
    );
  }, 120_000);
});

describe('a refund that somebody makes at Stripe', () => {
  let api: TestApi;
  let operator: Caller;
  beforeAll(async () => {
    api = await TestApi.start();
    const operators = await givenOperators(api);
    operator = operators.first;
    await givenRight(api, operators.second, operators.third, operator, 'FINANCE_OPERATOR');
    await api.stripe.topUp(500_000, 'usd');
    await api.settle();
  }, 60_000);
  afterAll(() => api.close());

  const toReview = async (): Promise<unknown[]> => {
    const query = '{ refundsToReview(first: 20) { nodes { status cause amount { minor } } } }';
    return ((await api.gql(query, {}, operator)).data!.refundsToReview as { nodes: unknown[] }).nodes;
  };

  it('is taken over: the last milestone gives first, and finance operators hear of it', async () => {
    const company = await givenCompany(api);
    const { needId } = await givenNeed(api);
    const pledgeId = await givenPaidPledge(api, company, needId, '100000');
    await api.stripe.api.refunds.create({ payment_intent: await intentOf(api, pledgeId), amount: 45_000 });
    await api.settle();
    const [payment] = await api.database.asOwner<{ returned: string }>(
      'SELECT returned_minor AS returned FROM payment WHERE pledge_id = $1',
      [parseId('plg', pledgeId)],
    );
    expect(payment).toEqual({ returned: '45000' });
    expect(await standing(api, pledgeId, company)).toEqual(['PAID', '0', '45000']);
    expect(await milestones(api, needId)).toEqual(['PLANNED', 'PLANNED']);
    expect(await refunds(api, company)).toEqual([
      expect.objectContaining({ status: 'SUCCEEDED', cause: 'OUTSIDE', amount: { minor: '45000' } }),
    ]);
    expect(await inbox(api, operator)).toEqual(expect.arrayContaining(['A refund was made outside Mainstay']));
    expect(await toReview()).toHaveLength(1);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('comes out of the balance when it is of a payment in advance', async () => {
    const company = await givenCompany(api);
    const paymentId = await givenBalance(api, company, '30000');
    const [row] = await api.database.asOwner<{ id: string }>(
      'SELECT payment_intent_id AS id FROM payment WHERE id = $1',
      [parseId('pay', paymentId)],
    );
    await api.stripe.api.refunds.create({ payment_intent: row!.id, amount: 10_000 });
    await api.settle();
    expect(await balanceOf(api, company)).toEqual([{ minor: '20000' }]);
    expect((await booksOf(api)).wrong).toEqual([]);
  });

  it('waits for a person when more is given back than is held, and the books say that they differ', async () => {
    const company = await givenCompany(api);
    const { needId, maintainer, milestoneIds } = await givenNeed(api);
    const pledgeId = await givenPaidPledge(api, company, needId, '100000');
    await givenEvidence(api, maintainer, milestoneIds[0]!);
    await accept(api, milestoneIds[0]!);
    await api.stripe.api.refunds.create({ payment_intent: await intentOf(api, pledgeId), amount: 40_001 });
    await api.settle();
    expect(await standing(api, pledgeId, company)).toEqual(['PARTLY_RELEASED', '60000', '0']);
    expect((await toReview())[0]).toEqual({ status: 'NEEDS_REVIEW', cause: 'OUTSIDE', amount: { minor: '40001' } });
    expect(await inbox(api, operator)).toEqual(expect.arrayContaining(['A refund is more than is held']));
    expect((await booksOf(api)).wrong).toEqual(['1 balance transactions are under way']);
  });
});

describe('a refund of money that never counted', () => {
  it('pays no pledge and takes nothing from a balance', async () => {
    const api = await TestApi.start();
    try {
      await api.stripe.topUp(500_000, 'usd');
      const company = await givenCompany(api);
      const { needId } = await givenNeed(api, 'Grace', ['20000']);
      const pledgeId = await givenPledge(api, company, needId, '20000');
      await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', { pledgeId }, company.finance);
      await api.settle();
      const query = 'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { checkoutUrl } }';
      const { checkoutUrl } = (await api.gql(query, { id: pledgeId }, company.finance)).data!.paymentOfPledge as {
        checkoutUrl: string;
      };
      await api.database.asOwner(`UPDATE payment SET amount_minor = 20001 WHERE pledge_id = $1`, [
        parseId('plg', pledgeId),
      ]);
      await api.stripe.pay(api.browser(), checkoutUrl);
      await api.settle();
      // Another amount than was asked for arrived: the payment waits for a person, who gives it back at Stripe.
      expect(await standing(api, pledgeId, company)).toEqual(['AWAITING_PAYMENT', '0', '0']);
      await api.stripe.api.refunds.create({ payment_intent: await intentOf(api, pledgeId) });
      await api.settle();
      expect(await standing(api, pledgeId, company)).toEqual(['AWAITING_PAYMENT', '0', '0']);
      expect(await refunds(api, company)).toEqual([expect.objectContaining({ status: 'NEEDS_REVIEW' })]);
    } finally {
      await api.close();
    }
  }, 60_000);
});

describe('scenario S3', () => {
  it('ends alike when the news of a payment and of its refund come in the wrong order', async () => {
    const api = await TestApi.start();
    try {
      const company = await givenCompany(api);
      const { needId } = await givenNeed(api, 'Grace', ['40000']);
      const pledgeId = await givenPledge(api, company, needId, '40000');
      await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', { pledgeId }, company.finance);
      await api.settle();
      await api.control.holdWebhooks();
      const query = 'query ($id: ID!) { paymentOfPledge(pledgeId: $id) { checkoutUrl } }';
      const { checkoutUrl } = (await api.gql(query, { id: pledgeId }, company.finance)).data!.paymentOfPledge as {
        checkoutUrl: string;
      };
      await api.stripe.pay(api.browser(), checkoutUrl);
      const [intent] = (await api.stripe.api.paymentIntents.list()).data;
      await api.passDays(3);
      await api.stripe.api.refunds.create({ payment_intent: intent!.id, amount: 15_000 });
      const order = [
        'refund.updated',
        'charge.refunded',
        'refund.created',
        'charge.updated',
        'payment_intent.succeeded',
        'payment_intent.created',
      ];
      await waitFor('events', async () => {
        const { data } = await api.stripe.api.events.list({ limit: 100 });
        return order.every((type) => data.some((event) => event.type === type)) ? true : null;
      });
      for (const type of order) {
        await api.control.releaseInOrder([type]);
        await api.settle();
        expect({ after: type, wrong: (await booksOf(api)).wrong }).toEqual({ after: type, wrong: [] });
      }
      await api.control.releaseWebhooks();
      await api.settle();
      expect(await standing(api, pledgeId, company)).toEqual(['PAID', '0', '15000']);
      expect(await refunds(api, company)).toEqual([
        expect.objectContaining({ status: 'SUCCEEDED', cause: 'OUTSIDE', amount: { minor: '15000' } }),
      ]);
      const { table, wrong } = await booksOf(api);
      expect(wrong).toEqual([]);
      expect(table).toContain(
        `
pledge_paid        cash stripe.clearing                   +40000 USD
pledge_paid        cash held.pledge         plg 1         -40000 USD
`.trim(),
      );
      expect(table).toContain(
        `
payment_settled    cash stripe.balance                    +38810 USD
payment_settled    cash expense.processing                 +1190 USD
payment_settled    cash stripe.clearing                   -40000 USD
`.trim(),
      );
      expect(table).toContain(
        `
pledge_returned    cash held.pledge         plg 1         +15000 USD
pledge_returned    cash refund.payable      rfd 1         -15000 USD
refund_settled     cash refund.payable      rfd 1         +15000 USD
refund_settled     cash stripe.balance                    -15000 USD
`.trim(),
      );
      // What went back before it was assigned is not assigned any more.
      expect(table).toContain(
        `
allocated          cash held.pledge         plg 1         +25000 USD
allocated          cash held.milestone      mil 1/plg 1   -25000 USD
`.trim(),
      );
      expect(await api.stripe.balance('usd')).toBe(23_810n);
    } finally {
      await api.close();
    }
  }, 60_000);
});

async function milestones(api: TestApi, needId: string): Promise<string[]> {
  const { data } = await api.gql('query ($id: ID!) { need(id: $id) { milestones { status } } }', { id: needId });
  return (data!.need as { milestones: { status: string }[] }).milestones.map(({ status }) => status);
}

/** A reviewer takes a submitted milestone and accepts it. */
async function accept(api: TestApi, milestoneId: string): Promise<void> {
  const reviewer = await givenReviewer(api);
  await api.mutate('startReview', 'StartReviewInput', 'milestone { id }', { milestoneId }, reviewer);
  const decision = { milestoneId, reasons: 'As described' };
  await api.mutate('acceptMilestone', 'DecideMilestoneInput', 'milestone { id }', decision, reviewer);
  await api.settle();
}
