import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { DAY_MS, Harness } from '../testing/harness.js';
import { schemaFaults } from '../testing/schema-faults.js';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.close());

const DAY = DAY_MS / 1000;
const nowSeconds = async (): Promise<number> => {
  const { now } = await harness.control('GET', 'clock');
  return Math.floor(Date.parse(now) / 1000);
};
const ready = (id: string): Promise<Stripe.TestHelpers.TestClock> =>
  harness.until(async () => {
    const clock = await harness.stripe.testHelpers.testClocks.retrieve(id);
    return clock.status === 'ready' && clock;
  });

describe('test clocks', () => {
  it('are made, found and deleted @parity', async () => {
    const { testClocks } = harness.stripe.testHelpers;
    const { id: probe, created } = await harness.stripe.customers.create({});
    await harness.stripe.customers.del(probe);
    const clock = await testClocks.create({ frozen_time: created, name: 'months' });
    expect(clock).toMatchObject({ frozen_time: created, name: 'months', status: 'ready' });
    expect((await testClocks.list({ limit: 1 })).data[0]!.id).toBe(clock.id);
    const back = testClocks.advance(clock.id, { frozen_time: created });
    expect(await harness.refusal(back)).toMatchObject({ statusCode: 400, param: 'frozen_time' });
    expect(await testClocks.del(clock.id)).toMatchObject({ id: clock.id, deleted: true });
    expect(await harness.refusal(testClocks.retrieve(clock.id))).toMatchObject({ statusCode: 404 });
  });

  it('are advancing until all that falls due on the way is done, and then say that they are ready', async () => {
    const { testClocks } = harness.stripe.testHelpers;
    const charge = await harness.cardCharge(10_000);
    expect((await harness.balance())[0]).toBe(0);
    const start = await nowSeconds();
    const clock = await testClocks.create({ frozen_time: start });
    await harness.newEvents();
    const target = start + 3 * DAY;
    const advancing = await testClocks.advance(clock.id, { frozen_time: target });
    expect(advancing).toMatchObject({
      frozen_time: start,
      status: 'advancing',
      status_details: { advancing: { target_frozen_time: target } },
    });
    expect(await ready(clock.id)).toMatchObject({ frozen_time: target, status_details: {} });
    // The one clock of the server has gone there, and the money of the charge with it.
    expect(await nowSeconds()).toBeGreaterThanOrEqual(target);
    expect(await nowSeconds()).toBeLessThan(target + 60);
    expect((await harness.balance())[0]).toBe(charge.balance_transaction.net);
    expect(await harness.newEvents()).toEqual([
      'test_helpers.test_clock.advancing',
      'balance.available',
      'test_helpers.test_clock.ready',
    ]);
  });

  it('share one clock, which never goes back', async () => {
    const { testClocks } = harness.stripe.testHelpers;
    const start = await nowSeconds();
    const early = testClocks.create({ frozen_time: start - DAY });
    expect(await harness.refusal(early)).toMatchObject({ param: 'frozen_time' });
    const [one, other] = [
      await testClocks.create({ frozen_time: start }),
      await testClocks.create({ frozen_time: start + DAY }),
    ];
    expect(await ready(other.id)).toMatchObject({ frozen_time: start + DAY });
    await testClocks.advance(one.id, { frozen_time: start + 60 });
    expect(await ready(one.id)).toMatchObject({ frozen_time: start + 60 });
    expect(await nowSeconds()).toBeGreaterThanOrEqual(start + DAY);
    expect(await nowSeconds()).toBeLessThan(start + DAY + 60);
  });

  it('arrive also when the server is stopped on the way', async () => {
    const { testClocks } = harness.stripe.testHelpers;
    const clock = await testClocks.create({ frozen_time: await nowSeconds() });
    const target = (await nowSeconds()) + 2 * DAY;
    await harness.delivered();
    await harness.emulator.close();
    const advancing = { ...clock, status: 'advancing', status_details: { advancing: { target_frozen_time: target } } };
    const row = ['test_clock', clock.id, 'platform', 1_000_000, advancing];
    appendFileSync(harness.stateFile, `${JSON.stringify({ put: [row], del: [] })}\n`);
    await harness.open();
    // The clock is only read: no request of ours wakes the server.
    await harness.until(async () => (await nowSeconds()) >= target);
    expect(await ready(clock.id)).toMatchObject({ frozen_time: target });
  });

  it('tell all of this in the words of the schema', async () => {
    expect(await schemaFaults(harness)).toEqual([]);
  });
});
