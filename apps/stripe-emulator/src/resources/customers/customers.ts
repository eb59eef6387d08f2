import type Stripe from 'stripe';
import { z } from 'zod';
import { noSuchParameter } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import { changedMetadata, text, withoutExpand } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { retrieve } from '../lookup.js';
import { attachOnRequest, detach } from '../payment-methods/attachment.js';
import { methodParameter } from '../payment-methods/new-methods.js';
import { PLAIN, Resource } from '../resource.js';
import { endSubscription, hasEnded } from '../subscriptions/subscription-state.js';
import { changedCustomer, emptyCustomer } from './customer-object.js';
import { createCustomerParameters, updateCustomerParameters, type CustomerChange } from './customer-parameters.js';
import { createTaxId } from './tax-ids.js';

/** Makes and stores a customer, and tells so. */
export function newCustomer(
  operation: Operation,
  change: CustomerChange,
  metadata: Stripe.Metadata = {},
): Stripe.Customer {
  const customer = changedCustomer(emptyCustomer(operation, metadata), change);
  operation.tx.put('customer', customer.id, customer, operation.account);
  emitEvent(operation, 'customer.created', customer);
  return customer;
}

function createCustomer(operation: Operation, parameters: z.output<typeof createCustomerParameters>): Stripe.Customer {
  const { metadata, payment_method, tax_id_data, ...change } = withoutExpand(parameters);
  const customer = newCustomer(operation, change, metadata);
  for (const taxId of tax_id_data ?? []) createTaxId(operation, customer.id, taxId);
  if (payment_method !== undefined) {
    attachOnRequest(operation, methodParameter(operation, payment_method), customer.id);
  }
  checkDefaultMethod(operation, customer);
  return customer;
}

function updateCustomer(
  operation: Operation,
  customer: Stripe.Customer,
  parameters: z.output<typeof updateCustomerParameters>,
): Stripe.Customer {
  const { metadata, ...change } = withoutExpand(parameters);
  const updated = {
    ...changedCustomer(customer, change),
    metadata: changedMetadata(customer.metadata, metadata),
  };
  checkDefaultMethod(operation, updated);
  operation.tx.put('customer', customer.id, updated);
  emitEvent(operation, 'customer.updated', updated, previousAttributes(customer, updated));
  return updated;
}

/** The default of the invoices must be saved for this customer. */
function checkDefaultMethod(operation: Operation, { id, invoice_settings: settings }: Stripe.Customer): void {
  const chosen = settings.default_payment_method;
  if (typeof chosen !== 'string' || operation.tx.get('payment_method', chosen)?.customer === id) return;
  throw noSuchParameter('PaymentMethod', chosen, 'invoice_settings[default_payment_method]');
}

function deleteCustomer(operation: Operation, customer: Stripe.Customer): Stripe.DeletedCustomer {
  for (const { value } of operation.tx.rows('payment_method', operation.account)) {
    if (value.customer === customer.id) detach(operation, value);
  }
  for (const { value } of operation.tx.rows('subscription', operation.account)) {
    const isTheirs = value.customer === customer.id && !hasEnded(value);
    if (isTheirs) endSubscription(operation, value, 'cancellation_requested');
  }
  const deleted = { id: customer.id, object: 'customer', deleted: true } as const;
  operation.tx.delete('customer', customer.id);
  operation.tx.put('deleted_customer', customer.id, deleted, operation.account);
  emitEvent(operation, 'customer.deleted', customer);
  return deleted;
}

const customers = new Resource('/v1/customers', 'customer', 'customer');

export const customerRoutes: readonly Route[] = [
  customers.create(createCustomerParameters, createCustomer),
  customers.list({ equal: { email: text() }, within: ['created'] }),
  route({
    method: 'GET',
    path: '/v1/customers/{id}',
    parameters: PLAIN,
    handle: (operation, _parameters, { id }) => {
      const deleted = operation.tx.row('deleted_customer', id!);
      const isOurs = deleted?.account === operation.account;
      return isOurs ? deleted.value : retrieve(operation, 'customer', 'customer', id!);
    },
  }),
  customers.update(updateCustomerParameters, updateCustomer),
  customers.delete(z.strictObject({}), deleteCustomer),
];
