import { z } from 'zod';
import { invalidParameter, noSuchParameter, refused } from '../../errors.js';
import {
  changedMetadata,
  currencyCode,
  expand,
  filled,
  flag,
  given,
  integer,
  metadata,
  metadataChange,
} from '../../http/parameters.js';
import type { Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import type { WirePrice } from '../../store/records/wire.js';
import { Resource } from '../resource.js';
import { createPrice, productData, recurring } from './price-object.js';
import { createProduct } from './product-object.js';
import { change } from '../change.js';

const createParameters = z.strictObject({
  active: flag.optional(),
  currency: currencyCode,
  expand,
  lookup_key: filled(200).optional(),
  metadata: metadata.optional(),
  nickname: filled().optional(),
  product: filled().optional(),
  product_data: productData.omit({ description: true }).optional(),
  recurring: recurring.optional(),
  unit_amount: integer(0),
});

function create(operation: Operation, parameters: z.output<typeof createParameters>): WirePrice {
  const { active = true, currency, lookup_key: lookupKey, metadata, nickname } = parameters;
  if (lookupKey !== undefined && operation.tx.rows('price').some(({ value }) => value.lookup_key === lookupKey)) {
    throw refused(`A price already uses the lookup key ${lookupKey}.`, { param: 'lookup_key' });
  }
  const product = productOf(operation, parameters);
  const { recurring: period, unit_amount: unitAmount } = parameters;
  return createPrice(operation, {
    active,
    currency,
    lookupKey,
    metadata,
    nickname,
    product,
    recurring: period,
    unitAmount,
  });
}

function productOf(operation: Operation, { product, product_data: data }: z.output<typeof createParameters>): string {
  if ((product === undefined) === (data === undefined)) {
    throw invalidParameter('product', 'You must specify either `product` or `product_data` when creating a price.');
  }
  if (product === undefined) return createProduct(operation, data!).id;
  if (operation.tx.row('product', product)?.account === operation.account) return product;
  throw noSuchParameter('product', product, 'product');
}

const updateParameters = z.strictObject({
  active: flag.optional(),
  expand,
  lookup_key: filled(200).optional(),
  metadata: metadataChange.optional(),
  nickname: filled().optional(),
});

function update(
  operation: Operation,
  price: WirePrice,
  { active, lookup_key, metadata, nickname }: z.output<typeof updateParameters>,
): WirePrice {
  return change(operation, 'price', price, {
    ...given({ active, lookup_key, nickname }),
    metadata: changedMetadata(price.metadata, metadata),
  });
}

const prices = new Resource('/v1/prices', 'price', 'price');

export const priceRoutes: readonly Route[] = [
  prices.create(createParameters, create),
  prices.list({
    equal: { active: flag, currency: currencyCode, product: filled(), type: z.enum(['one_time', 'recurring']) },
    within: ['created'],
    special: { lookup_keys: z.array(filled()).max(10) },
    matches: (price, { lookup_keys: keys }) => keys === undefined || keys.includes(price.lookup_key ?? ''),
  }),
  prices.retrieve(),
  prices.update(updateParameters, update),
];
