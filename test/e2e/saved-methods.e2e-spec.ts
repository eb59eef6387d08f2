import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '#platform/kernel';
import { expectBooks } from '../support/api-books.js';
import {
  givenBillingDetails,
  givenCompany,
  givenNeed,
  givenSavedCard,
  key,
  passTime,
  type GivenCompany,
} from '../support/given.js';
import { TestApi } from '../support/test-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await TestApi.start();
}, 60_000);
afterEach(() => api.close());

const codes = ({ userErrors }: { readonly userErrors: readonly { readonly code: string }[] }): string[] =>
  userErrors.map(({ code }) => code);

const submit = (company: GivenCompany, needId: string, minor: string, more: object = {}) =>
  api.mutate<{ pledge: { id: string } | null }>(
    'submitPledge',
    'SubmitPledgeInput',
    'pledge { id }',
    {
      organisationId: company.organisationId,
      needId,
      amount: { minor, currency: 'USD' },
      method: 'SAVED_METHOD',
      idempotencyKey: key(),
      ...more,
    },
    company.engineer,
  );

/** A pledge by the saved card that was approved. */
async function promised(company: GivenCompany, needId: string, minor: string, more: object = {}): Promise<string> {
  const { pledge } = await submit(company, needId, minor, more);
  await api.settle();
  const input = { pledgeId: pledge!.id };
  expect(
    codes(await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', input, company.finance)),
  ).toEqual([]);
  await api.settle();
  return pledge!.id;
}

interface Shown {
  readonly pledge: { readonly status: string };
  readonly paymentOfPledge: {
    readonly id: string;
    readonly status: string;
    readonly failureCode: string | null;
    readonly checkoutUrl: string | null;
    readonly actionBy: string | null;
  } | null;
}

async function shown(pledgeId: string, { finance }: GivenCompany): Promise<Shown> {
  const answer = await api.gql(
    `query ($id: ID!) { pledge(id: $id) { status } paymentOfPledge(pledgeId: $id) { id status failureCode checkoutUrl actionBy } }`,
    { id: pledgeId },
    finance,
  );
  return answer.data as unknown as Shown;
}

async function statusOf(pledgeId: string, company: GivenCompany): Promise<string> {
  return (await shown(pledgeId, company)).pledge.status;
}

async function retry(pledgeId: string, company: GivenCompany): Promise<string[]> {
  const { paymentOfPledge } = await shown(pledgeId, company);
  const input = { paymentId: paymentOfPledge!.id };
  const answer = await api.mutate('retryPayment', 'RetryPaymentInput', 'payment { id }', input, company.finance);
  await api.settle();
  return codes(answer);
}

/** Subjects of what the person was told about cards and charges, oldest first. */
async function told({ finance }: GivenCompany): Promise<string[]> {
  const answer = await api.gql('{ viewer { notifications(first: 50) { nodes { subject topic } } } }', {}, finance);
  const { nodes } = (answer.data!.viewer as { notifications: { nodes: { subject: string; topic: string }[] } })
    .notifications;
  return nodes
    .filter(({ topic }) => topic === 'MONEY')
    .map(({ subject }) => subject)
    .reverse();
}

/** The journal of a promise that nobody has paid yet. `n` numbers the pledge. */
const promise = (
  n: number,
  minor: string,
): string => `pledge_promised memo memo.commitment plg ${String(n)} +${minor} USD
pledge_promised memo memo.pledged plg ${String(n)} -${minor} USD`;

const ended = (n: number, minor: string): string => `promise_ended memo memo.pledged plg ${String(n)} +${minor} USD
promise_ended memo memo.commitment plg ${String(n)} -${minor} USD`;

const WHOLE = { minor: '10000', net: '9680', fee: '320' };

/** The journal of a card that was charged for it. `fee` is that of the emulator. */
const charged = (n: number, { minor, net, fee }: Readonly<Record<'minor' | 'net' | 'fee', string>>): string =>
  `${promise(n, minor)}
pledge_paid cash stripe.clearing +${minor} USD
pledge_paid cash held.pledge plg ${String(n)} -${minor} USD
${ended(n, minor)}
allocated cash held.pledge plg ${String(n)} +${minor} USD
allocated cash held.milestone mil 1/plg ${String(n)} -${minor} USD
payment_settled cash stripe.balance +${net} USD
payment_settled cash expense.processing +${fee} USD
payment_settled cash stripe.clearing -${minor} USD`;

const savedCards = async ({ organisationId, finance }: GivenCompany) => {
  const answer = await api.gql(
    'query ($id: ID!) { savedPaymentMethods(organisationId: $id) { status brand last4 expires setupUrl } }',
    { id: organisationId },
    finance,
  );
  return answer.data!.savedPaymentMethods as { status: string; last4: string | null; setupUrl: string | null }[];
};

describe('a saved card', () => {
  it('is given at Stripe, replaced by the next one, and taken away there too', async () => {
    const company = await givenCompany(api);
    const wanted = { organisationId: company.organisationId };
    const ask = () =>
      api.mutate(
        'savePaymentMethod',
        'SavePaymentMethodInput',
        'savedPaymentMethods { status }',
        wanted,
        company.finance,
      );
    expect(codes(await ask())).toEqual(['BILLING_DETAILS_MISSING']);
    await givenSavedCard(api, company, '4242424242424242');
    expect(await savedCards(company)).toEqual([
      {
        status: 'ACTIVE',
        brand: 'visa',
        last4: '4242',
        expires: expect.stringMatching(/^\d{4}-\d{2}$/),
        setupUrl: null,
      },
    ]);
    await givenSavedCard(api, company, '5555555555554444');
    expect(await savedCards(company)).toMatchObject([{ status: 'ACTIVE', last4: '4444' }]);
    const [customer] = (await api.stripe.api.customers.list({ limit: 1 })).data;
    const atStripe = async () =>
      (await api.stripe.api.paymentMethods.list({ customer: customer!.id })).data.map(({ card }) => card?.last4);
    expect(await atStripe()).toEqual(['4444']);

    const remove = () =>
      api.mutate(
        'removePaymentMethod',
        'RemovePaymentMethodInput',
        'savedPaymentMethods { status }',
        wanted,
        company.finance,
      );
    expect(codes(await remove())).toEqual([]);
    await api.settle();
    expect(await savedCards(company)).toEqual([]);
    expect(await atStripe()).toEqual([]);
    expect(codes(await remove())).toEqual(['SAVED_METHOD_NOT_FOUND']);
  });

  it('is taken away when the payer takes it away at Stripe', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company);
    const [customer] = (await api.stripe.api.customers.list({ limit: 1 })).data;
    const [card] = (await api.stripe.api.paymentMethods.list({ customer: customer!.id })).data;
    await api.stripe.api.paymentMethods.detach(card!.id);
    await api.settle();
    expect(await savedCards(company)).toEqual([]);
  });

  it('is asked for once at a time, and again when the page has run out', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const input = { organisationId: company.organisationId };
    const ask = () =>
      api.mutate(
        'savePaymentMethod',
        'SavePaymentMethodInput',
        'savedPaymentMethods { status }',
        input,
        company.finance,
      );
    await ask();
    await ask();
    await api.settle();
    const [first] = await savedCards(company);
    expect(await savedCards(company)).toHaveLength(1);
    expect((await api.stripe.api.checkout.sessions.list()).data).toHaveLength(1);
    await api.passDays(2);
    expect(await savedCards(company)).toEqual([]);
    await ask();
    await api.settle();
    const [second] = await savedCards(company);
    expect(second!.setupUrl).not.toBe(first!.setupUrl);
  });

  it('is charged for a pledge as soon as that is approved', async () => {
    const company = await givenCompany(api);
    const { needId } = await givenNeed(api, undefined, ['10000']);
    expect(codes(await submit(company, needId, '10000'))).toEqual(['SAVED_METHOD_MISSING']);
    await givenSavedCard(api, company);
    const pledgeId = await promised(company, needId, '10000');
    expect(await shown(pledgeId, company)).toMatchObject({
      pledge: { status: 'PAID' },
      paymentOfPledge: { status: 'SETTLED' },
    });
    const [intent] = (await api.stripe.api.paymentIntents.list()).data;
    expect(intent).toMatchObject({ amount_received: 10_000, transfer_group: needId });
    await expectBooks(api, charged(1, WHOLE));
  });
});

describe('a declined charge', () => {
  it('is tried again after three and seven days, told each time, and then given up', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company, '4000000000000341');
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const pledgeId = await promised(company, needId, '10000');
    expect(await shown(pledgeId, company)).toMatchObject({
      pledge: { status: 'AWAITING_PAYMENT' },
      paymentOfPledge: { status: 'REQUIRES_PAYMENT_METHOD', failureCode: 'card_declined' },
    });
    const [intent] = (await api.stripe.api.paymentIntents.list()).data;
    const tries = async () => (await api.control.posts(`/v1/payment_intents/${intent!.id}/confirm`)).length;
    expect(await tries()).toBe(1);
    await passTime(api, 2.9 * DAY_MS);
    expect(await tries()).toBe(1);
    await passTime(api, 0.2 * DAY_MS);
    expect(await tries()).toBe(2);
    expect(await statusOf(pledgeId, company)).toBe('AWAITING_PAYMENT');
    await passTime(api, 7.1 * DAY_MS);
    expect(await tries()).toBe(3);
    expect(await shown(pledgeId, company)).toMatchObject({
      pledge: { status: 'LAPSED' },
      paymentOfPledge: { status: 'CANCELED' },
    });
    expect((await api.stripe.api.paymentIntents.retrieve(intent!.id)).status).toBe('canceled');
    const declined = 'A card was declined: 100.00 USD';
    expect((await told(company)).slice(-3)).toEqual([declined, declined, '100.00 USD were not charged']);
    await passTime(api, 30 * DAY_MS);
    expect(await tries()).toBe(3);
    await expectBooks(api, `${promise(1, '10000')}\n${ended(1, '10000')}`);
  });

  it('is not cut short by the fourteen days that an approval has', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company, '4000000000000341');
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const { pledge } = await submit(company, needId, '10000');
    await passTime(api, 10 * DAY_MS);
    const input = { pledgeId: pledge!.id };
    expect(
      codes(await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', input, company.finance)),
    ).toEqual([]);
    await api.settle();
    await passTime(api, 5 * DAY_MS);
    expect(await statusOf(pledge!.id, company)).toBe('AWAITING_PAYMENT');
    await givenSavedCard(api, company);
    expect(await statusOf(pledge!.id, company)).toBe('PAID');
  });

  it('is paid with another card at once, and not twice', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company, '4000000000000341');
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const pledgeId = await promised(company, needId, '10000');
    await givenSavedCard(api, company, '4242424242424242');
    expect(await shown(pledgeId, company)).toMatchObject({
      pledge: { status: 'PAID' },
      paymentOfPledge: { status: 'SETTLED' },
    });
    await passTime(api, 20 * DAY_MS);
    expect((await api.stripe.api.charges.list()).data.filter(({ paid }) => paid)).toHaveLength(1);
    expect(await retry(pledgeId, company)).toEqual(['NOTHING_TO_RETRY']);
  });

  it('ends with the third decline when the payer has asked for the tries, too', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company, '4000000000000341');
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const pledgeId = await promised(company, needId, '10000');
    expect(await retry(pledgeId, company)).toEqual([]);
    expect(await statusOf(pledgeId, company)).toBe('AWAITING_PAYMENT');
    expect(await retry(pledgeId, company)).toEqual([]);
    expect(await statusOf(pledgeId, company)).toBe('LAPSED');
    expect(await retry(pledgeId, company)).toEqual(['NOTHING_TO_RETRY']);
  });

  it('asks for a card when that was taken away, and ends a week later', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company);
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const { pledge } = await submit(company, needId, '10000');
    const wanted = { organisationId: company.organisationId };
    await api.mutate('removePaymentMethod', 'RemovePaymentMethodInput', 'clientMutationId', wanted, company.finance);
    await api.settle();
    await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', { pledgeId: pledge!.id }, company.finance);
    await api.settle();
    expect(await shown(pledge!.id, company)).toMatchObject({
      pledge: { status: 'AWAITING_PAYMENT' },
      paymentOfPledge: { status: 'REQUIRES_PAYMENT_METHOD', failureCode: 'saved_method_missing' },
    });
    expect((await told(company)).at(-1)).toBe('There is no card to charge 100.00 USD to');
    await passTime(api, 7.1 * DAY_MS);
    expect(await statusOf(pledge!.id, company)).toBe('LAPSED');
  });
});

describe('a bank that wants to hear from the payer', () => {
  it('gets the payer by a link, and the money once', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company, '4000002760003184');
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const pledgeId = await promised(company, needId, '10000');
    const waiting = await shown(pledgeId, company);
    expect(waiting).toMatchObject({
      pledge: { status: 'AWAITING_PAYMENT' },
      paymentOfPledge: { status: 'REQUIRES_ACTION', failureCode: 'authentication_required' },
    });
    const { checkoutUrl, actionBy } = waiting.paymentOfPledge!;
    expect(Date.parse(actionBy!) - api.clock.now().getTime()).toBeGreaterThan(6.9 * DAY_MS);
    expect((await told(company)).at(-1)).toBe('Your bank asks you to confirm 100.00 USD');
    await api.stripe.authenticate(api.browser(), checkoutUrl!, 'fail');
    await api.settle();
    expect((await shown(pledgeId, company)).paymentOfPledge!.status).toBe('REQUIRES_PAYMENT_METHOD');
    expect(await retry(pledgeId, company)).toEqual([]);
    const again = (await shown(pledgeId, company)).paymentOfPledge!;
    expect(again).toMatchObject({ status: 'REQUIRES_ACTION', actionBy });
    await api.stripe.authenticate(api.browser(), again.checkoutUrl!, 'complete');
    await api.settle();
    expect(await shown(pledgeId, company)).toMatchObject({
      pledge: { status: 'PAID' },
      paymentOfPledge: { status: 'SETTLED' },
    });
    await passTime(api, 8 * DAY_MS);
    expect(await statusOf(pledgeId, company)).toBe('PAID');
    expect((await api.stripe.api.charges.list()).data.filter(({ paid }) => paid)).toHaveLength(1);
  });

  it('ends the pledge when the payer does not come within seven days', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company, '4000002760003184');
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const pledgeId = await promised(company, needId, '10000');
    await passTime(api, 6.9 * DAY_MS);
    expect(await statusOf(pledgeId, company)).toBe('AWAITING_PAYMENT');
    await passTime(api, 0.2 * DAY_MS);
    expect(await shown(pledgeId, company)).toMatchObject({
      pledge: { status: 'LAPSED' },
      paymentOfPledge: { status: 'CANCELED' },
    });
    const need = await api.gql('query ($id: ID!) { need(id: $id) { reserved { minor } } }', { id: needId });
    expect(need.data).toEqual({ need: { reserved: { minor: '0' } } });
  });
});

describe('a pledge that is paid when the goal is reached', () => {
  it('waits for what is missing, and then all are charged at once', async () => {
    const [first, second] = [await givenCompany(api), await givenCompany(api)];
    await givenSavedCard(api, first);
    await givenSavedCard(api, second);
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const goal = { chargeTime: 'GOAL' };
    expect(codes(await submit(first, needId, '1000', { ...goal, method: 'CHECKOUT' }))).toEqual([
      'CHARGE_TIME_NOT_OFFERED',
    ]);
    const waiting = await promised(first, needId, '4000', goal);
    expect(await shown(waiting, first)).toEqual({ pledge: { status: 'SCHEDULED' }, paymentOfPledge: null });
    const paid = await promised(second, needId, '3000');
    expect(await statusOf(paid, second)).toBe('PAID');
    expect(await statusOf(waiting, first)).toBe('SCHEDULED');
    expect((await api.stripe.api.paymentIntents.list()).data).toHaveLength(1);
    const last = await promised(second, needId, '3000', goal);
    expect([await statusOf(waiting, first), await statusOf(last, second)]).toEqual(['PAID', 'PAID']);
    await expectBooks(
      api,
      [
        charged(1, { minor: '4000', net: '3854', fee: '146' }),
        charged(2, { minor: '3000', net: '2883', fee: '117' }),
        charged(3, { minor: '3000', net: '2883', fee: '117' }),
      ].join('\n'),
    );
  });

  it('is called by a payment that comes later, and can be taken back before', async () => {
    const [first, second] = [await givenCompany(api), await givenCompany(api)];
    await givenSavedCard(api, first);
    await givenSavedCard(api, second);
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const goal = { chargeTime: 'GOAL' };
    const withdrawn = await promised(first, needId, '6000', goal);
    const input = { pledgeId: withdrawn };
    expect(
      codes(await api.mutate('withdrawPledge', 'WithdrawPledgeInput', 'pledge { id }', input, first.engineer)),
    ).toEqual([]);
    expect(await statusOf(withdrawn, first)).toBe('WITHDRAWN');
    const waiting = await promised(first, needId, '6000', goal);
    await promised(second, needId, '4000');
    expect(await statusOf(waiting, first)).toBe('PAID');
    expect(await statusOf(withdrawn, first)).toBe('WITHDRAWN');
  });

  it('ends with the deadline of its need, and after a year without one', async () => {
    const company = await givenCompany(api);
    await givenSavedCard(api, company);
    const { needId } = await givenNeed(api, undefined, ['10000']);
    const pledgeId = await promised(company, needId, '4000', { chargeTime: 'GOAL' });
    await passTime(api, 364 * DAY_MS);
    expect(await statusOf(pledgeId, company)).toBe('SCHEDULED');
    await passTime(api, 2 * DAY_MS);
    expect(await statusOf(pledgeId, company)).toBe('LAPSED');
  });
});
