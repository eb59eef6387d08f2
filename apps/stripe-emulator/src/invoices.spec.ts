import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { DAY_MS, Harness, NO_REDIRECTS } from '../testing/harness.js';

let harness: Harness;
let stripe: Stripe;
beforeAll(async () => {
  harness = await Harness.start();
  ({ stripe } = harness);
});
afterAll(() => harness.close());

type Extra = Partial<Stripe.InvoiceCreateParams>;

const SENT = { collection_method: 'send_invoice', days_until_due: 30 } as const;

async function draft(customer: string, amount = 100_000, extra: Extra = {}): Promise<string> {
  const terms = extra.collection_method === 'charge_automatically' ? {} : SENT;
  const { id } = await stripe.invoices.create({ customer, ...terms, ...extra });
  await stripe.invoices.addLines(id, { lines: [{ amount, description: 'Security audit' }] });
  return id;
}

async function open(customer: string, amount = 100_000, extra: Extra = {}): Promise<Stripe.Invoice> {
  return stripe.invoices.finalizeInvoice(await draft(customer, amount, extra));
}

async function payer(methods: string[] = []): Promise<{ customer: string; methods: string[] }> {
  const { id: customer } = await stripe.customers.create({ name: 'ACME', email: 'ap@example.org' });
  const saved: string[] = [];
  for (const method of methods) saved.push((await stripe.paymentMethods.attach(method, { customer })).id);
  return { customer, methods: saved };
}

/** What was told about an invoice, oldest first. */
async function told(invoice: string): Promise<string[]> {
  const { data } = await stripe.events.list({ types: ['invoice.*', 'invoice_payment.*'], limit: 100 });
  return data
    .filter(({ data: { object } }) => {
      const { id, invoice: of } = object as { id?: string; invoice?: string };
      return id === invoice || of === invoice;
    })
    .map(({ type }) => type)
    .reverse();
}

describe('a draft', () => {
  it('collects lines of amounts and prices, and its sums follow @parity', async () => {
    const { customer } = await payer();
    const price = await stripe.prices.create({ currency: 'usd', unit_amount: 700, product_data: { name: 'Hour' } });
    await stripe.invoiceItems.create({ customer, amount: 250, currency: 'usd', description: 'Waiting' });
    const { id } = await stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
    const filled = await stripe.invoices.addLines(id, {
      lines: [
        { pricing: { price: price.id }, quantity: 3 },
        { price_data: { currency: 'usd', unit_amount: 100, product_data: { name: 'Fee' } } },
      ],
    });
    expect(filled.lines.data.map(({ amount, description, quantity }) => [amount, description, quantity])).toEqual([
      [250, 'Waiting', 1],
      [2_100, 'Hour', 3],
      [100, 'Fee', 1],
    ]);
    expect(filled).toMatchObject({ status: 'draft', total: 2_450, amount_due: 2_450, number: null });
    const [first] = (await stripe.invoiceItems.list({ invoice: id })).data.slice(-1);
    await stripe.invoiceItems.update(first!.id, { amount: 50 });
    expect((await stripe.invoices.retrieve(id)).total).toBe(2_250);
    await stripe.invoiceItems.del(first!.id);
    expect((await stripe.invoices.retrieve(id)).total).toBe(2_200);
  });

  it('shows none of the fields that went with basil @parity', async () => {
    const { customer } = await payer();
    const invoice = await open(customer);
    for (const gone of ['payment_intent', 'charge', 'paid', 'paid_out_of_band', 'subscription']) {
      expect(invoice).not.toHaveProperty(gone);
    }
  });

  it('can be deleted, an invoice cannot', async () => {
    const { customer } = await payer();
    expect(await stripe.invoices.del(await draft(customer))).toMatchObject({ deleted: true });
    expect(await harness.refusal(stripe.invoices.del((await open(customer)).id))).toMatchObject({ statusCode: 400 });
    const { product } = await stripe.prices.create({ currency: 'usd', unit_amount: 1, product_data: { name: 'A' } });
    const recurring = { interval: 'month' } as const;
    const price_data = { currency: 'usd', product: product as string, recurring, unit_amount: 900 };
    const { latest_invoice: billed } = await stripe.subscriptions.create({
      collection_method: 'send_invoice',
      customer,
      items: [{ price_data }],
    });
    expect((await harness.refusal(stripe.invoices.del(billed as string))).message).toMatch(/subscription/);
  });

  it('that advances by itself is finalized and sent an hour later', async () => {
    const { customer } = await payer();
    const id = await draft(customer, 100_000, { auto_advance: true });
    expect((await stripe.invoices.retrieve(id)).automatically_finalizes_at).toEqual(expect.any(Number));
    await harness.advance(60 * 60_000);
    expect((await stripe.invoices.retrieve(id)).status).toBe('open');
    expect(await told(id)).toEqual(['invoice.created', 'invoice.finalized', 'invoice.sent']);
  });
});

describe('a draft that cannot be finalized by the clock', () => {
  const anHourLater = async (id: string): Promise<Stripe.Invoice> => {
    await harness.advance(60 * 60_000);
    return stripe.invoices.retrieve(id);
  };
  const stuck = { auto_advance: false, number: null, status: 'draft' };

  it('because it is worth too little says so and stays a draft', async () => {
    const { customer } = await payer();
    const id = await draft(customer, 20, { auto_advance: true });
    expect(await anHourLater(id)).toMatchObject({ ...stuck, last_finalization_error: { code: 'amount_too_small' } });
    expect((await told(id)).at(-1)).toBe('invoice.finalization_failed');
  });

  it('because its customer is gone says so and stays a draft', async () => {
    const { customer } = await payer();
    const id = await draft(customer, 5_000, { auto_advance: true });
    await stripe.customers.del(customer);
    const message = 'The customer of this invoice has been deleted.';
    expect(await anHourLater(id)).toMatchObject({ ...stuck, last_finalization_error: { message } });
  });
});

describe('an invoice', () => {
  it('has a number of its customer, a due date, a purchase order, a page, and an intent over its amount', async () => {
    const { customer } = await payer();
    await stripe.customers.update(customer, { invoice_prefix: 'ACME' });
    const custom_fields = [{ name: 'PO number', value: '4711' }];
    const invoice = await open(customer, 100_000, { days_until_due: 30, custom_fields });
    const next = await open(customer);
    expect([invoice.number, next.number]).toEqual(['ACME-0001', 'ACME-0002']);
    expect(invoice.due_date).toBe(invoice.status_transitions.finalized_at! + 30 * 24 * 60 * 60);
    expect(invoice).toMatchObject({ custom_fields, customer_name: 'ACME', amount_remaining: 100_000 });
    const { data } = await stripe.invoicePayments.list({
      invoice: invoice.id,
      expand: ['data.payment.payment_intent'],
    });
    expect(data).toMatchObject([
      { is_default: true, status: 'open', payment: { payment_intent: { amount: 100_000, customer } } },
    ]);
    const page = await (await fetch(invoice.hosted_invoice_url!)).text();
    for (const text of ['Invoice ACME-0001', 'PO number: 4711', '1,000.00 USD', 'Security audit']) {
      expect(page).toContain(text);
    }
  });

  it('can no longer be changed in what is owed @parity', async () => {
    const { customer } = await payer();
    const { id } = await open(customer);
    const refused = { statusCode: 400, code: 'invoice_not_editable' };
    expect(await harness.refusal(stripe.invoices.addLines(id, { lines: [{ amount: 1 }] }))).toMatchObject(refused);
    expect(await harness.refusal(stripe.invoices.update(id, { days_until_due: 1 }))).toMatchObject(refused);
    expect((await stripe.invoices.update(id, { metadata: { a: '1' } })).metadata).toEqual({ a: '1' });
  });

  it('is paid by a saved card, with every event of it @parity', async () => {
    const { customer, methods } = await payer(['pm_card_visa']);
    const { id } = await open(customer);
    const paid = await stripe.invoices.pay(id, { payment_method: methods[0]!, expand: ['payments'] });
    expect(paid).toMatchObject({
      status: 'paid',
      amount_paid: 100_000,
      amount_remaining: 0,
      attempt_count: 1,
      payments: { data: [{ status: 'paid', amount_paid: 100_000, payment: { type: 'payment_intent' } }] },
    });
    await harness.onEmulator('the order of the events', async () =>
      expect(await told(id)).toEqual([
        'invoice.created',
        'invoice.finalized',
        'invoice.paid',
        'invoice.payment_succeeded',
        'invoice_payment.paid',
      ]),
    );
    expect(await harness.refusal(stripe.invoices.pay(id))).toMatchObject({ message: 'Invoice is already paid' });
  });

  it('stays open after a decline @parity', async () => {
    const { customer, methods } = await payer(['pm_card_chargeCustomerFail']);
    const { id } = await open(customer);
    const refusal = await harness.refusal(stripe.invoices.pay(id, { payment_method: methods[0]! }));
    expect(refusal).toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', attempt_count: 1, attempted: true });
    await harness.onEmulator('the order of the events', async () =>
      expect((await told(id)).at(-1)).toBe('invoice.payment_failed'),
    );
  });

  it('asks for an authentication on the way and is paid after it', async () => {
    const { customer, methods } = await payer(['pm_card_authenticationRequired']);
    const { id } = await open(customer);
    const refusal = await harness.refusal(stripe.invoices.pay(id, { payment_method: methods[0]! }));
    expect(refusal).toMatchObject({ statusCode: 402, code: 'invoice_payment_intent_requires_action' });
    const { id: intent } = (refusal.raw as { payment_intent: Stripe.PaymentIntent }).payment_intent;
    await harness.control('POST', 'authentications', { intent, outcome: 'complete' });
    expect((await stripe.invoices.retrieve(id)).status).toBe('paid');
    expect(await told(id)).toContain('invoice.payment_action_required');
  });

  it('is paid on its page, where a decline shows the form again', async () => {
    const { customer } = await payer();
    const { hosted_invoice_url: url, id } = await open(customer);
    const declined = await harness.post(url!, { action: 'decline' });
    expect([declined.status, (await declined.text()).includes('Your card was declined.')]).toEqual([402, true]);
    expect((await harness.post(url!, { action: 'pay', card_number: '4111111111111112' })).status).toBe(400);
    expect((await harness.post(url!, { action: 'pay' })).headers.get('location')).toBe(url);
    expect((await stripe.invoices.retrieve(id)).status).toBe('paid');
    expect(await (await fetch(url!)).text()).toContain('This invoice has been paid.');
    expect((await harness.post(url!, { action: 'pay' })).status).toBe(400);
  });

  it('is paid by a debit some days after it was asked for', async () => {
    const { customer } = await payer();
    const { hosted_invoice_url: url, id } = await open(customer);
    await harness.post(url!, { action: 'pay_by_bank' });
    expect((await stripe.invoices.retrieve(id)).status).toBe('open');
    await harness.advance(4 * DAY_MS);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid', attempt_count: 1 });
  });

  it('paid elsewhere is paid without any money at Stripe @parity', async () => {
    const { customer } = await payer();
    const { id } = await open(customer);
    const paid = await stripe.invoices.pay(id, { paid_out_of_band: true, expand: ['payments'] });
    expect(paid).toMatchObject({ status: 'paid', amount_paid_off_stripe: 100_000, amount_remaining: 0 });
    expect(paid.payments!.data.map(({ status }) => status)).toEqual(['canceled']);
    expect((await stripe.charges.list({ customer })).data).toEqual([]);
  });

  it('keeps its intent for itself: the ways to pay stay what they are, and it cannot be canceled', async () => {
    const { customer } = await payer();
    const { id } = await open(customer, 10_000, { payment_settings: { payment_method_types: ['customer_balance'] } });
    const { data } = await stripe.invoicePayments.list({ invoice: id });
    const intent = data[0]!.payment.payment_intent as string;
    const tagged = await stripe.paymentIntents.update(intent, { metadata: { a: '1' } });
    expect(tagged.payment_method_types).toEqual(['customer_balance']);
    expect((await harness.refusal(stripe.paymentIntents.cancel(intent))).message).toContain(id);
  });

  it('asks for no kind of bank transfer that does not bring its currency', async () => {
    const { customer } = await payer();
    for (const type of ['eu_bank_transfer', 'mx_bank_transfer']) {
      const payment_settings = { payment_method_options: { customer_balance: { bank_transfer: { type } } } };
      expect(await harness.refusal(stripe.invoices.create({ customer, payment_settings }))).toMatchObject({
        param: 'payment_settings[payment_method_options][customer_balance][bank_transfer][type]',
      });
    }
  });

  it('that is void cancels its intent and can be paid no more @parity', async () => {
    const { customer, methods } = await payer(['pm_card_visa']);
    const { id } = await open(customer);
    expect((await stripe.invoices.voidInvoice(id)).status).toBe('void');
    const { data } = await stripe.invoicePayments.list({ invoice: id, expand: ['data.payment.payment_intent'] });
    expect(data[0]!.payment.payment_intent).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'void_invoice',
    });
    expect(await harness.refusal(stripe.invoices.pay(id, { payment_method: methods[0]! }))).toMatchObject({
      statusCode: 400,
    });
  });

  it('that is uncollectible can still be paid @parity', async () => {
    const { customer, methods } = await payer(['pm_card_visa']);
    const { id } = await open(customer);
    expect((await stripe.invoices.markUncollectible(id)).status).toBe('uncollectible');
    expect((await stripe.invoices.pay(id, { payment_method: methods[0]! })).status).toBe('paid');
  });

  it('tells three days before it is due and when it is overdue, but not once it is paid', async () => {
    const { customer } = await payer();
    const late = await open(customer, 100_000, { days_until_due: 10 });
    const paid = await open(customer, 100_000, { days_until_due: 10 });
    await harness.advance(7 * DAY_MS);
    expect((await told(late.id)).at(-1)).toBe('invoice.will_be_due');
    await stripe.invoices.pay(paid.id, { paid_out_of_band: true });
    await harness.advance(3 * DAY_MS);
    expect((await told(late.id)).at(-1)).toBe('invoice.overdue');
    expect(await told(paid.id)).not.toContain('invoice.overdue');
  });

  it('takes parts from intents made elsewhere, and what is too much is noted @parity', async () => {
    const { customer } = await payer();
    const { id } = await open(customer, 10_000);
    const payment = async (amount: number): Promise<string> =>
      (
        await stripe.paymentIntents.create({
          amount,
          currency: 'usd',
          customer,
          confirm: true,
          payment_method: 'pm_card_visa',
          ...NO_REDIRECTS,
        })
      ).id;
    const part = await stripe.invoices.attachPayment(id, { payment_intent: await payment(4_000) });
    expect(part).toMatchObject({ status: 'open', amount_paid: 4_000, amount_remaining: 6_000 });
    const whole = await stripe.invoices.attachPayment(id, { payment_intent: await payment(7_000) });
    expect(whole).toMatchObject({ status: 'paid', amount_overpaid: 1_000, amount_remaining: 0 });
    await harness.onEmulator('the order of the events', async () =>
      expect((await told(id)).slice(-2)).toEqual(['invoice_payment.paid', 'invoice.overpaid']),
    );
    const { data } = await stripe.invoicePayments.list({ invoice: id, expand: ['data.payment.payment_intent'] });
    expect(data.at(-1)).toMatchObject({ is_default: true, status: 'canceled' });
    expect(data.at(-1)!.payment.payment_intent).toMatchObject({ status: 'canceled', amount: 6_000 });
  });
});

describe('automatic collection', () => {
  const charged = async (method: string): Promise<Stripe.Invoice> => {
    const { customer, methods } = await payer([method]);
    return open(customer, 10_000, {
      auto_advance: true,
      collection_method: 'charge_automatically',
      default_payment_method: methods[0]!,
    });
  };

  it('charges an invoice when it is finalized', async () => {
    expect((await charged('pm_card_visa')).status).toBe('paid');
  });

  it('tries eight times in two weeks and then stops', async () => {
    const { id, created } = await charged('pm_card_chargeCustomerFail');
    for (let day = 2; day <= 14; day += 2) {
      // The emulator's clock goes on while it is asked: what is planned is the day, not the second.
      const { next_payment_attempt: next } = await stripe.invoices.retrieve(id);
      expect(Math.round(((next! - created) * 1000) / DAY_MS)).toBe(day);
      await harness.advance(2 * DAY_MS);
    }
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: 'open',
      attempt_count: 8,
      next_payment_attempt: null,
    });
  });

  it('waits for a debit that the payer has given meanwhile instead of trying the card again', async () => {
    const { id, hosted_invoice_url: url } = await charged('pm_card_chargeCustomerFail');
    await harness.post(url!, { action: 'pay_by_bank' });
    await harness.advance(2 * DAY_MS);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', attempt_count: 2 });
    await harness.advance(2 * DAY_MS);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid', attempt_count: 2 });
  });

  it('does not try a card again that wants its holder, but another one', async () => {
    const { id } = await charged('pm_card_authenticationRequired');
    expect((await stripe.invoices.retrieve(id)).attempt_count).toBe(1);
    await harness.advance(2 * DAY_MS);
    const { attempt_count, customer } = await stripe.invoices.retrieve(id);
    expect(attempt_count).toBe(1);
    const other = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer as string });
    await stripe.invoices.update(id, { default_payment_method: other.id });
    await harness.advance(2 * DAY_MS);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid', attempt_count: 2 });
  });
});
