import { appendFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { DAY_MS, Harness, WEBHOOK_SECRET } from '../testing/harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.close());

describe('seed and reset', () => {
  it('seed makes money and accounts that can be paid, and lets the platform pay out as Stripe would', async () => {
    const { accounts } = await harness.control('POST', 'seed', {
      accounts: [{ country: 'US', display_name: 'Ada' }, { country: 'DE' }],
      balance: { usd: 50_000, eur: 7_000 },
      platform_payouts: 'daily',
    });
    expect(await harness.balance()).toEqual([50_000, 0]);
    const [first, second] = await Promise.all(accounts.map((id) => harness.stripe.accounts.retrieve(id)));
    expect(first).toMatchObject({ payouts_enabled: true, default_currency: 'usd' });
    expect(second).toMatchObject({ payouts_enabled: true, default_currency: 'eur' });
    await harness.stripe.transfers.create({ amount: 1_000, currency: 'usd', destination: accounts[0]! });
    await harness.advance(DAY_MS);
    expect([await harness.balance(), await harness.balance(undefined, 'eur')]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(await harness.bookFaults()).toEqual([]);
  });

  it('reset forgets everything but the clock, also over a restart', async () => {
    await harness.stripe.customers.create({ name: 'forgotten' }, { idempotencyKey: 'once' });
    await harness.control('POST', 'faults', { rules: [{ path: '/v1/topups', action: 'status', status: 500 }] });
    const before = await harness.control('GET', 'clock');
    await harness.control('POST', 'reset');
    const left = async (): Promise<number[]> => {
      const { events, requests, deliveries } = await harness.control('GET', 'journal');
      return [events, requests, deliveries].map((list) => list.length);
    };
    expect(await left()).toEqual([0, 0, 0]);
    await harness.emulator.close();
    await harness.open();
    expect(await left()).toEqual([0, 0, 0]);
    expect((await harness.control('GET', 'clock')).offsetMs).toBe(before.offsetMs);
    expect((await harness.stripe.customers.list()).data).toEqual([]);
    expect(await harness.balance()).toEqual([0, 0]);
    await harness.stripe.topups.create({ amount: 1_000, currency: 'usd' }, { idempotencyKey: 'once' });
    expect(await harness.balance()).toEqual([1_000, 0]);
  });
});

describe('webhook modes that a receiver must refuse', () => {
  const verify = async (name: string): Promise<() => unknown> => {
    await harness.stripe.customers.create({ name });
    const { body, signature } = await harness.until(
      () => harness.platform.received.find((one) => one.body.includes(name)) ?? null,
    );
    // The receiver has the clock of the emulator, which may be days ahead.
    const { now } = await harness.control('GET', 'clock');
    return () =>
      harness.stripe.webhooks.constructEvent(
        body,
        signature,
        WEBHOOK_SECRET,
        300,
        undefined,
        Math.floor(Date.parse(now)),
      );
  };
  afterEach(() => harness.control('POST', 'webhooks/mode', { wrongSecret: false, oldTimestamp: false }));

  it('wrongSecret signs with a secret that no endpoint has', async () => {
    await harness.control('POST', 'webhooks/mode', { wrongSecret: true });
    expect(await verify('wrong secret')).toThrow(Stripe.errors.StripeSignatureVerificationError);
    await harness.control('POST', 'webhooks/mode', { wrongSecret: false });
    expect(await verify('right secret')).not.toThrow();
  });

  it('oldTimestamp signs a time that is outside of the tolerance', async () => {
    await harness.control('POST', 'webhooks/mode', { oldTimestamp: true });
    expect(await verify('too old')).toThrow(/Timestamp outside the tolerance zone/);
  });
});

describe('a secret that takes over from another', () => {
  const signed = async (name: string): Promise<{ body: string; signature: string }> => {
    await harness.stripe.customers.create({ name });
    return harness.until(() => harness.platform.received.find(({ body }) => body.includes(name)) ?? null);
  };
  /** Which of the secrets verify; the time is not looked at. */
  const verified = ({ body, signature }: { body: string; signature: string }): string[] =>
    [WEBHOOK_SECRET, 'whsec_next'].filter((secret) => {
      try {
        return harness.stripe.webhooks.constructEvent(body, signature, secret, 0) !== null;
      } catch {
        return false;
      }
    });

  it('signs together with it for a day of the clock, also over a restart, and alone after that', async () => {
    await harness.control('POST', 'webhooks/rotate', { secret: 'whsec_next' });
    const both = await signed('rotating');
    expect(both.signature.match(/v1=/g)).toHaveLength(2);
    expect(verified(both)).toEqual([WEBHOOK_SECRET, 'whsec_next']);
    await harness.control('POST', 'webhooks/mode', { corruptSignature: true });
    expect(verified(await signed('rotating and corrupt'))).toEqual([]);
    await harness.control('POST', 'webhooks/mode', { corruptSignature: false });
    await harness.emulator.close();
    await harness.open({ webhook: { url: harness.platform.url, secret: 'whsec_next' } });
    expect(verified(await signed('started anew'))).toEqual([WEBHOOK_SECRET, 'whsec_next']);
    await harness.advance(DAY_MS);
    expect(verified(await signed('rotated'))).toEqual(['whsec_next']);
    await harness.emulator.close();
    await harness.open();
    expect(verified(await signed('back'))).toEqual([WEBHOOK_SECRET]);
  });

  it('is refused for an endpoint that does not exist', async () => {
    const answer: unknown = await harness.control('POST', 'webhooks/rotate', {
      endpoint: 'we_none',
      secret: 'whsec_a',
    });
    expect(answer).toMatchObject({ error: { code: 'resource_missing' } });
  });
});

describe('faults', () => {
  it('lock_timeout answers 429 without any effect, and a retry with the same key runs', async () => {
    const rules = [{ path: '/v1/topups', action: 'lock_timeout', times: 1 }];
    await harness.control('POST', 'faults', { rules });
    const [before] = await harness.balance();
    const send = (): Promise<Stripe.Topup> =>
      harness.stripe.topups.create({ amount: 500, currency: 'usd' }, { idempotencyKey: 'locked' });
    expect(await harness.refusal(send())).toMatchObject({ statusCode: 429, code: 'lock_timeout' });
    expect((await harness.balance())[0]).toBe(before);
    await send();
    expect((await harness.balance())[0]).toBe(before + 500);
  });
});

describe('faults of deliveries', () => {
  const setRules = (...rules: object[]): Promise<unknown> => harness.control('POST', 'faults', { rules });
  const arrived = (name: string): { body: string; signature: string }[] =>
    harness.platform.received.filter(({ body }) => body.includes(name));
  /** Makes a customer of each name, so that each is one delivery of the type. */
  const create = async (...names: string[]): Promise<void> => {
    for (const name of names) await harness.stripe.customers.create({ name });
  };
  const isGenuine = async ({ body, signature }: { body: string; signature: string }): Promise<boolean> => {
    const { now } = await harness.control('GET', 'clock');
    try {
      harness.stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET, 300, undefined, Date.parse(now));
      return true;
    } catch {
      return false;
    }
  };
  const event = 'customer.created';
  afterEach(() => setRules());

  it('delay the nth of a type, so that the next one overtakes it', async () => {
    await setRules({ event, action: 'delay', ms: 400, nth: 2 });
    await create('first of three', 'second of three', 'third of three');
    await harness.until(() => arrived('of three').length === 3);
    const order = arrived('of three').map(({ body }) => /(\w+) of three/.exec(body)![1]);
    expect(order).toEqual(['first', 'third', 'second']);
    expect(await harness.control('GET', 'faults')).toMatchObject({ rules: [{ event, nth: 2, seen: 3 }] });
  });

  it.each([
    ['drop_before', 1],
    ['drop_after', 2],
  ])('%s makes it be sent again: it arrives %i times', async (action, times) => {
    await setRules({ event, action });
    await create(`dropped ${action}`);
    await harness.delivered();
    expect(arrived(`dropped ${action}`)).toHaveLength(times);
    const { attempts } = (await harness.control('GET', 'journal')).deliveries.at(-1)!;
    expect(attempts.map(({ status }) => status)).toEqual([null, 200]);
  });

  it('lose it for good, so that only a look into the events finds it', async () => {
    await setRules({ event, action: 'lose' });
    await create('lost', 'not lost');
    await harness.delivered();
    expect(arrived('"lost"')).toEqual([]);
    expect(arrived('not lost')).toHaveLength(1);
    const { data } = await harness.stripe.events.list({ type: event, delivery_success: false });
    expect(data.map(({ data: { object } }) => (object as Stripe.Customer).name)).toEqual(['lost']);
  });

  it('duplicate sends it twice', async () => {
    await setRules({ event, action: 'duplicate' });
    await create('twice', 'sent alone');
    await harness.delivered();
    expect([arrived('twice').length, arrived('sent alone').length]).toEqual([2, 1]);
  });

  it.each(['corrupt_signature', 'old_timestamp', 'wrong_secret'])('%s is found out by the receiver', async (action) => {
    await setRules({ event, action });
    await create(`forged ${action}`, `genuine ${action}`);
    await harness.delivered();
    const [forged, genuine] = [arrived(`forged ${action}`), arrived(`genuine ${action}`)];
    expect([await isGenuine(forged[0]!), await isGenuine(genuine[0]!)]).toEqual([false, true]);
  });

  it('leave other types and requests alone, and a rule for both is refused', async () => {
    await setRules({ event: 'charge.updated', action: 'lose' });
    await create('untouched');
    await harness.delivered();
    expect(arrived('untouched')).toHaveLength(1);
    expect(await setRules({ event, path: '/v1/topups', action: 'delay', ms: 1 })).toHaveProperty('error');
    expect(await setRules({ event, action: 'lock_timeout' })).toHaveProperty('error');
  });
});

describe('the rules over money on its way out', () => {
  /** A row of the state file as it was last written: table, id, owner, position, object. */
  type Row = [table: string, id: string, account: string, position: number, value: Record<string, unknown>];
  const rowOf = (table: string): Row => {
    const lines = harness.stateLines() as { put: Row[] }[];
    return lines.flatMap(({ put }) => put).findLast(([name]) => name === table)!;
  };
  const faultsWith = async (table: string, change: Record<string, unknown>): Promise<string[]> => {
    const row = rowOf(table);
    const write = (value: unknown): void =>
      appendFileSync(harness.stateFile, `${JSON.stringify({ put: [[...row.slice(0, 4), value]], del: [] })}\n`);
    await harness.emulator.close();
    write({ ...row[4], ...change });
    await harness.open();
    const faults = await harness.bookFaults();
    await harness.emulator.close();
    write(row[4]);
    await harness.open();
    return faults;
  };

  beforeAll(async () => {
    const { accounts } = await harness.control('POST', 'seed', { accounts: [{}], balance: { usd: 1_000_000 } });
    const charge = await harness.charge(10_000);
    await harness.stripe.refunds.create({ charge: charge.id, amount: 1_000 });
    const { id } = await harness.stripe.transfers.create({ amount: 1_000, currency: 'usd', destination: accounts[0]! });
    await harness.stripe.transfers.createReversal(id, { amount: 100 });
    await harness.stripe.payouts.create({ amount: 1_000, currency: 'usd' });
    await harness.control('POST', 'disputes/open', { charge: (await harness.charge(5_000)).id });
  });

  it.each([
    ['charge', { amount_refunded: 4_999 }, /refunded by the sum/],
    ['refund', { balance_transaction: null }, /moved money when its status says so/],
    ['refund', { status: 'failed' }, /moved money when its status says so/],
    ['dispute', { status: 'won' }, /holds what its status says/],
    ['dispute', { balance_transactions: [] }, /has its source/],
    ['transfer_reversal', { amount: 101 }, /gives back what it takes/],
    ['transfer', { amount_reversed: 0 }, /counts its reversals/],
    ['payout', { status: 'failed' }, /gave it back/],
    ['payout', { amount: 999 }, /took its amount/],
  ])('find a %s that says %p', async (table, change, message) => {
    expect((await faultsWith(table, change)).join('\n')).toMatch(message);
    expect(await harness.bookFaults()).toEqual([]);
  });

  it('find an automatic payout that pays out more than its list', async () => {
    const { id } = (await harness.stripe.balanceTransactions.list({ type: 'payout', limit: 1 })).data[0]!;
    await harness.emulator.close();
    const forged = ['payout_content', id, 'platform', 1, { payoutId: 'po_forged' }];
    appendFileSync(harness.stateFile, `${JSON.stringify({ put: [forged], del: [] })}\n`);
    await harness.open();
    expect((await harness.bookFaults()).join('\n')).toMatch(/no more than the transactions in their lists/);
  });
});
