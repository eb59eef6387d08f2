import type Stripe from 'stripe';
import type { Harness } from '../harness.js';

/** Calls every endpoint of customers, payment methods and setup intents, also in the ways that are refused. */
export async function paymentMethodRound(harness: Harness): Promise<void> {
  const { stripe } = harness;
  const customer = await everyCustomerCall(stripe);
  const method = await everyMethodCall(harness, customer);
  await everySetupCall(harness, customer, method);
  await stripe.customers.del((await stripe.customers.create({ payment_method: 'pm_card_visa' })).id);
}

async function everyCustomerCall(stripe: Stripe): Promise<string> {
  const { id } = await stripe.customers.create({
    invoice_prefix: 'ACME',
    invoice_settings: { custom_fields: [{ name: 'PO number', value: '7' }], footer: 'f' },
    tax_exempt: 'reverse',
    tax_id_data: [{ type: 'eu_vat', value: 'DE123456789' }],
  });
  const employer = await stripe.customers.createTaxId(id, { type: 'us_ein', value: '12-3456789' });
  await stripe.customers.listTaxIds(id, { limit: 1 });
  await stripe.customers.deleteTaxId(id, employer.id);
  await stripe.customers.update(id, {
    address: { line1: 'l', country: 'DE' },
    description: '',
    email: 'a@example.org',
    invoice_settings: { custom_fields: '' },
    metadata: { a: '1', b: '' },
    next_invoice_sequence: 7,
  });
  const gone = await stripe.customers.create({});
  await stripe.customers.del(gone.id);
  await stripe.customers.retrieve(gone.id);
  return id;
}

async function everyMethodCall(harness: Harness, customer: string): Promise<string> {
  const { stripe } = harness;
  const card = { number: '4242424242424242', exp_month: 12, exp_year: 2040, cvc: '123' };
  const method = await stripe.paymentMethods.create({
    type: 'card',
    card,
    allow_redisplay: 'always',
    billing_details: { name: 'A', address: { line1: 'l' } },
    metadata: { a: '1' },
  });
  await stripe.paymentMethods.create({
    type: 'us_bank_account',
    us_bank_account: { account_holder_type: 'company', account_number: '000123456789', routing_number: '110000000' },
  });
  await stripe.paymentMethods.create({ type: 'sepa_debit', sepa_debit: { iban: 'DE89370400440532013000' } });
  await stripe.paymentMethods.create({ type: 'customer_balance' });
  await stripe.paymentMethods.attach(method.id, { customer });
  await stripe.paymentMethods.retrieve(method.id, { expand: ['customer'] });
  await stripe.paymentMethods.update(method.id, { billing_details: { email: 'b@example.org' }, metadata: '' });
  await stripe.paymentMethods.list({ customer, type: 'card' });
  await stripe.customers.listPaymentMethods(customer, { type: 'card' });
  await stripe.customers.retrievePaymentMethod(customer, method.id);
  await stripe.paymentMethods.detach((await stripe.paymentMethods.attach('pm_card_visa', { customer })).id);
  await harness.refusal(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer }));
  return method.id;
}

async function everySetupCall(harness: Harness, customer: string, method: string): Promise<void> {
  const { stripe } = harness;
  const setup = await stripe.setupIntents.create({
    allowed_payment_method_types: ['card', 'us_bank_account'],
    customer,
    description: 'd',
    metadata: { a: '1' },
    usage: 'off_session',
  });
  await stripe.setupIntents.update(setup.id, { description: 'e', metadata: { a: '' }, payment_method: method });
  await stripe.setupIntents.confirm(setup.id, { expand: ['payment_method', 'customer'] });
  await stripe.setupIntents.retrieve(setup.id);
  await stripe.setupIntents.list({ customer, payment_method: method });
  await harness.refusal(stripe.setupIntents.cancel(setup.id));
  const declined = { confirm: true, customer, payment_method: 'pm_card_chargeDeclined' };
  await harness.refusal(stripe.setupIntents.create(declined));
  const waiting = await stripe.setupIntents.create({ ...declined, payment_method: 'pm_card_authenticationRequired' });
  await stripe.setupIntents.cancel(waiting.id, { cancellation_reason: 'abandoned' });
  const debit = await stripe.setupIntents.create({
    ...declined,
    mandate_data: { customer_acceptance: { type: 'online', online: { ip_address: '::1', user_agent: 'u' } } },
    payment_method: 'pm_usBankAccount_success',
    expand: ['mandate'],
  });
  await stripe.mandates.retrieve((debit.mandate as Stripe.Mandate).id, { expand: ['payment_method'] });
  const sepa = { type: 'sepa_debit', sepa_debit: { iban: 'AT321904300235473204' } } as const;
  await stripe.setupIntents.create({ confirm: true, customer, payment_method_data: sepa });
}
