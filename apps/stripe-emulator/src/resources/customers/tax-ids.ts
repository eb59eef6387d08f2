import type Stripe from 'stripe';
import { z } from 'zod';
import { noSuchObject } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { listPage, type ApiList } from '../../http/pagination.js';
import { expand, page, type PageParameters } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { retrieve } from '../lookup.js';
import { taxIdParameters } from './customer-parameters.js';

/** Types that Stripe sends to a government register; the others are never verified. */
const VERIFIED_TYPES = ['au_abn', 'eu_vat', 'gb_vat'];

/** Makes and stores a tax id of a customer, and tells so. Verification is simulated as pending for ever. */
export function createTaxId(
  operation: Operation,
  customer: string,
  { type, value }: z.output<typeof taxIdParameters>,
): Stripe.TaxId {
  const status = VERIFIED_TYPES.includes(type) ? 'pending' : 'unavailable';
  const taxId: Stripe.TaxId = {
    id: operation.newId('txi'),
    object: 'tax_id',
    country: (type === 'eu_vat' ? value : type).slice(0, 2).toUpperCase(),
    created: operation.nowSeconds,
    customer,
    customer_account: null,
    livemode: false,
    owner: { customer, customer_account: null, type: 'customer' },
    type: type,
    value,
    verification: { status, verified_address: null, verified_name: null },
  };
  operation.tx.put('tax_id', taxId.id, taxId, operation.account);
  emitEvent(operation, 'customer.tax_id.created', taxId);
  return taxId;
}

/** The tax ids of a customer, as a list of its own or as the API includes them in the customer. */
export function taxIdList(
  operation: Operation,
  customer: string,
  parameters: PageParameters = {},
): ApiList<Stripe.TaxId> {
  return listPage(parameters, {
    kind: 'tax_id',
    url: `/v1/customers/${customer}/tax_ids`,
    rows: operation.tx.rows('tax_id', operation.account),
    matches: (taxId) => taxId.customer === customer,
  });
}

const PATH = '/v1/customers/{id}/tax_ids';

export const taxIdRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: PATH,
    parameters: taxIdParameters.extend({ expand }),
    handle: (operation, parameters, { id }) =>
      createTaxId(operation, retrieve(operation, 'customer', 'customer', id!).id, parameters),
  }),
  route({
    method: 'GET',
    path: PATH,
    parameters: z.strictObject(page),
    handle: (operation, parameters, { id }) =>
      taxIdList(operation, retrieve(operation, 'customer', 'customer', id!).id, parameters),
  }),
  route({
    method: 'DELETE',
    path: `${PATH}/{taxId}`,
    parameters: z.strictObject({}),
    handle: (operation, _parameters, { id, taxId }) => {
      const found = retrieve(operation, 'tax_id', 'tax_id', taxId!);
      if (found.customer !== id) throw noSuchObject('tax_id', taxId!);
      operation.tx.delete('tax_id', found.id);
      emitEvent(operation, 'customer.tax_id.deleted', found);
      return { id: found.id, object: 'tax_id', deleted: true };
    },
  }),
];
