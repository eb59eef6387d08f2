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

type Settings = Stripe.InvoiceCreateParams.PaymentSettings;
const BY_TRANSFER: Settings = {
  payment_method_types: ['customer_balance'],
  payment_method_options: { customer_balance: { funding_type: 'bank_transfer' } },
};

const newCustomer = async (): Promise<string> => (await stripe.customers.create({})).id;

async function invoice(customer: string, amount: number, settings: Settings = BY_TRANSFER): Promise<Stripe.Invoice> {
  const { id } = await stripe.invoices.create({
    customer,
    collection_method: 'send_invoice',
    payment_settings: settings,
  });
  await stripe.invoices.addLines(id, { lines: [{ amount }] });
  return stripe.invoices.finalizeInvoice(id, { expand: ['payments.data.payment.payment_intent'] });
}

const intentOf = ({ payments }: Stripe.Invoice): Stripe.PaymentIntent =>
  payments!.data[0]!.payment.payment_intent as Stripe.PaymentIntent;

const intent = (customer: string, amount: number, currency = 'usd'): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create({
    allowed_payment_method_types: ['customer_balance'],
    amount,
    confirm: true,
    currency,
    customer,
    payment_method_data: { type: 'customer_balance' },
  });

const send = (customer: string, amount: number, reference?: string): Promise<unknown> =>
  harness.control('POST', 'cash/fund', { amount, currency: 'usd', customer, reference });

const available = async (customer: string): Promise<Record<string, number> | null> =>
  (await stripe.customers.retrieveCashBalance(customer)).available;

/** The newest events, oldest first; without the settlement of a charge, which comes whenever its delay is over. */
const last = async (limit: number): Promise<string[]> =>
  (await stripe.events.list({ limit: 20 })).data
    .map(({ type }) => type)
    .filter((type) => type !== 'charge.updated')
    .slice(0, limit)
    .reverse();

async function movements(customer: string): Promise<[string, number, number][]> {
  const { data } = await stripe.customers.listCashBalanceTransactions(customer);
  return data.map((one): [string, number, number] => [one.type, one.net_amount, one.ending_balance]).reverse();
}

describe('an intent by bank transfer', () => {
  it('shows the account of its customer, which stays the same, and what is missing', async () => {
    const customer = await newCustomer();
    const { next_action: action, status } = await intent(customer, 10_000);
    expect(status).toBe('requires_action');
    const shown = action!.display_bank_transfer_instructions!;
    expect(shown).toMatchObject({ amount_remaining: 10_000, currency: 'usd', type: 'us_bank_transfer' });
    const instructions = await stripe.customers.createFundingInstructions(customer, {
      bank_transfer: { type: 'us_bank_transfer' },
      currency: 'usd',
      funding_type: 'bank_transfer',
    });
    expect(shown.financial_addresses).toEqual(instructions.bank_transfer.financial_addresses);
    const other = await intent(customer, 10_000);
    expect(other.next_action!.display_bank_transfer_instructions!.reference).not.toBe(shown.reference);
  });

  it('is funded in parts, and paid with the last of them', async () => {
    const customer = await newCustomer();
    const { id } = await intent(customer, 10_000);
    await send(customer, 4_000);
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_action',
      amount_received: 0,
      next_action: { display_bank_transfer_instructions: { amount_remaining: 6_000 } },
    });
    expect(await last(3)).toEqual([
      'customer_cash_balance_transaction.created',
      'customer_cash_balance_transaction.created',
      'payment_intent.partially_funded',
    ]);
    await stripe.testHelpers.customers.fundCashBalance(customer, { amount: 6_000, currency: 'usd' });
    const paid = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(paid).toMatchObject({
      status: 'succeeded',
      amount_received: 10_000,
      latest_charge: { payment_method_details: { type: 'customer_balance' } },
    });
    expect(await movements(customer)).toEqual([
      ['funded', 4_000, 4_000],
      ['applied_to_payment', -4_000, 0],
      ['funded', 6_000, 6_000],
      ['applied_to_payment', -6_000, 0],
    ]);
  });

  it('settles with the fee of a transfer, and its money is available at once', async () => {
    const customer = await newCustomer();
    const { id } = await intent(customer, 50_000);
    await send(customer, 50_000);
    const { balance_transaction: transaction } = await harness.settledIntent(id);
    expect(transaction).toMatchObject({ fee: 250, net: 49_750, status: 'available', type: 'payment' });
  });

  it('leaves what is too much in the cash balance, says so, and the next intent takes it', async () => {
    const customer = await newCustomer();
    await intent(customer, 10_000);
    await send(customer, 13_000);
    expect(await available(customer)).toEqual({ usd: 3_000 });
    expect(await last(1)).toEqual(['cash_balance.funds_available']);
    const next = await intent(customer, 5_000);
    expect(next.next_action!.display_bank_transfer_instructions!.amount_remaining).toBe(2_000);
    expect(await available(customer)).toEqual({ usd: 0 });
  });

  it('gives its part back when it is canceled', async () => {
    const customer = await newCustomer();
    const { id } = await intent(customer, 10_000);
    await send(customer, 4_000);
    await stripe.paymentIntents.cancel(id);
    expect(await available(customer)).toEqual({ usd: 4_000 });
    expect((await movements(customer)).at(-1)).toEqual(['unapplied_from_payment', 4_000, 4_000]);
  });

  it('needs a customer, and a currency that can be sent', async () => {
    const call = stripe.paymentIntents.create({
      allowed_payment_method_types: ['customer_balance'],
      amount: 5_000,
      confirm: true,
      currency: 'usd',
      payment_method_data: { type: 'customer_balance' },
    });
    expect(await harness.refusal(call)).toMatchObject({ param: 'customer' });
    expect(await harness.refusal(intent(await newCustomer(), 5_000, 'cad'))).toMatchObject({
      code: 'payment_method_not_available',
    });
  });

  it('can be paid by a click on the page with the instructions', async () => {
    const { id, next_action: action } = await intent(await newCustomer(), 10_000);
    const url = action!.display_bank_transfer_instructions!.hosted_instructions_url!;
    expect(await (await fetch(url)).text()).toContain('100.00 USD are missing');
    expect((await harness.post(url, { amount: '-5' })).status).toBe(400);
    expect(await (await harness.post(url, { amount: '10000' })).text()).toContain('The money has arrived');
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');
  });
});

describe('reconciliation', () => {
  it('pays first what the reference names, then what is owed in exactly this amount, then the oldest', async () => {
    const customer = await newCustomer();
    const oldest = await intent(customer, 9_000);
    const exact = await intent(customer, 5_000);
    const named = await intent(customer, 5_000);
    const billed = await invoice(customer, 5_000);
    const status = async ({ id }: { id: string }): Promise<string> => (await stripe.paymentIntents.retrieve(id)).status;
    await send(customer, 5_000, named.next_action!.display_bank_transfer_instructions!.reference!);
    expect([await status(named), await status(exact)]).toEqual(['succeeded', 'requires_action']);
    await send(customer, 5_000, billed.number!);
    expect([(await stripe.invoices.retrieve(billed.id)).status, await status(exact)]).toEqual([
      'paid',
      'requires_action',
    ]);
    await send(customer, 5_000);
    expect(await status(exact)).toBe('succeeded');
    await send(customer, 1_000);
    const { next_action: action } = await stripe.paymentIntents.retrieve(oldest.id);
    expect(action!.display_bank_transfer_instructions!.amount_remaining).toBe(8_000);
  });

  it('by hand applies nothing by itself', async () => {
    const customer = await newCustomer();
    await stripe.customers.updateCashBalance(customer, { settings: { reconciliation_mode: 'manual' } });
    const { id } = await intent(customer, 10_000);
    await send(customer, 10_000);
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('requires_action');
    expect(await harness.refusal(stripe.paymentIntents.applyCustomerBalance(id, { amount: 10_001 }))).toMatchObject({
      code: 'insufficient_funds',
    });
    const part = await stripe.paymentIntents.applyCustomerBalance(id, { amount: 2_500 });
    expect(part.next_action!.display_bank_transfer_instructions!.amount_remaining).toBe(7_500);
    expect((await stripe.paymentIntents.applyCustomerBalance(id)).status).toBe('succeeded');
  });

  it('begins when the customer is put back to automatic', async () => {
    const customer = await newCustomer();
    await stripe.customers.updateCashBalance(customer, { settings: { reconciliation_mode: 'manual' } });
    const { id } = await intent(customer, 10_000);
    await send(customer, 10_000);
    await stripe.customers.updateCashBalance(customer, { settings: { reconciliation_mode: 'automatic' } });
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');
  });
});

describe('an invoice by bank transfer', () => {
  it('stays open while too little has come, and is paid in one piece with the rest', async () => {
    const customer = await newCustomer();
    const open = await invoice(customer, 10_000);
    expect(intentOf(open).next_action!.type).toBe('display_bank_transfer_instructions');
    await send(customer, 9_999);
    expect(await stripe.invoices.retrieve(open.id)).toMatchObject({
      status: 'open',
      amount_paid: 0,
      attempt_count: 0,
    });
    await send(customer, 1);
    expect(await stripe.invoices.retrieve(open.id)).toMatchObject({ status: 'paid', amount_paid: 10_000 });
    const types = await last(6);
    expect(types).toEqual(expect.arrayContaining(['invoice.paid', 'invoice_payment.paid']));
  });

  it('is paid at once by cash that was there before', async () => {
    const customer = await newCustomer();
    await send(customer, 12_000);
    expect((await invoice(customer, 10_000)).status).toBe('paid');
    expect(await available(customer)).toEqual({ usd: 2_000 });
  });

  it('among other ways to pay is paid by money that comes without a word', async () => {
    const customer = await newCustomer();
    const open = await invoice(customer, 10_000, { payment_method_types: ['card', 'customer_balance'] });
    expect(intentOf(open).status).toBe('requires_payment_method');
    await send(customer, 10_000);
    expect((await stripe.invoices.retrieve(open.id)).status).toBe('paid');
  });

  it('leads from its page to the instructions, and a card takes nothing of what was sent', async () => {
    const customer = await newCustomer();
    const open = await invoice(customer, 10_000, { payment_method_types: ['card', 'customer_balance'] });
    const led = await harness.post(open.hosted_invoice_url!, { action: 'transfer' });
    expect(led.headers.get('location')).toContain('/sim/transfer/');
    await send(customer, 4_000);
    await harness.post(open.hosted_invoice_url!, { action: 'pay' });
    expect(await stripe.invoices.retrieve(open.id)).toMatchObject({ status: 'paid', amount_paid: 10_000 });
    expect(await available(customer)).toEqual({ usd: 4_000 });
  });

  it('that is void gives back what it had', async () => {
    const customer = await newCustomer();
    const open = await invoice(customer, 10_000);
    await send(customer, 4_000);
    await stripe.invoices.voidInvoice(open.id);
    expect(await available(customer)).toEqual({ usd: 4_000 });
  });
});
