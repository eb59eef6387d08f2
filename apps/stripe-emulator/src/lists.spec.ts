import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { Harness } from '../testing/harness.js';

let harness: Harness;
let stripe: Stripe;
beforeAll(async () => {
  harness = await Harness.start();
  ({ stripe } = harness);
});
afterAll(() => harness.close());

type Filter = Record<string, unknown>;
interface List {
  readonly list: (filter: Filter) => Promise<{ readonly data: readonly { readonly id: string }[] }>;
  readonly id: string;
  /** Filters that the object fits; each is tried alone. */
  readonly fits: readonly Filter[];
  /** The same filters with values that nothing fits, where need be together with another. */
  readonly misses: readonly Filter[];
}

const NOWHERE = { gt: 1, lt: 2 };

/** Filters that do not give what they should. */
async function wrongFilters({ fits, id, list, misses }: List): Promise<Filter[]> {
  expect(fits.map((filter) => Object.keys(filter)[0])).toEqual(misses.map((filter) => Object.keys(filter)[0]));
  const wrong: Filter[] = [];
  for (const filter of fits) {
    if (!(await list(filter)).data.some((one) => one.id === id)) wrong.push(filter);
  }
  for (const filter of misses) {
    if ((await list(filter)).data.length > 0) wrong.push(filter);
  }
  return wrong;
}

describe('lists keep what fits all their filters and leave out the rest', () => {
  it('of charges, payment intents and refunds', async () => {
    const { id: customer } = await stripe.customers.create({});
    const session = await harness.charge(10_000, { customer, payment_intent_data: { transfer_group: 'g' } });
    const { created, id, payment_intent: intent } = session;
    const refund = await stripe.refunds.create({ charge: id, amount: 100 });
    expect(
      await wrongFilters({
        list: (filter) => stripe.charges.list(filter),
        id,
        fits: [{ created }, { customer }, { payment_intent: intent }, { transfer_group: 'g' }],
        misses: [{ created: NOWHERE }, { customer: 'cus_x' }, { payment_intent: 'pi_x' }, { transfer_group: 'x' }],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.paymentIntents.list(filter),
        id: intent as string,
        fits: [{ created: { gte: created - 60 } }, { customer }],
        misses: [{ created: NOWHERE }, { customer: 'cus_x' }],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.refunds.list(filter),
        id: refund.id,
        fits: [{ charge: id }, { created: refund.created }, { payment_intent: intent }],
        misses: [{ charge: 'ch_x' }, { created: NOWHERE }, { payment_intent: 'pi_x' }],
      }),
    ).toEqual([]);
  });

  it('of transfers, payouts and top-ups', async () => {
    const topup = await stripe.topups.create({ amount: 50_000, currency: 'usd' });
    const destination = await harness.account();
    const transfer = await stripe.transfers.create({ amount: 100, currency: 'usd', destination, transfer_group: 'h' });
    const payout = await stripe.payouts.create({ amount: 100, currency: 'usd' });
    expect(
      await wrongFilters({
        list: (filter) => stripe.transfers.list(filter),
        id: transfer.id,
        fits: [{ created: transfer.created }, { destination }, { transfer_group: 'h' }],
        misses: [{ created: NOWHERE }, { destination: 'acct_x' }, { transfer_group: 'x' }],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.payouts.list(filter),
        id: payout.id,
        fits: [
          { arrival_date: payout.arrival_date },
          { created: payout.created },
          { destination: payout.destination },
          { status: 'pending' },
        ],
        misses: [{ arrival_date: NOWHERE }, { created: NOWHERE }, { destination: 'ba_x' }, { status: 'canceled' }],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.topups.list(filter),
        id: topup.id,
        fits: [{ amount: 50_000 }, { created: topup.created }, { status: 'succeeded' }],
        misses: [{ amount: { gt: 50_000 } }, { created: NOWHERE }, { status: 'failed' }],
      }),
    ).toEqual([]);
  });

  it('of checkout sessions, setup intents and disputes', async () => {
    const { id: customer } = await stripe.customers.create({});
    const open = await harness.session(10_000, { customer });
    const setup = await stripe.setupIntents.create({ confirm: true, customer, payment_method: 'pm_card_visa' });
    const charge = await harness.charge(10_000);
    await harness.control('POST', 'disputes/open', { charge: charge.id });
    const [dispute] = (await stripe.disputes.list({ limit: 1 })).data;
    const paid = (await stripe.checkout.sessions.list({ status: 'complete', limit: 1 })).data[0]!;
    expect(
      await wrongFilters({
        list: (filter) => stripe.checkout.sessions.list(filter),
        id: open.id,
        fits: [{ created: open.created }, { customer }, { status: 'open' }],
        misses: [{ created: NOWHERE }, { customer: 'cus_x' }, { status: 'expired' }],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.checkout.sessions.list(filter),
        id: paid.id,
        fits: [{ payment_intent: paid.payment_intent }],
        misses: [{ payment_intent: 'pi_x' }],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.setupIntents.list(filter),
        id: setup.id,
        fits: [{ created: setup.created }, { customer }, { payment_method: setup.payment_method }],
        misses: [{ created: NOWHERE }, { customer: 'cus_x' }, { payment_method: 'pm_x' }],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.disputes.list(filter),
        id: dispute!.id,
        fits: [{ charge: charge.id }, { created: dispute!.created }, { payment_intent: charge.payment_intent }],
        misses: [{ charge: 'ch_x' }, { created: NOWHERE }, { payment_intent: 'pi_x' }],
      }),
    ).toEqual([]);
  });

  it('of invoices, their items and payments, and subscriptions', async () => {
    const { id: customer } = await stripe.customers.create({ payment_method: 'pm_card_visa' });
    const [method] = (await stripe.customers.listPaymentMethods(customer)).data;
    const recurring = { interval: 'month' } as const;
    const price = await stripe.prices.create({
      currency: 'usd',
      lookup_key: 'care',
      product_data: { name: 'Care' },
      recurring,
      unit_amount: 900,
    });
    const subscription = await stripe.subscriptions.create({
      customer,
      default_payment_method: method!.id,
      items: [{ price: price.id }],
    });
    const sent = await stripe.invoices.create({ collection_method: 'send_invoice', customer, days_until_due: 10 });
    const item = await stripe.invoiceItems.create({ amount: 500, currency: 'usd', customer, invoice: sent.id });
    const open = await stripe.invoices.finalizeInvoice(sent.id);
    const [payment] = (await stripe.invoicePayments.list({ invoice: open.id })).data;
    const other = (await stripe.prices.create({ currency: 'eur', product_data: { name: 'Hour' }, unit_amount: 1 })).id;
    expect(
      await wrongFilters({
        list: (filter) => stripe.invoices.list(filter),
        id: open.id,
        fits: [
          { collection_method: 'send_invoice' },
          { created: open.created },
          { customer },
          { due_date: open.due_date },
          { status: 'open' },
        ],
        misses: [
          { collection_method: 'charge_automatically', status: 'open' },
          { created: NOWHERE },
          { customer: 'cus_x' },
          { due_date: NOWHERE },
          { status: 'void' },
        ],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.invoices.list(filter),
        id: subscription.latest_invoice as string,
        fits: [{ subscription: subscription.id }],
        misses: [{ subscription: 'sub_x' }],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.invoiceItems.list(filter),
        id: item.id,
        fits: [{ created: item.date }, { customer }, { invoice: sent.id }, { pending: false }],
        misses: [{ created: NOWHERE }, { customer: 'cus_x' }, { invoice: 'in_x' }, { pending: true }],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.invoicePayments.list(filter),
        id: payment!.id,
        fits: [
          { created: payment!.created },
          { invoice: open.id },
          { payment: { payment_intent: payment!.payment.payment_intent, type: 'payment_intent' } },
          { status: 'open' },
        ],
        misses: [
          { created: NOWHERE },
          { invoice: 'in_x' },
          { payment: { payment_intent: 'pi_x', type: 'payment_intent' } },
          { status: 'canceled' },
        ],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.subscriptions.list(filter),
        id: subscription.id,
        fits: [
          { collection_method: 'charge_automatically' },
          { created: subscription.created },
          { customer },
          { price: price.id },
          { status: 'active' },
        ],
        misses: [
          { collection_method: 'send_invoice' },
          { created: NOWHERE },
          { customer: 'cus_x' },
          { price: other },
          { status: 'past_due' },
        ],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.products.list(filter),
        id: price.product as string,
        fits: [{ active: true }, { ids: [price.product] }],
        misses: [{ active: false }, { ids: ['prod_x'] }],
      }),
    ).toEqual([]);
    expect(
      await wrongFilters({
        list: (filter) => stripe.prices.list(filter),
        id: price.id,
        fits: [
          { active: true },
          { created: price.created },
          { currency: 'usd' },
          { lookup_keys: ['care'] },
          { product: price.product },
          { type: 'recurring' },
        ],
        misses: [
          { active: false, lookup_keys: ['care'] },
          { created: NOWHERE },
          { currency: 'gbp' },
          { lookup_keys: ['x'] },
          { product: 'prod_x' },
          { type: 'one_time', lookup_keys: ['care'] },
        ],
      }),
    ).toEqual([]);
  });
});
