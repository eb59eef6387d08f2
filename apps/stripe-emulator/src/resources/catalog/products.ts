import type Stripe from 'stripe';
import { z } from 'zod';
import { refused } from '../../errors.js';
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
  text,
  unsettable,
  webUrl,
} from '../../http/parameters.js';
import type { Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { Resource } from '../resource.js';
import { createPrice, recurring } from './price-object.js';
import { createProduct } from './product-object.js';
import { change } from '../change.js';

const createParameters = z.strictObject({
  active: flag.optional(),
  default_price_data: z
    .strictObject({ currency: currencyCode, recurring: recurring.optional(), unit_amount: integer(0) })
    .optional(),
  description: text().optional(),
  expand,
  id: filled(100).optional(),
  metadata: metadata.optional(),
  name: filled(250),
  statement_descriptor: filled(22).optional(),
  unit_label: filled(12).optional(),
  url: webUrl.optional(),
});

function create(operation: Operation, parameters: z.output<typeof createParameters>): Stripe.Product {
  const { active, default_price_data: price, description, id, name, unit_label, url } = parameters;
  if (id !== undefined && operation.tx.row('product', id) !== undefined) {
    throw refused('Product already exists.', { code: 'resource_already_exists', param: 'id' });
  }
  const { metadata, statement_descriptor } = parameters;
  const fields = { active, description, metadata, name, statement_descriptor, unit_label, url };
  const product = createProduct(operation, fields, id);
  if (price === undefined) return product;
  const { currency, recurring: period, unit_amount: unitAmount } = price;
  const first = createPrice(operation, { active: true, currency, product: product.id, recurring: period, unitAmount });
  return change(operation, 'product', product, { default_price: first.id });
}

const updateParameters = z.strictObject({
  active: flag.optional(),
  default_price: filled().optional(),
  description: unsettable(text()).optional(),
  expand,
  metadata: metadataChange.optional(),
  name: filled(250).optional(),
  unit_label: unsettable(filled(12)).optional(),
  url: unsettable(webUrl).optional(),
});

function update(
  operation: Operation,
  product: Stripe.Product,
  { metadata, active, default_price, description, name, unit_label, url }: z.output<typeof updateParameters>,
): Stripe.Product {
  return change(operation, 'product', product, {
    ...given({ active, default_price, description, name, unit_label, url }),
    metadata: changedMetadata(product.metadata, metadata),
    updated: operation.nowSeconds,
  });
}

function remove(operation: Operation, product: Stripe.Product): Stripe.DeletedProduct {
  if (operation.tx.rows('price').some(({ value }) => value.product === product.id)) {
    throw refused('This product cannot be deleted because it has one or more user-created prices.');
  }
  operation.tx.delete('product', product.id);
  return { id: product.id, object: 'product', deleted: true };
}

const products = new Resource('/v1/products', 'product', 'product');

export const productRoutes: readonly Route[] = [
  products.create(createParameters, create),
  products.list({
    equal: { active: flag },
    within: ['created'],
    special: { ids: z.array(filled()) },
    matches: (product, { ids }) => ids === undefined || ids.includes(product.id),
  }),
  products.retrieve(),
  products.update(updateParameters, update),
  products.delete(z.strictObject({}), remove),
];
