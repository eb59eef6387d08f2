import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { Harness } from '../testing/harness.js';

let harness: Harness;
let customer: string;
beforeAll(async () => {
  harness = await Harness.start();
  await harness.stripe.topups.create({ amount: 100_000, currency: 'usd' });
  ({ id: customer } = await harness.stripe.customers.create({ payment_method: 'pm_card_visa' }));
});
beforeEach(() => harness.newEvents());
afterAll(() => harness.close());

/** An open invoice of 50.00 USD. */
async function openInvoice(): Promise<Stripe.Invoice> {
  const { stripe } = harness;
  const draft = await stripe.invoices.create({ customer, collection_method: 'send_invoice', days_until_due: 5 });
  await stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 5_000, currency: 'usd' });
  return stripe.invoices.finalizeInvoice(draft.id);
}

async function paidInvoice(): Promise<Stripe.Invoice> {
  const [method] = (await harness.stripe.paymentMethods.list({ customer })).data;
  return harness.stripe.invoices.pay((await openInvoice()).id, { payment_method: method!.id });
}

const again = (id: string): Promise<Stripe.Invoice> => harness.stripe.invoices.retrieve(id);

it('takes from what an open invoice asks for, and gives it back when it is void', async () => {
  const { stripe } = harness;
  const { id, number } = await openInvoice();
  const note = await stripe.creditNotes.create({ invoice: id, amount: 2_000, memo: 'Too much' });
  expect(note).toMatchObject({
    number: `${number!}-CN-01`,
    pre_payment_amount: 2_000,
    post_payment_amount: 0,
    status: 'issued',
    type: 'pre_payment',
  });
  expect(await again(id)).toMatchObject({
    amount_due: 3_000,
    amount_remaining: 3_000,
    pre_payment_credit_notes_amount: 2_000,
    total: 5_000,
  });
  expect(await stripe.creditNotes.voidCreditNote(note.id)).toMatchObject({ status: 'void' });
  expect(await again(id)).toMatchObject({ amount_remaining: 5_000, pre_payment_credit_notes_amount: 0 });
  expect((await harness.newEvents()).filter((type) => type.startsWith('credit_note.'))).toEqual([
    'credit_note.created',
    'credit_note.voided',
  ]);
});

it('leaves the rest to be paid, exactly, and pays the invoice when nothing is left', async () => {
  const { stripe } = harness;
  const [method] = (await stripe.paymentMethods.list({ customer })).data;
  const part = await openInvoice();
  await stripe.creditNotes.create({ invoice: part.id, amount: 2_000 });
  const paid = await stripe.invoices.pay(part.id, { payment_method: method!.id });
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 3_000, amount_overpaid: 0 });
  const whole = await openInvoice();
  const [line] = whole.lines.data;
  await stripe.creditNotes.create({
    invoice: whole.id,
    lines: [{ type: 'invoice_line_item', invoice_line_item: line!.id }],
  });
  expect(await again(whole.id)).toMatchObject({ status: 'paid', amount_paid: 0, amount_remaining: 0 });
});

it('refunds what was paid, as far as it says', async () => {
  const { stripe } = harness;
  const { id } = await paidInvoice();
  const [before] = await harness.balance();
  const note = await stripe.creditNotes.create({
    invoice: id,
    amount: 1_500,
    refund_amount: 1_000,
    out_of_band_amount: 500,
  });
  expect(note).toMatchObject({ type: 'post_payment', post_payment_amount: 1_500, out_of_band_amount: 500 });
  const refund = await stripe.refunds.retrieve(note.refunds[0]!.refund as string);
  expect(refund).toMatchObject({ amount: 1_000, status: 'succeeded' });
  expect((await harness.balance())[0]).toBe(before - 1_000);
  expect(await again(id)).toMatchObject({ status: 'paid', post_payment_credit_notes_amount: 1_500 });
  expect(
    await harness.refusal(stripe.creditNotes.create({ invoice: id, amount: 3_501, refund_amount: 3_501 })),
  ).toMatchObject({ param: 'amount' });
});

it('is refused when it does not fit, and nothing changes then', async () => {
  const { creditNotes } = harness.stripe;
  const open = await openInvoice();
  const paid = await paidInvoice();
  // The money of the payment is booked.
  const [{ payment }] = (await harness.stripe.invoicePayments.list({ invoice: paid.id, status: 'paid' })).data as [
    Stripe.InvoicePayment,
  ];
  await harness.settledIntent(payment.payment_intent as string);
  await harness.newEvents();
  const refusal = (wanted: Stripe.CreditNoteCreateParams) => harness.refusal(creditNotes.create(wanted));
  expect(await refusal({ invoice: open.id, amount: 5_001 })).toMatchObject({ param: 'amount' });
  expect(await refusal({ invoice: open.id })).toMatchObject({ param: 'amount' });
  expect(await refusal({ invoice: open.id, amount: 100, refund_amount: 100 })).toMatchObject({ statusCode: 400 });
  expect(await refusal({ invoice: paid.id, amount: 100 })).toMatchObject({ param: 'refund_amount' });
  expect(await refusal({ invoice: paid.id, amount: 100, credit_amount: 100 })).toMatchObject({
    param: 'credit_amount',
  });
  expect(await refusal({ invoice: 'in_none', amount: 100 })).toMatchObject({ param: 'invoice' });
  expect((await creditNotes.list({ invoice: open.id })).data).toEqual([]);
  expect(await harness.newEvents()).toEqual([]);
  const note = await creditNotes.create({ invoice: paid.id, amount: 100, out_of_band_amount: 100 });
  expect(await harness.refusal(creditNotes.voidCreditNote(note.id))).toMatchObject({ statusCode: 400 });
});
