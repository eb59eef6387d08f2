import type Stripe from 'stripe';
import { DAY_MS, type Harness } from '../harness.js';

/** Calls every endpoint of subscriptions and their items, and lets every kind of end happen. */
export async function subscriptionRound(harness: Harness): Promise<void> {
  await portal(harness);
  const { stripe } = harness;
  const { id: customer } = await stripe.customers.create({ email: 's@example.org', payment_method: 'pm_card_visa' });
  const { data: saved } = await stripe.paymentMethods.list({ customer });
  const price = await stripe.prices.create({
    currency: 'usd',
    product_data: { name: 'Care' },
    recurring: { interval: 'month' },
    unit_amount: 2_000,
  });
  const items = [{ price: price.id, quantity: 2, metadata: { seat: '1' } }];
  const base = { customer, items, default_payment_method: saved[0]!.id };
  const running = await stripe.subscriptions.create({
    ...base,
    description: 'd',
    metadata: { a: '1' },
    off_session: true,
    payment_settings: { payment_method_types: ['card'], save_default_payment_method: 'on_subscription' },
    expand: ['latest_invoice.payments', 'customer', 'default_payment_method'],
  });
  await everyChange(stripe, running.id, price.product as string);
  await everyItemCall(stripe, running.id, price.id);
  const waiting = { customer, items, payment_behavior: 'default_incomplete' } as const;
  await stripe.subscriptions.create({ ...waiting, expand: ['latest_invoice.confirmation_secret'] });
  await stripe.subscriptions.create({ ...base, collection_method: 'send_invoice', days_until_due: 5 });
  const declined = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  await stripe.subscriptions.create({ ...base, default_payment_method: declined.id });
  const failing = { ...base, default_payment_method: declined.id, payment_behavior: 'error_if_incomplete' } as const;
  await harness.refusal(stripe.subscriptions.create(failing));
  await everyCheckout(harness, price.id);
  for (let week = 0; week < 11; week += 1) await harness.advance(7 * DAY_MS);
  await stripe.subscriptions.list({ customer, status: 'all', price: price.id });
  await stripe.invoices.list({ subscription: running.id, expand: ['data.parent.subscription_details.subscription'] });
  await stripe.subscriptions.cancel(running.id, { cancellation_details: { comment: 'c', feedback: 'unused' } });
  await stripe.customers.retrieve(customer, { expand: ['subscriptions'] });
}

async function everyChange(stripe: Stripe, id: string, product: string): Promise<void> {
  await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  await stripe.subscriptions.update(id, { cancel_at_period_end: false, description: '', metadata: { b: '2' } });
  await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } });
  await stripe.subscriptions.update(id, {
    pause_collection: '',
    items: [{ price_data: { currency: 'usd', product, recurring: { interval: 'month' }, unit_amount: 500 } }],
    proration_behavior: 'none',
  });
  await stripe.subscriptions.pause(id, { type: 'subscription' });
  await stripe.subscriptions.resume(id);
  await stripe.subscriptions.retrieve(id, { expand: ['items.data.price.product'] });
}

async function everyItemCall(stripe: Stripe, subscription: string, price: string): Promise<void> {
  const item = await stripe.subscriptionItems.create({ subscription, price, quantity: 1, proration_behavior: 'none' });
  await stripe.subscriptionItems.update(item.id, { quantity: 3, metadata: { a: '1' }, proration_behavior: 'none' });
  await stripe.subscriptionItems.retrieve(item.id);
  await stripe.subscriptionItems.list({ subscription, limit: 1 });
  await stripe.subscriptionItems.del(item.id, { proration_behavior: 'none' });
}

async function everyCheckout(harness: Harness, price: string): Promise<void> {
  const { stripe } = harness;
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price, quantity: 1 }],
    subscription_data: { description: 'd', metadata: { a: '1' } },
    success_url: 'http://127.0.0.1:1/done',
    expand: ['line_items'],
  });
  await harness.post(session.url!, { action: 'decline' });
  await harness.post(session.url!, { action: 'pay' });
  await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription.latest_invoice', 'invoice'] });
}

async function portal({ stripe }: Harness): Promise<void> {
  const { id: customer } = await stripe.customers.create({});
  await stripe.billingPortal.sessions.create({ customer, return_url: 'http://127.0.0.1:1/back' });
}
