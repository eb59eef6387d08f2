import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { HOUR_MS } from '#platform/kernel';
import { DAY_MS, Harness } from '../testing/harness.js';
import { schemaFaults } from '../testing/schema-faults.js';

const BYPASS_PENDING = '4000000000000077';
const PENDING_REFUND = '4000000000007726';
const REFUND_FAIL = '4000000000005126';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
  await harness.onEmulator('a balance to begin with', () =>
    harness.stripe.topups.create({ amount: 1_000_000, currency: 'usd' }),
  );
});
beforeEach(() => harness.onEmulator('events of earlier tests', () => harness.newEvents()));
afterAll(() => harness.close());

const chargeOf = (id: string): Promise<Stripe.Charge> => harness.stripe.charges.retrieve(id, { expand: ['refunds'] });
/** Leaves nothing available, so that whatever comes next has to wait. */
async function emptyBalance(): Promise<void> {
  const [amount] = await harness.balance();
  await harness.stripe.transfers.create({ amount, currency: 'usd', destination: await harness.account() });
}

describe('refunds', () => {
  it('take the money from the available balance at once, and leave the fee with Stripe', async () => {
    const charge = await harness.charge(10_000);
    const [before] = await harness.balance();
    await harness.newEvents();
    const refund = await harness.stripe.refunds.create({
      payment_intent: charge.payment_intent as string,
      reason: 'requested_by_customer',
      metadata: { outbox_id: 'o-9' },
      expand: ['balance_transaction', 'charge'],
    });
    expect(refund).toMatchObject({
      amount: 10_000,
      charge: { id: charge.id, amount_refunded: 10_000, refunded: true },
      balance_transaction: {
        type: 'refund',
        reporting_category: 'refund',
        amount: -10_000,
        fee: 0,
        status: 'available',
      },
      metadata: { outbox_id: 'o-9' },
      status: 'succeeded',
    });
    expect((await harness.balance())[0]).toBe(before - 10_000);
    await harness.until(async () => (await harness.stripe.events.list({ type: 'refund.updated' })).data.length > 0);
    expect(await harness.newEvents()).toEqual(['refund.created', 'charge.refunded', 'refund.updated']);
    const { data } = await harness.stripe.events.list({ types: ['refund.updated', 'charge.refunded'] });
    expect(data.map((event) => event.data.previous_attributes)).toEqual([
      { destination_details: { card: { reference: null, reference_status: 'pending' } } },
      { amount_refunded: 0, refunded: false },
    ]);
  });

  it('add up to the charge and never beyond it @parity', async () => {
    const { id } = await harness.cardCharge(10_000);
    const refund = (amount?: number): Promise<Stripe.Refund> =>
      harness.stripe.refunds.create({ charge: id, ...(amount === undefined ? {} : { amount }) });
    await refund(3_333);
    expect(await chargeOf(id)).toMatchObject({ amount_refunded: 3_333, refunded: false });
    const tooMuch = await harness.refusal(refund(6_668));
    expect(tooMuch.statusCode).toBe(400);
    await harness.onEmulator('its own words', () => expect(tooMuch.message).toMatch(/6668 usd.*6667 usd/));
    expect((await refund()).amount).toBe(6_667);
    const whole = await chargeOf(id);
    expect(whole).toMatchObject({ amount_refunded: 10_000, refunded: true });
    expect(whole.refunds!.data.map(({ amount }) => amount)).toEqual([6_667, 3_333]);
    expect(await harness.refusal(refund())).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
    expect((await harness.stripe.refunds.list({ charge: id })).data).toHaveLength(2);
  });

  it('go through once for one key, however often they are sent', async () => {
    const charge = await harness.charge(10_000);
    const send = (): Promise<Stripe.Refund> =>
      harness.stripe.refunds.create({ charge: charge.id, amount: 100 }, { idempotencyKey: 'fm:refund:1:1' });
    const answers = await Promise.all([send(), send(), send()]);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect((await chargeOf(charge.id)).amount_refunded).toBe(100);
  });

  it('are made of charges that succeeded only, one way to name them at a time', async () => {
    const session = await harness.session(10_000);
    await harness.post(session.url!, { action: 'decline' });
    const [declined] = (await harness.stripe.charges.list({ limit: 1 })).data;
    const refuse = (parameters: Stripe.RefundCreateParams): Promise<Stripe.errors.StripeError> =>
      harness.refusal(harness.stripe.refunds.create(parameters));
    expect(await refuse({ charge: declined!.id })).toMatchObject({ code: 'charge_not_refundable' });
    expect(await refuse({})).toMatchObject({ code: 'parameter_missing' });
    expect(await refuse({ charge: 'ch_none' })).toMatchObject({ code: 'resource_missing', param: 'charge' });
    expect(await refuse({ payment_intent: 'pi_none' })).toMatchObject({ code: 'resource_missing' });
  });

  it('give back what a charge in another currency brought, by its own rate', async () => {
    const charge = await harness.charge(10_000, {}, 'cad');
    const refund = await harness.stripe.refunds.create({
      charge: charge.id,
      amount: 5_000,
      expand: ['balance_transaction'],
    });
    expect(refund).toMatchObject({ currency: 'cad', balance_transaction: { currency: 'usd', amount: -3_650 } });
  });

  it('can be made outside of our app, where no request stands behind their events', async () => {
    const charge = await harness.charge(40_000);
    const made = (await harness.control('POST', 'refunds/create', { charge: charge.id, amount: 15_000 })) as unknown;
    const { data } = await harness.stripe.events.list({ type: 'refund.created', limit: 1 });
    expect(data[0]!.data.object).toEqual(JSON.parse(JSON.stringify(made)));
    expect(data[0]!.request).toEqual({ id: null, idempotency_key: null });
    expect((await chargeOf(charge.id)).amount_refunded).toBe(15_000);
  });

  it('keep what metadata they are given later @parity', async () => {
    const charge = await harness.cardCharge(10_000);
    const { id } = await harness.stripe.refunds.create({ charge: charge.id, metadata: { a: '1', b: '2' } });
    await harness.stripe.refunds.update(id, { metadata: { a: '', c: '3' } });
    expect((await harness.stripe.refunds.retrieve(id)).metadata).toEqual({ b: '2', c: '3' });
  });
});

describe('refunds that take their time', () => {
  it('wait for money in the order they were made, and go on when there is enough', async () => {
    const first = await harness.charge(10_000);
    const second = await harness.charge(2_000);
    await emptyBalance();
    const large = await harness.stripe.refunds.create({ charge: first.id });
    const small = await harness.stripe.refunds.create({ charge: second.id });
    expect([large, small].map(({ status, pending_reason }) => [status, pending_reason])).toEqual([
      ['pending', 'insufficient_funds'],
      ['pending', 'insufficient_funds'],
    ]);
    expect(large.balance_transaction).toBeNull();
    expect((await harness.refusal(harness.stripe.refunds.create({ charge: first.id }))).code).toBe(
      'charge_already_refunded',
    );
    await harness.stripe.topups.create({ amount: 9_000, currency: 'usd' });
    const statuses = async (): Promise<unknown[]> =>
      Promise.all([large, small].map(async ({ id }) => (await harness.stripe.refunds.retrieve(id)).status));
    await harness.advance(1_000);
    // There is enough for the small one, which came later.
    expect(await statuses()).toEqual(['pending', 'pending']);
    await harness.advance(2 * DAY_MS);
    expect(await statuses()).toEqual(['succeeded', 'succeeded']);
    const done = await harness.stripe.refunds.retrieve(large.id, { expand: ['balance_transaction'] });
    expect(done).toMatchObject({ balance_transaction: { amount: -10_000 } });
    expect(done).not.toHaveProperty('pending_reason');
  });

  it('wait in one line for the balance that they come out of, whatever currency they were paid in', async () => {
    const foreign = await harness.charge(10_000, {}, 'cad');
    const own = await harness.charge(2_000);
    await emptyBalance();
    const large = await harness.stripe.refunds.create({ charge: foreign.id });
    const small = await harness.stripe.refunds.create({ charge: own.id });
    await harness.stripe.topups.create({ amount: 7_299, currency: 'usd' });
    await harness.advance(1_000);
    const status = async ({ id }: Stripe.Refund): Promise<unknown> =>
      (await harness.stripe.refunds.retrieve(id)).status;
    expect([await status(large), await status(small)]).toEqual(['pending', 'pending']);
    await harness.stripe.topups.create({ amount: 2_001, currency: 'usd' });
    await harness.advance(1_000);
    expect([await status(large), await status(small)]).toEqual(['succeeded', 'succeeded']);
  });

  it('are pending and then succeed with the card for that', async () => {
    const charge = await harness.chargeWith(PENDING_REFUND, 10_000);
    await harness.stripe.topups.create({ amount: 50_000, currency: 'usd' });
    const refund = await harness.stripe.refunds.create({ charge: charge.id });
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' });
    expect(refund.balance_transaction).not.toBeNull();
    await harness.advance(HOUR_MS);
    expect((await harness.stripe.refunds.retrieve(refund.id)).status).toBe('succeeded');
  });

  it('succeed and then fail with the card for that, and what was taken comes back', async () => {
    const charge = await harness.chargeWith(REFUND_FAIL, 10_000);
    const [before] = await harness.balance();
    await harness.newEvents();
    const refund = await harness.stripe.refunds.create({ charge: charge.id });
    expect([refund.status, (await harness.balance())[0]]).toEqual(['succeeded', before - 10_000]);
    await harness.advance(HOUR_MS);
    const failed = await harness.stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] });
    expect(failed).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
      failure_balance_transaction: { type: 'refund_failure', amount: 10_000 },
    });
    expect((await harness.balance())[0]).toBe(before);
    expect(await chargeOf(charge.id)).toMatchObject({ amount_refunded: 0, refunded: false });
    // The hour that passes may have the midnight in it at which payouts move.
    const events = (await harness.newEvents()).filter((type) => !type.startsWith('payout.'));
    expect(events).toEqual(['refund.created', 'charge.refunded', 'refund.updated', 'refund.failed']);
  });

  it('fail when the control plane says so, once', async () => {
    const charge = await harness.chargeWith(BYPASS_PENDING, 10_000);
    const { id } = await harness.stripe.refunds.create({ charge: charge.id, amount: 4_000 });
    await harness.control('POST', 'refunds/fail', { refund: id, reason: 'declined' });
    expect(await harness.stripe.refunds.retrieve(id)).toMatchObject({ status: 'failed', failure_reason: 'declined' });
    const again = await harness.control('POST', 'refunds/fail', { refund: id });
    expect(JSON.stringify(again)).toMatch(/failed already/);
    expect((await harness.stripe.refunds.create({ charge: charge.id })).amount).toBe(10_000);
  });
});

describe('refunds of bank transfers', () => {
  async function transferred(amount: number): Promise<string> {
    const { id: customer } = await harness.stripe.customers.create({});
    const { id } = await harness.stripe.paymentIntents.create({
      allowed_payment_method_types: ['customer_balance'],
      amount,
      confirm: true,
      currency: 'usd',
      customer,
      payment_method_data: { type: 'customer_balance' },
    });
    await harness.control('POST', 'cash/fund', { amount, currency: 'usd', customer });
    return (await harness.settledIntent(id)).id;
  }

  it('ask the payer for an account, and go on with the answer', async () => {
    const charge = await transferred(10_000);
    const missing = harness.stripe.refunds.create({ charge });
    expect(await harness.refusal(missing)).toMatchObject({ param: 'instructions_email' });
    const refund = await harness.stripe.refunds.create({ charge, instructions_email: 'payer@example.org' });
    expect(refund).toMatchObject({
      status: 'requires_action',
      balance_transaction: null,
      next_action: { display_details: { email_sent: { email_sent_to: 'payer@example.org' } } },
    });
    await harness.control('POST', 'refunds/answer', { refund: refund.id });
    const answered = await harness.stripe.refunds.retrieve(refund.id, { expand: ['balance_transaction'] });
    expect(answered).toMatchObject({ status: 'succeeded', balance_transaction: { amount: -10_000 } });
    expect(answered).not.toHaveProperty('next_action');
    expect(await harness.refusal(harness.stripe.refunds.cancel(refund.id))).toMatchObject({ statusCode: 400 });
  });

  it('can be canceled and can expire while the payer says nothing; no money has moved', async () => {
    const charge = await transferred(10_000);
    const [before] = await harness.balance();
    const ask = (): Promise<Stripe.Refund> =>
      harness.stripe.refunds.create({ charge, instructions_email: 'payer@example.org' });
    const canceled = await harness.stripe.refunds.cancel((await ask()).id);
    expect(canceled.status).toBe('canceled');
    expect(await chargeOf(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
    const expired = await harness.stripe.testHelpers.refunds.expire((await ask()).id);
    expect(expired.status).toBe('failed');
    expect(expired).not.toHaveProperty('failure_balance_transaction');
    expect((await harness.balance())[0]).toBe(before);
  });
});

describe('after all of this', () => {
  it('the books balance and everything was said in the words of the schema', async () => {
    expect(await harness.bookFaults()).toEqual([]);
    expect(await schemaFaults(harness)).toEqual([]);
  });
});
