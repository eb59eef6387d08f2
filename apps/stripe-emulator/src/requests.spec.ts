import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { DAY_MS, Harness, SECRET_KEY } from '../testing/harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
beforeEach(() => harness.onEmulator('rules of faults', () => harness.control('POST', 'faults', { rules: [] })));
afterAll(() => harness.close());

const raw = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${harness.origin}${path}`, { ...init, headers: { authorization: `Bearer ${SECRET_KEY}`, ...init.headers } });

async function errorOf(response: Response): Promise<Record<string, unknown>> {
  return ((await response.json()) as { error: Record<string, unknown> }).error;
}

describe('authentication and version', () => {
  it.each([
    ['no key', {}],
    ['another key', { authorization: 'Bearer sk_test_sim_other' }],
    ['a live key', { authorization: 'Bearer sk_live_abcdef' }],
  ])('refuses %s', async (_case, headers) => {
    const response = await fetch(`${harness.origin}/v1/balance`, { headers: headers as Record<string, string> });
    expect(response.status).toBe(401);
    expect(await errorOf(response)).toMatchObject({ type: 'authentication_error' });
  });

  it('accepts the key as the user of basic authentication', async () => {
    const authorization = `Basic ${Buffer.from(`${SECRET_KEY}:`).toString('base64')}`;
    expect((await fetch(`${harness.origin}/v1/balance`, { headers: { authorization } })).status).toBe(200);
  });

  it('refuses every API version but the one it speaks', async () => {
    const old = await raw('/v1/balance', { headers: { 'stripe-version': '2024-06-20' } });
    expect(old.status).toBe(400);
    expect((await raw('/v1/balance', { headers: { 'stripe-version': Stripe.API_VERSION } })).status).toBe(200);
  });

  it('answers other versions in its own when it is lenient', async () => {
    await harness.emulator.close();
    await harness.open({ isLenient: true });
    const old = await raw('/v1/balance', { headers: { 'stripe-version': '2024-06-20' } });
    expect([old.status, old.headers.get('stripe-version')]).toEqual([200, Stripe.API_VERSION]);
    await harness.emulator.close();
    await harness.open();
  });

  it('refuses to act for an account that does not exist @parity', async () => {
    const refusal = await harness.refusal(harness.stripe.balance.retrieve({}, { stripeAccount: 'acct_nobody' }));
    expect(refusal).toMatchObject({ statusCode: 403, code: 'account_invalid' });
  });
});

describe('parameters', () => {
  it('answers an unknown address with 404 and an id for the request', async () => {
    const response = await raw('/v1/nothing');
    expect(response.status).toBe(404);
    expect(response.headers.get('request-id')).toMatch(/^req_/);
    expect(await errorOf(response)).toMatchObject({ type: 'invalid_request_error' });
  });

  it('refuses an unknown parameter by its full name @parity', async () => {
    const call = harness.stripe.customers.create({ email: 'a@example.org', address: { planet: 'mars' } as object });
    expect(await harness.refusal(call)).toMatchObject({ code: 'parameter_unknown', param: 'address[planet]' });
  });

  it('refuses payment_method_types with the code of the version that removed it @parity', async () => {
    const params = { payment_method_types: ['card'] } as Stripe.Checkout.SessionCreateParams;
    const refusal = await harness.refusal(harness.session(1_000, params));
    expect(refusal).toMatchObject({ statusCode: 400, code: 'payment_method_types_no_longer_supported' });
  });

  it('names a missing parameter and one that is no number', async () => {
    const missing = await errorOf(await raw('/v1/topups', { method: 'POST', body: 'currency=usd' }));
    expect(missing).toMatchObject({ code: 'parameter_missing', param: 'amount' });
    const wrong = await errorOf(await raw('/v1/topups', { method: 'POST', body: 'currency=usd&amount=1.5' }));
    expect(wrong).toMatchObject({ code: 'parameter_invalid_integer', param: 'amount' });
  });

  it('decodes nested and indexed parameters @parity', async () => {
    const session = await harness.session(1_000, {
      line_items: [
        { price_data: { currency: 'usd', unit_amount: 700, product_data: { name: 'A' } }, quantity: 2 },
        { price_data: { currency: 'usd', unit_amount: 100, product_data: { name: 'B' } }, quantity: 1 },
      ],
      expand: ['line_items'],
      metadata: { '0': 'zero', __proto: 'kept' },
    });
    expect(session.amount_total).toBe(1_500);
    expect(session.line_items!.data.map(({ description }) => description)).toEqual(['A', 'B']);
    expect(session.metadata).toEqual({ '0': 'zero', __proto: 'kept' });
  });

  it('undoes everything when a request turns out to be invalid after its work @parity', async () => {
    const email = `${harness.own('undone')}@example.org`;
    const call = harness.stripe.customers.create({ email, expand: ['email'] });
    expect(await harness.refusal(call)).toMatchObject({ statusCode: 400, param: 'expand' });
    expect((await harness.stripe.customers.list({ email })).data).toEqual([]);
  });

  it('does not show what belongs to another account', async () => {
    const customer = await harness.stripe.customers.create({ email: 'a@example.org' });
    const account = await harness.account();
    const call = harness.stripe.customers.retrieve(customer.id, {}, { stripeAccount: account });
    expect(await harness.refusal(call)).toMatchObject({ statusCode: 404, code: 'resource_missing' });
  });

  it('expands along a path and refuses what cannot be expanded', async () => {
    const { id } = await harness.charge(10_000);
    const { data } = await harness.stripe.charges.list({ limit: 1, expand: ['data.balance_transaction.source'] });
    expect(data[0]!.balance_transaction).toMatchObject({ object: 'balance_transaction', source: { id } });
    const refusal = await harness.refusal(harness.stripe.charges.retrieve(id, { expand: ['amount'] }));
    expect(refusal).toMatchObject({ statusCode: 400, param: 'expand' });
  });
});

describe('pages', () => {
  it('walks through a list by cursors, newest first, in both directions @parity', async () => {
    const names = ['1', '2', '3', '4', '5'];
    const email = `${harness.own('page')}@example.org`;
    for (const name of names) await harness.stripe.customers.create({ name, email });
    const first = await harness.stripe.customers.list({ limit: 2, email });
    expect(first.data.map(({ name }) => name)).toEqual(['5', '4']);
    expect(first.has_more).toBe(true);
    const all: (string | null | undefined)[] = [];
    for await (const { name } of harness.stripe.customers.list({ limit: 2, email })) all.push(name);
    expect(all).toEqual(['5', '4', '3', '2', '1']);
    const last = await harness.stripe.customers.list({
      limit: 2,
      email,
      starting_after: first.data[1]!.id,
    });
    const back = await harness.stripe.customers.list({
      limit: 1,
      email,
      ending_before: last.data[0]!.id,
    });
    expect(back.data.map(({ name }) => name)).toEqual(['4']);
    expect(back.has_more).toBe(true);
  });

  it('refuses a cursor that names nothing, both cursors at once and pages over 100 @parity', async () => {
    const { customers } = harness.stripe;
    expect(await harness.refusal(customers.list({ starting_after: 'cus_none' }))).toMatchObject({
      code: 'resource_missing',
    });
    expect(await harness.refusal(customers.list({ limit: 101 }))).toMatchObject({ code: 'parameter_invalid_integer' });
    const both = customers.list({ starting_after: 'cus_a', ending_before: 'cus_b' });
    expect(await harness.refusal(both)).toMatchObject({ statusCode: 400 });
  });
});

describe('idempotency', () => {
  const intent = (amount: number, key: string): Promise<Stripe.PaymentIntent> =>
    harness.stripe.paymentIntents.create({ amount, currency: 'usd' }, { idempotencyKey: harness.own(key) });

  it('runs a key once and replays its answer @parity', async () => {
    const first = await intent(1_000, 'key-1');
    const second = await intent(1_000, 'key-1');
    expect(second.id).toBe(first.id);
    expect(harness.exchanges.slice(-2).map(({ replayed }) => replayed)).toEqual([false, true]);
    await harness.onEmulator('its journal', async () => {
      const { requests } = await harness.control('GET', `journal?key=${harness.own('key-1')}`);
      expect(requests.map(({ replayed }) => replayed)).toEqual([false, true]);
    });
  });

  it('refuses a key with other parameters @parity', async () => {
    await intent(1_000, 'key-2');
    expect(await harness.refusal(intent(2_000, 'key-2'))).toMatchObject({
      statusCode: 400,
      type: 'StripeIdempotencyError',
    });
  });

  it('does not store what failed validation, so the key can be used for the corrected request @parity', async () => {
    expect(await harness.refusal(intent(-5, 'key-3'))).toMatchObject({ statusCode: 400 });
    expect((await intent(1_000, 'key-3')).amount).toBe(1_000);
  });

  it('replays a refusal of the business rules', async () => {
    const account = await harness.account();
    const send = (): Promise<unknown> =>
      harness.stripe.transfers.create(
        { amount: 99_000_000, currency: 'usd', destination: account },
        { idempotencyKey: 'key-4' },
      );
    expect(await harness.refusal(send())).toMatchObject({ code: 'balance_insufficient' });
    await harness.stripe.topups.create({ amount: 99_000_000, currency: 'usd' });
    const again = await harness.refusal(send());
    expect(again).toMatchObject({ code: 'balance_insufficient', headers: { 'idempotent-replayed': 'true' } });
  });

  it('answers 409 while the first request with a key is running', async () => {
    const rules = [{ path: '/v1/payment_intents', action: 'delay', ms: 300 }];
    await harness.control('POST', 'faults', { rules });
    const slow = intent(1_000, 'key-5');
    await harness.until(async () => {
      const refusal = await intent(1_000, 'key-5').catch((error: Stripe.errors.StripeError) => error);
      return 'code' in refusal && refusal.code === 'idempotency_key_in_use';
    });
    expect((await intent(1_000, 'key-5').catch((error: unknown) => error)) as object).toMatchObject({
      statusCode: 409,
    });
    const { id } = await slow;
    expect((await intent(1_000, 'key-5')).id).toBe(id);
  });

  it('forgets a key after 24 hours of the clock', async () => {
    const first = await intent(1_000, 'key-6');
    await harness.control('POST', 'clock/advance', { ms: DAY_MS });
    expect((await intent(1_000, 'key-6')).id).not.toBe(first.id);
  });

  it('keeps the keys of two accounts apart', async () => {
    const account = await harness.account();
    const create = (options: Stripe.RequestOptions): Promise<Stripe.Customer> =>
      harness.stripe.customers.create({ name: 'same' }, { idempotencyKey: 'key-7', ...options });
    const [own, theirs] = [await create({}), await create({ stripeAccount: account })];
    expect(own.id).not.toBe(theirs.id);
  });
});

describe('faults', () => {
  const customer = (idempotencyKey: string, maxNetworkRetries: number): Promise<Stripe.Customer> =>
    harness.simulatedClient({ maxNetworkRetries }).customers.create({ name: idempotencyKey }, { idempotencyKey });
  const named = async (name: string): Promise<number> =>
    (await harness.stripe.customers.list({ limit: 100 })).data.filter((one) => one.name === name).length;

  it('drop_before cuts the connection and nothing happens', async () => {
    await harness.control('POST', 'faults', { rules: [{ path: '/v1/customers', action: 'drop_before' }] });
    const raw = fetch(`${harness.origin}/v1/customers`, {
      method: 'POST',
      body: 'name=before',
      headers: { authorization: `Bearer ${SECRET_KEY}` },
    });
    await expect(raw).rejects.toThrow();
    expect(await named('before')).toBe(0);
  });

  it('drop_after does the work, cuts the connection, and a retry with the same key finds it done', async () => {
    const rules = [{ path: '/v1/customers', action: 'drop_after' }];
    await harness.control('POST', 'faults', { rules });
    await customer('after', 1);
    expect(await named('after')).toBe(1);
    const { requests } = await harness.control('GET', 'journal?key=after');
    expect(requests.map(({ fault, replayed }) => [fault, replayed])).toEqual([
      ['drop_after', false],
      [null, true],
    ]);
  });

  it.each([
    [429, 'rate_limit'],
    [409, 'lock_timeout'],
    [500, undefined],
  ])('answers %s for the nth request, without effect and without using up the key', async (status, code) => {
    const rules = [{ path: '/v1/customers', action: 'status', status, nth: 2 }];
    await harness.control('POST', 'faults', { rules });
    await customer(`first-${status}`, 0);
    expect(await harness.refusal(customer(`second-${status}`, 0))).toMatchObject({ statusCode: status, code });
    expect(await named(`second-${status}`)).toBe(0);
    await customer(`second-${status}`, 0);
    expect(await named(`second-${status}`)).toBe(1);
  });

  it('opens the control plane to its own token only', async () => {
    const response = await raw('/_sim/journal');
    expect(response.status).toBe(401);
  });
});
