import { invalidParameter, noSuchParameter } from '../../errors.js';
import type { Operation } from '../../operation.js';
import type { WireCreditNoteLine, WireInvoice } from '../../store/records/wire.js';
import type { NoteLineParameters, NoteParameters } from './credit-note-parameters.js';

/** What a note takes back, line by line; an amount alone is one line of its own. */
export function noteLines(
  operation: Operation,
  invoice: WireInvoice,
  { amount, lines }: NoteParameters,
): WireCreditNoteLine[] {
  if (lines === undefined) {
    if (amount === undefined) throw invalidParameter('amount', 'Give amount or lines.', 'parameter_missing');
    return [noteLine(operation, { amount, type: 'custom_line_item' })];
  }
  const made = lines.map((line, index) => lineOf(operation, invoice, line, `lines[${index}]`));
  const total = made.reduce((sum, line) => sum + line.amount, 0);
  if (amount !== undefined && amount !== total) {
    throw invalidParameter('amount', `The lines add up to ${total}, not to ${amount}.`);
  }
  return made;
}

function lineOf(
  operation: Operation,
  invoice: WireInvoice,
  line: NoteLineParameters,
  param: string,
): WireCreditNoteLine {
  if (line.type === 'custom_line_item') {
    if (line.unit_amount === undefined || line.amount !== undefined) {
      throw invalidParameter(`${param}[unit_amount]`, 'A custom line has a unit_amount and no amount.');
    }
    return noteLine(operation, { ...line, amount: line.unit_amount * (line.quantity ?? 1) });
  }
  const credited = invoice.lines.data.find(({ id }) => id === line.invoice_line_item);
  if (credited === undefined) {
    throw noSuchParameter('invoice line item', line.invoice_line_item ?? '', `${param}[invoice_line_item]`);
  }
  const unit = credited.amount / (credited.quantity ?? 1);
  if ((line.amount === undefined) === (line.quantity === undefined) || line.unit_amount !== undefined) {
    throw invalidParameter(`${param}[amount]`, 'A line of the invoice is credited by amount or by quantity.');
  }
  const amount = line.amount ?? unit * line.quantity!;
  if (amount > credited.amount) {
    throw invalidParameter(`${param}[amount]`, `The line ${credited.id} is about ${credited.amount} only.`);
  }
  return noteLine(operation, { ...line, amount, description: line.description ?? credited.description ?? undefined });
}

function noteLine(operation: Operation, line: NoteLineParameters & { readonly amount: number }): WireCreditNoteLine {
  const quantity = line.quantity ?? 1;
  const isWhole = line.quantity !== undefined || line.type === 'custom_line_item';
  const unit = isWhole ? line.amount / quantity : null;
  return {
    id: operation.newId('cnli'),
    object: 'credit_note_line_item',
    amount: line.amount,
    description: line.description ?? null,
    discount_amount: 0,
    discount_amounts: [],
    ...(line.invoice_line_item === undefined ? {} : { invoice_line_item: line.invoice_line_item }),
    livemode: false,
    metadata: {},
    pretax_credit_amounts: [],
    quantity: isWhole ? quantity : null,
    tax_rates: [],
    taxes: [],
    type: line.type,
    unit_amount: unit,
    unit_amount_decimal: unit === null ? null : String(unit),
  };
}
