import { z } from 'zod';
import { invalidParameter, noSuchParameter } from '../../errors.js';
import { inRange } from '../../http/pagination.js';
import { changedMetadata, filled, flag, given, instantRange } from '../../http/parameters.js';
import type { Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice, WireInvoiceItem } from '../../store/records/wire.js';
import { inlinePrice } from '../catalog/price-object.js';
import { customerParameter } from '../customers/lookup.js';
import { idOf } from '../reference.js';
import { Resource } from '../resource.js';
import { refuseFinal } from './invoice-actions.js';
import { createItem, itemLine } from './invoice-lines.js';
import { withLines } from './invoice-object.js';
import { createItemParameters, updateItemParameters } from './invoice-parameters.js';

function create(operation: Operation, parameters: z.output<typeof createItemParameters>): WireInvoiceItem {
  const customer = customerParameter(operation, parameters.customer);
  const invoice = parameters.invoice === undefined ? null : draftOf(operation, parameters.invoice, customer.id);
  const price = operation.tx.get('price', parameters.pricing?.price ?? '');
  const currency = invoice?.currency ?? parameters.currency ?? parameters.price_data?.currency ?? price?.currency;
  if (currency === undefined) {
    throw invalidParameter('currency', 'Missing required param: currency.', 'parameter_missing');
  }
  const place = { currency, invoice: invoice?.id ?? null, param: 'invoiceitem' };
  const item = createItem(operation, customer.id, parameters, place);
  if (invoice !== null) redraw(operation, invoice.id);
  return item;
}

function draftOf(operation: Operation, id: string, customer: string): WireInvoice {
  const row = operation.tx.row('invoice', id);
  if (row?.account !== operation.account || row.value.customer !== customer) {
    throw noSuchParameter('invoice', id, 'invoice');
  }
  refuseFinal(row.value);
  return row.value;
}

/** Makes the lines of a draft anew from its items; lines that have no item stay. */
function redraw(operation: Operation, invoiceId: string): void {
  const invoice = operation.tx.get('invoice', invoiceId)!;
  const fixed = invoice.lines.data.filter(({ parent }) => parent?.type !== 'invoice_item_details');
  const items = operation.tx.rows('invoice_item', operation.account).map(({ value }) => value);
  const lines = items.filter((item) => item.invoice === invoiceId).map((item) => itemLine(operation, invoice, item));
  withLines(operation, invoice, [...fixed, ...lines]);
}

function update(
  operation: Operation,
  item: WireInvoiceItem,
  { amount, description, metadata, quantity = item.quantity }: z.output<typeof updateItemParameters>,
): WireInvoiceItem {
  refuseBilled(operation, item);
  const old = operation.tx.get('price', idOf(item.pricing?.price_details?.price))!;
  const { currency, pricing } = item;
  const product = idOf(old.product);
  const price =
    amount === undefined ? old : inlinePrice(operation, { currency, product, unit_amount: amount }, 'price_data');
  const updated: WireInvoiceItem = {
    ...item,
    ...given({ description }),
    amount: price.unit_amount! * quantity,
    metadata: changedMetadata(item.metadata ?? {}, metadata),
    pricing: {
      ...pricing!,
      price_details: { price: price.id, product },
      unit_amount_decimal: String(price.unit_amount),
    },
    quantity,
    quantity_decimal: String(quantity),
  };
  operation.tx.put('invoice_item', item.id, updated);
  if (typeof item.invoice === 'string') redraw(operation, item.invoice);
  return updated;
}

function refuseBilled(operation: Operation, { invoice }: WireInvoiceItem): void {
  const owner = operation.tx.get('invoice', idOf(invoice));
  if (owner !== undefined) refuseFinal(owner);
}

function remove(operation: Operation, item: WireInvoiceItem): object {
  refuseBilled(operation, item);
  operation.tx.delete('invoice_item', item.id);
  if (typeof item.invoice === 'string') redraw(operation, item.invoice);
  return { id: item.id, object: 'invoiceitem', deleted: true };
}

const items = new Resource('/v1/invoiceitems', 'invoice_item', 'invoiceitem');

export const invoiceItemRoutes: readonly Route[] = [
  items.create(createItemParameters, create),
  items.list({
    equal: { customer: filled(), invoice: filled() },
    special: { created: instantRange, pending: flag },
    matches: (item, { created, pending }) =>
      inRange(item.date, created) && (pending === undefined || pending === (item.invoice === null)),
  }),
  items.retrieve(),
  items.update(updateItemParameters, update),
  items.delete(z.strictObject({}), remove),
];
