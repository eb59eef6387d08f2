import type Stripe from 'stripe';
import { z } from 'zod';
import { expand, filled, webUrl } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import { customerParameter } from './customers/lookup.js';

const createParameters = z.strictObject({
  customer: filled(),
  expand,
  locale: filled(10).optional(),
  return_url: webUrl.optional(),
});

/** A page on which a customer looks after cards and subscriptions. There is one configuration, which nobody can change. */
function createSession(
  operation: Operation,
  { customer, locale, return_url }: z.output<typeof createParameters>,
): Stripe.BillingPortal.Session {
  const id = operation.newId('bps');
  const session: Stripe.BillingPortal.Session = {
    id,
    object: 'billing_portal.session',
    configuration: 'bpc_simulated',
    created: operation.nowSeconds,
    customer: customerParameter(operation, customer).id,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: locale ?? null,
    on_behalf_of: null,
    return_url: return_url ?? null,
    url: `${operation.services.origin}/sim/portal/${id}`,
  };
  operation.tx.put('portal_session', id, session, operation.account);
  return session;
}

export const portalSessionRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v1/billing_portal/sessions', parameters: createParameters, handle: createSession }),
];
