import type { Operation } from '../../operation.js';
import type { WireInvoice } from '../../store/records/wire.js';
import { itemLine } from './invoice-lines.js';
import { withLines } from './invoice-object.js';

/** Everything of the customer that waits for an invoice in this currency. */
export function takeWaitingItems(operation: Operation, draft: WireInvoice): WireInvoice {
  const items = operation.tx
    .rows('invoice_item', operation.account)
    .map(({ value }) => value)
    .filter(({ customer, currency, invoice }) => {
      return invoice === null && customer === draft.customer && currency === draft.currency;
    });
  for (const item of items) operation.tx.put('invoice_item', item.id, { ...item, invoice: draft.id });
  return withLines(operation, draft, [...draft.lines.data, ...items.map((item) => itemLine(operation, draft, item))]);
}
