import type Stripe from 'stripe';
import { invalidParameter } from '../../errors.js';
import type { Operation } from '../../operation.js';
import type { WireInvoice, WireInvoiceItem, WireInvoiceLine, WirePrice } from '../../store/records/wire.js';
import { inlinePrice, priceParameter } from '../catalog/price-object.js';
import { idOf } from '../reference.js';
import type { LineParameters } from './invoice-parameters.js';

interface LineFields {
  readonly currency: string;
  readonly description: string | null;
  readonly metadata?: Stripe.Metadata;
  readonly parent: Stripe.InvoiceLineItem.Parent;
  readonly period: Stripe.InvoiceLineItem.Period;
  readonly price: WirePrice;
  readonly quantity: number;
  readonly subscription?: string | null;
}

/** One line of an invoice; it lives in the invoice and nowhere else. */
export function invoiceLine(operation: Operation, invoice: string, fields: LineFields): WireInvoiceLine {
  const amount = fields.price.unit_amount! * fields.quantity;
  return {
    id: operation.newId('il'),
    object: 'line_item',
    amount,
    currency: fields.currency,
    description: fields.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: fields.metadata ?? {},
    parent: fields.parent,
    period: fields.period,
    pretax_credit_amounts: [],
    pricing: pricingOf(fields.price),
    quantity: fields.quantity,
    quantity_decimal: String(fields.quantity),
    subscription: fields.subscription ?? null,
    subtotal: amount,
    taxes: [],
  };
}

/** Makes and stores an invoice item: a line that waits for an invoice, or stands on one. */
export function createItem(
  operation: Operation,
  customer: string,
  parameters: LineParameters,
  { currency, invoice, param }: { currency: string; invoice: string | null; param: string },
): WireInvoiceItem {
  const price = linePrice(operation, parameters, currency, param);
  if (price.currency !== currency) {
    throw invalidParameter(`${param}[price]`, `The price is in ${price.currency}, the invoice is in ${currency}.`);
  }
  const quantity = parameters.quantity ?? 1;
  const now = operation.nowSeconds;
  const item: WireInvoiceItem = {
    id: operation.newId('ii'),
    object: 'invoiceitem',
    amount: price.unit_amount! * quantity,
    currency,
    customer,
    customer_account: null,
    date: now,
    description: parameters.description ?? operation.tx.get('product', idOf(price.product))?.name ?? null,
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: parameters.metadata ?? {},
    parent: null,
    period: parameters.period ?? { end: now, start: now },
    pricing: pricingOf(price),
    proration: false,
    quantity,
    quantity_decimal: String(quantity),
    tax_rates: [],
    test_clock: null,
  };
  operation.tx.put('invoice_item', item.id, item, operation.account);
  return item;
}

/** The line that shows an item. */
export function itemLine(operation: Operation, invoice: WireInvoice, item: WireInvoiceItem): WireInvoiceLine {
  return invoiceLine(operation, invoice.id, {
    currency: item.currency,
    description: item.description,
    metadata: item.metadata ?? {},
    parent: {
      invoice_item_details: { invoice_item: item.id, proration: false, proration_details: null, subscription: null },
      subscription_item_details: null,
      type: 'invoice_item_details',
    },
    period: item.period,
    price: operation.tx.get('price', idOf(item.pricing?.price_details?.price))!,
    quantity: item.quantity,
  });
}

/** An amount alone is a price that is made for it. */
function linePrice(
  operation: Operation,
  { amount, description, price_data: data, pricing, quantity }: LineParameters,
  currency: string,
  param: string,
): WirePrice {
  if ([amount, data, pricing].filter((one) => one !== undefined).length !== 1) {
    throw invalidParameter(`${param}[amount]`, 'Give one of amount, price_data and pricing.');
  }
  if (pricing !== undefined) return priceParameter(operation, pricing.price, `${param}[pricing][price]`);
  if (data !== undefined) return inlinePrice(operation, data, `${param}[price_data]`);
  if ((quantity ?? 1) !== 1) throw invalidParameter(`${param}[quantity]`, 'An amount has no quantity.');
  const made = { currency, product_data: { name: description ?? 'Item' }, unit_amount: amount! };
  return inlinePrice(operation, made, param);
}

function pricingOf(price: WirePrice): WireInvoiceLine['pricing'] {
  return {
    price_details: { price: price.id, product: idOf(price.product) },
    type: 'price_details',
    unit_amount_decimal: price.unit_amount_decimal,
  };
}
