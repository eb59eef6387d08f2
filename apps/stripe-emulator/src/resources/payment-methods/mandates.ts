import type Stripe from 'stripe';
import type { Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { Resource } from '../resource.js';

/** The mandate under which a bank account may be debited; null for what needs none. */
export function createMandate(
  operation: Operation,
  method: Stripe.PaymentMethod,
  acceptance: Stripe.Mandate.CustomerAcceptance | null,
): Stripe.Mandate | null {
  const details = detailsOf(operation, method);
  if (details === null) return null;
  const mandate: Stripe.Mandate = {
    id: operation.newId('mandate'),
    object: 'mandate',
    customer_acceptance: acceptance ?? { accepted_at: operation.nowSeconds, offline: {}, type: 'offline' },
    livemode: false,
    multi_use: {},
    payment_method: method.id,
    payment_method_details: details,
    status: 'active',
    type: 'multi_use',
  };
  operation.tx.put('mandate', mandate.id, mandate, operation.account);
  return mandate;
}

function detailsOf(operation: Operation, { type }: Stripe.PaymentMethod): Stripe.Mandate.PaymentMethodDetails | null {
  if (type === 'us_bank_account') return { type, us_bank_account: {} };
  if (type !== 'sepa_debit') return null;
  const reference = operation.services.ids.text(12).toUpperCase();
  return { type, sepa_debit: { reference, url: `${operation.services.origin}/sim/mandate/${reference}` } };
}

export const mandateRoutes: readonly Route[] = [new Resource('/v1/mandates', 'mandate', 'mandate').retrieve()];
