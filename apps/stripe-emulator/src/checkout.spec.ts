import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { DAY_MS, Harness } from '../testing/harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.close());

describe('checkout', () => {
  it('charges on the hosted page, takes the fee of 2.9 % + 30 and redirects to the success address', async () => {
    const session = await harness.session(100_000, { payment_intent_data: { transfer_group: 'need_1' } });
    expect(session).toMatchObject({ status: 'open', payment_status: 'unpaid', payment_intent: null });
    const page = await (await fetch(session.url!)).text();
    expect(page).toContain('Simulated money');
    expect(page).toContain('Pledge &lt;b&gt;&amp;&lt;/b&gt;');
    expect(page).toContain('1,000.00 USD');

    const response = await harness.post(session.url!, { action: 'pay', card_number: '4242 4242 4242 4242' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`http://127.0.0.1:1/done?session=${session.id}`);
    const charge = await harness.settled(session.id);
    expect(charge).toMatchObject({ amount: 100_000, status: 'succeeded', transfer_group: 'need_1' });
    expect(charge.balance_transaction).toMatchObject({
      amount: 100_000,
      fee: 2_930,
      net: 97_070,
      currency: 'usd',
      status: 'pending',
      type: 'charge',
    });
  });

  it('has no balance transaction at first and tells of it with charge.updated, which shows the old value', async () => {
    const session = await harness.session(25_000);
    await harness.control('POST', 'faults', { rules: [] });
    await harness.post(session.url!, { action: 'pay' });
    const charge = await harness.settled(session.id);
    const events = await harness.until(async () => {
      const { data } = await harness.stripe.events.list({ limit: 100 });
      const related = data.filter((event) => isAbout(event, charge));
      return related.length >= 4 && related;
    });
    expect(events.map(({ type }) => type).reverse()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
    ]);
    const succeeded = events.find(({ type }) => type === 'charge.succeeded')!.data.object as Stripe.Charge;
    expect(succeeded.balance_transaction).toBeNull();
    const updated = events.find(({ type }) => type === 'charge.updated')!;
    expect(updated.data.previous_attributes).toEqual({ balance_transaction: null });
    expect(charge.balance_transaction).toMatchObject({ fee: 755, net: 24_245 });
  });

  it.each([
    ['eur', 10_000, 175],
    ['gbp', 10_000, 170],
    ['jpy', 10_001, 360],
  ])('settles %s in its own currency with its own fee', async (currency, amount, fee) => {
    const charge = await harness.charge(amount, {}, currency);
    expect(charge.balance_transaction).toMatchObject({ currency, fee, net: amount - fee, exchange_rate: null });
  });

  it('settles other currencies in usd by a fixed rate', async () => {
    const charge = await harness.charge(10_000, {}, 'cad');
    expect(charge.balance_transaction).toMatchObject({ currency: 'usd', amount: 7_300, fee: 242, exchange_rate: 0.73 });
  });

  it('makes money available after two days of the clock and says so once', async () => {
    const before = await harness.stripe.balance.retrieve();
    await harness.charge(50_000);
    const pending = await harness.stripe.balance.retrieve();
    expect(usd(pending.pending) - usd(before.pending)).toBe(48_520);
    expect(usd(pending.available)).toBe(usd(before.available));
    await harness.control('POST', 'clock/advance', { ms: 2 * DAY_MS - 60_000 });
    expect(usd((await harness.stripe.balance.retrieve()).pending)).toBe(usd(pending.pending));
    await harness.control('POST', 'clock/advance', { ms: 60_000 });
    const after = await harness.stripe.balance.retrieve();
    expect(usd(after.pending)).toBe(0);
    expect(usd(after.available)).toBe(usd(pending.available) + usd(pending.pending));
    const { data } = await harness.stripe.events.list({ type: 'balance.available' });
    expect(data.length).toBeGreaterThan(0);
    expect((await harness.control('GET', 'invariants')).ok).toBe(true);
  });

  it('leaves the session open after a decline and lets the same PaymentIntent succeed at the next try', async () => {
    const session = await harness.session(20_000);
    const declined = await harness.post(session.url!, { action: 'pay', card_number: '4000000000000002' });
    expect(declined.status).toBe(402);
    expect(await declined.text()).toContain('Your card was declined.');
    const open = await harness.stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    const intent = open.payment_intent as Stripe.PaymentIntent;
    expect(open.status).toBe('open');
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined', decline_code: 'generic_decline' },
    });
    await harness.post(session.url!, { action: 'pay' });
    const charge = await harness.settled(session.id);
    expect(charge.payment_intent).toBe(intent.id);
    const { data: charges } = await harness.stripe.charges.list({ payment_intent: intent.id });
    expect(charges.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
  });

  it('charges once when the button is pressed twice', async () => {
    const session = await harness.session(20_000);
    const [first, second] = await Promise.all([
      harness.post(session.url!, { action: 'pay' }),
      harness.post(session.url!, { action: 'pay' }),
    ]);
    expect([first.status, second.status]).toEqual([303, 303]);
    const charge = await harness.settled(session.id);
    const { data } = await harness.stripe.charges.list({ payment_intent: charge.payment_intent as string });
    expect(data).toHaveLength(1);
  });

  it('goes to the cancel address when it is left and expires after a day', async () => {
    const session = await harness.session(20_000);
    const left = await harness.post(session.url!, { action: 'abandon' });
    expect(left.headers.get('location')).toBe('http://127.0.0.1:1/left');
    await harness.control('POST', 'clock/advance', { ms: DAY_MS });
    const expired = await harness.stripe.checkout.sessions.retrieve(session.id);
    expect(expired).toMatchObject({ status: 'expired', url: null });
    expect((await harness.post(`${harness.origin}/sim/checkout/${session.id}`, { action: 'pay' })).status).toBe(410);
  });

  it('can be expired once, by the API, and cancels the attempt in it', async () => {
    const session = await harness.session(20_000);
    await harness.post(session.url!, { action: 'decline' });
    const expired = await harness.stripe.checkout.sessions.expire(session.id, { expand: ['payment_intent'] });
    expect(expired.payment_intent).toMatchObject({ status: 'canceled', cancellation_reason: 'expired' });
    const refusal = await harness.refusal(harness.stripe.checkout.sessions.expire(session.id));
    expect(refusal).toMatchObject({ statusCode: 400 });
  });

  it('takes no number that is not a test card', async () => {
    const session = await harness.session(20_000);
    const response = await harness.post(session.url!, { action: 'pay', card_number: '4111111111111112' });
    expect(response.status).toBe(400);
    expect((await harness.stripe.checkout.sessions.retrieve(session.id)).payment_intent).toBeNull();
  });

  it.each([
    ['amounts below the minimum', 49, 'usd', 'amount_too_small'],
    ['amounts of more than eight digits', 100_000_000, 'usd', 'amount_too_large'],
    ['amounts in kwd whose last digit is not 0', 5_124, 'kwd', 'parameter_invalid_integer'],
  ])('refuses %s', async (_case, amount, currency, code) => {
    expect(await harness.refusal(harness.session(amount, {}, currency))).toMatchObject({ statusCode: 400, code });
  });
});

function usd(entries: { amount: number; currency: string }[]): number {
  return entries.find(({ currency }) => currency === 'usd')?.amount ?? 0;
}

function isAbout(event: Stripe.Event, charge: Stripe.Charge): boolean {
  const { id } = event.data.object as { id?: string };
  return id === charge.id || id === charge.payment_intent;
}
