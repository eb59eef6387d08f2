import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MINUTE_MS } from '#platform/kernel';
import { Harness } from '../testing/harness.js';
import { schemaFaults } from '../testing/schema-faults.js';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.close());

const BACK = 'http://127.0.0.1:1/back?a=1&b=2';

describe('the billing portal', () => {
  it('shows what the customer has saved and subscribed to, and leads back, for a while', async () => {
    const { stripe } = harness;
    const { id: customer } = await stripe.customers.create({ name: 'ACME <b>', payment_method: 'pm_card_visa' });
    const [method] = (await stripe.paymentMethods.list({ customer })).data;
    const product = (await stripe.products.create({ name: 'Care' })).id;
    await stripe.subscriptions.create({
      customer,
      default_payment_method: method!.id,
      items: [{ price_data: { currency: 'usd', product, recurring: { interval: 'month' }, unit_amount: 2_500 } }],
    });
    await stripe.customers.create({ payment_method: 'pm_card_mastercard' });
    const session = await stripe.billingPortal.sessions.create({ customer, return_url: BACK });
    expect(session).toMatchObject({ customer, object: 'billing_portal.session', return_url: BACK });
    const text = await (await fetch(session.url)).text();
    for (const part of ['Simulated money', 'ACME &lt;b&gt;', 'visa ending in 4242', '25.00 USD (active)']) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('mastercard');
    expect(text).toContain(`href="${BACK.replaceAll('&', '&amp;')}"`);
    await harness.advance(61 * MINUTE_MS);
    expect((await fetch(session.url)).status).toBe(404);
  });

  it('has nothing to show for a new customer, and says so', async () => {
    const { id: customer } = await harness.stripe.customers.create({});
    const { url } = await harness.stripe.billingPortal.sessions.create({ customer, return_url: BACK });
    const text = await (await fetch(url)).text();
    expect(text.match(/None\./g)).toHaveLength(2);
  });

  it('is refused without a way back, and for a customer who is not there', async () => {
    const { sessions } = harness.stripe.billingPortal;
    const { id: customer } = await harness.stripe.customers.create({});
    expect(await harness.refusal(sessions.create({ customer }))).toMatchObject({ param: 'return_url' });
    const nobody = sessions.create({ customer: 'cus_nobody', return_url: BACK });
    expect(await harness.refusal(nobody)).toMatchObject({ code: 'resource_missing', param: 'customer' });
  });

  it('says all of this in the words of the schema', async () => {
    expect(await schemaFaults(harness)).toEqual([]);
  });
});
