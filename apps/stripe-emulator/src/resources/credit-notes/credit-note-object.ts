import type Stripe from 'stripe';
import { invalidParameter, noSuchParameter, notSimulated, refused } from '../../errors.js';
import type { Operation } from '../../operation.js';
import type { WireCreditNote, WireCreditNoteLine, WireInvoice } from '../../store/records/wire.js';
import { idOf } from '../reference.js';
import type { CreateCreditNoteParameters, CreditedLine } from './credit-note-parameters.js';

/** A credit note as it would be made; nothing is stored. */
export function draftCreditNote(operation: Operation, parameters: CreateCreditNoteParameters): WireCreditNote {
  const row = operation.tx.row('invoice', parameters.invoice);
  if (row?.account !== operation.account) throw noSuchParameter('invoice', parameters.invoice, 'invoice');
  const invoice = row.value;
  if (invoice.status !== 'open' && invoice.status !== 'paid')
    throw refused(`A credit note needs an open or a paid invoice, this one is ${String(invoice.status)}.`);
  const id = operation.newId('cn');
  const lines = linesOf(operation, invoice, parameters);
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  const split = splitOf(operation, invoice, amount, parameters);
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
    number: `${String(invoice.number)}-CN-${String(notesOf(operation, invoice.id).length + 1).padStart(2, '0')}`,
    pdf: `${operation.services.origin}/sim/invoice/${invoice.id}`,
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
    type: invoice.status === 'open' ? 'pre_payment' : 'post_payment',
    voided_at: null,
    ...split,
  };
}

/** Oldest first. */
function notesOf(operation: Operation, invoice: string): WireCreditNote[] {
  return operation.tx
    .rows('credit_note', operation.account)
    .map(({ value }) => value)
    .filter((note) => note.invoice === invoice);
}

/** What is still owed becomes less; what was paid goes back as a refund, or was given back elsewhere. */
function splitOf(
  operation: Operation,
  invoice: WireInvoice,
  amount: number,
  {
    credit_amount: credit = 0,
    out_of_band_amount: outOfBand = 0,
    refund_amount: refund = 0,
  }: CreateCreditNoteParameters,
): Pick<WireCreditNote, 'out_of_band_amount' | 'post_payment_amount' | 'pre_payment_amount'> {
  if (credit > 0) throw notSimulated('balances of customers', 'credit_amount');
  if (invoice.status === 'open') {
    if (refund + outOfBand > 0) throw refused('What is not paid yet is neither refunded nor given back elsewhere.');
    if (amount > invoice.amount_remaining)
      throw invalidParameter('amount', `The amount is more than the ${String(invoice.amount_remaining)} that are due.`);
    return { out_of_band_amount: null, post_payment_amount: 0, pre_payment_amount: amount };
  }
  const given = notesOf(operation, invoice.id)
    .filter(({ status }) => status === 'issued')
    .reduce((sum, note) => sum + note.post_payment_amount, 0);
  if (amount > invoice.amount_paid + (invoice.amount_paid_off_stripe ?? 0) - given)
    throw invalidParameter('amount', 'The amount is more than was paid and not credited yet.');
  if (refund + outOfBand !== amount)
    throw invalidParameter('refund_amount', 'refund_amount and out_of_band_amount have to sum to the amount.');
  return {
    out_of_band_amount: outOfBand === 0 ? null : outOfBand,
    post_payment_amount: amount,
    pre_payment_amount: 0,
  };
}

function linesOf(
  operation: Operation,
  invoice: WireInvoice,
  { amount, lines }: CreateCreditNoteParameters,
): WireCreditNoteLine[] {
  if ((amount === undefined) === (lines === undefined))
    throw invalidParameter('amount', 'One of amount and lines is required.', 'parameter_missing');
  if (lines === undefined)
    return [lineObject(operation, { amount: amount!, description: null, type: 'custom_line_item' })];
  return lines.map((line) =>
    line.type === 'custom_line_item' ? custom(operation, line) : ofInvoice(operation, invoice, line),
  );
}

function custom(
  operation: Operation,
  { amount, description, quantity = 1, unit_amount: unit }: CreditedLine,
): WireCreditNoteLine {
  const sum = amount ?? (unit === undefined ? undefined : unit * quantity);
  if (sum === undefined) throw invalidParameter('lines', 'A line needs amount or unit_amount.', 'parameter_missing');
  return lineObject(operation, { amount: sum, description: description ?? null, quantity, type: 'custom_line_item' });
}

function ofInvoice(operation: Operation, invoice: WireInvoice, line: CreditedLine): WireCreditNoteLine {
  const credited = invoice.lines.data.find(({ id }) => id === line.invoice_line_item);
  if (credited === undefined)
    throw noSuchParameter('invoice line item', line.invoice_line_item ?? '', 'lines[invoice_line_item]');
  const amount = line.amount ?? credited.amount;
  if (amount > credited.amount) throw invalidParameter('lines', 'A line is credited with more than it has.');
  const { description } = credited;
  return lineObject(operation, { amount, description, invoiceLine: credited.id, type: 'invoice_line_item' });
}

function lineObject(
  operation: Operation,
  fields: {
    readonly amount: number;
    readonly description: string | null;
    readonly invoiceLine?: string;
    readonly quantity?: number;
    readonly type: Stripe.CreditNoteLineItem.Type;
  },
): WireCreditNoteLine {
  const { amount, description, invoiceLine, quantity = 1, type } = fields;
  return {
    id: operation.newId('cnli'),
    object: 'credit_note_line_item',
    amount,
    description,
    discount_amount: 0,
    discount_amounts: [],
    ...(invoiceLine === undefined ? {} : { invoice_line_item: invoiceLine }),
    livemode: false,
    metadata: {},
    pretax_credit_amounts: [],
    quantity,
    tax_rates: [],
    taxes: [],
    type,
    unit_amount: amount % quantity === 0 ? amount / quantity : null,
    unit_amount_decimal: amount % quantity === 0 ? String(amount / quantity) : null,
  };
}
