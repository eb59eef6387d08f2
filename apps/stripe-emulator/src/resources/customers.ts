import type Stripe from 'stripe';
import { z } from 'zod';
import { noSuchParameter } from '../errors.js';
import { inRange, listPage } from '../http/pagination.js';
import { expand, instantRange, metadata, page, text } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import { emitEvent } from '../events/emitter.js';
import type { Operation } from '../operation.js';
import { retrieveRoute } from './lookup.js';

const address = z.strictObject({
  city: text().optional(),
  country: text().optional(),
  line1: text().optional(),
  line2: text().optional(),
  postal_code: text().optional(),
  state: text().optional(),
});
const createParameters = z.strictObject({
  address: address.optional(),
  description: text().optional(),
  email: text(800).optional(),
  expand,
  metadata: metadata.optional(),
  name: text(256).optional(),
  phone: text(20).optional(),
  preferred_locales: z.array(text()).optional(),
});

/** The customer a parameter names; 400 when the account has none with this id. */
export function customerParameter(operation: Operation, id: string): Stripe.Customer {
  const row = operation.tx.row('customer', id);
  if (row?.account !== operation.account) throw noSuchParameter('customer', id, 'customer');
  return row.value;
}

function createCustomer(operation: Operation, parameters: z.output<typeof createParameters>): Stripe.Customer {
  const customer: Stripe.Customer = {
    id: operation.newId('cus'),
    object: 'customer',
    address: parameters.address === undefined ? null : addressObject(parameters.address),
    balance: 0,
    created: operation.nowSeconds,
    currency: null,
    default_source: null,
    delinquent: false,
    description: parameters.description ?? null,
    discount: null,
    email: parameters.email ?? null,
    invoice_prefix: operation.services.ids.text(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: parameters.metadata ?? {},
    name: parameters.name ?? null,
    next_invoice_sequence: 1,
    phone: parameters.phone ?? null,
    preferred_locales: parameters.preferred_locales ?? [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
  operation.tx.put('customer', customer.id, customer, operation.account);
  emitEvent(operation, 'customer.created', customer);
  return customer;
}

function addressObject(given: z.output<typeof address>): Stripe.Address {
  return {
    city: given.city ?? null,
    country: given.country ?? null,
    line1: given.line1 ?? null,
    line2: given.line2 ?? null,
    postal_code: given.postal_code ?? null,
    state: given.state ?? null,
  };
}

export const customerRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v1/customers', parameters: createParameters, handle: createCustomer }),
  route({
    method: 'GET',
    path: '/v1/customers',
    parameters: z.strictObject({ ...page, created: instantRange, email: text().optional() }),
    handle: (operation, parameters) =>
      listPage(parameters, {
        kind: 'customer',
        url: '/v1/customers',
        rows: operation.tx.rows('customer', operation.account),
        matches: (customer) =>
          inRange(customer.created, parameters.created) &&
          (parameters.email === undefined || parameters.email === customer.email),
      }),
  }),
  retrieveRoute('/v1/customers', 'customer', 'customer'),
];
