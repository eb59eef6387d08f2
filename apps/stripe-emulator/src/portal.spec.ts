import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HOUR_MS } from '#platform/kernel';
import { Harness } from '../testing/harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.close());

async function running() {
  const { stripe } = harness;
  const { id: customer } = await stripe.customers.create({ name: 'ACME', payment_method: 'pm_card_visa' });
  const [method] = (await stripe.paymentMethods.list({ customer })).data;
  const price = await stripe.prices.create({
    currency: 'usd',
    product_data: { name: 'Care' },
    recurring: { interval: 'month' },
    unit_amount: 2_000,
  });
  const items = [{ price: price.id }];
  const subscription = await stripe.subscriptions.create({ customer, items, default_payment_method: method!.id });
  const session = await stripe.billingPortal.sessions.create({ customer, return_url: 'https://example.org/back' });
  return { customer, method: method!.id, subscription: subscription.id, url: session.url };
}

it('shows what is saved and what runs, and ends a subscription with its period until it is kept', async () => {
  const { subscription, url } = await running();
  const page = await (await fetch(url)).text();
  expect(page).toContain('visa ending in 4242');
  expect(page).toContain('20.00 USD (active)');
  expect(page).toContain('https://example.org/back');
  const state = async () => (await harness.stripe.subscriptions.retrieve(subscription)).cancel_at_period_end;
  await harness.post(url, { action: 'end', object: subscription });
  expect(await state()).toBe(true);
  await harness.post(url, { action: 'keep', object: subscription });
  expect(await state()).toBe(false);
});

it('removes a payment method, its own only, and is open for an hour', async () => {
  const { customer, method, url } = await running();
  const other = await running();
  await harness.post(url, { action: 'remove', object: other.method });
  expect((await harness.stripe.paymentMethods.list({ customer: other.customer })).data).toHaveLength(1);
  await harness.post(url, { action: 'remove', object: method });
  expect((await harness.stripe.paymentMethods.list({ customer })).data).toEqual([]);
  await harness.advance(HOUR_MS + 1_000);
  expect((await fetch(url)).status).toBe(404);
  expect((await harness.post(url, { action: 'remove', object: method })).status).toBe(404);
});
