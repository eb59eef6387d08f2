/**
 * Acceptance scenarios of the payments design, each with exactly its rows: S2, S4 without a kill, S5, S6, a balance paid
 * in advance, and a currency with three decimals.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { formatMoney, money, parseId } from '#platform/kernel';
import { expectBooks } from '../support/api-books.js';
import {
  givenAcceptance,
  givenBalance,
  givenCompany,
  givenNeed,
  givenPaidPledge,
  givenPledge,
  givenMaintainer,
  givenPayoutAccount,
  givenReviewer,
  key,
  passTime,
} from '../support/given.js';
import { TestApi, WEBHOOK_SECRET, type Caller } from '../support/test-api.js';

let api: TestApi;
afterEach(() => api.close());

/** A published need of one milestone, whose payees share alike in the order given; all have a payout account. */
async function givenSharedNeed(payees: readonly Caller[], minor: string, currency: string) {
  const [author] = payees;
  const { maintainer, projectId } = await givenMaintainer(api, author);
  for (const payee of payees) await givenPayoutAccount(api, payee);
  const amount = { minor, currency };
  const { need } = await api.mutate<{ need: { id: string } }>(
    'createNeed',
    'CreateNeedInput',
    'need { id }',
    { projectId, kind: 'SECURITY_WORK', title: 'Shared', summary: 'Why', goal: amount, idempotencyKey: key() },
    maintainer,
  );
  const needId = need.id;
  const milestones = [{ title: 'All', deliverable: 'Done', amount }];
  await api.mutate('setMilestonePlan', 'SetMilestonePlanInput', 'need { id }', { needId, milestones }, maintainer);
  const shares = payees.map(({ personId }) => ({ payeeId: personId, weight: 1 }));
  await api.mutate('setNeedPayees', 'SetNeedPayeesInput', 'need { id }', { needId, payees: shares }, maintainer);
  for (const payee of payees.slice(1))
    await api.mutate('acceptPayee', 'DecidePayeeInput', 'need { id }', { needId, payeeId: payee.personId }, payee);
  await api.mutate('publishNeed', 'NeedActionInput', 'need { id }', { needId }, maintainer);
  const answer = await api.gql('query ($id: ID!) { need(id: $id) { milestones { id } } }', { id: needId });
  const { milestones: plan } = answer.data!.need as { milestones: { id: string }[] };
  return { maintainer, needId, milestoneId: plan[0]!.id };
}

async function people(...names: string[]): Promise<Caller[]> {
  const callers = [];
  for (const name of names) callers.push(await api.givenPerson(`${name} ${key()}`));
  return callers;
}

const promised = (
  minor: string,
  currency: string,
): string => `pledge_promised memo memo.commitment plg 1 +${minor} ${currency}
pledge_promised memo memo.pledged plg 1 -${minor} ${currency}
promise_ended memo memo.pledged plg 1 +${minor} ${currency}
promise_ended memo memo.commitment plg 1 -${minor} ${currency}`;

/** A pledge of this amount that was paid by card; `net` and `fee` as Stripe settled it. */
const paid = (minor: string, net: string, fee: string, currency: string): string => `${promised(minor, currency)}
pledge_paid cash stripe.clearing +${minor} ${currency}
pledge_paid cash held.pledge plg 1 -${minor} ${currency}
payment_settled cash stripe.balance +${net} ${currency}
payment_settled cash expense.processing +${fee} ${currency}
payment_settled cash stripe.clearing -${minor} ${currency}
allocated cash held.pledge plg 1 +${minor} ${currency}
allocated cash held.milestone mil 1/plg 1 -${minor} ${currency}`;

/** What is posted for one transfer, and the mirror of it. `n` numbers payee, transfer and account. */
const sent = (
  n: number,
  minor: string,
  currency: string,
): string => `transfer_requested cash payable usr ${String(n)} +${minor} ${currency}
transfer_requested cash transfer.clearing trf ${String(n)} -${minor} ${currency}
transfer_settled cash transfer.clearing trf ${String(n)} +${minor} ${currency}
transfer_settled cash stripe.balance -${minor} ${currency}
transfer_mirrored memo mirror.connected acct ${String(n)} +${minor} ${currency}
transfer_mirrored memo mirror.source acct ${String(n)} -${minor} ${currency}`;

describe('scenario S2: duplicates', () => {
  it('of every event of a payment, two of them at once, leave two facts and one row for each event', async () => {
    api = await TestApi.start();
    const company = await givenCompany(api);
    const [author] = await people('Grace');
    const { needId } = await givenSharedNeed([author!], '25000', 'USD');
    const pledgeId = await givenPaidPledge(api, company, needId, '25000');
    const { data } = await api.stripe.api.events.list({ limit: 100 });
    const about = (type: string) => data.find((event) => event.type === type)!;
    const send = (event: Stripe.Event) => {
      const payload = JSON.stringify(event);
      const timestamp = Math.floor(api.clock.now().getTime() / 1_000);
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET, timestamp });
      return fetch(`${api.url}/webhooks/stripe`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
        body: payload,
      });
    };
    const succeeded = about('payment_intent.succeeded');
    const answers = [...(await Promise.all([send(succeeded), send(succeeded)])), await send(succeeded)];
    for (const type of ['charge.succeeded', 'checkout.session.completed', 'charge.updated'])
      answers.push(await send(about(type)), await send(about(type)));
    await api.settle();
    expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(200));
    await expectBooks(api, paid('25000', '24245', '755', 'USD'));
    const inbox = await api.database.asOwner<{ id: string; status: string }>('SELECT id, status FROM stripe_event');
    expect(new Set(inbox.map(({ id }) => id)).size).toBe(inbox.length);
    expect(inbox.filter(({ status }) => status !== 'done' && status !== 'ignored')).toEqual([]);
    const payments = await api.database.asOwner('SELECT 1 FROM payment WHERE pledge_id = $1', [
      parseId('plg', pledgeId),
    ]);
    expect(payments).toHaveLength(1);
  });
});

const isSending = async (): Promise<boolean> =>
  (await api.database.asOwner("SELECT 1 FROM stripe_call WHERE status <> 'done'")).length > 0;

describe('scenario S4, without a kill', () => {
  it('asks with the same key for a transfer whose answer never came, and makes one', async () => {
    api = await TestApi.start();
    const company = await givenCompany(api);
    const { maintainer, needId, milestoneIds } = await givenNeed(api, undefined, ['60000', '40000']);
    await givenPayoutAccount(api, maintainer);
    await givenPaidPledge(api, company, needId, '100000');
    await api.passDays(3);
    // The SDK itself asks once more when a connection is closed: neither of its two tries gets an answer, and no event helps.
    await api.control.holdWebhooks();
    const path = '/v1/transfers';
    await api.control.faults([{ method: 'POST', path, times: 2, action: 'drop_after' }]);
    await givenAcceptance(api, { maintainer, milestoneId: milestoneIds[0]!, reviewer: await givenReviewer(api) });
    for (let minutes = 0; minutes < 10 && (await isSending()); minutes += 1) await passTime(api, 60_000);
    const asked = await api.control.posts(path);
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(new Set(asked.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(asked.at(-1)).toMatchObject({ replayed: true });
    expect((await api.stripe.api.transfers.list()).data).toHaveLength(1);
    await api.control.releaseWebhooks();
    await api.settle();
    await expectBooks(
      api,
      `${promised('100000', 'USD')}
pledge_paid cash stripe.clearing +100000 USD
pledge_paid cash held.pledge plg 1 -100000 USD
payment_settled cash stripe.balance +97070 USD
payment_settled cash expense.processing +2930 USD
payment_settled cash stripe.clearing -100000 USD
allocated cash held.pledge plg 1 +100000 USD
allocated cash held.milestone mil 1/plg 1 -60000 USD
allocated cash held.milestone mil 2/plg 1 -40000 USD
milestone_released cash held.milestone mil 1/plg 1 +60000 USD
milestone_released cash income.platform_fee -3000 USD
milestone_released cash payable usr 1 -57000 USD
${sent(1, '57000', 'USD')}`,
    );
    expect(await api.stripe.balance('usd')).toBe(40_070n);
    expect(await api.database.asOwner("SELECT status FROM stripe_call WHERE operation = 'transfer.create'")).toEqual([
      { status: 'done' },
    ]);
  });
});

describe('scenario S5: a split by three', () => {
  it('gives the cent that cannot be shared by position, and never more than there is', async () => {
    api = await TestApi.start();
    const company = await givenCompany(api);
    const payees = await people('A', 'B', 'C');
    const { maintainer, needId, milestoneId } = await givenSharedNeed(payees, '10000', 'USD');
    await givenPaidPledge(api, company, needId, '10000');
    await api.passDays(3);
    await givenAcceptance(api, { maintainer, milestoneId, reviewer: await givenReviewer(api) });
    await expectBooks(
      api,
      `${paid('10000', '9680', '320', 'USD')}
milestone_released cash held.milestone mil 1/plg 1 +10000 USD
milestone_released cash income.platform_fee -500 USD
milestone_released cash payable usr 1 -3167 USD
milestone_released cash payable usr 2 -3167 USD
milestone_released cash payable usr 3 -3166 USD
${sent(1, '3167', 'USD')}
${sent(2, '3167', 'USD')}
${sent(3, '3166', 'USD')}`,
    );
    expect(await api.stripe.balance('usd')).toBe(180n);
  });
});

describe('scenario S6: yen', () => {
  it('has no decimals anywhere', async () => {
    api = await TestApi.start({ HELD_CURRENCIES: 'JPY,USD' });
    const company = await givenCompany(api);
    const payees = await people('A', 'B');
    const { maintainer, needId, milestoneId } = await givenSharedNeed(payees, '10001', 'JPY');
    await givenPaidPledge(api, company, needId, '10001', 'JPY');
    const [intent] = (await api.stripe.api.paymentIntents.list()).data;
    expect(intent).toMatchObject({ amount: 10_001, currency: 'jpy' });
    await api.passDays(3);
    await givenAcceptance(api, { maintainer, milestoneId, reviewer: await givenReviewer(api) });
    await expectBooks(
      api,
      `${paid('10001', '9641', '360', 'JPY')}
milestone_released cash held.milestone mil 1/plg 1 +10001 JPY
milestone_released cash income.platform_fee -500 JPY
milestone_released cash payable usr 1 -4751 JPY
milestone_released cash payable usr 2 -4750 JPY
${sent(1, '4751', 'JPY')}
${sent(2, '4750', 'JPY')}`,
    );
    expect(await api.stripe.balance('jpy')).toBe(140n);
    expect(formatMoney(money(10_001n, 'JPY'))).toBe('10,001 JPY');
  });
});

describe('a balance that was paid in advance', () => {
  it('is spent by three pledges, to the cent, without another payment', async () => {
    api = await TestApi.start();
    const company = await givenCompany(api);
    await givenBalance(api, company, '100000');
    const amounts = ['30000', '50000', '20000'];
    for (const minor of amounts) {
      const { needId } = await givenNeed(api, undefined, [minor]);
      const pledgeId = await givenPledge(api, company, needId, minor, 'USD', 'BALANCE');
      await api.mutate('approvePledge', 'DecidePledgeInput', 'clientMutationId', { pledgeId }, company.finance);
      await api.settle();
    }
    const spent = amounts.map((minor, index) => {
      const n = String(index + 1);
      return `pledge_promised memo memo.commitment plg ${n} +${minor} USD
pledge_promised memo memo.pledged plg ${n} -${minor} USD
promise_ended memo memo.pledged plg ${n} +${minor} USD
promise_ended memo memo.commitment plg ${n} -${minor} USD
pledge_from_balance cash held.org org 1 +${minor} USD
pledge_from_balance cash held.pledge plg ${n} -${minor} USD
allocated cash held.pledge plg ${n} +${minor} USD
allocated cash held.milestone mil ${n}/plg ${n} -${minor} USD`;
    });
    await expectBooks(
      api,
      `balance_paid cash stripe.clearing +100000 USD
balance_paid cash held.org org 1 -100000 USD
payment_settled cash stripe.balance +97070 USD
payment_settled cash expense.processing +2930 USD
payment_settled cash stripe.clearing -100000 USD
${spent.join('\n')}`,
    );
    expect((await api.stripe.api.charges.list()).data).toHaveLength(1);
    expect(await api.stripe.balance('usd')).toBe(97_070n);
  });
});

describe('a currency with three decimals', () => {
  it('is charged, shared and sent in steps of ten, and sums to the last fils', async () => {
    api = await TestApi.start({ HELD_CURRENCIES: 'KWD,USD' }, 'warn', { settlementCurrencies: ['usd', 'kwd'] });
    const company = await givenCompany(api);
    const payees = await people('A', 'B', 'C');
    const { maintainer, needId, milestoneId } = await givenSharedNeed(payees, '100000', 'KWD');
    await givenPaidPledge(api, company, needId, '100000', 'KWD');
    await api.passDays(3);
    await givenAcceptance(api, { maintainer, milestoneId, reviewer: await givenReviewer(api) });
    await expectBooks(
      api,
      `${paid('100000', '97100', '2900', 'KWD')}
milestone_released cash held.milestone mil 1/plg 1 +100000 KWD
milestone_released cash income.platform_fee -5000 KWD
milestone_released cash payable usr 1 -31670 KWD
milestone_released cash payable usr 2 -31670 KWD
milestone_released cash payable usr 3 -31660 KWD
${sent(1, '31670', 'KWD')}
${sent(2, '31670', 'KWD')}
${sent(3, '31660', 'KWD')}`,
    );
    expect(await api.stripe.balance('kwd')).toBe(2_100n);
    expect(formatMoney(money(100_000n, 'KWD'))).toBe('100.000 KWD');
  });
});
