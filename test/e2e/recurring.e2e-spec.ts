import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recurringPeriodPaid, subscriptionSeen, type SubscriptionReading, type Topic } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import { StripeInboxService } from '#libs/payments';
import { DAY_MS, parseId, systemActor, type Canonical } from '#platform/kernel';
import { expectBooks } from '../support/api-books.js';
import {
  changeRecurring,
  givenActiveRecurring,
  givenApprovedRecurring,
  givenRecurring,
  refusalsOf,
  shownRecurring,
  useCard,
} from '../support/given-recurring.js';
import { givenCompany, givenNeed, key, type GivenCompany } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let company: GivenCompany;
beforeEach(async () => {
  api = await TestApi.start();
  company = await givenCompany(api);
}, 60_000);
afterEach(() => api.close());

const decide = (name: 'approve' | 'reject', id: string, as = company.finance) =>
  api.mutate(
    `${name}RecurringPledge`,
    'DecideRecurringPledgeInput',
    'recurringPledge { status }',
    { recurringPledgeId: id },
    as,
  );

describe('a recurring pledge', () => {
  it('begins when another person has approved it and its first period is paid, which is one pledge', async () => {
    const { needId } = await givenNeed(api);
    const id = await givenApprovedRecurring(api, company, needId);
    const waiting = await shownRecurring(api, id, company.finance);
    expect(waiting).toMatchObject({ status: 'INCOMPLETE', startedAt: null, pledges: { nodes: [] } });
    await api.stripe.pay(api.browser(), waiting.paymentUrl!);
    await api.settle();
    const active = await shownRecurring(api, id, company.finance);
    expect(active).toMatchObject({ status: 'ACTIVE', paymentUrl: null, endsAt: null });
    expect(active.pledges.nodes.map(({ status }) => status)).toEqual(['PAID']);
    await expectBooks(
      api,
      `
commitment_promised memo memo.commitment     rpl 1         +10000 USD
commitment_promised memo memo.pledged        rpl 1         -10000 USD
pledge_paid        cash stripe.clearing                   +10000 USD
pledge_paid        cash held.pledge         plg 1         -10000 USD
payment_settled    cash stripe.balance                     +9680 USD
payment_settled    cash expense.processing                  +320 USD
payment_settled    cash stripe.clearing                   -10000 USD
commitment_ended   memo memo.pledged        rpl 1         +10000 USD
commitment_ended   memo memo.commitment     rpl 1         -10000 USD
commitment_promised memo memo.commitment     rpl 1         +10000 USD
commitment_promised memo memo.pledged        rpl 1         -10000 USD
allocated          cash held.pledge         plg 1         +10000 USD
allocated          cash held.milestone      mil 1/plg 1   -10000 USD`,
    );
  });

  it('is not paid before somebody else has approved it, nor after somebody said no', async () => {
    const { needId } = await givenNeed(api);
    const id = await givenRecurring(api, company, needId);
    expect(refusalsOf(await decide('approve', id, company.engineer))).toEqual(['MISSING_ROLE']);
    await api.settle();
    expect(await shownRecurring(api, id, company.finance)).toMatchObject({ status: 'PROMISED', paymentUrl: null });
    const calls = await api.database.asOwner(`SELECT 1 FROM stripe_call WHERE operation LIKE 'subscription%'`);
    expect(calls).toEqual([]);
    expect(refusalsOf(await decide('reject', id))).toEqual([]);
    expect(refusalsOf(await decide('approve', id))).toEqual(['ALREADY_DECIDED']);
    expect(await shownRecurring(api, id, company.finance)).toMatchObject({ status: 'WITHDRAWN' });
    await expect(
      api.database.asOwner(`UPDATE recurring_pledge SET status = 'incomplete' WHERE id = $1`, [parseId('rpl', id)]),
    ).rejects.toThrow('recurring_pledge_approved');
  });

  it('is not approved by who started it, nor by fewer people than the rules of the organisation ask for', async () => {
    const { needId } = await givenNeed(api);
    const rules = [{ from: { minor: '10000', currency: 'USD' }, required: 2 }];
    const { organisationId } = company;
    await api.mutate(
      'setApprovalRules',
      'SetApprovalRulesInput',
      'clientMutationId',
      { organisationId, rules },
      company.finance,
    );
    const own = await givenRecurring(api, { ...company, engineer: company.finance }, needId);
    expect(refusalsOf(await decide('approve', own))).toEqual(['SEPARATION_OF_DUTIES']);
    const large = await givenRecurring(api, company, needId);
    expect(await decide('approve', large)).toMatchObject({ recurringPledge: { status: 'PROMISED' }, userErrors: [] });
    const small = await givenRecurring(api, company, needId, { amount: { minor: '9999', currency: 'USD' } });
    expect(await decide('approve', small)).toMatchObject({ recurringPledge: { status: 'INCOMPLETE' }, userErrors: [] });
  });

  it('ends when nobody approves it in two weeks, or nobody pays its first period in a day', async () => {
    const { needId } = await givenNeed(api);
    const forgotten = await givenRecurring(api, company, needId);
    const unpaid = await givenApprovedRecurring(api, company, needId);
    await api.passDays(2);
    expect(await shownRecurring(api, unpaid, company.finance)).toMatchObject({ status: 'INCOMPLETE_EXPIRED' });
    await api.passDays(12);
    expect(await shownRecurring(api, forgotten, company.finance)).toMatchObject({ status: 'WITHDRAWN' });
    expect(await inboxOf(company.finance)).toContain('Your support of "Safer releases" has not begun');
    await expectBooks(
      api,
      `
commitment_promised memo memo.commitment     rpl 1         +10000 USD
commitment_promised memo memo.pledged        rpl 1         -10000 USD
commitment_ended   memo memo.pledged        rpl 1         +10000 USD
commitment_ended   memo memo.commitment     rpl 1         -10000 USD`,
    );
  });

  it('that cannot be taken by the need is refused, and nothing is stored', async () => {
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const before = await api.fingerprint();
    const start = (minor: string, currency: string) =>
      api.mutate(
        'startRecurringPledge',
        'StartRecurringPledgeInput',
        'clientMutationId',
        { organisationId: company.organisationId, needId, amount: { minor, currency }, idempotencyKey: key() },
        company.engineer,
      );
    expect(refusalsOf(await start('10001', 'USD'))).toEqual(['PLEDGE_ABOVE_GOAL']);
    expect(refusalsOf(await start('5000', 'EUR'))).toEqual(['CURRENCY_MISMATCH']);
    expect(refusalsOf(await start('49', 'USD'))).toEqual(['AMOUNT_NOT_CHARGEABLE']);
    expect(await api.fingerprint()).toEqual(before);
  });

  it('makes one pledge of a paid period, however often and by whichever event it is told', async () => {
    const { needId } = await givenNeed(api);
    const id = await givenActiveRecurring(api, company, needId);
    const [invoice] = (await api.stripe.api.invoices.list({ limit: 1 })).data;
    const events = (await api.stripe.api.events.list({ limit: 100 })).data.reverse();
    for (const [index, { type, data }] of events.entries()) {
      const objectId = (data.object as { id: string }).id;
      await api.app
        .get(StripeInboxService)
        .receive({ id: `evt_again_${String(index)}`, type, objectId, account: null });
    }
    const [payment] = await api.database.asOwner<{ id: string; pledgeId: string }>(
      'SELECT id, pledge_id AS "pledgeId" FROM payment',
    );
    const told = { recurringPledgeId: parseId('rpl', id), paymentId: payment!.id, pledgeId: payment!.pledgeId };
    await emit(recurringPeriodPaid, { ...told, amount: { minor: '10000', currency: 'USD' } });
    await api.settle();
    const count = async (table: string): Promise<number> =>
      Number((await api.database.asOwner<{ count: string }>(`SELECT count(*) FROM ${table}`))[0]!.count);
    expect(invoice!.status).toBe('paid');
    const failed = await api.database.asOwner(
      'SELECT topic FROM outbox_message WHERE attempts > 0 AND last_error IS NOT NULL',
    );
    expect(failed).toEqual([]);
    for (const table of ['payment', 'invoice', 'pledge', 'recurring_pledge_period'])
      expect({ table, count: await count(table) }).toEqual({ table, count: 1 });
    const promised = await api.database.asOwner(
      'SELECT promised_periods AS periods FROM recurring_pledge WHERE is_promised',
    );
    expect(promised).toEqual([{ periods: 2 }]);
  });

  it('follows the newest reading of Stripe, whatever arrives after it', async () => {
    const { needId } = await givenNeed(api);
    const id = await givenActiveRecurring(api, company, needId);
    const now = api.clock.now().getTime();
    const at = (ms: number): string => new Date(now + ms).toISOString();
    const reading = (ms: number, status: string): SubscriptionReading => ({
      recurringPledgeId: parseId('rpl', id),
      readAt: at(ms),
      status,
      isPaused: false,
      periodEnd: at(DAY_MS),
      endsAt: null,
      paymentUrl: null,
    });
    await emit(subscriptionSeen, reading(2_000, 'active'));
    await emit(subscriptionSeen, reading(1_000, 'past_due'));
    await api.settle();
    expect(await shownRecurring(api, id, company.finance)).toMatchObject({ status: 'ACTIVE' });
    await emit(subscriptionSeen, reading(3_000, 'canceled'));
    await emit(subscriptionSeen, reading(4_000, 'active'));
    await api.settle();
    expect(await shownRecurring(api, id, company.finance)).toMatchObject({ status: 'CANCELED' });
  });

  it('leaves money that its need cannot take with the organisation, and is paused', async () => {
    const { needId } = await givenNeed(api, undefined, ['15000']);
    const id = await givenActiveRecurring(api, company, needId);
    await api.passDays(32);
    const paused = await shownRecurring(api, id, company.finance);
    expect(paused).toMatchObject({ status: 'PAUSED', changes: [{ action: 'PAUSE', cause: 'NEED_FUNDED' }] });
    expect(paused.pledges.nodes.map(({ status }) => status)).toEqual(['LAPSED', 'PAID']);
    const balance = await api.gql(
      'query ($id: ID!) { organisationBalance(organisationId: $id) { minor } }',
      { id: company.organisationId },
      company.finance,
    );
    expect(balance.data!.organisationBalance).toEqual([{ minor: '10000' }]);
    expect(await inboxOf(company.finance)).toContain('"Safer releases" cannot take more; your support is paused');
  });

  it('that is paused asks for nothing and makes no pledge, until it is resumed', async () => {
    const { needId } = await givenNeed(api);
    const id = await givenActiveRecurring(api, company, needId);
    expect(await changeRecurring(api, 'pause', id, company.engineer)).toEqual(['MISSING_ROLE']);
    expect(await changeRecurring(api, 'pause', id, company.finance, { reason: 'Budget freeze' })).toEqual([]);
    await api.passDays(62);
    expect(await shownRecurring(api, id, company.finance)).toMatchObject({
      status: 'PAUSED',
      changes: [{ action: 'PAUSE', cause: 'PERSON', reason: 'Budget freeze' }],
      pledges: { nodes: [{ status: 'PAID' }] },
    });
    expect(await changeRecurring(api, 'pause', id, company.finance)).toEqual(['ILLEGAL_TRANSITION']);
    expect(await changeRecurring(api, 'resume', id, company.finance)).toEqual([]);
    await api.passDays(31);
    const resumed = await shownRecurring(api, id, company.finance);
    expect(resumed.status).toBe('ACTIVE');
    expect(resumed.pledges.nodes).toHaveLength(2);
    expect(await memoOfCommitments()).toEqual(['commitment_ended 3', 'commitment_promised 4']);
  });

  it('ends with its period when it is cancelled, unless the ending is taken back', async () => {
    const { needId, maintainer } = await givenNeed(api);
    const id = await givenActiveRecurring(api, company, needId);
    expect(await changeRecurring(api, 'keep', id, company.finance)).toEqual(['ILLEGAL_TRANSITION']);
    expect(await changeRecurring(api, 'cancel', id, company.finance)).toEqual([]);
    const ending = await shownRecurring(api, id, company.finance);
    expect(ending).toMatchObject({ status: 'ACTIVE', endsAt: ending.currentPeriodEnd });
    expect((await inboxOf(maintainer)).filter((subject) => subject.includes('ends on'))).toHaveLength(1);
    expect(await changeRecurring(api, 'keep', id, company.finance)).toEqual([]);
    expect(await shownRecurring(api, id, company.finance)).toMatchObject({ endsAt: null });
    await api.passDays(32);
    expect((await shownRecurring(api, id, company.finance)).pledges.nodes).toHaveLength(2);
    expect(await changeRecurring(api, 'cancel', id, company.finance)).toEqual([]);
    await api.passDays(32);
    const ended = await shownRecurring(api, id, company.finance);
    expect(ended).toMatchObject({ status: 'CANCELED', endsAt: null });
    expect(ended.endedAt).not.toBeNull();
    expect(ended.pledges.nodes.map(({ status }) => status)).toEqual(['PAID', 'PAID']);
    expect(ended.changes.map(({ action }) => action)).toEqual(['END', 'KEEP', 'END']);
    expect(await memoOfCommitments()).toEqual(['commitment_ended 4', 'commitment_promised 4']);
  });

  it('ends at once when that is asked for and no notice was agreed', async () => {
    const { needId } = await givenNeed(api);
    const id = await givenActiveRecurring(api, company, needId);
    expect(await changeRecurring(api, 'cancel', id, company.finance, { atOnce: true })).toEqual([]);
    expect(await shownRecurring(api, id, company.finance)).toMatchObject({
      status: 'CANCELED',
      changes: [{ action: 'CANCEL', cause: 'PERSON' }],
      pledges: { nodes: [{ status: 'PAID' }] },
    });
  });

  it('with an agreed notice ends with the first period that is over after ninety days, and not before', async () => {
    const { needId, maintainer } = await givenNeed(api);
    const id = await givenActiveRecurring(api, company, needId, { notice: 'NINETY_DAYS' });
    expect(await changeRecurring(api, 'cancel', id, company.finance, { atOnce: true })).toEqual(['NOTICE_AGREED']);
    expect(await changeRecurring(api, 'cancel', id, company.finance)).toEqual([]);
    const { endsAt, currentPeriodEnd } = await shownRecurring(api, id, company.finance);
    const days = (Date.parse(endsAt!) - api.clock.now().getTime()) / DAY_MS;
    expect(days).toBeGreaterThanOrEqual(90 - 1e-4);
    expect(days).toBeLessThan(122);
    expect(new Date(endsAt!).getTime()).toBeGreaterThan(Date.parse(currentPeriodEnd!));
    expect(await inboxOf(maintainer)).toContain(
      `The recurring support of "Safer releases" ends on ${endsAt!.slice(0, 10)}`,
    );
    await api.passDays(89);
    expect(await shownRecurring(api, id, company.finance)).toMatchObject({ status: 'ACTIVE' });
    await api.passDays(Math.ceil(days) - 88);
    const ended = await shownRecurring(api, id, company.finance);
    expect(ended.status).toBe('CANCELED');
    const months = monthOf(endsAt!) - monthOf(ended.startedAt!);
    expect(ended.pledges.nodes).toHaveLength(months);
    expect(await memoOfCommitments()).toEqual([
      `commitment_ended ${String(months)}`,
      `commitment_promised ${String(months)}`,
    ]);
  }, 60_000);

  it('tells its payer three times of one delay, whatever number of events it has, and ends after two weeks', async () => {
    const { needId, maintainer } = await givenNeed(api);
    const id = await givenActiveRecurring(api, company, needId);
    await useCard(api, id, 'pm_card_chargeCustomerFail');
    const subjects = async (): Promise<string[]> =>
      (await inboxOf(company.finance)).filter((subject) => !/waits for your approval|goes back on/.test(subject));
    await api.passDays(32);
    const behind = await shownRecurring(api, id, company.finance);
    expect(behind).toMatchObject({ status: 'PAST_DUE', pledges: { nodes: [{ status: 'PAID' }] } });
    expect(behind.paymentUrl).toMatch(/^http/);
    expect(await subjects()).toEqual(['A payment for "Safer releases" failed']);
    await api.passDays(11);
    expect(await subjects()).toEqual([
      'The payment for "Safer releases" still fails',
      'A payment for "Safer releases" failed',
    ]);
    await api.passDays(4);
    expect(await subjects()).toEqual([
      'The support of "Safer releases" has ended',
      'Your support of "Safer releases" ends tomorrow',
      'The payment for "Safer releases" still fails',
      'A payment for "Safer releases" failed',
    ]);
    expect(await inboxOf(maintainer)).toContain('The support of "Safer releases" has ended');
    expect(await shownRecurring(api, id, company.finance)).toMatchObject({
      status: 'CANCELED',
      pledges: { nodes: [{ status: 'PAID' }] },
    });
  });

  it('ends after two weeks of failed payments also where Stripe would leave it, and its open invoice is voided', async () => {
    await api.close();
    api = await TestApi.start({}, 'warn', { subscriptionFailure: 'past_due' });
    company = await givenCompany(api);
    const { needId } = await givenNeed(api);
    const id = await givenActiveRecurring(api, company, needId);
    await useCard(api, id, 'pm_card_chargeCustomerFail');
    await api.passDays(47);
    expect(await shownRecurring(api, id, company.finance)).toMatchObject({
      status: 'CANCELED',
      changes: [{ action: 'CANCEL', cause: 'PAYMENT_FAILED' }],
      pledges: { nodes: [{ status: 'PAID' }] },
    });
    const { data } = await api.stripe.api.invoices.list({ limit: 1 });
    expect(data.map(({ status }) => status)).toEqual(['void']);
  });

  it('shows its maintainer what the next months are expected to bring', async () => {
    const { needId, maintainer } = await givenNeed(api);
    const monthly = await givenActiveRecurring(api, company, needId);
    await givenActiveRecurring(api, company, needId, {
      interval: 'QUARTER',
      amount: { minor: '5000', currency: 'USD' },
    });
    const query = 'query ($id: ID!) { need(id: $id) { commitmentsByMonth { month amounts { minor currency } } } }';
    const months = async (caller = maintainer) =>
      (
        (await api.gql(query, { id: needId }, caller)).data!.need as {
          commitmentsByMonth: { amounts: { minor: string }[] }[] | null;
        }
      ).commitmentsByMonth;
    const sums = (await months())!.map(({ amounts }) => amounts.map(({ minor }) => minor).join());
    expect(sums).toHaveLength(12);
    expect(sums).toEqual([
      '',
      '10000',
      '10000',
      '15000',
      '10000',
      '10000',
      '15000',
      '10000',
      '10000',
      '15000',
      '10000',
      '10000',
    ]);
    expect(await months(company.finance)).toBeNull();
    await changeRecurring(api, 'cancel', monthly, company.finance);
    expect((await months())!.map(({ amounts }) => amounts.map(({ minor }) => minor).join()).filter(Boolean)).toEqual([
      '5000',
      '5000',
      '5000',
    ]);
  });
});

const monthOf = (at: string): number => Number(at.slice(0, 4)) * 12 + Number(at.slice(5, 7));

async function emit<Payload extends Canonical>(topic: Topic<Payload>, payload: Payload): Promise<void> {
  await api.app.get(UnitOfWork).run(systemActor('test'), (tx) => {
    tx.emit(topic, payload);
    return Promise.resolve();
  });
}

async function inboxOf(caller: Caller): Promise<string[]> {
  const answer = await api.gql('{ viewer { notifications(first: 20) { nodes { subject } } } }', {}, caller);
  return (answer.data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications.nodes.map(
    ({ subject }) => subject,
  );
}

/** How many promises were made and ended in the memo book; one more was made while one is open. */
async function memoOfCommitments(): Promise<string[]> {
  const rows = await api.database.asOwner<{ kind: string; count: string }>(
    `SELECT kind, count(*) FROM ledger_tx WHERE kind LIKE 'commitment%' GROUP BY kind ORDER BY kind`,
  );
  return rows.map(({ kind, count }) => `${kind} ${count}`);
}
