import type Stripe from 'stripe';
import { noSuchObject } from '../../errors.js';
import type { Operation } from '../../operation.js';

/** The connected account of an id, which only the platform knows; 404 for one that does not exist. */
export function accountOf(operation: Operation, id: string): Stripe.V2.Core.Account {
  const account = operation.tx.get('account', id);
  if (account === undefined) throw noSuchObject('account', id);
  return account;
}
