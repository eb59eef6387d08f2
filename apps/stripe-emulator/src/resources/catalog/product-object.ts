import type Stripe from 'stripe';
import { given } from '../../http/parameters.js';
import type { Operation } from '../../operation.js';

type ProductFields = Pick<Stripe.Product, 'name'> & {
  readonly [K in 'active' | 'description' | 'metadata' | 'statement_descriptor' | 'unit_label' | 'url']?:
    Stripe.Product[K] | undefined;
};

/** Makes and stores a product. */
export function createProduct(operation: Operation, fields: ProductFields, id?: string): Stripe.Product {
  const product: Stripe.Product = {
    id: id ?? operation.newId('prod'),
    object: 'product',
    active: true,
    created: operation.nowSeconds,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: operation.nowSeconds,
    url: null,
    ...given(fields),
    name: fields.name,
  };
  operation.tx.put('product', product.id, product, operation.account);
  return product;
}
