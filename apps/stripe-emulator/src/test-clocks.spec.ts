import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DAY_MS, Harness } from '../testing/harness.js';

const DAY_SECONDS = DAY_MS / 1_000;

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.close());

const now = async (): Promise<number> => Math.floor(Date.parse((await harness.control('GET', 'clock')).now) / 1_000);
const ready = (id: string): Promise<boolean> =>
  harness.until(async () => (await harness.stripe.testHelpers.testClocks.retrieve(id)).status === 'ready');

it('a test clock moves the one clock of the server, does what falls due on the way, and says when it is there', async () => {
  const { stripe } = harness;
  const { testClocks } = stripe.testHelpers;
  const price = await stripe.prices.create({
    currency: 'usd',
    product_data: { name: 'Care' },
    recurring: { interval: 'month' },
    unit_amount: 2_000,
  });
  const { id: customer } = await stripe.customers.create({ payment_method: 'pm_card_visa' });
  const { data: saved } = await stripe.paymentMethods.list({ customer });
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price: price.id }],
    default_payment_method: saved[0]!.id,
  });
  const start = await now();
  const clock = await testClocks.create({ frozen_time: start, name: 'Renewal' });
  expect(clock).toMatchObject({ status: 'ready', frozen_time: start, name: 'Renewal' });
  await harness.delivered();
  await harness.newEvents();

  const target = start + 32 * DAY_SECONDS;
  expect(await testClocks.advance(clock.id, { frozen_time: target })).toMatchObject({
    status: 'advancing',
    frozen_time: start,
    status_details: { advancing: { target_frozen_time: target } },
  });
  await ready(clock.id);
  expect(await testClocks.retrieve(clock.id)).toMatchObject({ frozen_time: target, status_details: {} });
  expect(await now()).toBeGreaterThanOrEqual(target);
  expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(2);
  await harness.delivered();
  const told = (await harness.newEvents()).filter((type) => type.startsWith('test_helpers.'));
  expect(told).toEqual(['test_helpers.test_clock.advancing', 'test_helpers.test_clock.ready']);
});

it('is made at the present, moves forward only, and one step at a time', async () => {
  const { testClocks } = harness.stripe.testHelpers;
  const present = await now();
  for (const frozen_time of [present - 2 * DAY_SECONDS, present + 2 * DAY_SECONDS])
    expect(await harness.refusal(testClocks.create({ frozen_time }))).toMatchObject({ param: 'frozen_time' });
  const clock = await testClocks.create({ frozen_time: present });
  expect(await harness.refusal(testClocks.advance(clock.id, { frozen_time: present }))).toMatchObject({
    param: 'frozen_time',
  });
  await testClocks.advance(clock.id, { frozen_time: present + DAY_SECONDS });
  await ready(clock.id);
  expect(await testClocks.del(clock.id)).toMatchObject({ id: clock.id, deleted: true });
  expect((await testClocks.list()).data.map(({ id }) => id)).not.toContain(clock.id);
});
