import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { DAY_MS, HOUR_MS } from '#platform/kernel';
import { expectBooks } from '../support/api-books.js';
import {
  changeRecurring,
  givenApprovedRecurring,
  givenRecurring,
  refusalsOf,
  shownRecurring,
  subscriptionAtStripe,
} from '../support/given-recurring.js';
import { givenBillingDetails, givenCompany, givenNeed, key, passTime, type GivenCompany } from '../support/given.js';
import { TestApi } from '../support/test-api.js';

let api: TestApi;
let company: GivenCompany;
beforeEach(async () => {
  api = await TestApi.start();
  company = await givenCompany(api);
}, 60_000);
afterEach(() => api.close());

const invoiced = { collection: 'INVOICE', purchaseOrder: 'PO-2027-4' } as const;

/** A recurring pledge of 100.00 USD by invoice, approved; the invoice of its first period is sent. */
async function givenInvoiced(more: object = {}): Promise<string> {
  await givenBillingDetails(api, company);
  const { needId } = await givenNeed(api);
  const id = await givenApprovedRecurring(api, company, needId, { ...invoiced, ...more });
  await passTime(api, HOUR_MS);
  return id;
}

const shown = (id: string) => shownRecurring(api, id, company.finance);

/** Oldest first. */
async function invoicesAtStripe(id: string): Promise<Stripe.Invoice[]> {
  const subscription = await subscriptionAtStripe(api, id);
  return (await api.stripe.api.invoices.list({ subscription, limit: 100 })).data.reverse();
}

async function customer(): Promise<string> {
  const [row] = await api.database.asOwner<{ id: string }>('SELECT stripe_customer_id AS id FROM stripe_customer');
  return row!.id;
}

async function transfer(amount: number): Promise<void> {
  await api.stripe.api.testHelpers.customers.fundCashBalance(await customer(), { amount, currency: 'usd' });
  await api.settle();
}

/** An intent that the payer settles with a card, attached to the first invoice. */
async function attachCard(id: string, amount: number): Promise<void> {
  const { api: stripe } = api.stripe;
  const { id: method } = await stripe.paymentMethods.attach('pm_card_visa', { customer: await customer() });
  const { id: intent } = await stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    customer: await customer(),
    payment_method: method,
    confirm: true,
    off_session: true,
  });
  await stripe.invoices.attachPayment((await invoicesAtStripe(id))[0]!.id, { payment_intent: intent });
  await api.settle();
}

async function inbox(): Promise<string[]> {
  const answer = await api.gql('{ viewer { notifications(first: 20) { nodes { subject } } } }', {}, company.finance);
  const { notifications } = answer.data!.viewer as { notifications: { nodes: { subject: string }[] } };
  return notifications.nodes.map(({ subject }) => subject);
}

/** Anew, with what Stripe is set to do when nobody has paid to the end. */
async function restart(subscriptionFailure: 'cancel' | 'past_due'): Promise<void> {
  await api.close();
  api = await TestApi.start({}, 'warn', { subscriptionFailure });
  company = await givenCompany(api);
}

const PROMISED = `
commitment_promised memo memo.commitment     rpl 1         +10000 USD
commitment_promised memo memo.pledged        rpl 1         -10000 USD`;
const NEXT = `
commitment_ended   memo memo.pledged        rpl 1         +10000 USD
commitment_ended   memo memo.commitment     rpl 1         -10000 USD${PROMISED}`;

describe('a recurring pledge by invoice', () => {
  it('sends an invoice for its period, and the transfer that pays it is one pledge', async () => {
    const id = await givenInvoiced();
    const [invoice] = await invoicesAtStripe(id);
    const sent = await shown(id);
    expect(invoice).toMatchObject({
      status: 'open',
      collection_method: 'send_invoice',
      custom_fields: [{ name: 'PO number', value: 'PO-2027-4' }],
      customer_name: 'Acme GmbH',
    });
    expect(sent).toMatchObject({
      status: 'ACTIVE',
      collection: 'INVOICE',
      daysUntilDue: 30,
      purchaseOrder: 'PO-2027-4',
      paymentUrl: invoice!.hosted_invoice_url,
      pledges: { nodes: [] },
    });
    await transfer(10_000);
    const paid = await shown(id);
    expect(paid).toMatchObject({ status: 'ACTIVE', paymentUrl: null, pledges: { nodes: [{ status: 'PAID' }] } });
    await expectBooks(
      api,
      `${PROMISED}
pledge_paid        cash stripe.clearing                   +10000 USD
pledge_paid        cash held.pledge         plg 1         -10000 USD
payment_settled    cash stripe.balance                     +9950 USD
payment_settled    cash expense.processing                   +50 USD
payment_settled    cash stripe.clearing                   -10000 USD${NEXT}
allocated          cash held.pledge         plg 1         +10000 USD
allocated          cash held.milestone      mil 1/plg 1   -10000 USD`,
    );
    await api.passDays(32);
    expect((await invoicesAtStripe(id)).map(({ status }) => status)).toEqual(['paid', 'open']);
    await transfer(10_000);
    expect((await shown(id)).pledges.nodes.map(({ status }) => status)).toEqual(['PAID', 'PAID']);
  });

  it('paid in two charges is one pledge once it is whole, and none before', async () => {
    const id = await givenInvoiced();
    await attachCard(id, 4_000);
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE', pledges: { nodes: [] } });
    const first = `${PROMISED}
invoice_part_paid  cash stripe.clearing                    +4000 USD
invoice_part_paid  cash unapplied           org 1          -4000 USD
payment_settled    cash stripe.balance                     +3854 USD
payment_settled    cash expense.processing                  +146 USD
payment_settled    cash stripe.clearing                    -4000 USD`;
    await expectBooks(api, first);
    await transfer(6_000);
    expect(await shown(id)).toMatchObject({ paymentUrl: null, pledges: { nodes: [{ status: 'PAID' }] } });
    await expectBooks(
      api,
      `${first}
invoice_part_paid  cash stripe.clearing                    +6000 USD
invoice_part_paid  cash unapplied           org 1          -6000 USD
invoice_paid       cash unapplied           org 1         +10000 USD
invoice_paid       cash held.pledge         plg 1         -10000 USD${NEXT}
allocated          cash held.pledge         plg 1         +10000 USD
allocated          cash held.milestone      mil 1/plg 1   -10000 USD
payment_settled    cash stripe.balance                     +5970 USD
payment_settled    cash expense.processing                   +30 USD
payment_settled    cash stripe.clearing                    -6000 USD`,
    );
  });

  it('that is overdue makes no pledge, and runs again when it is paid', async () => {
    const id = await givenInvoiced({ interval: 'QUARTER' });
    await api.passDays(31);
    expect(await shown(id)).toMatchObject({ status: 'PAST_DUE', pledges: { nodes: [] } });
    await expectBooks(api, PROMISED);
    const subjects = async () => (await inbox()).filter((subject) => /nvoice|ends tomorrow|failed/.test(subject));
    expect(await subjects()).toEqual([expect.stringMatching(/^Invoice .* is overdue$/)]);
    await api.passDays(14);
    expect((await subjects())[0]).toBe('An invoice for "Safer releases" is still not paid');
    await transfer(10_000);
    expect(await shown(id)).toMatchObject({
      status: 'ACTIVE',
      paymentUrl: null,
      pledges: { nodes: [{ status: 'PAID' }] },
    });
    await api.passDays(20);
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE' });
    expect(await subjects()).toHaveLength(2);
  });

  it('is not behind when its late invoice is paid, though the next one is open by then', async () => {
    const id = await givenInvoiced();
    await api.passDays(32);
    const [late, next] = await invoicesAtStripe(id);
    expect(await shown(id)).toMatchObject({ status: 'PAST_DUE', paymentUrl: late!.hosted_invoice_url });
    await transfer(10_000);
    expect((await invoicesAtStripe(id)).map(({ status }) => status)).toEqual(['paid', 'open']);
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE', paymentUrl: next!.hosted_invoice_url });
  });

  it.each(['cancel', 'past_due'] as const)(
    'ends thirty days after the due date, also where Stripe would leave it (%s), and late money stays in the cash of its payer',
    async (subscriptionFailure) => {
      await restart(subscriptionFailure);
      const id = await givenInvoiced({ interval: 'QUARTER' });
      await api.passDays(59);
      expect(await shown(id)).toMatchObject({ status: 'PAST_DUE' });
      await api.passDays(3);
      expect(await shown(id)).toMatchObject({ status: 'CANCELED', paymentUrl: null, pledges: { nodes: [] } });
      expect((await invoicesAtStripe(id)).map(({ status }) => status)).toEqual(['void']);
      expect(await inbox()).toContain('Your support of "Safer releases" ends tomorrow');
      expect(await inbox()).toContain('The support of "Safer releases" has ended');
      const ended = `${PROMISED}
commitment_ended   memo memo.pledged        rpl 1         +10000 USD
commitment_ended   memo memo.commitment     rpl 1         -10000 USD`;
      await expectBooks(api, ended);
      await transfer(10_000);
      expect(await shown(id)).toMatchObject({ status: 'CANCELED', pledges: { nodes: [] } });
      await expectBooks(api, ended);
      const cash = await api.database.asOwner('SELECT available_minor AS minor FROM stripe_cash');
      expect(cash).toEqual([{ minor: '10000' }]);
    },
    60_000,
  );

  it('asks for nothing while it is paused, and again when it is resumed', async () => {
    const id = await givenInvoiced();
    await transfer(10_000);
    expect(await changeRecurring(api, 'pause', id, company.finance, { reason: 'Budget freeze' })).toEqual([]);
    await api.passDays(35);
    expect(await shown(id)).toMatchObject({
      status: 'PAUSED',
      paymentUrl: null,
      changes: [{ action: 'PAUSE', cause: 'PERSON', reason: 'Budget freeze' }],
    });
    expect((await invoicesAtStripe(id)).map(({ status }) => status)).toEqual(['paid', 'void']);
    expect(await changeRecurring(api, 'resume', id, company.finance)).toEqual([]);
    await api.passDays(31);
    expect((await invoicesAtStripe(id)).at(-1)).toMatchObject({ status: 'open' });
    await transfer(10_000);
    const resumed = await shown(id);
    expect(resumed).toMatchObject({ status: 'ACTIVE', pledges: { nodes: [{ status: 'PAID' }, { status: 'PAID' }] } });
  });

  it('that is cancelled at once has its open invoice voided; with an agreed notice it goes on', async () => {
    const id = await givenInvoiced();
    expect(await changeRecurring(api, 'cancel', id, company.finance, { atOnce: true })).toEqual([]);
    expect(await shown(id)).toMatchObject({ status: 'CANCELED', pledges: { nodes: [] } });
    expect((await invoicesAtStripe(id)).map(({ status }) => status)).toEqual(['void']);
    const agreed = await givenInvoiced({ notice: 'NINETY_DAYS' });
    expect(await changeRecurring(api, 'cancel', agreed, company.finance, { atOnce: true })).toEqual(['NOTICE_AGREED']);
    expect(await changeRecurring(api, 'cancel', agreed, company.finance)).toEqual([]);
    const { endsAt, status } = await shown(agreed);
    expect(status).toBe('ACTIVE');
    expect(Date.parse(endsAt!) - api.clock.now().getTime()).toBeGreaterThanOrEqual(90 * DAY_MS - 10_000);
  });

  it('is made once, however often it is asked for', async () => {
    await givenBillingDetails(api, company);
    const { needId } = await givenNeed(api);
    const again = { idempotencyKey: key(), ...invoiced };
    const ids = await Promise.all([1, 2, 3].map(() => givenRecurring(api, company, needId, again)));
    expect(new Set(ids).size).toBe(1);
    const input = { recurringPledgeId: ids[0]! };
    for (let click = 0; click < 2; click += 1)
      await api.mutate(
        'approveRecurringPledge',
        'DecideRecurringPledgeInput',
        'clientMutationId',
        input,
        company.finance,
      );
    await api.settle();
    const { data } = await api.stripe.api.subscriptions.list({ status: 'all' });
    expect(data.map(({ collection_method: method, status }) => [method, status])).toEqual([['send_invoice', 'active']]);
    expect((await api.stripe.api.products.list({})).data).toHaveLength(1);
  });

  it('needs to know to whom the invoices go, and stores nothing before', async () => {
    const { needId } = await givenNeed(api);
    const before = await api.fingerprint();
    const started = await api.mutate(
      'startRecurringPledge',
      'StartRecurringPledgeInput',
      'clientMutationId',
      {
        organisationId: company.organisationId,
        needId,
        amount: { minor: '10000', currency: 'USD' },
        idempotencyKey: key(),
        ...invoiced,
      },
      company.engineer,
    );
    expect(refusalsOf(started)).toEqual(['BILLING_DETAILS_MISSING']);
    expect(await api.fingerprint()).toEqual(before);
  });

  it('that Stripe refuses has not begun, and its payer is told', async () => {
    await givenInvoiced();
    await api.stripe.api.customers.del(await customer());
    const { needId } = await givenNeed(api);
    const refused = await givenApprovedRecurring(api, company, needId, invoiced);
    expect(await shown(refused)).toMatchObject({ status: 'INCOMPLETE_EXPIRED' });
    expect(await inbox()).toContain('Your support of "Safer releases" has not begun');
  });

  it('counts among what a need can expect', async () => {
    await givenBillingDetails(api, company);
    const { needId, maintainer } = await givenNeed(api);
    await givenApprovedRecurring(api, company, needId, invoiced);
    const query = 'query ($id: ID!) { need(id: $id) { commitmentsByMonth { amounts { minor } } } }';
    const { need } = (await api.gql(query, { id: needId }, maintainer)).data as unknown as {
      need: { commitmentsByMonth: { amounts: { minor: string }[] }[] };
    };
    const sums = need.commitmentsByMonth.flatMap(({ amounts }) => amounts.map(({ minor }) => minor));
    expect(sums).toEqual(Array.from({ length: 11 }, () => '10000'));
  });
});
