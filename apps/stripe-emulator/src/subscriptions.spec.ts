import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { HOUR_MS, MINUTE_MS } from '#platform/kernel';
import { DAY_MS, Harness } from '../testing/harness.js';
import { periodStart } from './resources/subscriptions/period.js';

let harness: Harness;
let stripe: Stripe;
let price: string;
beforeAll(async () => {
  harness = await Harness.start();
  ({ stripe } = harness);
  price = (
    await stripe.prices.create({
      currency: 'usd',
      product_data: { name: 'Care' },
      recurring: { interval: 'month' },
      unit_amount: 2_000,
    })
  ).id;
});
afterAll(() => harness.close());

type Extra = Partial<Stripe.SubscriptionCreateParams>;

async function payer(method: string): Promise<{ customer: string; default_payment_method: string }> {
  const { id: customer } = await stripe.customers.create({ email: 's@example.org' });
  const { id } = await stripe.paymentMethods.attach(method, { customer });
  return { customer, default_payment_method: id };
}

const subscribe = async (method: string, extra: Extra = {}): Promise<Stripe.Subscription> =>
  stripe.subscriptions.create({ ...(await payer(method)), items: [{ price }], ...extra });

const again = (id: string): Promise<Stripe.Subscription> =>
  stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] });

const invoicesOf = async (subscription: string): Promise<Stripe.Invoice[]> =>
  (await stripe.invoices.list({ subscription, limit: 100 })).data.reverse();

/** Moves on to the end of the current period. */
async function toPeriodEnd(id: string): Promise<void> {
  const { items } = await again(id);
  const { now } = await harness.control('GET', 'clock');
  await harness.advance(items.data[0]!.current_period_end * 1000 - Date.parse(now));
}

/** The statuses a subscription has told of, oldest first. */
async function told(id: string): Promise<[string, string][]> {
  const { data } = await stripe.events.list({ types: ['customer.subscription.*'], limit: 100 });
  return data
    .map(({ data: { object }, type }) => ({ type, subscription: object as Stripe.Subscription }))
    .filter(({ subscription }) => subscription.id === id)
    .map(({ type, subscription }): [string, string] => [
      type.slice('customer.subscription.'.length),
      subscription.status,
    ])
    .reverse();
}

describe('a subscription', () => {
  it('is paid when it is made, and its period stands on the items @parity', async () => {
    const subscription = await subscribe('pm_card_visa', { metadata: { pledge_id: 'plg_1' } });
    expect(subscription.status).toBe('active');
    expect(subscription).not.toHaveProperty('current_period_end');
    const item = subscription.items.data[0]!;
    expect(item.current_period_start).toBe(subscription.start_date);
    expect(item.current_period_end).toBe(
      periodStart(subscription.start_date, { interval: 'month', interval_count: 1 }, 1),
    );
    const [first] = await invoicesOf(subscription.id);
    expect(first).toMatchObject({
      status: 'paid',
      billing_reason: 'subscription_create',
      amount_paid: 2_000,
      parent: { subscription_details: { subscription: subscription.id, metadata: { pledge_id: 'plg_1' } } },
    });
    await harness.onEmulator('the order of the events', async () =>
      expect(await told(subscription.id)).toEqual([
        ['created', 'incomplete'],
        ['updated', 'active'],
      ]),
    );
  });

  it('renews by the clock: an invoice is made at the end of the period and paid an hour later', async () => {
    const { id } = await subscribe('pm_card_visa');
    await toPeriodEnd(id);
    const renewed = await again(id);
    expect(renewed.latest_invoice).toMatchObject({ status: 'draft', billing_reason: 'subscription_cycle' });
    const [first, second] = await invoicesOf(id);
    expect(second!.period_start).toBe(first!.period_end);
    await harness.advance(HOUR_MS);
    expect((await again(id)).latest_invoice).toMatchObject({ status: 'paid', amount_paid: 2_000 });
    await toPeriodEnd(id);
    await harness.advance(HOUR_MS);
    expect((await invoicesOf(id)).map(({ status }) => status)).toEqual(['paid', 'paid', 'paid']);
  });

  it('bills what waits for its customer with the next period', async () => {
    const { id, customer } = await subscribe('pm_card_visa');
    await stripe.invoiceItems.create({ customer: customer as string, amount: 300, currency: 'usd' });
    await toPeriodEnd(id);
    expect((await again(id)).latest_invoice).toMatchObject({ total: 2_300 });
  });

  it('makes prices on the spot and counts quantities', async () => {
    const { product } = await stripe.prices.retrieve(price);
    const subscription = await subscribe('pm_card_visa', {
      items: [
        {
          quantity: 3,
          price_data: {
            currency: 'usd',
            product: product as string,
            recurring: { interval: 'week', interval_count: 2 },
            unit_amount: 700,
          },
        },
      ],
    });
    expect((await invoicesOf(subscription.id))[0]!.total).toBe(2_100);
    const { current_period_end: end, current_period_start: start } = subscription.items.data[0]!;
    expect(end - start).toBe((14 * DAY_MS) / 1000);
  });

  it('that is behind default_incomplete waits for its payer and is given up after 23 hours', async () => {
    const paid = await subscribe('pm_card_visa', {
      payment_behavior: 'default_incomplete',
      payment_settings: { save_default_payment_method: 'on_subscription' },
      expand: ['latest_invoice.confirmation_secret', 'latest_invoice.payments'],
    });
    const unpaid = await subscribe('pm_card_visa', { payment_behavior: 'default_incomplete' });
    const invoice = paid.latest_invoice as Stripe.Invoice;
    expect([paid.status, invoice.status]).toEqual(['incomplete', 'open']);
    expect(invoice.confirmation_secret!.client_secret).toContain('_secret_');
    const intent = invoice.payments!.data[0]!.payment.payment_intent as string;
    const done = await stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_mastercard' });
    expect(await again(paid.id)).toMatchObject({ status: 'active', default_payment_method: done.payment_method });
    await harness.advance(23 * HOUR_MS);
    const expired = await again(unpaid.id);
    expect(expired).toMatchObject({ status: 'incomplete_expired', latest_invoice: { status: 'void' } });
    expect(await told(unpaid.id)).toEqual([
      ['created', 'incomplete'],
      ['updated', 'incomplete_expired'],
    ]);
  });

  it('whose first payment fails stays incomplete, or is not made at all', async () => {
    expect((await subscribe('pm_card_chargeCustomerFail')).status).toBe('incomplete');
    const { customer, default_payment_method } = await payer('pm_card_chargeCustomerFail');
    const call = stripe.subscriptions.create({
      customer,
      default_payment_method,
      items: [{ price }],
      payment_behavior: 'error_if_incomplete',
    });
    expect(await harness.refusal(call)).toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toEqual([]);
  });

  it('needs a price that recurs and items that are billed together', async () => {
    const once = await stripe.prices.create({ currency: 'usd', product_data: { name: 'Once' }, unit_amount: 100 });
    const yearly = await stripe.prices.create({
      currency: 'usd',
      product_data: { name: 'Yearly' },
      recurring: { interval: 'year' },
      unit_amount: 100,
    });
    const refusal = (items: Stripe.SubscriptionCreateParams.Item[]): Promise<Stripe.errors.StripeError> =>
      harness.refusal(subscribe('pm_card_visa', { items }));
    expect(await refusal([{ price: once.id }])).toMatchObject({ param: 'items[0][price]' });
    expect(await refusal([{ price }, { price: yearly.id }])).toMatchObject({ param: 'items' });
  });
});

describe('a failed renewal', () => {
  /** A running subscription whose card has just stopped to pay. */
  async function failing(): Promise<string> {
    const { id, customer } = await subscribe('pm_card_visa');
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer as string });
    await stripe.subscriptions.update(id, { default_payment_method: bad.id });
    await toPeriodEnd(id);
    await harness.advance(HOUR_MS);
    return id;
  }

  it('makes it past due; after eight tries in two weeks it is canceled', async () => {
    const id = await failing();
    expect(await again(id)).toMatchObject({ status: 'past_due', latest_invoice: { attempt_count: 1 } });
    await harness.advance(13 * DAY_MS);
    expect(await again(id)).toMatchObject({ status: 'past_due', latest_invoice: { attempt_count: 7 } });
    await harness.advance(DAY_MS);
    expect(await again(id)).toMatchObject({
      status: 'canceled',
      cancellation_details: { reason: 'payment_failed' },
      latest_invoice: { status: 'open', attempt_count: 8 },
    });
    expect((await told(id)).slice(-2)).toEqual([
      ['updated', 'past_due'],
      ['deleted', 'canceled'],
    ]);
  });

  it('is made good by another card at the next try', async () => {
    const id = await failing();
    const { customer } = await again(id);
    const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer as string });
    await stripe.subscriptions.update(id, { default_payment_method: good.id });
    await harness.advance(2 * DAY_MS);
    expect(await again(id)).toMatchObject({ status: 'active', latest_invoice: { status: 'paid' } });
  });

  it('is one too when the payment method was taken from the customer', async () => {
    const { id, default_payment_method: method } = await subscribe('pm_card_visa');
    await stripe.paymentMethods.detach(method as string);
    await toPeriodEnd(id);
    await harness.advance(HOUR_MS);
    expect(await again(id)).toMatchObject({ status: 'past_due', latest_invoice: { status: 'open', attempt_count: 0 } });
  });

  it('is made good by hand, also with money from elsewhere', async () => {
    const id = await failing();
    const { latest_invoice: invoice } = await again(id);
    await stripe.invoices.pay((invoice as Stripe.Invoice).id, { paid_out_of_band: true });
    expect((await again(id)).status).toBe('active');
  });
});

describe('a change', () => {
  it('to end with the period can be taken back, or comes true', async () => {
    const kept = await subscribe('pm_card_visa');
    const ending = await subscribe('pm_card_visa');
    await stripe.subscriptions.update(kept.id, { cancel_at_period_end: true });
    const marked = await stripe.subscriptions.update(ending.id, { cancel_at_period_end: true });
    expect(marked.cancel_at).toBe(marked.items.data[0]!.current_period_end);
    expect((await stripe.subscriptions.update(kept.id, { cancel_at_period_end: false })).cancel_at).toBeNull();
    await toPeriodEnd(ending.id);
    expect((await again(kept.id)).status).toBe('active');
    expect(await again(ending.id)).toMatchObject({ status: 'canceled', ended_at: marked.cancel_at });
    expect(await invoicesOf(ending.id)).toHaveLength(1);
    const late = stripe.subscriptions.update(ending.id, { cancel_at_period_end: false });
    expect(await harness.refusal(late)).toMatchObject({ statusCode: 400 });
  });

  it('to end on the date on which a later period ends bills what comes before it and nothing after', async () => {
    const { id, items } = await subscribe('pm_card_visa');
    const recurrence = { interval: 'month', interval_count: 1 } as const;
    const cancel_at = periodStart(items.data[0]!.current_period_start, recurrence, 2);
    const marked = await stripe.subscriptions.update(id, { cancel_at, proration_behavior: 'none' });
    expect(marked).toMatchObject({ status: 'active', cancel_at, cancel_at_period_end: false });
    await toPeriodEnd(id);
    await harness.advance(HOUR_MS);
    expect((await invoicesOf(id)).map(({ status }) => status)).toEqual(['paid', 'paid']);
    await toPeriodEnd(id);
    expect(await again(id)).toMatchObject({ status: 'canceled', ended_at: cancel_at });
    await harness.advance(HOUR_MS);
    expect(await invoicesOf(id)).toHaveLength(2);
  });

  it('to end on a date can be taken back', async () => {
    const { id, items } = await subscribe('pm_card_visa');
    await stripe.subscriptions.update(id, { cancel_at: items.data[0]!.current_period_end, proration_behavior: 'none' });
    expect((await stripe.subscriptions.update(id, { cancel_at: '', proration_behavior: 'none' })).cancel_at).toBeNull();
    await toPeriodEnd(id);
    expect((await again(id)).status).toBe('active');
    expect(await invoicesOf(id)).toHaveLength(2);
  });

  it('of the items is billed from the next period on, and only without prorations', async () => {
    const { id, items } = await subscribe('pm_card_visa');
    const change = { items: [{ id: items.data[0]!.id, quantity: 5 }] };
    expect(await harness.refusal(stripe.subscriptions.update(id, change))).toMatchObject({
      param: 'proration_behavior',
    });
    await stripe.subscriptions.update(id, { ...change, proration_behavior: 'none' });
    await stripe.subscriptionItems.create({ subscription: id, price, quantity: 2, proration_behavior: 'none' });
    await toPeriodEnd(id);
    expect((await again(id)).latest_invoice).toMatchObject({ total: 14_000 });
    const only = await stripe.subscriptionItems.list({ subscription: id });
    await stripe.subscriptionItems.del(only.data[1]!.id);
    expect(await harness.refusal(stripe.subscriptionItems.del(only.data[0]!.id))).toMatchObject({ param: 'items' });
  });

  it.each([
    ['void', 'void'],
    ['mark_uncollectible', 'uncollectible'],
    ['keep_as_draft', 'draft'],
  ] as const)('to collect nothing (%s) leaves the invoice of the period %s', async (behavior, status) => {
    const { id } = await subscribe('pm_card_visa');
    await stripe.subscriptions.update(id, { pause_collection: { behavior } });
    await toPeriodEnd(id);
    await harness.advance(HOUR_MS);
    expect(await again(id)).toMatchObject({ status: 'active', latest_invoice: { status } });
  });

  it('to collect nothing does not touch an invoice over nothing, which is paid by itself', async () => {
    const { product } = await stripe.prices.retrieve(price);
    const recurring = { interval: 'month' } as const;
    const free = { currency: 'usd', product: product as string, recurring, unit_amount: 0 };
    const { id } = await subscribe('pm_card_visa', { items: [{ price_data: free }] });
    await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } });
    await toPeriodEnd(id);
    expect((await again(id)).latest_invoice).toMatchObject({ status: 'paid', amount_due: 0 });
  });

  it('to collect nothing for a time ends by itself', async () => {
    const { id, start_date } = await subscribe('pm_card_visa');
    const resumes_at = start_date + (10 * DAY_MS) / 1000;
    await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void', resumes_at } });
    await harness.advance(10 * DAY_MS);
    expect((await again(id)).pause_collection).toBeNull();
  });

  it('to pause stops the periods, and to resume begins a new one that is billed', async () => {
    const { id } = await subscribe('pm_card_visa');
    expect((await stripe.subscriptions.pause(id, { type: 'subscription' })).status).toBe('paused');
    await harness.advance(40 * DAY_MS);
    expect(await invoicesOf(id)).toHaveLength(1);
    const resumed = await stripe.subscriptions.resume(id);
    expect(resumed.status).toBe('active');
    expect(resumed.items.data[0]!.current_period_start).toBe(resumed.billing_cycle_anchor);
    expect((await invoicesOf(id)).map(({ status }) => status)).toEqual(['paid', 'paid']);
    expect((await told(id)).map(([type]) => type)).toEqual(expect.arrayContaining(['paused', 'resumed']));
  });

  it('to cancel ends it at once and stops the collection of what is open', async () => {
    const { id } = await subscribe('pm_card_visa');
    await toPeriodEnd(id);
    const canceled = await stripe.subscriptions.cancel(id, { cancellation_details: { feedback: 'unused' } });
    expect(canceled).toMatchObject({
      status: 'canceled',
      cancellation_details: { feedback: 'unused', reason: 'cancellation_requested' },
    });
    await harness.advance(HOUR_MS);
    expect((await again(id)).latest_invoice).toMatchObject({ status: 'draft', auto_advance: false });
    expect(await harness.refusal(stripe.subscriptions.cancel(id))).toMatchObject({ statusCode: 400 });
  });

  it('on the day on which a period ends ends it with that period, and bills no other', async () => {
    const { id } = await subscribe('pm_card_visa');
    const { items } = await again(id);
    const periodEnd = items.data[0]!.current_period_end;
    await stripe.subscriptions.update(id, { cancel_at: periodEnd, proration_behavior: 'none' });
    await harness.advance(32 * DAY_MS);
    expect(await again(id)).toMatchObject({ status: 'canceled', ended_at: periodEnd });
    expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(1);
  });

  it('on a date ends it then', async () => {
    const { now } = await harness.control('GET', 'clock');
    const cancel_at = Math.floor(Date.parse(now) / 1000) + (5 * DAY_MS) / 1000;
    const { id } = await subscribe('pm_card_visa', { cancel_at });
    await harness.advance(5 * DAY_MS + 1_000);
    expect(await again(id)).toMatchObject({ status: 'canceled', ended_at: cancel_at });
  });
});

describe('a subscription by invoice', () => {
  it('runs at once, sends its invoices, and is behind when one is overdue', async () => {
    const { id } = await subscribe('pm_card_visa', { collection_method: 'send_invoice', days_until_due: 10 });
    expect(await again(id)).toMatchObject({ status: 'active', latest_invoice: { status: 'draft' } });
    await harness.advance(HOUR_MS);
    expect((await again(id)).latest_invoice).toMatchObject({ status: 'open', collection_method: 'send_invoice' });
    await harness.advance(10 * DAY_MS);
    const late = await again(id);
    expect(late.status).toBe('past_due');
    await stripe.invoices.pay((late.latest_invoice as Stripe.Invoice).id, { paid_out_of_band: true });
    expect((await again(id)).status).toBe('active');
  });

  it('tells of each step, and its invoices show its own fields', async () => {
    const field = { name: 'PO number', value: 'PO-7' };
    const { id } = await subscribe('pm_card_visa', {
      collection_method: 'send_invoice',
      days_until_due: 10,
      invoice_settings: { custom_fields: [field] },
    });
    await harness.advance(HOUR_MS - MINUTE_MS);
    expect((await again(id)).latest_invoice).toMatchObject({ status: 'draft', custom_fields: [field] });
    await harness.advance(MINUTE_MS);
    const { latest_invoice: sent } = await again(id);
    const { id: invoice, due_date: due, status_transitions: at } = sent as Stripe.Invoice;
    expect(due! - at.finalized_at!).toBe((10 * DAY_MS) / 1000);
    await harness.advance(10 * DAY_MS);
    const { data } = await stripe.events.list({ types: ['invoice.*'], limit: 100 });
    const types = data.filter(({ data: { object } }) => (object as Stripe.Invoice).id === invoice);
    expect(types.map(({ type }) => type).reverse()).toEqual([
      'invoice.created',
      'invoice.finalized',
      'invoice.sent',
      'invoice.will_be_due',
      'invoice.overdue',
    ]);
    await stripe.subscriptions.update(id, { invoice_settings: { custom_fields: '' } });
    await toPeriodEnd(id);
    expect((await again(id)).latest_invoice).toMatchObject({
      billing_reason: 'subscription_cycle',
      custom_fields: null,
    });
  });

  it('is canceled when an invoice has been overdue for thirty days', async () => {
    const { id } = await subscribe('pm_card_visa', { collection_method: 'send_invoice', days_until_due: 10 });
    await harness.advance(HOUR_MS);
    await harness.advance(40 * DAY_MS);
    expect((await again(id)).status).toBe('canceled');
  });
});

describe('checkout of a subscription', () => {
  it('makes customer and subscription, and the next period is charged without anybody there', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price, quantity: 2 }],
      subscription_data: { metadata: { pledge_id: 'plg_1' } },
      success_url: 'http://127.0.0.1:1/done',
    });
    expect((await harness.post(session.url!, { action: 'decline' })).status).toBe(402);
    await harness.post(session.url!, { action: 'pay', email: 'new@example.org' });
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
    const subscription = done.subscription as Stripe.Subscription;
    expect(done).toMatchObject({ status: 'complete', payment_status: 'paid', payment_intent: null });
    expect(subscription).toMatchObject({ status: 'active', metadata: { pledge_id: 'plg_1' } });
    await toPeriodEnd(subscription.id);
    await harness.advance(HOUR_MS);
    expect((await invoicesOf(subscription.id)).map(({ amount_paid }) => amount_paid)).toEqual([4_000, 4_000]);
  });

  it('by a debit waits for the bank, however long it takes, and then begins', async () => {
    const start = async (account: string): Promise<string> => {
      const session = await stripe.checkout.sessions.create({
        mode: 'subscription',
        line_items: [{ price, quantity: 1 }],
        success_url: 'http://127.0.0.1:1/done',
      });
      await harness.post(session.url!, { action: 'pay_by_bank', account });
      return (await stripe.checkout.sessions.retrieve(session.id)).subscription as string;
    };
    const [paid, failed] = [await start('000123456789'), await start('000111111116')];
    await harness.advance(2 * DAY_MS);
    expect([(await again(paid)).status, (await again(failed)).status]).toEqual(['incomplete', 'incomplete']);
    await harness.advance(3 * DAY_MS);
    expect(await again(paid)).toMatchObject({ status: 'active', latest_invoice: { status: 'paid' } });
    expect(await again(failed)).toMatchObject({ status: 'incomplete_expired', latest_invoice: { status: 'void' } });
  });

  it('that nobody finishes leaves nothing behind', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price, quantity: 1 }],
      success_url: 'http://127.0.0.1:1/done',
    });
    await harness.post(session.url!, { action: 'decline' });
    const expired = await stripe.checkout.sessions.expire(session.id, { expand: ['subscription'] });
    expect(expired.subscription).toMatchObject({ status: 'incomplete_expired' });
  });

  it('takes recurring prices only, and a payment none of them', async () => {
    const create = (mode: 'payment' | 'subscription', line: Stripe.Checkout.SessionCreateParams.LineItem) =>
      stripe.checkout.sessions.create({ mode, line_items: [line], success_url: 'http://127.0.0.1:1/done' });
    const once = { price_data: { currency: 'usd', unit_amount: 700, product_data: { name: 'A' } }, quantity: 1 };
    expect(await harness.refusal(create('subscription', once))).toMatchObject({ param: 'line_items[0][price]' });
    expect(await harness.refusal(create('payment', { price, quantity: 1 }))).toMatchObject({
      param: 'line_items[0][price]',
    });
  });
});

describe('periods', () => {
  const at = (text: string): number => Date.parse(text) / 1000;
  it.each([
    ['2027-01-31T10:00:00Z', 'month', 1, 1, '2027-02-28T10:00:00Z'],
    ['2027-01-31T10:00:00Z', 'month', 1, 2, '2027-03-31T10:00:00Z'],
    ['2027-11-30T10:00:00Z', 'month', 3, 1, '2028-02-29T10:00:00Z'],
    ['2028-02-29T10:00:00Z', 'year', 1, 1, '2029-02-28T10:00:00Z'],
    ['2028-02-29T10:00:00Z', 'year', 1, 4, '2032-02-29T10:00:00Z'],
    ['2027-01-01T00:00:00Z', 'week', 2, 1, '2027-01-15T00:00:00Z'],
    ['2027-01-01T00:00:00Z', 'day', 3, 2, '2027-01-07T00:00:00Z'],
  ])('from %s by %s times %s, the one after %s begins at %s', (anchor, interval, interval_count, n, start) => {
    expect(periodStart(at(anchor), { interval, interval_count }, n)).toBe(at(start));
  });
});
