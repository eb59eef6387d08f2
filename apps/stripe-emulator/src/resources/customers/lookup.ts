import type Stripe from 'stripe';
import { noSuchParameter } from '../../errors.js';
import type { Operation } from '../../operation.js';

/** The customer a parameter names; 400 when the account has none with this id. */
export function customerParameter(operation: Operation, id: string): Stripe.Customer {
  const row = operation.tx.row('customer', id);
  if (row?.account !== operation.account) throw noSuchParameter('customer', id, 'customer');
  return row.value;
}
