import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import type { Received } from '../testing/receiver.js';
import { DAY_MS, Harness, V2_SECRET, WEBHOOK_SECRET } from '../testing/harness.js';

let harness: Harness;
const NORMAL = { hold: false, duplicate: 1, corruptSignature: false, delayMs: 0, shuffleSeed: null, only: null };
beforeAll(async () => {
  harness = await Harness.start();
});
beforeEach(async () => {
  harness.platform.status = 200;
  await harness.control('POST', 'webhooks/mode', { ...NORMAL, release: 'all' });
  await everythingDelivered();
  harness.platform.received.length = 0;
});
afterAll(() => harness.close());

/** Nothing of an earlier test may arrive in a later one; the clock is moved over the longest wait of a retry. */
const everythingDelivered = (): Promise<boolean> =>
  harness.until(async () => {
    await harness.control('POST', 'clock/advance', { ms: 15_000 });
    const { deliveries } = await harness.control('GET', 'journal');
    return deliveries.every(({ status }) => status !== 'pending');
  });

const received = (count: number): Promise<boolean> => harness.until(() => harness.platform.received.length >= count);
/** What came about the object with this name; late deliveries of other tests do not count. */
const about = (name: string): Received[] => harness.platform.received.filter(({ body }) => body.includes(name));

describe('v1 events', () => {
  it('arrive signed, and a changed body or another secret is found out', async () => {
    const customer = await harness.stripe.customers.create({ name: 'signed' }, { idempotencyKey: 'signed' });
    await received(1);
    const { body, signature } = harness.platform.received[0]!;
    const event = harness.stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET);
    expect(event).toMatchObject({
      type: 'customer.created',
      api_version: Stripe.API_VERSION,
      data: { object: { id: customer.id } },
      request: { idempotency_key: 'signed' },
      pending_webhooks: 1,
    });
    const tampered = body.replace('signed', 'forged');
    const verify = (text: string, secret: string) => (): unknown =>
      harness.stripe.webhooks.constructEvent(text, signature, secret);
    expect(verify(tampered, WEBHOOK_SECRET)).toThrow(Stripe.errors.StripeSignatureVerificationError);
    expect(verify(body, 'whsec_other')).toThrow(Stripe.errors.StripeSignatureVerificationError);
  });

  it('come in their natural order and equal what the API tells', async () => {
    await harness.charge(10_000);
    await received(5);
    expect(harness.platform.types).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
      'charge.updated',
    ]);
    const { id, body } = harness.platform.received[0]!;
    expect(JSON.parse(JSON.stringify(await harness.stripe.events.retrieve(id)))).toEqual(JSON.parse(body));
  });

  it('are sent again after a failure, with a fresh signature over the same body', async () => {
    harness.platform.status = 500;
    await harness.stripe.customers.create({ name: 'retried' });
    await harness.until(async () => {
      const { deliveries } = await harness.control('GET', 'journal');
      return deliveries.at(-1)!.attempts.length >= 1;
    });
    harness.platform.status = 200;
    await harness.until(() => about('retried').length === 1);
    const { deliveries } = await harness.control('GET', 'journal');
    const attempts = deliveries.at(-1)!.attempts;
    expect(attempts.map(({ status }) => status)).toEqual([...attempts.slice(1).map(() => 500), 200]);
    expect(attempts.length).toBeGreaterThan(1);
  });

  it('are given up after three days of the clock', async () => {
    harness.platform.status = 500;
    await harness.stripe.customers.create({ name: 'given up' });
    const statusOf = async (): Promise<string> => {
      const { deliveries } = await harness.control('GET', 'journal');
      return deliveries.filter(({ eventType }) => eventType === 'customer.created').at(-1)!.status;
    };
    expect(await statusOf()).toBe('pending');
    await harness.control('POST', 'clock/advance', { ms: 3 * DAY_MS + 60_000 });
    await harness.until(async () => (await statusOf()) === 'failed');
  });

  it('are signed with the time after a jump of the clock, not with one on the way', async () => {
    await harness.charge(10_000);
    await received(5);
    const { now } = await harness.control('POST', 'clock/advance', { ms: 10 * DAY_MS });
    await harness.until(() => harness.platform.types.includes('balance.available'));
    const { signature } = harness.platform.received.find(({ type }) => type === 'balance.available')!;
    expect(Number(/t=(\d+)/.exec(signature)![1]) * 1000).toBeGreaterThan(Date.parse(now) - 2_000);
  });

  it('go to endpoints made through the API, only the types they want, until they are deleted', async () => {
    const endpoint = await harness.stripe.webhookEndpoints.create({
      url: harness.connect.url,
      enabled_events: ['topup.succeeded'],
      api_version: Stripe.API_VERSION,
    });
    expect(endpoint.secret).toMatch(/^whsec_/);
    expect((await harness.stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
    await harness.stripe.topups.create({ amount: 1_000, currency: 'usd' });
    await harness.until(() => harness.connect.received.length === 1);
    const { body, signature } = harness.connect.received[0]!;
    expect(harness.stripe.webhooks.constructEvent(body, signature, endpoint.secret!).type).toBe('topup.succeeded');
    expect(await harness.stripe.webhookEndpoints.del(endpoint.id)).toMatchObject({ deleted: true });
    await harness.stripe.topups.create({ amount: 1_000, currency: 'usd' });
    await received(4);
    expect(harness.connect.received).toHaveLength(1);
  });
});

describe('an endpoint made through the API', () => {
  it('can be given other types, and gets nothing that happens while it is disabled', async () => {
    const { id } = await harness.stripe.webhookEndpoints.create({
      url: harness.connect.url,
      description: 'first',
      enabled_events: ['topup.succeeded'],
      metadata: { a: '1' },
    });
    const arrived = harness.connect.received.length;
    const changed = await harness.stripe.webhookEndpoints.update(id, {
      description: '',
      enabled_events: ['customer.created'],
      metadata: { a: '', b: '2' },
    });
    expect(changed).toMatchObject({ description: null, enabled_events: ['customer.created'], status: 'enabled' });
    expect(changed.metadata).toEqual({ b: '2' });
    expect((await harness.stripe.webhookEndpoints.update(id, { disabled: true })).status).toBe('disabled');
    await harness.stripe.customers.create({ name: 'unheard' });
    await harness.stripe.webhookEndpoints.update(id, { disabled: false });
    await harness.stripe.customers.create({ name: 'heard' });
    await harness.until(() => harness.connect.received.length > arrived);
    await everythingDelivered();
    const bodies = harness.connect.received.slice(arrived).map(({ body }) => body);
    expect([bodies.length, bodies[0]!.includes('heard'), bodies[0]!.includes('unheard')]).toEqual([1, true, false]);
    await harness.stripe.webhookEndpoints.del(id);
  });
});

describe('webhook modes', () => {
  it('only leaves events of other types alone', async () => {
    await harness.control('POST', 'webhooks/mode', { duplicate: 2, hold: true, only: ['customer.updated'] });
    const { id } = await harness.stripe.customers.create({ name: 'at once' });
    await harness.stripe.customers.update(id, { name: 'later' });
    await received(1);
    expect(harness.platform.types).toEqual(['customer.created']);
    await harness.control('POST', 'webhooks/mode', { hold: false, release: 'all' });
    expect(harness.platform.types).toEqual(['customer.created', 'customer.updated', 'customer.updated']);
  });

  it('hold keeps events back and release sends them in the given order', async () => {
    await harness.control('POST', 'webhooks/mode', { hold: true });
    await harness.charge(40_000);
    expect(harness.platform.received).toEqual([]);
    const order = ['charge.updated', 'payment_intent.succeeded', 'payment_intent.created'];
    const { released } = await harness.control('POST', 'webhooks/mode', { release: order });
    expect(harness.platform.types).toEqual(order);
    expect(released.map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
    await harness.control('POST', 'webhooks/mode', { hold: false, release: 'all' });
    expect(harness.platform.types.slice(3)).toEqual(['charge.succeeded', 'checkout.session.completed']);
  });

  it('duplicate sends every event n times', async () => {
    await harness.control('POST', 'webhooks/mode', { duplicate: 3 });
    await harness.stripe.customers.create({ name: 'thrice' });
    await harness.until(() => about('thrice').length >= 3);
    expect(new Set(about('thrice').map(({ id }) => id)).size).toBe(1);
  });

  it('corruptSignature sends a signature that no secret verifies', async () => {
    await harness.control('POST', 'webhooks/mode', { corruptSignature: true });
    await harness.stripe.customers.create({ name: 'corrupt' });
    await harness.until(() => about('corrupt').length === 1);
    const { body, signature } = about('corrupt')[0]!;
    expect(() => harness.stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET)).toThrow(
      Stripe.errors.StripeSignatureVerificationError,
    );
  });

  it('delayMs sends later', async () => {
    await harness.control('POST', 'webhooks/mode', { delayMs: 400 });
    await harness.stripe.customers.create({ name: 'late' });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(about('late')).toEqual([]);
    await harness.until(() => about('late').length === 1);
  });

  it('shuffleSeed changes the order without losing anything', async () => {
    await harness.control('POST', 'webhooks/mode', { shuffleSeed: 'seven' });
    const created: string[] = [];
    for (let index = 0; index < 8; index += 1) {
      created.push((await harness.stripe.customers.create({ name: `shuffled ${index}` })).id);
    }
    await harness.until(() => about('shuffled').length === 8);
    const order = about('shuffled').map(({ body }) => {
      const { data } = JSON.parse(body) as { data: { object: { id: string } } };
      return data.object.id;
    });
    expect([...order].sort()).toEqual([...created].sort());
    expect(order).not.toEqual(created);
  });
});

describe('v2 events', () => {
  it('are thin, verify with the secret of their own endpoint, and lead to the account as it is', async () => {
    const account = await harness.account();
    const type = 'v2.core.account[configuration.recipient].capability_status_updated';
    await harness.until(() => harness.v2.types.filter((one) => one === type).length === 2);
    const { body, signature } = harness.v2.received.find((one) => one.type === type)!;
    expect(JSON.parse(body)).not.toHaveProperty('data');
    const notification = harness.stripe.parseEventNotification(body, signature, V2_SECRET);
    if (notification.type !== type) throw new Error('unexpected type');
    expect(notification.related_object.id).toBe(account);
    expect(await notification.fetchRelatedObject()).toMatchObject({ id: account, object: 'v2.core.account' });
    expect(await notification.fetchEvent()).toMatchObject({
      data: { updated_capability: 'stripe_balance.stripe_transfers' },
    });
    expect(() => harness.stripe.webhooks.constructEvent(body, signature, V2_SECRET)).toThrow(/thin event/);
    expect(harness.v2.types).toEqual(
      expect.arrayContaining(['v2.core.account.created', 'v2.core.account_link.returned']),
    );
  });

  it('can be listed by type and object', async () => {
    const account = await harness.restrictedAccount();
    const { data } = await harness.stripe.v2.core.events.list({ object_id: account });
    expect(data.map(({ type }) => type)).toEqual(['v2.core.account.created']);
    const names: string[] = [];
    for await (const { id } of harness.stripe.v2.core.events.list({ limit: 2 })) names.push(id);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(4);
  });
});

describe('onboarding', () => {
  it('turns a restricted account into one that can receive transfers; the link works once', async () => {
    const account = await harness.restrictedAccount();
    const include: Stripe.V2.Core.AccountRetrieveParams.Include[] = ['configuration.recipient', 'requirements'];
    const status = async (): Promise<string | undefined> =>
      (await harness.stripe.v2.core.accounts.retrieve(account, { include })).configuration?.recipient?.capabilities
        ?.stripe_balance?.stripe_transfers?.status;
    expect(await status()).toBe('restricted');
    expect(await harness.stripe.v2.core.accounts.retrieve(account)).not.toHaveProperty('configuration');
    const link = await harness.stripe.v2.core.accountLinks.create({
      account,
      use_case: {
        type: 'account_onboarding',
        account_onboarding: { refresh_url: 'http://127.0.0.1:1/refresh', return_url: 'http://127.0.0.1:1/return' },
      },
    });
    expect(await (await fetch(link.url)).text()).toContain('Simulated money');
    const done = await harness.post(link.url, { action: 'complete' });
    expect([done.status, done.headers.get('location')]).toEqual([303, 'http://127.0.0.1:1/return']);
    expect(await status()).toBe('active');
    const again = await fetch(link.url, { redirect: 'manual' });
    expect(again.headers.get('location')).toBe('http://127.0.0.1:1/refresh');
  });
});
