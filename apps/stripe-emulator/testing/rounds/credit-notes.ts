import type { Harness } from '../harness.js';

/** Calls every endpoint of credit notes, on an open invoice and on a paid one. */
export async function creditNoteRound(harness: Harness): Promise<void> {
  const { creditNotes, customers, invoices } = harness.stripe;
  const { id: customer } = await customers.create({ payment_method: 'pm_card_visa' });
  const { id: invoice } = await invoices.create({ customer, collection_method: 'send_invoice', days_until_due: 30 });
  await invoices.addLines(invoice, { lines: [{ amount: 4_000 }] });
  await invoices.finalizeInvoice(invoice);
  const part = { amount: 500, invoice, email_type: 'none', memo: 'm', metadata: { a: '1' } } as const;
  await creditNotes.preview({ ...part, reason: 'duplicate' });
  await creditNotes.listPreviewLineItems({ ...part, limit: 1 });
  const { id } = await creditNotes.create({ ...part, effective_at: 1, expand: ['customer', 'invoice'] });
  await creditNotes.retrieve(id);
  await creditNotes.listLineItems(id, { limit: 1 });
  await creditNotes.update(id, { memo: 'n', metadata: { b: '2' } });
  await creditNotes.voidCreditNote(id);
  const { data } = await harness.stripe.paymentMethods.list({ customer });
  await invoices.pay(invoice, { payment_method: data[0]!.id });
  await creditNotes.create({ invoice, amount: 1_000, refund_amount: 600, out_of_band_amount: 400 });
  await creditNotes.list({ customer, invoice, created: { gte: 1 } });
}
