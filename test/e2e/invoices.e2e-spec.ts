import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { StripeInboxService } from '#libs/payments';
import { DAY_MS, formatId, parseId, type Id } from '#platform/kernel';
import { expectBooks } from '../support/api-books.js';
import { givenBillingDetails, givenCompany, givenNeed, key, passTime, type GivenCompany } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await TestApi.start();
}, 60_000);
afterEach(() => api.close());

interface ShownInvoice {
  readonly status: string;
  readonly number: string | null;
  readonly hostedUrl: string | null;
  readonly purchaseOrder: string | null;
  readonly dueAt: string | null;
  readonly overdueAt: string | null;
  readonly amount: { readonly minor: string };
  readonly paid: { readonly minor: string };
  readonly remaining: { readonly minor: string };
  readonly overpaid: { readonly minor: string };
  readonly funded: { readonly minor: string };
  readonly kept: { readonly minor: string };
}

const INVOICE = `status number hostedUrl purchaseOrder dueAt overdueAt amount { minor } paid { minor } remaining { minor }
  overpaid { minor } funded { minor } kept { minor }`;

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
      method: 'INVOICE',
      idempotencyKey: key(),
      ...more,
    },
    company.engineer,
  );

/** A pledge of 100.00 USD by invoice, approved; its invoice is sent. */
async function invoiced(company: GivenCompany, more: object = {}): Promise<string> {
  const { needId } = await givenNeed(api, undefined, ['10000']);
  const { pledge } = await submit(company, needId, '10000', more);
  await api.settle();
  const approved = await api.mutate(
    'approvePledge',
    'DecidePledgeInput',
    'pledge { id }',
    { pledgeId: pledge!.id },
    company.finance,
  );
  expect(codes(approved)).toEqual([]);
  await api.settle();
  return pledge!.id;
}

async function shown(pledgeId: string, caller: Caller) {
  const answer = await api.gql(
    `query ($id: ID!) { pledge(id: $id) { status } paymentOfPledge(pledgeId: $id) { status means invoice { ${INVOICE} } } }`,
    { id: pledgeId },
    caller,
  );
  const { pledge, paymentOfPledge } = answer.data! as unknown as {
    pledge: { status: string };
    paymentOfPledge: { status: string; means: string; invoice: ShownInvoice };
  };
  return { pledge: pledge.status, payment: paymentOfPledge.status, invoice: paymentOfPledge.invoice };
}

const money = async (field: 'organisationBalance' | 'unappliedMoney', company: GivenCompany): Promise<unknown> =>
  (
    await api.gql(
      `query ($id: ID!) { ${field}(organisationId: $id) { minor currency } }`,
      { id: company.organisationId },
      company.finance,
    )
  ).data![field];

/** Means, amount and pledge of each receipt. */
async function receipts({ organisationId, finance }: GivenCompany): Promise<unknown> {
  const query =
    'query ($id: ID!) { receipts(organisationId: $id, first: 9) { nodes { means amount { minor } pledgeId } } }';
  const { data } = await api.gql(query, { id: organisationId }, finance);
  return (data!.receipts as { nodes: unknown }).nodes;
}

async function customerOf({ organisationId }: GivenCompany): Promise<string> {
  const [row] = await api.database.asOwner<{ id: string }>(
    'SELECT stripe_customer_id AS id FROM stripe_customer WHERE organisation_id = $1',
    [parseId('org', organisationId)],
  );
  return row!.id;
}

async function transfer(company: GivenCompany, amount: number): Promise<void> {
  await api.stripe.api.testHelpers.customers.fundCashBalance(await customerOf(company), { amount, currency: 'usd' });
  await api.settle();
}

const invoiceAtStripe = async (): Promise<Stripe.Invoice> =>
  (await api.stripe.api.invoices.list({ limit: 1 })).data[0]!;

/** An intent that the payer settles with a card, attached to the open invoice. */
async function attachCard(company: GivenCompany, amount: number): Promise<void> {
  const { api: stripe } = api.stripe;
  const customer = await customerOf(company);
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  const intent = await stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    customer,
    payment_method: method.id,
    confirm: true,
    off_session: true,
  });
  await stripe.invoices.attachPayment((await invoiceAtStripe()).id, { payment_intent: intent.id });
  await api.settle();
}

const keepOverpayment = async (company: GivenCompany) => {
  const [row] = await api.database.asOwner<{ id: Id<'ivc'> }>(
    'SELECT id FROM invoice ORDER BY created_at DESC LIMIT 1',
  );
  return api.mutate(
    'keepOverpayment',
    'KeepOverpaymentInput',
    'invoice { id }',
    { invoiceId: formatId('ivc', row!.id) },
    company.finance,
  );
};

async function inboxOf(caller: Caller): Promise<string[]> {
  const answer = await api.gql('{ viewer { notifications(first: 20) { nodes { subject } } } }', {}, caller);
  return (answer.data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications.nodes.map(
    ({ subject }) => subject,
  );
}

const PROMISED = `
pledge_promised    memo memo.commitment     plg 1         +10000 USD
pledge_promised    memo memo.pledged        plg 1         -10000 USD`;

describe('an invoice for a pledge', () => {
  it('is made out to who the company says it is, with its order number, and sent', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const pledgeId = await invoiced(company, { purchaseOrder: 'PO 4711' });
    const { invoice, pledge, payment } = await shown(pledgeId, company.finance);
    expect({ pledge, payment }).toEqual({ pledge: 'AWAITING_PAYMENT', payment: 'REQUIRES_PAYMENT_METHOD' });
    expect(invoice).toMatchObject({
      status: 'OPEN',
      purchaseOrder: 'PO 4711',
      amount: { minor: '10000' },
      remaining: { minor: '10000' },
      paid: { minor: '0' },
      overdueAt: null,
    });
    const remote = await invoiceAtStripe();
    expect(invoice).toMatchObject({ number: remote.number, hostedUrl: remote.hosted_invoice_url });
    expect(new Date(invoice.dueAt!).getTime()).toBe(remote.due_date! * 1_000);
    expect(remote).toMatchObject({
      customer_name: 'Acme GmbH',
      customer_email: 'invoices@acme.example',
      customer_tax_ids: [{ type: 'eu_vat', value: 'DE123456789' }],
      custom_fields: [{ name: 'PO number', value: 'PO 4711' }],
      collection_method: 'send_invoice',
    });
    const events = await api.stripe.api.events.list({ type: 'invoice.sent' });
    expect(events.data).toHaveLength(1);
    await expectBooks(api, PROMISED);
    const kept = await api.database.asOwner<{ row: string }>(
      'SELECT row_to_json(stripe_call)::text AS row FROM stripe_call',
    );
    expect(kept.map(({ row }) => row).join()).not.toContain('acme.example');
  });

  it('is not offered to an organisation that has not said to whom, and stores nothing then', async () => {
    const company = await givenCompany(api);
    const { needId } = await givenNeed(api);
    const before = await api.fingerprint();
    expect(codes(await submit(company, needId, '10000'))).toEqual(['BILLING_DETAILS_MISSING']);
    expect(codes(await submit(company, needId, '49', { method: 'INVOICE' }))).toEqual(['AMOUNT_NOT_CHARGEABLE']);
    expect(await api.fingerprint()).toEqual(before);
  });

  it('that Stripe refuses to make ends its pledge, frees the need, and finance is told', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    await invoiced(company);
    await api.stripe.api.customers.del(await customerOf(company));
    const refused = await invoiced(company);
    expect(await shown(refused, company.finance)).toMatchObject({
      pledge: 'LAPSED',
      payment: 'CANCELED',
      invoice: { status: 'REFUSED', number: null },
    });
    const [need] = await api.database.asOwner<{ reserved: string }>(
      'SELECT reserved_minor AS reserved FROM need JOIN pledge ON pledge.need_id = need.id WHERE pledge.id = $1',
      [parseId('plg', refused)],
    );
    expect(need).toEqual({ reserved: '0' });
    expect(await inboxOf(company.finance)).toContain('An invoice over 100.00 USD could not be made');
  });

  it('is made once, whatever connection is cut in whichever step', async () => {
    await api.close();
    api = await TestApi.start({}, 'warn', { controlToken: 'token' });
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const steps = [
      '/v1/customers',
      '/v1/invoices',
      '/v1/invoices/*/add_lines',
      '/v1/invoices/*/finalize',
      '/v1/invoices/*/send',
    ];
    const rules = steps.map((path) => ({ method: 'POST', path, times: 2, action: 'drop_after' }));
    await control('faults', { rules });
    const pledgeId = await invoiced(company);
    for (let minutes = 0; minutes < 30 && (await openCalls()) > 0; minutes += 1) await passTime(api, 60_000);
    expect((await shown(pledgeId, company.finance)).invoice.status).toBe('OPEN');
    const { data } = await api.stripe.api.invoices.list({});
    expect(data.map(({ status, total }) => ({ status, total }))).toEqual([{ status: 'open', total: 10_000 }]);
    expect((await api.stripe.api.customers.list({})).data).toHaveLength(1);
    expect((await api.stripe.api.events.list({ type: 'invoice.sent' })).data).toHaveLength(1);
    for (const path of [
      '/v1/customers',
      '/v1/invoices',
      `/v1/invoices/${data[0]!.id}/add_lines`,
      ...calls(data[0]!.id),
    ]) {
      const { requests } = (await control(`journal?path=${path}`)) as {
        requests: { method: string; idempotencyKey: string }[];
      };
      const keys = requests.filter(({ method }) => method === 'POST').map(({ idempotencyKey }) => idempotencyKey);
      expect({ path, times: keys.length > 2, keys: new Set(keys).size }).toEqual({ path, times: true, keys: 1 });
    }
  });

  it('paid in two parts by transfer is held once it is whole, when Stripe has the money', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const pledgeId = await invoiced(company);
    await transfer(company, 4_000);
    expect(await shown(pledgeId, company.finance)).toMatchObject({
      pledge: 'AWAITING_PAYMENT',
      payment: 'REQUIRES_ACTION',
      invoice: { status: 'OPEN', funded: { minor: '4000' }, paid: { minor: '0' }, remaining: { minor: '10000' } },
    });
    // Cash of the payer at Stripe is not in the balance of the platform: there is nothing to post.
    await expectBooks(api, PROMISED);
    await transfer(company, 6_000);
    expect(await shown(pledgeId, company.finance)).toMatchObject({
      pledge: 'PAID',
      payment: 'SETTLED',
      invoice: { status: 'PAID', funded: { minor: '0' }, paid: { minor: '10000' }, remaining: { minor: '0' } },
    });
    await expectBooks(
      api,
      `${PROMISED}
pledge_paid        cash stripe.clearing                   +10000 USD
pledge_paid        cash held.pledge         plg 1         -10000 USD
promise_ended      memo memo.pledged        plg 1         +10000 USD
promise_ended      memo memo.commitment     plg 1         -10000 USD
allocated          cash held.pledge         plg 1         +10000 USD
allocated          cash held.milestone      mil 1/plg 1   -10000 USD
payment_settled    cash stripe.balance                     +9950 USD
payment_settled    cash expense.processing                   +50 USD
payment_settled    cash stripe.clearing                   -10000 USD`,
    );
    // Every event once more, in another order: nothing is posted twice.
    await again();
    expect((await shown(pledgeId, company.finance)).pledge).toBe('PAID');
    const [count] = await api.database.asOwner<{ count: string }>('SELECT count(*) FROM ledger_tx');
    expect(count).toEqual({ count: '5' });
  });

  it('paid in two charges has its first part unapplied until the second makes it whole', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const pledgeId = await invoiced(company);
    await attachCard(company, 4_000);
    expect(await shown(pledgeId, company.finance)).toMatchObject({
      pledge: 'AWAITING_PAYMENT',
      invoice: { status: 'OPEN', paid: { minor: '4000' }, remaining: { minor: '6000' } },
    });
    expect(await money('unappliedMoney', company)).toEqual([{ minor: '4000', currency: 'USD' }]);
    const first = `${PROMISED}
invoice_part_paid  cash stripe.clearing                    +4000 USD
invoice_part_paid  cash unapplied           org 1          -4000 USD
payment_settled    cash stripe.balance                     +3854 USD
payment_settled    cash expense.processing                  +146 USD
payment_settled    cash stripe.clearing                    -4000 USD`;
    await expectBooks(api, first);
    expect(await receipts(company)).toEqual([]);
    await transfer(company, 6_000);
    expect(await shown(pledgeId, company.finance)).toMatchObject({
      pledge: 'PAID',
      invoice: { status: 'PAID', paid: { minor: '10000' }, remaining: { minor: '0' } },
    });
    expect(await money('unappliedMoney', company)).toEqual([]);
    expect(await receipts(company)).toEqual([{ means: 'INVOICE', amount: { minor: '10000' }, pledgeId }]);
    await again();
    await expectBooks(
      api,
      `${first}
invoice_part_paid  cash stripe.clearing                    +6000 USD
invoice_part_paid  cash unapplied           org 1          -6000 USD
invoice_paid       cash unapplied           org 1         +10000 USD
invoice_paid       cash held.pledge         plg 1         -10000 USD
promise_ended      memo memo.pledged        plg 1         +10000 USD
promise_ended      memo memo.commitment     plg 1         -10000 USD
allocated          cash held.pledge         plg 1         +10000 USD
allocated          cash held.milestone      mil 1/plg 1   -10000 USD
payment_settled    cash stripe.balance                     +5970 USD
payment_settled    cash expense.processing                   +30 USD
payment_settled    cash stripe.clearing                    -6000 USD`,
    );
  });

  it('keeps what a newer reading has shown when an older one comes late', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const pledgeId = await invoiced(company);
    const readAt = (sql: string) => api.database.asOwner(`UPDATE invoice SET synced_at = ${sql}`);
    await readAt(`synced_at + interval '1 hour'`);
    await transfer(company, 6_000);
    expect((await shown(pledgeId, company.finance)).invoice.funded).toEqual({ minor: '0' });
    await readAt(`synced_at - interval '1 hour'`);
    await again();
    expect((await shown(pledgeId, company.finance)).invoice.funded).toEqual({ minor: '6000' });
  });

  it('paid with too much leaves the rest unapplied, and finance is told', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const pledgeId = await invoiced(company);
    await attachCard(company, 4_000);
    await attachCard(company, 8_000);
    expect(await shown(pledgeId, company.finance)).toMatchObject({
      pledge: 'PAID',
      invoice: { status: 'PAID', paid: { minor: '12000' }, remaining: { minor: '0' }, overpaid: { minor: '2000' } },
    });
    expect(await money('unappliedMoney', company)).toEqual([{ minor: '2000', currency: 'USD' }]);
    const told = await inboxOf(company.finance);
    expect(told.filter((subject) => subject.startsWith('Too much was paid for invoice'))).toHaveLength(1);
  });

  it('lets the payer move what was too much into the balance, once', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const pledgeId = await invoiced(company);
    await attachCard(company, 4_000);
    expect(codes(await keepOverpayment(company))).toEqual(['NOTHING_OVERPAID']);
    await attachCard(company, 8_000);
    const twice = await Promise.all([keepOverpayment(company), keepOverpayment(company)]);
    expect(twice.map(codes).sort()).toEqual([['NOTHING_OVERPAID'], []].sort());
    expect((await shown(pledgeId, company.finance)).invoice).toMatchObject({
      overpaid: { minor: '2000' },
      kept: { minor: '2000' },
    });
    expect(await money('unappliedMoney', company)).toEqual([]);
    expect(await money('organisationBalance', company)).toEqual([{ minor: '2000', currency: 'USD' }]);
    await expectBooks(
      api,
      `${PROMISED}
invoice_part_paid  cash stripe.clearing                    +4000 USD
invoice_part_paid  cash unapplied           org 1          -4000 USD
payment_settled    cash stripe.balance                     +3854 USD
payment_settled    cash expense.processing                  +146 USD
payment_settled    cash stripe.clearing                    -4000 USD
invoice_part_paid  cash stripe.clearing                    +8000 USD
invoice_part_paid  cash unapplied           org 1          -8000 USD
invoice_paid       cash unapplied           org 1         +10000 USD
invoice_paid       cash held.pledge         plg 1         -10000 USD
promise_ended      memo memo.pledged        plg 1         +10000 USD
promise_ended      memo memo.commitment     plg 1         -10000 USD
allocated          cash held.pledge         plg 1         +10000 USD
allocated          cash held.milestone      mil 1/plg 1   -10000 USD
payment_settled    cash stripe.balance                     +7738 USD
payment_settled    cash expense.processing                  +262 USD
payment_settled    cash stripe.clearing                    -8000 USD
overpayment_kept   cash unapplied           org 1          +2000 USD
overpayment_kept   cash held.org            org 1          -2000 USD`,
    );
  });

  it('shows what was transferred too much, which waits at Stripe for the next invoice', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    await invoiced(company);
    await transfer(company, 13_000);
    expect(await money('unappliedMoney', company)).toEqual([{ minor: '3000', currency: 'USD' }]);
    const next = await invoiced(company);
    expect((await shown(next, company.finance)).invoice).toMatchObject({ status: 'OPEN', funded: { minor: '3000' } });
    expect(await money('unappliedMoney', company)).toEqual([]);
  });

  it('that is a month overdue is voided: the pledge lapses, and what was paid of it stays with the organisation', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const pledgeId = await invoiced(company);
    await attachCard(company, 4_000);
    await transfer(company, 1_000);
    await passTime(api, 31 * DAY_MS);
    const overdue = await shown(pledgeId, company.finance);
    expect(overdue).toMatchObject({ pledge: 'AWAITING_PAYMENT', invoice: { status: 'OPEN' } });
    expect(overdue.invoice.overdueAt).not.toBeNull();
    // Whatever else is heard of it while it is overdue, people are told once.
    await transfer(company, 500);
    const told = (await inboxOf(company.finance)).filter((subject) => subject.includes('is overdue'));
    expect(told).toEqual([`Invoice ${overdue.invoice.number!} is overdue`]);
    await passTime(api, 30 * DAY_MS);
    expect(await shown(pledgeId, company.finance)).toMatchObject({
      pledge: 'LAPSED',
      invoice: { status: 'VOID', funded: { minor: '0' } },
    });
    expect(await inboxOf(company.finance)).toContain(`Invoice ${overdue.invoice.number!} was voided`);
    expect(await money('organisationBalance', company)).toEqual([{ minor: '4000', currency: 'USD' }]);
    expect(await receipts(company)).toEqual([{ means: 'INVOICE', amount: { minor: '4000' }, pledgeId: null }]);
    // What came by transfer is at Stripe, and pays the next invoice.
    expect(await money('unappliedMoney', company)).toEqual([{ minor: '1500', currency: 'USD' }]);
    await expectBooks(
      api,
      `${PROMISED}
invoice_part_paid  cash stripe.clearing                    +4000 USD
invoice_part_paid  cash unapplied           org 1          -4000 USD
payment_settled    cash stripe.balance                     +3854 USD
payment_settled    cash expense.processing                  +146 USD
payment_settled    cash stripe.clearing                    -4000 USD
invoice_part_kept  cash unapplied           org 1          +4000 USD
invoice_part_kept  cash held.org            org 1          -4000 USD
promise_ended      memo memo.pledged        plg 1         +10000 USD
promise_ended      memo memo.commitment     plg 1         -10000 USD`,
    );
  });

  it('marked as paid at Stripe without money is for a person', async () => {
    const company = await givenCompany(api);
    await givenBillingDetails(api, company);
    const pledgeId = await invoiced(company);
    await api.stripe.api.invoices.pay((await invoiceAtStripe()).id, { paid_out_of_band: true });
    await api.settle();
    expect(await shown(pledgeId, company.finance)).toMatchObject({
      pledge: 'AWAITING_PAYMENT',
      invoice: { status: 'NEEDS_REVIEW' },
    });
    await expectBooks(api, PROMISED);
  });
});

describe('an invoice in advance', () => {
  it('fills the balance of the organisation when it is paid, and stands in its list', async () => {
    const company = await givenCompany(api);
    const topUp = () =>
      api.mutate<{ payment: { id: string } | null }>(
        'topUpBalance',
        'TopUpBalanceInput',
        'payment { id }',
        {
          organisationId: company.organisationId,
          amount: { minor: '500000', currency: 'USD' },
          means: 'INVOICE',
          purchaseOrder: 'PO 1',
          idempotencyKey: key(),
        },
        company.finance,
      );
    expect(codes(await topUp())).toEqual(['BILLING_DETAILS_MISSING']);
    await givenBillingDetails(api, company);
    expect(codes(await topUp())).toEqual([]);
    await api.settle();
    await transfer(company, 500_000);
    expect(await money('organisationBalance', company)).toEqual([{ minor: '500000', currency: 'USD' }]);
    const answer = await api.gql(
      `query ($id: ID!) { invoices(organisationId: $id, first: 5) { nodes { status purchaseOrder amount { minor } } } }`,
      { id: company.organisationId },
      company.engineer,
    );
    expect(answer.data!.invoices).toEqual({
      nodes: [{ status: 'PAID', purchaseOrder: 'PO 1', amount: { minor: '500000' } }],
    });
    await expectBooks(
      api,
      `
balance_paid       cash stripe.clearing                  +500000 USD
balance_paid       cash held.org            org 1        -500000 USD
payment_settled    cash stripe.balance                   +499500 USD
payment_settled    cash expense.processing                  +500 USD
payment_settled    cash stripe.clearing                  -500000 USD`,
    );
  });
});

describe('billing details', () => {
  const read = async (company: GivenCompany, caller: Caller): Promise<unknown> =>
    (
      await api.gql(
        'query ($id: ID!) { billingDetails(organisationId: $id) { legalName mail vatId language address { city country line2 } } }',
        { id: company.organisationId },
        caller,
      )
    ).data?.billingDetails;

  it('are kept sealed, are shown to who keeps the money, and Stripe has the newest', async () => {
    const company = await givenCompany(api);
    expect(await read(company, company.finance)).toBeNull();
    await givenBillingDetails(api, company, { vatId: 'de 123.456.789' });
    expect(await read(company, company.finance)).toEqual({
      legalName: 'Acme GmbH',
      mail: 'invoices@acme.example',
      vatId: 'DE123456789',
      language: 'en',
      address: { city: 'Berlin', country: 'DE', line2: null },
    });
    expect(await read(company, company.engineer)).toBeNull();
    const rows = await api.database.asOwner<{ text: string }>(
      "SELECT encode(sealed, 'escape') AS text FROM billing_details",
    );
    expect(rows[0]!.text).not.toContain('acme');
    await invoiced(company);
    await givenBillingDetails(api, company, { legalName: 'Acme SE', vatId: 'FR12345678901' });
    await api.settle();
    const customer = await api.stripe.api.customers.retrieve(await customerOf(company), { expand: ['tax_ids'] });
    expect(customer).toMatchObject({ name: 'Acme SE', tax_ids: { data: [{ value: 'FR12345678901' }] } });
    expect((customer as Stripe.Customer).tax_ids!.data).toHaveLength(1);
  });

  it.each([
    [{ vatId: '12345' }, 'INVALID_VAT_ID'],
    [{ mail: 'nobody' }, 'INVALID_MAIL_ADDRESS'],
  ])('%j are refused with %s', async (change, code) => {
    const company = await givenCompany(api);
    const input = {
      organisationId: company.organisationId,
      legalName: 'Acme',
      mail: 'a@acme.example',
      address: { line1: 'Street 1', postalCode: '1', city: 'Berlin', country: 'DE' },
      ...change,
    };
    const before = await api.fingerprint();
    const answer = await api.mutate(
      'setBillingDetails',
      'SetBillingDetailsInput',
      'clientMutationId',
      input,
      company.finance,
    );
    expect(codes(answer)).toEqual([code]);
    expect(await api.fingerprint()).toEqual(before);
  });
});

async function openCalls(): Promise<number> {
  return (await api.database.asOwner("SELECT 1 FROM stripe_call WHERE status <> 'done'")).length;
}

const calls = (invoice: string): string[] => ['finalize', 'send'].map((step) => `/v1/invoices/${invoice}/${step}`);

async function control(path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${String(api.emulator.port)}/_sim/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: 'Bearer token', 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.json();
}

/** Every event that there was is handled once more, the newest first. */
async function again(): Promise<void> {
  const inbox = api.app.get(StripeInboxService);
  const rows = await api.database.asOwner<{ id: string }>('SELECT id FROM stripe_event ORDER BY received_at DESC');
  await api.database.asOwner(`UPDATE stripe_event SET status = 'received', finished_at = NULL`);
  for (const { id } of rows) await inbox.handle(id);
  await api.settle();
}
