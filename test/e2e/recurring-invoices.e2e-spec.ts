/** Support by the period of a company that pays by invoice: one invoice for each period, paid whole, in parts, late or never. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, parseId } from '#platform/kernel';
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

const BY_INVOICE = { collection: 'INVOICE', purchaseOrder: 'PO 4711' };

let api: TestApi;
let company: GivenCompany;
beforeEach(async () => {
  api = await TestApi.start();
  company = await givenCompany(api);
}, 60_000);
afterEach(() => api.close());

/** One that runs; its first invoice was sent. */
async function invoiced(more: object = {}): Promise<string> {
  await givenBillingDetails(api, company);
  const { needId } = await givenNeed(api);
  const id = await givenApprovedRecurring(api, company, needId, { ...BY_INVOICE, ...more });
  await passTime(api, 2 * HOUR_MS);
  return id;
}

const shown = (id: string) => shownRecurring(api, id, company.finance);
const pledgesOf = async (id: string): Promise<string[]> => (await shown(id)).pledges.nodes.map(({ status }) => status);

async function customer(): Promise<string> {
  const [row] = await api.database.asOwner<{ id: string }>('SELECT stripe_customer_id AS id FROM stripe_customer');
  return row!.id;
}

async function transfer(amount: number): Promise<void> {
  await api.stripe.api.testHelpers.customers.fundCashBalance(await customer(), { amount, currency: 'usd' });
  await api.settle();
}

/** A card that pays a part of the newest invoice. */
async function payPart(amount: number): Promise<void> {
  const { api: stripe } = api.stripe;
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: await customer() });
  const intent = await stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    customer: await customer(),
    payment_method: method.id,
    confirm: true,
    off_session: true,
  });
  const [invoice] = (await stripe.invoices.list({ limit: 1 })).data;
  await stripe.invoices.attachPayment(invoice!.id, { payment_intent: intent.id });
  await api.settle();
}

interface ShownInvoice {
  readonly status: string;
  readonly purchaseOrder: string | null;
  readonly hostedUrl: string;
  readonly dueAt: string;
  readonly createdAt: string;
}

/** Newest first. */
async function invoices(): Promise<readonly ShownInvoice[]> {
  const answer = await api.gql(
    'query ($id: ID!) { invoices(organisationId: $id, first: 20) { nodes { status purchaseOrder hostedUrl dueAt createdAt } } }',
    { id: company.organisationId },
    company.finance,
  );
  return (answer.data!.invoices as { nodes: ShownInvoice[] }).nodes;
}

const statuses = async (): Promise<string[]> => (await invoices()).map(({ status }) => status);

async function inbox(): Promise<string[]> {
  const answer = await api.gql('{ viewer { notifications(first: 50) { nodes { subject } } } }', {}, company.finance);
  const { nodes } = (answer.data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications;
  return nodes.map(({ subject }) => subject);
}

const promised = `
commitment_promised memo memo.commitment     rpl 1         +10000 USD
commitment_promised memo memo.pledged        rpl 1         -10000 USD`;
const ended = `
commitment_ended   memo memo.pledged        rpl 1         +10000 USD
commitment_ended   memo memo.commitment     rpl 1         -10000 USD`;

describe('a recurring pledge by invoice', () => {
  it('is not offered to an organisation that has not said to whom, and stores nothing then', async () => {
    const { needId } = await givenNeed(api);
    const before = await api.fingerprint();
    const input = {
      organisationId: company.organisationId,
      needId,
      amount: { minor: '10000', currency: 'USD' },
      collection: 'INVOICE',
      idempotencyKey: key(),
    };
    const answer = await api.mutate(
      'startRecurringPledge',
      'StartRecurringPledgeInput',
      'clientMutationId',
      input,
      company.engineer,
    );
    expect(refusalsOf(answer)).toEqual(['BILLING_DETAILS_MISSING']);
    expect(await api.fingerprint()).toEqual(before);
  });

  it('has an invoice with its order number for each period, and makes one pledge of each that is paid', async () => {
    const id = await invoiced();
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE', collection: 'INVOICE', purchaseOrder: 'PO 4711' });
    const [first] = await invoices();
    expect(first).toMatchObject({ status: 'OPEN', purchaseOrder: 'PO 4711' });
    expect(Math.round((Date.parse(first!.dueAt) - Date.parse(first!.createdAt)) / DAY_MS)).toBe(30);
    expect((await shown(id)).paymentUrl).toBe(first!.hostedUrl);
    const [remote] = (await api.stripe.api.invoices.list()).data;
    expect(remote).toMatchObject({
      collection_method: 'send_invoice',
      customer_name: 'Acme GmbH',
      custom_fields: [{ name: 'PO number', value: 'PO 4711' }],
    });
    expect((await api.stripe.api.events.list({ type: 'invoice.sent' })).data).toHaveLength(1);
    expect(await pledgesOf(id)).toEqual([]);

    await transfer(10_000);
    expect(await pledgesOf(id)).toEqual(['PAID']);
    expect((await shown(id)).paymentUrl).toBeNull();
    const month = `
pledge_paid        cash stripe.clearing                   +10000 USD
pledge_paid        cash held.pledge         plg 1         -10000 USD
payment_settled    cash stripe.balance                     +9950 USD
payment_settled    cash expense.processing                   +50 USD
payment_settled    cash stripe.clearing                   -10000 USD
allocated          cash held.pledge         plg 1         +10000 USD
allocated          cash held.milestone      mil 1/plg 1   -10000 USD`;
    await expectBooks(api, `${promised}${month}${ended}${promised}`);

    await api.passDays(32);
    expect(await statuses()).toEqual(['OPEN', 'PAID']);
    await payPart(4_000);
    expect(await pledgesOf(id)).toEqual(['PAID']);
    await transfer(6_000);
    expect(await pledgesOf(id)).toEqual(['PAID', 'PAID']);
    expect(await statuses()).toEqual(['PAID', 'PAID']);
    await expectBooks(
      api,
      `${promised}${month}${ended}${promised}${ended}${promised}
invoice_part_paid  cash stripe.clearing                    +4000 USD
invoice_part_paid  cash unapplied           org 1          -4000 USD
payment_settled    cash stripe.balance                     +3854 USD
payment_settled    cash expense.processing                  +146 USD
payment_settled    cash stripe.clearing                    -4000 USD
invoice_part_paid  cash stripe.clearing                    +6000 USD
invoice_part_paid  cash unapplied           org 1          -6000 USD
payment_settled    cash stripe.balance                     +5970 USD
payment_settled    cash expense.processing                   +30 USD
payment_settled    cash stripe.clearing                    -6000 USD
invoice_paid       cash unapplied           org 1         +10000 USD
invoice_paid       cash held.pledge         plg 2         -10000 USD
allocated          cash held.pledge         plg 2         +10000 USD
allocated          cash held.milestone      mil 1/plg 2   -10000 USD`,
    );
  }, 60_000);

  it('is behind when an invoice is overdue, and goes on when it is paid', async () => {
    const id = await invoiced({ interval: 'QUARTER' });
    await api.passDays(31);
    expect(await shown(id)).toMatchObject({ status: 'PAST_DUE' });
    expect((await inbox()).filter((subject) => subject.endsWith('is overdue'))).toHaveLength(1);
    await api.passDays(16);
    expect(await inbox()).toContain('The invoice for "Safer releases" is still not paid');
    await transfer(10_000);
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE' });
    await api.passDays(20);
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE' });
    expect(await pledgesOf(id)).toEqual(['PAID']);
    expect(await inbox()).not.toContain('Your support of "Safer releases" ends tomorrow');
  }, 60_000);

  it('ends thirty days after the due date: its invoices are voided, and what comes later is the payer’s', async () => {
    const id = await invoiced();
    await api.passDays(62);
    expect(await shown(id)).toMatchObject({
      status: 'CANCELED',
      changes: [{ action: 'CANCEL', cause: 'PAYMENT_FAILED' }],
    });
    expect(await statuses()).toEqual(['VOID', 'VOID']);
    const told = await inbox();
    expect(told).toContain('Your support of "Safer releases" ends tomorrow');
    expect(told).toContain('The support of "Safer releases" has ended');
    await transfer(10_000);
    expect(await pledgesOf(id)).toEqual([]);
    const answer = await api.gql(
      'query ($id: ID!) { unappliedMoney(organisationId: $id) { minor currency } }',
      { id: company.organisationId },
      company.finance,
    );
    expect(answer.data!.unappliedMoney).toEqual([{ minor: '10000', currency: 'USD' }]);
    await expectBooks(api, `${promised}${ended}`);
  }, 60_000);

  it('asks for nothing while it is paused, and again when it is resumed', async () => {
    const id = await invoiced();
    await transfer(10_000);
    expect(await changeRecurring(api, 'pause', id, company.finance)).toEqual([]);
    await api.passDays(40);
    expect(await shown(id)).toMatchObject({ status: 'PAUSED', paymentUrl: null });
    expect((await statuses()).filter((status) => status === 'OPEN')).toEqual([]);
    expect(await changeRecurring(api, 'resume', id, company.finance)).toEqual([]);
    await api.passDays(25);
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE' });
    expect((await statuses()).filter((status) => status === 'OPEN')).toHaveLength(1);
  }, 60_000);

  it('that is ended at once asks for nothing more; one that ends with its period still waits for its last invoice', async () => {
    const id = await invoiced();
    expect(await changeRecurring(api, 'cancel', id, company.finance, { atOnce: true })).toEqual([]);
    expect(await shown(id)).toMatchObject({ status: 'CANCELED' });
    expect(await statuses()).toEqual(['VOID']);
    const { needId } = await givenNeed(api);
    const other = await givenApprovedRecurring(api, company, needId, BY_INVOICE);
    await passTime(api, 2 * HOUR_MS);
    expect(await changeRecurring(api, 'cancel', other, company.finance)).toEqual([]);
    await api.passDays(32);
    expect(await shown(other)).toMatchObject({ status: 'CANCELED' });
    expect(await statuses()).toEqual(['OPEN', 'VOID']);
    await transfer(10_000);
    expect(await pledgesOf(other)).toEqual(['PAID']);
  }, 60_000);

  it('is begun once, when nobody heard of its beginning for a day', async () => {
    await givenBillingDetails(api, company);
    const { needId } = await givenNeed(api);
    await api.control.holdWebhooks();
    const paths = ['/v1/customers', '/v1/subscriptions'];
    await api.control.faults(
      paths.map((path) => ({ method: 'POST' as const, path, times: 2, action: 'drop_after' as const })),
    );
    const id = await givenRecurring(api, company, needId, BY_INVOICE);
    await api.mutate(
      'approveRecurringPledge',
      'DecideRecurringPledgeInput',
      'clientMutationId',
      { recurringPledgeId: id },
      company.finance,
    );
    await api.settle();
    for (let days = 0; days < 3; days += 1) await passTime(api, DAY_MS);
    await api.control.releaseWebhooks();
    await api.settle();
    const { data } = await api.stripe.api.subscriptions.list({ status: 'all' });
    expect(data.map(({ metadata }) => metadata)).toEqual([{ recurring_pledge_id: parseId('rpl', id) }]);
    expect(data[0]!.id).toBe(await subscriptionAtStripe(api, id));
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE' });
  });
});
