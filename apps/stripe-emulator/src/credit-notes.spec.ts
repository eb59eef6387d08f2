import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { Harness } from '../testing/harness.js';
import { schemaFaults } from '../testing/schema-faults.js';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.close());

async function openInvoice(): Promise<Stripe.Invoice> {
  const { stripe } = harness;
  const { id: customer } = await stripe.customers.create({ email: 'ap@example.org' });
  await stripe.paymentMethods.attach('pm_card_visa', { customer });
  const { id } = await stripe.invoices.create({ customer, collection_method: 'send_invoice', days_until_due: 30 });
  await stripe.invoices.addLines(id, {
    lines: [
      { amount: 6_000, description: 'Audit' },
      {
        price_data: { currency: 'usd', product_data: { name: 'Fix' }, unit_amount: 1_000 },
        quantity: 4,
      },
    ],
  });
  return stripe.invoices.finalizeInvoice(id);
}

async function paidInvoice(): Promise<Stripe.Invoice> {
  const { customer, id } = await openInvoice();
  const { data } = await harness.stripe.paymentMethods.list({ customer: customer as string });
  return harness.stripe.invoices.pay(id, { payment_method: data[0]!.id });
}

describe('a credit note on an open invoice', () => {
  it('takes off what is owed, and the payer is asked for the rest @parity', async () => {
    const { creditNotes, invoices } = harness.stripe;
    const invoice = await openInvoice();
    const line = invoice.lines.data.find(({ amount }) => amount === 4_000)!;
    const note = await creditNotes.create({
      invoice: invoice.id,
      lines: [{ type: 'invoice_line_item', invoice_line_item: line.id, quantity: 2 }],
      memo: 'too many',
      reason: 'order_change',
    });
    expect(note).toMatchObject({
      amount: 2_000,
      invoice: invoice.id,
      memo: 'too many',
      post_payment_amount: 0,
      pre_payment_amount: 2_000,
      reason: 'order_change',
      status: 'issued',
      type: 'pre_payment',
    });
    expect(note.lines.data[0]).toMatchObject({ amount: 2_000, invoice_line_item: line.id, quantity: 2 });
    expect(await invoices.retrieve(invoice.id)).toMatchObject({
      amount_due: 8_000,
      amount_remaining: 8_000,
      pre_payment_credit_notes_amount: 2_000,
      status: 'open',
      total: 10_000,
    });
    const { data } = await harness.stripe.paymentMethods.list({ customer: invoice.customer as string });
    const paid = await invoices.pay(invoice.id, { payment_method: data[0]!.id });
    expect(paid).toMatchObject({ amount_overpaid: 0, amount_paid: 8_000, status: 'paid' });
  });

  it('over the whole of it leaves nothing to pay @parity', async () => {
    const { creditNotes, invoices, paymentIntents } = harness.stripe;
    const invoice = await openInvoice();
    const { payments } = await invoices.retrieve(invoice.id, { expand: ['payments'] });
    await creditNotes.create({ invoice: invoice.id, amount: 10_000 });
    expect(await invoices.retrieve(invoice.id)).toMatchObject({ amount_paid: 0, amount_remaining: 0, status: 'paid' });
    const intent = await paymentIntents.retrieve(payments!.data[0]!.payment.payment_intent as string);
    expect(intent.status).toBe('canceled');
  });

  it('can be voided while the invoice is open, and the amount is owed again @parity', async () => {
    const { creditNotes, invoices } = harness.stripe;
    const { id: invoice } = await openInvoice();
    const { id } = await creditNotes.create({ invoice, amount: 500 });
    expect(await creditNotes.voidCreditNote(id)).toMatchObject({ status: 'void' });
    expect(await invoices.retrieve(invoice)).toMatchObject({
      amount_remaining: 10_000,
      pre_payment_credit_notes_amount: 0,
    });
    expect(await harness.refusal(creditNotes.voidCreditNote(id))).toMatchObject({ statusCode: 400 });
  });

  it('tells of itself and of the invoice', async () => {
    const { creditNotes } = harness.stripe;
    const { id: invoice } = await openInvoice();
    await harness.newEvents();
    const { id } = await creditNotes.create({ invoice, amount: 500 });
    await creditNotes.update(id, { memo: 'm', metadata: { a: '1' } });
    await creditNotes.voidCreditNote(id);
    expect(await harness.newEvents()).toEqual([
      'credit_note.created',
      'invoice.updated',
      'credit_note.updated',
      'credit_note.voided',
      'invoice.updated',
    ]);
  });
});

describe('a credit note on a paid invoice', () => {
  it('refunds what it is told to and notes what was given back elsewhere @parity', async () => {
    const { charges, creditNotes, invoices, refunds } = harness.stripe;
    const { id: invoice } = await paidInvoice();
    const note = await creditNotes.create({
      invoice,
      lines: [{ type: 'custom_line_item', description: 'late', quantity: 3, unit_amount: 1_000 }],
      out_of_band_amount: 1_000,
      refund_amount: 2_000,
    });
    expect(note).toMatchObject({
      amount: 3_000,
      out_of_band_amount: 1_000,
      post_payment_amount: 3_000,
      refunds: [{ amount_refunded: 2_000 }],
      type: 'post_payment',
    });
    const refund = await refunds.retrieve(note.refunds[0]!.refund as string);
    expect(refund.amount).toBe(2_000);
    expect((await charges.retrieve(refund.charge as string)).amount_refunded).toBe(2_000);
    expect(await invoices.retrieve(invoice)).toMatchObject({
      amount_paid: 10_000,
      post_payment_credit_notes_amount: 3_000,
      status: 'paid',
    });
    expect(await harness.refusal(creditNotes.voidCreditNote(note.id))).toMatchObject({ statusCode: 400 });
  });

  it('gives back no more than was paid, and says how @parity', async () => {
    const { creditNotes } = harness.stripe;
    const { id: invoice } = await paidInvoice();
    await creditNotes.create({ invoice, amount: 9_000, out_of_band_amount: 9_000 });
    const tooMuch = creditNotes.create({ invoice, amount: 1_001, out_of_band_amount: 1_001 });
    expect(await harness.refusal(tooMuch)).toMatchObject({ statusCode: 400 });
    const unsaid = creditNotes.create({ invoice, amount: 1_000 });
    expect(await harness.refusal(unsaid)).toMatchObject({ statusCode: 400 });
    expect((await creditNotes.list({ invoice })).data).toHaveLength(1);
  });
});

describe('a preview', () => {
  it('shows the note and its lines, and does nothing @parity', async () => {
    const { creditNotes, invoices } = harness.stripe;
    const { id: invoice } = await openInvoice();
    expect(await creditNotes.preview({ invoice, amount: 700 })).toMatchObject({ amount: 700, type: 'pre_payment' });
    const { data } = await creditNotes.listPreviewLineItems({ invoice, amount: 700 });
    expect(data.map(({ amount }) => amount)).toEqual([700]);
    expect((await creditNotes.list({ invoice })).data).toEqual([]);
    expect((await invoices.retrieve(invoice)).amount_remaining).toBe(10_000);
  });
});

describe('what is refused', () => {
  it('is a draft, a line of another invoice, more than a line, and the balance of a customer', async () => {
    const { creditNotes, invoices } = harness.stripe;
    const open = await openInvoice();
    const draft = await invoices.create({ customer: open.customer as string });
    expect(await harness.refusal(creditNotes.create({ invoice: draft.id, amount: 1 }))).toMatchObject({
      statusCode: 400,
    });
    const line = { type: 'invoice_line_item', amount: 4_001 } as const;
    const of = (invoice_line_item: string): Promise<unknown> =>
      creditNotes.create({ invoice: open.id, lines: [{ ...line, invoice_line_item }] });
    expect(await harness.refusal(of('il_other'))).toMatchObject({ param: 'lines[0][invoice_line_item]' });
    const small = open.lines.data.find(({ amount }) => amount === 4_000)!;
    expect(await harness.refusal(of(small.id))).toMatchObject({ param: 'lines[0][amount]' });
    const { id: paid } = await paidInvoice();
    const balance = creditNotes.create({ invoice: paid, amount: 100, credit_amount: 100 });
    expect(await harness.refusal(balance)).toMatchObject({ param: 'credit_amount' });
  });
});

describe('after all of this', () => {
  it('the books balance and everything was said in the words of the schema', async () => {
    expect(await harness.bookFaults()).toEqual([]);
    expect(await schemaFaults(harness)).toEqual([]);
  });
});
