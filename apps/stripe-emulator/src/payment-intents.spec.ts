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

const RETURN_URL = 'http://127.0.0.1:1/back';
type Extra = Partial<Stripe.PaymentIntentCreateParams>;
const pay = (payment_method: string, extra: Extra = {}, key?: string): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create(
    { amount: 10_000, currency: 'usd', confirm: true, payment_method, ...NO_REDIRECTS, ...extra },
    key === undefined ? {} : { idempotencyKey: key },
  );
const intentIn = (refusal: Stripe.errors.StripeError): Stripe.PaymentIntent =>
  (refusal.raw as { payment_intent: Stripe.PaymentIntent }).payment_intent;

/** The types of what was told about an intent and its charges, oldest first. */
async function told(intent: string): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 });
  return data
    .filter(({ data: { object } }) => {
      const { id, payment_intent } = object as { id?: string; payment_intent?: string };
      return id === intent || payment_intent === intent;
    })
    .map(({ type }) => type)
    .reverse();
}

const settled = async (intent: string): Promise<Stripe.BalanceTransaction> =>
  (await harness.settledIntent(intent)).balance_transaction;

describe('a payment by card', () => {
  it('is made in one call, carries what it was given, and settles a moment later @parity', async () => {
    const intent = await pay('pm_card_visa', { transfer_group: 'need_1', metadata: { pledge_id: 'plg_1' } });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 10_000, next_action: null });
    const charge = await stripe.charges.retrieve(intent.latest_charge as string);
    expect(charge).toMatchObject({ transfer_group: 'need_1', metadata: { pledge_id: 'plg_1' }, paid: true });
    const { amount, fee, net, type } = await settled(intent.id);
    expect([net + fee, type]).toEqual([amount, 'charge']);
    await harness.onEmulator('the fee and the order of the events', async () => {
      expect([fee, net]).toEqual([320, 9_680]);
      expect(await told(intent.id)).toEqual([
        'payment_intent.created',
        'charge.succeeded',
        'payment_intent.succeeded',
        'charge.updated',
      ]);
    });
  });

  it('can be prepared, changed and confirmed later @parity', async () => {
    const { id, status } = await stripe.paymentIntents.create({
      amount: 5_000,
      currency: 'usd',
      metadata: { a: '1' },
      ...NO_REDIRECTS,
    });
    expect(status).toBe('requires_payment_method');
    const updated = await stripe.paymentIntents.update(id, {
      amount: 6_000,
      payment_method: 'pm_card_visa',
      metadata: { b: '2' },
    });
    expect(updated).toMatchObject({ status: 'requires_confirmation', amount: 6_000, metadata: { a: '1', b: '2' } });
    expect(await stripe.paymentIntents.confirm(id)).toMatchObject({ status: 'succeeded', amount_received: 6_000 });
    const late = await harness.refusal(stripe.paymentIntents.update(id, { amount: 7_000 }));
    expect(late).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    expect((await stripe.paymentIntents.update(id, { metadata: { a: '' } })).metadata).toEqual({ b: '2' });
  });

  it('that is declined is a 402 with the intent, and the failed charge stays @parity', async () => {
    const refusal = await harness.refusal(pay('pm_card_chargeDeclinedInsufficientFunds'));
    expect(refusal).toMatchObject({
      statusCode: 402,
      type: 'StripeCardError',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
    });
    const intent = await stripe.paymentIntents.retrieve(intentIn(refusal).id);
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' },
    });
    const { data } = await stripe.charges.list({ payment_intent: intent.id });
    expect(data).toMatchObject([{ status: 'failed', failure_code: 'card_declined', paid: false }]);
    await harness.onEmulator('the order of the events', async () =>
      expect(await told(intent.id)).toEqual([
        'payment_intent.created',
        'payment_intent.payment_failed',
        'charge.failed',
      ]),
    );
    const retried = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(retried).toMatchObject({ status: 'succeeded', last_payment_error: null });
  });

  it('that is declined is declined again for the same key, without a second charge @parity', async () => {
    const key = harness.own('declined-once');
    const first = await harness.refusal(pay('pm_card_chargeDeclined', {}, key));
    const second = await harness.refusal(pay('pm_card_chargeDeclined', {}, key));
    expect(intentIn(second).id).toBe(intentIn(first).id);
    expect((await stripe.charges.list({ payment_intent: intentIn(first).id })).data).toHaveLength(1);
  });

  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', 'processing_error'],
  ])('with %s is refused with %s @parity', async (method, code, decline_code) => {
    expect(await harness.refusal(pay(method))).toMatchObject({ statusCode: 402, code, decline_code });
  });

  it('without a customer uses the payment method up @parity', async () => {
    const { payment_method } = await pay('pm_card_visa');
    expect(await harness.refusal(pay(payment_method as string))).toMatchObject({ param: 'payment_method' });
  });

  it('needs the customer a saved payment method belongs to @parity', async () => {
    const { id: customer } = await stripe.customers.create({});
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    expect(await harness.refusal(pay(id))).toMatchObject({ statusCode: 400, param: 'payment_method' });
    expect((await pay(id, { customer })).status).toBe('succeeded');
    expect((await pay(id, { customer })).status).toBe('succeeded');
  });

  it('can be canceled until it has succeeded @parity', async () => {
    const { id } = await stripe.paymentIntents.create({ amount: 5_000, currency: 'usd' });
    const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: 'requested_by_customer' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'requested_by_customer' });
    const paid = await pay('pm_card_visa');
    const refusal = await harness.refusal(stripe.paymentIntents.cancel(paid.id));
    expect(refusal).toMatchObject({ code: 'payment_intent_unexpected_state' });
    expect(intentIn(refusal).id).toBe(paid.id);
  });
});

describe('authentication', () => {
  it('is an error when the payer is away; on session the same intent asks for it and goes on', async () => {
    const { id: customer } = await stripe.customers.create({});
    const { id: method } = await stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer });
    const refusal = await harness.refusal(pay(method, { customer, off_session: true }));
    expect(refusal).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
      decline_code: 'authentication_required',
    });
    const { id } = intentIn(refusal);
    const asked = await stripe.paymentIntents.confirm(id, { payment_method: method, return_url: RETURN_URL });
    expect(asked).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
    const { url } = asked.next_action!.redirect_to_url!;
    expect(await (await fetch(url!)).text()).toContain('100.00 USD');
    const back = new URL((await harness.post(url!, { action: 'complete' })).headers.get('location')!);
    expect(back.searchParams.get('payment_intent')).toBe(id);
    expect(back.searchParams.get('redirect_status')).toBe('succeeded');
    const paid = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(paid).toMatchObject({
      status: 'succeeded',
      latest_charge: { payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } } },
    });
    expect((await fetch(url!)).status).toBe(404);
  });

  it('can be failed from the control plane, and the intent waits for another card', async () => {
    const { id, status } = await pay('pm_card_threeDSecure2Required');
    expect(status).toBe('requires_action');
    await harness.control('POST', 'authentications', { intent: id, outcome: 'fail' });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
    expect(await told(id)).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
      'payment_intent.payment_failed',
    ]);
  });

  it('can be followed by a decline', async () => {
    const { id } = await pay('pm_card_threeDSecureRequiredChargeDeclined');
    await harness.control('POST', 'authentications', { intent: id, outcome: 'complete' });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined' },
    });
  });

  it('is not asked for when the caller refuses to be asked @parity', async () => {
    const call = pay('pm_card_authenticationRequired', { error_on_requires_action: true });
    expect(await harness.refusal(call)).toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });
});

describe('a debit', () => {
  it('is processing for four days and then succeeds, with the fee of its kind', async () => {
    const intent = await pay('pm_usBankAccount_success');
    expect(intent).toMatchObject({ status: 'processing', amount_received: 0 });
    await harness.advance(4 * DAY_MS - 60_000);
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('processing');
    await harness.advance(60_000);
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'succeeded',
      amount_received: 10_000,
    });
    const transaction = await settled(intent.id);
    expect(transaction).toMatchObject({ fee: 80, net: 9_920, type: 'payment' });
    expect(transaction.available_on).toBe(intent.created + (5 * DAY_MS) / 1000);
    expect(await told(intent.id)).toEqual([
      'payment_intent.created',
      'charge.pending',
      'payment_intent.processing',
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.updated',
    ]);
  });

  it('costs at most five dollars, and a debit in euros 35 cents', async () => {
    const large = await pay('pm_usBankAccount_success', { amount: 10_000_000 });
    const sepa = await stripe.paymentIntents.create({
      amount: 500_000,
      currency: 'eur',
      confirm: true,
      payment_method_data: { type: 'sepa_debit', sepa_debit: { iban: 'AT32 1904 3002 3547 3204' } },
    });
    await harness.advance(4 * DAY_MS);
    expect((await settled(large.id)).fee).toBe(500);
    expect(await settled(sepa.id)).toMatchObject({ fee: 35, currency: 'eur' });
  });

  it.each([
    ['pm_usBankAccount_noAccount', 'no_account'],
    ['pm_usBankAccount_accountClosed', 'account_closed'],
    ['pm_usBankAccount_insufficientFunds', 'insufficient_funds'],
    ['pm_usBankAccount_debitNotAuthorized', 'debit_not_authorized'],
  ])('from %s fails after four days', async (method, code) => {
    const intent = await pay(method);
    await harness.advance(4 * DAY_MS);
    const failed = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] });
    expect(failed).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code },
      latest_charge: { status: 'failed', failure_code: code, balance_transaction: null },
    });
    expect((await told(intent.id)).slice(-2)).toEqual(['payment_intent.payment_failed', 'charge.failed']);
  });

  it('can come back after it has succeeded: the gross amount leaves the balance, the fee stays paid', async () => {
    const intent = await pay('pm_usBankAccount_success');
    await harness.advance(6 * DAY_MS);
    const [before] = (await stripe.balance.retrieve()).available.filter(({ currency }) => currency === 'usd');
    await harness.control('POST', 'payments/bounce', { payment_intent: intent.id });
    const after = await stripe.paymentIntents.retrieve(intent.id, {
      expand: ['latest_charge.failure_balance_transaction'],
    });
    expect(after).toMatchObject({
      status: 'requires_payment_method',
      amount_received: 0,
      latest_charge: {
        status: 'failed',
        failure_balance_transaction: { type: 'payment_failure_refund', net: -10_000 },
      },
    });
    const [now] = (await stripe.balance.retrieve()).available.filter(({ currency }) => currency === 'usd');
    expect(before!.amount - now!.amount).toBe(10_000);
    expect((await told(intent.id)).slice(-2)).toEqual(['payment_intent.payment_failed', 'charge.failed']);
    expect(await harness.bookFaults()).toEqual([]);
  });

  it('on the hosted page completes the session unpaid, and tells when the money came or did not', async () => {
    const paid = await harness.session(10_000);
    const failed = await harness.session(10_000);
    await harness.post(paid.url!, { action: 'pay_by_bank' });
    await harness.post(failed.url!, { action: 'pay_by_bank', account: '000111111113' });
    expect(await stripe.checkout.sessions.retrieve(paid.id)).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
    });
    await harness.advance(4 * DAY_MS);
    expect((await stripe.checkout.sessions.retrieve(paid.id)).payment_status).toBe('paid');
    expect((await stripe.checkout.sessions.retrieve(failed.id)).payment_status).toBe('unpaid');
    const { data } = await stripe.events.list({ types: ['checkout.session.*'], limit: 4 });
    expect(data.map((event) => [event.type, (event.data.object as { id: string }).id]).reverse()).toEqual([
      ['checkout.session.completed', paid.id],
      ['checkout.session.completed', failed.id],
      ['checkout.session.async_payment_succeeded', paid.id],
      ['checkout.session.async_payment_failed', failed.id],
    ]);
  });
});

describe('kinds of payment methods', () => {
  it('follow from the currency and the wishes, and another kind is refused', async () => {
    const types = async (extra: Extra): Promise<string[]> =>
      (await stripe.paymentIntents.create({ amount: 5_000, currency: 'usd', ...extra })).payment_method_types;
    expect(await types({})).toEqual(['card', 'us_bank_account']);
    expect(await types({ currency: 'eur' })).toEqual(['card', 'sepa_debit']);
    expect(await types({ allowed_payment_method_types: ['card'] })).toEqual(['card']);
    expect(await types({ excluded_payment_method_types: ['card'] })).toEqual(['us_bank_account']);
    const call = pay('pm_usBankAccount_success', { allowed_payment_method_types: ['card'] });
    expect(await harness.refusal(call)).toMatchObject({ code: 'payment_intent_incompatible_payment_method' });
    expect(await harness.refusal(types({ allowed_payment_method_types: ['sepa_debit'] }))).toMatchObject({
      code: 'payment_method_not_available',
    });
  });

  it('are not given as payment_method_types any more @parity', async () => {
    const old = { payment_method_types: ['card'] } as Extra;
    const refused = { statusCode: 400, code: 'payment_method_types_no_longer_supported' };
    expect(await harness.refusal(pay('pm_card_visa', old))).toMatchObject(refused);
    const { id } = await stripe.paymentIntents.create({ amount: 5_000, currency: 'usd' });
    expect(await harness.refusal(stripe.paymentIntents.update(id, old as object))).toMatchObject(refused);
    expect(await harness.refusal(stripe.paymentIntents.confirm(id, old as object))).toMatchObject(refused);
    expect(await harness.refusal(stripe.setupIntents.create(old as object))).toMatchObject(refused);
  });
});
