import { z } from 'zod';
import { invalidParameter, noSuchParameter, refused } from '../../errors.js';
import { inRange, listPage } from '../../http/pagination.js';
import {
  changedMetadata,
  currencyCode,
  expand,
  filled,
  flag,
  given,
  instantRange,
  integer,
  metadata,
  metadataChange,
  page,
} from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import type { WirePrice } from '../../store/records/wire.js';
import { retrieve, retrieveRoute } from '../lookup.js';
import { createPrice, productData, recurring } from './price-object.js';
import { createProduct } from './product-object.js';

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

const BASE = '/v1/prices';

export const priceRoutes: readonly Route[] = [
  route({ method: 'POST', path: BASE, parameters: createParameters, handle: create }),
  route({
    method: 'GET',
    path: BASE,
    parameters: z.strictObject({
      ...page,
      active: flag.optional(),
      created: instantRange,
      currency: currencyCode.optional(),
      lookup_keys: z.array(filled()).max(10).optional(),
      product: filled().optional(),
      type: z.enum(['one_time', 'recurring']).optional(),
    }),
    handle: (operation, { active, created, currency, lookup_keys: keys, product, type, ...parameters }) =>
      listPage(parameters, {
        kind: 'price',
        url: BASE,
        rows: operation.tx.rows('price', operation.account),
        matches: (price) =>
          inRange(price.created, created) &&
          (active === undefined || price.active === active) &&
          (currency === undefined || price.currency === currency) &&
          (product === undefined || price.product === product) &&
          (type === undefined || price.type === type) &&
          (keys === undefined || keys.includes(price.lookup_key ?? '')),
      }),
  }),
  retrieveRoute(BASE, 'price', 'price'),
  route({
    method: 'POST',
    path: `${BASE}/{id}`,
    parameters: z.strictObject({
      active: flag.optional(),
      expand,
      lookup_key: filled(200).optional(),
      metadata: metadataChange.optional(),
      nickname: filled().optional(),
    }),
    handle: (operation, { active, lookup_key, metadata, nickname }, { id }) => {
      const price = retrieve(operation, 'price', 'price', id!);
      const next = {
        ...price,
        ...given({ active, lookup_key, nickname }),
        metadata: changedMetadata(price.metadata, metadata),
      };
      operation.tx.put('price', price.id, next);
      return next;
    },
  }),
];
