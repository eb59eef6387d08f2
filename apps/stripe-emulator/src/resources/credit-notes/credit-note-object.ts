import { invalidParameter, noSuchParameter, notSimulated, refused } from '../../errors.js';
import type { Operation } from '../../operation.js';
import type { WireCreditNote, WireInvoice } from '../../store/records/wire.js';
import { idOf } from '../reference.js';
import { noteLines } from './credit-note-lines.js';
import type { NoteParameters } from './credit-note-parameters.js';

/** The finalized invoice that a note is about. */
export function creditedInvoice(operation: Operation, id: string): WireInvoice {
  const row = operation.tx.row('invoice', id);
  if (row?.account !== operation.account) throw noSuchParameter('invoice', id, 'invoice');
  if (row.value.status === 'open' || row.value.status === 'paid') return row.value;
  throw refused(`You can only create credit notes for open or paid invoices, this one is ${row.value.status}.`);
}

/** A note before it does anything: what is not paid yet is taken off first, only the rest has to be given back. */
export function draftNote(operation: Operation, invoice: WireInvoice, parameters: NoteParameters): WireCreditNote {
  if (parameters.credit_amount !== undefined) throw notSimulated('the balance of a customer', 'credit_amount');
  const lines = noteLines(operation, invoice, parameters);
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  const before = Math.min(amount, invoice.amount_remaining);
  const after = amount - before;
  checkGivenBack(invoice, parameters, after);
  const id = operation.newId('cn');
  return {
    id,
    object: 'credit_note',
    amount,
    amount_shipping: 0,
    created: operation.nowSeconds,
    currency: invoice.currency,
    customer: idOf(invoice.customer),
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: parameters.effective_at ?? operation.nowSeconds,
    invoice: invoice.id,
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/credit_notes/${id}/lines` },
    livemode: false,
    memo: parameters.memo ?? null,
    metadata: parameters.metadata ?? {},
    number: `${invoice.number}-CN-${String(notesOf(operation, invoice.id).length + 1).padStart(2, '0')}`,
    out_of_band_amount: parameters.out_of_band_amount ?? null,
    // There is no document: the page of the invoice stands for it.
    pdf: invoice.hosted_invoice_url ?? operation.services.origin,
    post_payment_amount: after,
    pre_payment_amount: before,
    pretax_credit_amounts: [],
    reason: parameters.reason ?? null,
    refunds: [],
    shipping_cost: null,
    status: 'issued',
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
    type: after === 0 ? 'pre_payment' : before === 0 ? 'post_payment' : 'mixed',
    voided_at: null,
  };
}

/** What was paid can be given back once, and the caller has to say how. */
function checkGivenBack(invoice: WireInvoice, parameters: NoteParameters, after: number): void {
  const { out_of_band_amount: outside = 0, refund_amount: refunded = 0 } = parameters;
  const paid = invoice.amount_paid + (invoice.amount_paid_off_stripe ?? 0) - invoice.post_payment_credit_notes_amount;
  if (after > paid) {
    throw invalidParameter('amount', `At most ${paid + invoice.amount_remaining} of this invoice can be credited.`);
  }
  if (outside + refunded !== after) {
    throw invalidParameter(
      'refund_amount',
      `The sum of refund_amount, credit_amount and out_of_band_amount must equal the post payment amount (${after}).`,
    );
  }
}

function notesOf(operation: Operation, invoice: string): WireCreditNote[] {
  return operation.tx
    .rows('credit_note', operation.account)
    .map(({ value }) => value)
    .filter((note) => note.invoice === invoice);
}
