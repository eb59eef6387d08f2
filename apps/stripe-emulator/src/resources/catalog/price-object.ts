import type Stripe from 'stripe';
import { z } from 'zod';
import { noSuchParameter } from '../../errors.js';
import { currencyCode, filled, integer, metadata } from '../../http/parameters.js';
import type { Operation } from '../../operation.js';
import type { WirePrice } from '../../store/records/wire.js';
import { createProduct } from './product-object.js';

export const recurring = z.strictObject({
  interval: z.enum(['day', 'week', 'month', 'year']),
  interval_count: integer(1).optional(),
});
export const productData = z.strictObject({
  description: filled().optional(),
  metadata: metadata.optional(),
  name: filled(250),
  unit_label: filled().optional(),
});
/** A price made on the spot, for a product that exists or is made with it. */
export const priceData = z.strictObject({
  currency: currencyCode,
  product: filled().optional(),
  product_data: productData.optional(),
  recurring: recurring.optional(),
  unit_amount: integer(),
});
export type PriceData = z.output<typeof priceData>;

interface PriceFields {
  readonly active: boolean;
  readonly currency: string;
  readonly product: string;
  readonly unitAmount: number;
  readonly recurring?: z.output<typeof recurring> | undefined;
  readonly lookupKey?: string | undefined;
  readonly metadata?: Stripe.Metadata | undefined;
  readonly nickname?: string | undefined;
}

/** Makes and stores a price. */
export function createPrice(operation: Operation, fields: PriceFields): WirePrice {
  const { active, currency, product, unitAmount } = fields;
  const price: WirePrice = {
    id: operation.newId('price'),
    object: 'price',
    active,
    billing_scheme: 'per_unit',
    created: operation.nowSeconds,
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: fields.lookupKey ?? null,
    metadata: fields.metadata ?? {},
    nickname: fields.nickname ?? null,
    product,
    recurring: fields.recurring === undefined ? null : recurrence(fields.recurring),
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: fields.recurring === undefined ? 'one_time' : 'recurring',
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount),
  };
  operation.tx.put('price', price.id, price, operation.account);
  return price;
}

function recurrence({ interval, interval_count }: z.output<typeof recurring>): Stripe.Price.Recurring {
  return {
    interval,
    interval_count: interval_count ?? 1,
    meter: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}

/** The price of `price_data`; it is not offered to anybody else, so it is not active. */
export function inlinePrice(operation: Operation, data: PriceData, param: string): WirePrice {
  const product = data.product ?? createProduct(operation, namedProduct(data, param)).id;
  if (operation.tx.row('product', product)?.account !== operation.account) {
    throw noSuchParameter('product', product, `${param}[product]`);
  }
  const { currency, recurring: period, unit_amount: unitAmount } = data;
  return createPrice(operation, { active: false, currency, product, recurring: period, unitAmount });
}

function namedProduct({ product_data: data }: PriceData, param: string): z.output<typeof productData> {
  if (data === undefined) throw noSuchParameter('product', '', `${param}[product_data]`);
  return data;
}

/** The price a parameter names. */
export function priceParameter(operation: Operation, id: string, param: string): WirePrice {
  const row = operation.tx.row('price', id);
  if (row?.account !== operation.account) throw noSuchParameter('price', id, param);
  return row.value;
}
