import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { Harness, NO_REDIRECTS } from '../testing/harness.js';

let harness: Harness;
let stripe: Stripe;
beforeAll(async () => {
  harness = await Harness.start();
  ({ stripe } = harness);
});
afterAll(() => harness.close());

const RETURN_URL = 'http://127.0.0.1:1/back';
const savedBy = async (customer: string): Promise<Stripe.PaymentMethod[]> =>
  (await stripe.customers.listPaymentMethods(customer)).data;

describe('customers', () => {
  it('are changed field by field: what is not named stays, an empty value unsets, the event shows the old values @parity', async () => {
    const customer = await stripe.customers.create({
      name: 'ACME',
      email: 'old@example.org',
      metadata: { kept: '1', gone: '2' },
    });
    const updated = await stripe.customers.update(customer.id, {
      email: 'new@example.org',
      metadata: { gone: '', added: '3' },
      invoice_settings: { custom_fields: [{ name: 'PO number', value: '4711' }] },
    });
    expect(updated).toMatchObject({ name: 'ACME', email: 'new@example.org', metadata: { kept: '1', added: '3' } });
    expect(updated.metadata).not.toHaveProperty('gone');
    await harness.onEmulator('that its event is the newest', async () => {
      const { data } = await stripe.events.list({ type: 'customer.updated', limit: 1 });
      expect(data[0]!.data.previous_attributes).toEqual({
        email: 'old@example.org',
        invoice_settings: { custom_fields: null },
        metadata: { added: null, gone: '2' },
      });
    });
    expect((await stripe.customers.update(customer.id, { name: '', metadata: '' })).metadata).toEqual({});
  });

  it('leave a tombstone when they are deleted, and lose their payment methods @parity', async () => {
    const { id } = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    const [method] = await savedBy(id);
    expect(await stripe.customers.del(id)).toEqual(expect.objectContaining({ id, deleted: true }));
    expect(await stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true });
    expect((await stripe.paymentMethods.retrieve(method!.id)).customer).toBeNull();
    expect(await harness.refusal(stripe.customers.update(id, { name: 'A' }))).toMatchObject({ statusCode: 404 });
  });

  it('keep tax ids', async () => {
    const { id } = await stripe.customers.create({ tax_id_data: [{ type: 'eu_vat', value: 'DE123456789' }] });
    await stripe.customers.createTaxId(id, { type: 'us_ein', value: '12-3456789' });
    const { data } = await stripe.customers.listTaxIds(id);
    expect(data.map(({ type, country, verification }) => [type, country, verification?.status])).toEqual([
      ['us_ein', 'US', 'unavailable'],
      ['eu_vat', 'DE', 'pending'],
    ]);
    expect(await stripe.customers.deleteTaxId(id, data[0]!.id)).toMatchObject({ id: data[0]!.id, deleted: true });
    expect((await stripe.customers.listTaxIds(id)).data.map(({ type }) => type)).toEqual(['eu_vat']);
    const another = await stripe.customers.create({});
    expect(await harness.refusal(stripe.customers.deleteTaxId(another.id, data[1]!.id))).toMatchObject({
      statusCode: 404,
    });
  });
});

describe('payment methods', () => {
  it('are made from test cards and accounts, and from nothing else', async () => {
    const card = (number: string): Promise<Stripe.PaymentMethod> =>
      stripe.paymentMethods.create({ type: 'card', card: { number, exp_month: 1, exp_year: 2040 } });
    expect((await card('5555 5555 5555 4444')).card).toMatchObject({ brand: 'mastercard', last4: '4444' });
    expect(await harness.refusal(card('4111111111111112'))).toMatchObject({ code: 'incorrect_number' });
    const iban = { type: 'sepa_debit', sepa_debit: { iban: 'DE00000000000000000000' } } as const;
    expect(await harness.refusal(stripe.paymentMethods.create(iban))).toMatchObject({ code: 'account_number_invalid' });
  });

  it('are a new one for every use of a magic id, and nobody has saved them @parity', async () => {
    const { id } = await stripe.customers.create({});
    const first = await stripe.paymentMethods.attach('pm_card_visa', { customer: id });
    const second = await stripe.paymentMethods.attach('pm_card_visa', { customer: id });
    expect(first.id).not.toBe(second.id);
    expect((await savedBy(id)).map((method) => method.id)).toEqual([second.id, first.id]);
  });

  it('belong to one customer until they are detached, and are worth nothing after that @parity', async () => {
    const one = await stripe.customers.create({});
    const other = await stripe.customers.create({});
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: one.id });
    const stolen = stripe.paymentMethods.attach(id, { customer: other.id });
    expect(await harness.refusal(stolen)).toMatchObject({ code: 'payment_method_unexpected_state' });
    expect((await stripe.paymentMethods.detach(id)).customer).toBeNull();
    expect(await harness.refusal(stripe.paymentMethods.attach(id, { customer: one.id }))).toMatchObject({
      statusCode: 400,
    });
    await harness.onEmulator('that its event is the newest', async () => {
      const { data } = await stripe.events.list({ type: 'payment_method.detached', limit: 1 });
      expect(data[0]!.data.previous_attributes).toEqual({ customer: one.id });
    });
  });

  it('of a declining card are refused when they are saved, except for the one that is made to fail later @parity', async () => {
    const { id: customer } = await stripe.customers.create({});
    const attach = (method: string): Promise<Stripe.PaymentMethod> =>
      stripe.paymentMethods.attach(method, { customer });
    expect(await harness.refusal(attach('pm_card_chargeDeclined'))).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'generic_decline',
    });
    expect((await attach('pm_card_chargeCustomerFail')).customer).toBe(customer);
  });
});

describe('setup intents', () => {
  it('save a card at once and tell so @parity', async () => {
    const { id: customer } = await stripe.customers.create({});
    const setup = await stripe.setupIntents.create({
      customer,
      confirm: true,
      payment_method: 'pm_card_visa',
      ...NO_REDIRECTS,
    });
    expect(setup).toMatchObject({ status: 'succeeded', usage: 'off_session', mandate: null });
    expect((await savedBy(customer)).map(({ id }) => id)).toEqual([setup.payment_method]);
    await harness.onEmulator('the order of the events', async () => {
      const { data } = await stripe.events.list({ limit: 3 });
      expect(data.map(({ type }) => type).reverse()).toEqual([
        'setup_intent.created',
        'payment_method.attached',
        'setup_intent.succeeded',
      ]);
    });
  });

  it('ask the holder to authenticate once; the card then pays without', async () => {
    const { id: customer } = await stripe.customers.create({});
    const setup = await stripe.setupIntents.create({
      customer,
      confirm: true,
      payment_method: 'pm_card_authenticationRequiredOnSetup',
      return_url: RETURN_URL,
    });
    expect(setup).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
    expect(await savedBy(customer)).toEqual([]);
    const { url } = setup.next_action!.redirect_to_url!;
    expect(await (await fetch(url!)).text()).toContain('Confirm that the card may be saved');
    const back = new URL((await harness.post(url!, { action: 'complete' })).headers.get('location')!);
    expect(back.searchParams.get('setup_intent')).toBe(setup.id);
    expect(back.searchParams.get('redirect_status')).toBe('succeeded');
    expect((await stripe.setupIntents.retrieve(setup.id)).status).toBe('succeeded');
    const payment = await stripe.paymentIntents.create({
      amount: 1_000,
      currency: 'usd',
      customer,
      payment_method: setup.payment_method as string,
      off_session: true,
      confirm: true,
    });
    expect(payment.status).toBe('succeeded');
  });

  it('fail when the holder refuses, with the error kept and nothing saved', async () => {
    const { id: customer } = await stripe.customers.create({});
    const { id } = await stripe.setupIntents.create({
      customer,
      confirm: true,
      payment_method: 'pm_card_authenticationRequired',
    });
    await harness.control('POST', 'authentications', { intent: id, outcome: 'fail' });
    const setup = await stripe.setupIntents.retrieve(id);
    expect(setup).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: { code: 'setup_intent_authentication_failure' },
    });
    expect(await savedBy(customer)).toEqual([]);
  });

  it('carry the failed intent in the error of a decline @parity', async () => {
    const call = stripe.setupIntents.create({
      confirm: true,
      payment_method: 'pm_card_chargeDeclined',
      ...NO_REDIRECTS,
    });
    const refusal = await harness.refusal(call);
    expect(refusal).toMatchObject({ statusCode: 402, code: 'card_declined' });
    const setup = (refusal.raw as { setup_intent: Stripe.SetupIntent }).setup_intent;
    expect(await stripe.setupIntents.retrieve(setup.id)).toMatchObject({ status: 'requires_payment_method' });
  });

  it('give a mandate for a bank account', async () => {
    const { id: customer } = await stripe.customers.create({});
    const setup = await stripe.setupIntents.create({
      customer,
      confirm: true,
      payment_method_data: { type: 'sepa_debit', sepa_debit: { iban: 'AT321904300235473204' } },
      expand: ['mandate'],
    });
    expect(setup.mandate).toMatchObject({ status: 'active', payment_method: setup.payment_method });
  });

  it('take another payment method until they have succeeded, and ask anew @parity', async () => {
    const { id } = await stripe.setupIntents.create({
      confirm: true,
      payment_method: 'pm_card_authenticationRequired',
      ...NO_REDIRECTS,
    });
    const changed = await stripe.setupIntents.update(id, { payment_method: 'pm_card_visa' });
    expect(changed).toMatchObject({ status: 'requires_confirmation', next_action: null });
    const saved = await stripe.setupIntents.confirm(id);
    expect(saved).toMatchObject({ status: 'succeeded', payment_method: changed.payment_method });
    const late = stripe.setupIntents.update(id, { payment_method: 'pm_card_mastercard' });
    expect(await harness.refusal(late)).toMatchObject({ code: 'setup_intent_unexpected_state' });
    expect((await stripe.setupIntents.update(id, { metadata: { a: '1' } })).metadata).toEqual({ a: '1' });
  });

  it('can be canceled while they are open, and not after @parity', async () => {
    const { id } = await stripe.setupIntents.create({});
    expect(await stripe.setupIntents.cancel(id)).toMatchObject({ status: 'canceled' });
    expect(await harness.refusal(stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' }))).toMatchObject({
      code: 'setup_intent_unexpected_state',
    });
  });
});

describe('checkout that saves a payment method', () => {
  const setupSession = (extra: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
    stripe.checkout.sessions.create({ mode: 'setup', currency: 'usd', success_url: RETURN_URL, ...extra });

  it('saves a card for the customer and charges nothing', async () => {
    const { id: customer } = await stripe.customers.create({});
    const session = await setupSession({ customer });
    expect(session).toMatchObject({ amount_total: null, payment_status: 'no_payment_required' });
    expect(await (await fetch(session.url!)).text()).toContain('Save a payment method');
    expect((await harness.post(session.url!, { action: 'decline' })).status).toBe(402);
    expect((await harness.post(session.url!, { action: 'pay' })).headers.get('location')).toBe(RETURN_URL);
    const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ['setup_intent'] });
    const setup = after.setup_intent as Stripe.SetupIntent;
    expect([after.status, setup.status]).toEqual(['complete', 'succeeded']);
    expect((await savedBy(customer)).map(({ id }) => id)).toEqual([setup.payment_method]);
  });

  it('makes a customer of whoever has none', async () => {
    const session = await setupSession();
    await harness.post(session.url!, { action: 'pay', email: 'new@example.org' });
    const { customer } = await stripe.checkout.sessions.retrieve(session.id);
    expect(await stripe.customers.retrieve(customer as string)).toMatchObject({ email: 'new@example.org' });
    expect(await savedBy(customer as string)).toHaveLength(1);
  });

  it('saves the card of a payment too when it is asked to', async () => {
    const session = await harness.session(10_000, { payment_intent_data: { setup_future_usage: 'off_session' } });
    await harness.post(session.url!, { action: 'pay', card_number: '4000 0025 0000 3155' });
    const open = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    const { url } = (open.payment_intent as Stripe.PaymentIntent).next_action!.redirect_to_url!;
    const back = (await harness.post(url!, { action: 'complete' })).headers.get('location')!;
    const led = await fetch(back, { redirect: 'manual' });
    expect(led.headers.get('location')).toBe(`http://127.0.0.1:1/done?session=${session.id}`);
    const { customer } = await stripe.checkout.sessions.retrieve(session.id);
    const [method] = await savedBy(customer as string);
    const again = await stripe.paymentIntents.create({
      amount: 1_000,
      currency: 'usd',
      customer: customer as string,
      payment_method: method!.id,
      off_session: true,
      confirm: true,
    });
    expect(again.status).toBe('succeeded');
  });

  it('takes no lines and no payment data', async () => {
    expect(await harness.refusal(setupSession({ payment_intent_data: { transfer_group: 'g' } }))).toMatchObject({
      param: 'payment_intent_data',
    });
    expect(await harness.refusal(harness.session(1_000, { mode: 'setup' }))).toMatchObject({ param: 'line_items' });
  });

  it('gives the setup intent up when it expires @parity', async () => {
    const session = await setupSession();
    const expired = await stripe.checkout.sessions.expire(session.id, { expand: ['setup_intent'] });
    expect(expired.setup_intent).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
  });
});
