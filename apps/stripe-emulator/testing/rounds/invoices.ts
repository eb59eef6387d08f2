import type Stripe from 'stripe';
import { DAY_MS, type Harness } from '../harness.js';

/** Calls every endpoint of products, prices, invoices, their items and payments. */
export async function invoiceRound(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const { id: customer } = await stripe.customers.create({ email: 'ap@example.org', payment_method: 'pm_card_visa' });
  const { data: saved } = await stripe.paymentMethods.list({ customer });
  const price = await everyCatalogCall(stripe);
  await everyItemCall(stripe, customer, price);
  const sent = await everyDraftCall(stripe, customer, price);
  await stripe.invoices.pay(sent, { payment_method: saved[0]!.id, expand: ['payments.data.payment.payment_intent'] });
  await stripe.invoices.retrieve(sent, { expand: ['customer', 'payments'] });
  await everyEnd(harness, customer);
  const { data: payments } = await stripe.invoicePayments.list({ invoice: sent, expand: ['data.invoice'] });
  await stripe.invoicePayments.retrieve(payments[0]!.id);
  const { payment_intent } = payments[0]!.payment;
  await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: payment_intent as string },
    status: 'paid',
  });
}

async function everyCatalogCall(stripe: Stripe): Promise<string> {
  const product = await stripe.products.create({
    name: 'Care',
    description: 'd',
    metadata: { a: '1' },
    default_price_data: { currency: 'usd', unit_amount: 700 },
    expand: ['default_price'],
  });
  await stripe.products.update(product.id, { description: '', metadata: { b: '2' }, name: 'Care!' });
  await stripe.products.retrieve(product.id);
  await stripe.products.list({ active: true, ids: [product.id] });
  await stripe.products.del((await stripe.products.create({ name: 'Gone' })).id);
  const price = await stripe.prices.create({
    currency: 'usd',
    lookup_key: 'care',
    nickname: 'n',
    product: product.id,
    recurring: { interval: 'month', interval_count: 3 },
    unit_amount: 2_500,
  });
  await stripe.prices.update(price.id, { metadata: { a: '1' }, nickname: 'm' });
  await stripe.prices.retrieve(price.id, { expand: ['product'] });
  await stripe.prices.list({ lookup_keys: ['care'], type: 'recurring', product: product.id });
  return (await stripe.prices.create({ currency: 'usd', product_data: { name: 'Once' }, unit_amount: 900 })).id;
}

async function everyItemCall(stripe: Stripe, customer: string, price: string): Promise<void> {
  const item = await stripe.invoiceItems.create({ customer, pricing: { price }, quantity: 2, metadata: { a: '1' } });
  await stripe.invoiceItems.update(item.id, { amount: 500, quantity: 1, description: 'less' });
  await stripe.invoiceItems.retrieve(item.id, { expand: ['customer'] });
  await stripe.invoiceItems.list({ customer, pending: true });
  const { product } = await stripe.prices.retrieve(price);
  const priced = { currency: 'usd', product: product as string, unit_amount: 300 };
  const gone = await stripe.invoiceItems.create({ customer, price_data: priced, period: { start: 1, end: 2 } });
  await stripe.invoiceItems.del(gone.id);
}

async function everyDraftCall(stripe: Stripe, customer: string, price: string): Promise<string> {
  const draft = await stripe.invoices.create({
    auto_advance: false,
    collection_method: 'send_invoice',
    currency: 'usd',
    custom_fields: [{ name: 'PO number', value: '4711' }],
    customer,
    days_until_due: 30,
    description: 'd',
    footer: 'f',
    metadata: { a: '1' },
    payment_settings: {
      payment_method_types: ['card', 'us_bank_account', 'customer_balance'],
      payment_method_options: {
        customer_balance: { funding_type: 'bank_transfer', bank_transfer: { type: 'us_bank_transfer' } },
      },
    },
    pending_invoice_items_behavior: 'include',
  });
  await stripe.invoices.addLines(draft.id, {
    invoice_metadata: { b: '2' },
    lines: [
      { amount: 5_000, description: 'Audit' },
      { pricing: { price }, quantity: 2, metadata: { line: '2' } },
      { price_data: { currency: 'usd', product_data: { name: 'Fix' }, unit_amount: 100 } },
    ],
  });
  await stripe.invoices.update(draft.id, { days_until_due: 14, custom_fields: [{ name: 'PO', value: '1' }] });
  await stripe.invoices.finalizeInvoice(draft.id, { expand: ['confirmation_secret'] });
  await stripe.invoices.sendInvoice(draft.id);
  await stripe.invoices.listLineItems(draft.id, { limit: 2 });
  await stripe.invoices.list({ customer, status: 'open', collection_method: 'send_invoice', due_date: { gt: 1 } });
  return draft.id;
}

async function everyEnd(harness: Harness, customer: string): Promise<void> {
  const { stripe } = harness;
  const open = async (extra: Partial<Stripe.InvoiceCreateParams> = {}): Promise<string> => {
    const { id } = await stripe.invoices.create({ customer, collection_method: 'send_invoice', ...extra });
    await stripe.invoices.addLines(id, { lines: [{ amount: 4_000 }] });
    return (await stripe.invoices.finalizeInvoice(id)).id;
  };
  await stripe.invoices.voidInvoice(await open());
  await stripe.invoices.pay(await open(), { paid_out_of_band: true });
  await stripe.invoices.pay(await stripe.invoices.markUncollectible(await open()).then(({ id }) => id), {
    paid_out_of_band: true,
  });
  await stripe.invoices.del((await stripe.invoices.create({ customer, auto_advance: true })).id);
  const small = await stripe.invoices.create({ customer, auto_advance: true, collection_method: 'send_invoice' });
  await stripe.invoices.addLines(small.id, { lines: [{ amount: 20 }] });
  const late = await open({ days_until_due: 5 });
  const declined = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  await harness.refusal(stripe.invoices.pay(late, { payment_method: declined.id }));
  const asks = await stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer });
  await harness.refusal(stripe.invoices.pay(late, { payment_method: asks.id }));
  const paid = { amount: 9_000, currency: 'usd', customer, confirm: true, payment_method: 'pm_card_visa' } as const;
  const { id: intent } = await stripe.paymentIntents.create(paid);
  await harness.advance(6 * DAY_MS);
  await stripe.invoices.attachPayment(late, { payment_intent: intent });
}
