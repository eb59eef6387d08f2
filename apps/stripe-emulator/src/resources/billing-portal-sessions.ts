import type Stripe from 'stripe';
import { z } from 'zod';
import { MINUTE_MS } from '#platform/kernel';
import { noSuchParameter } from '../errors.js';
import { emitEvent } from '../events/emitter.js';
import { expand, filled, webUrl } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';

const LIFETIME_MS = 60 * MINUTE_MS;
/** The one configuration there is. */
const CONFIGURATION = 'bpc_simulated';

/** No configuration gives another way back, so that a return_url has to be given. */
const createParameters = z.strictObject({ customer: filled(), expand, return_url: webUrl });

function createSession(
  operation: Operation,
  { customer, return_url: returnUrl }: z.output<typeof createParameters>,
): Stripe.BillingPortal.Session {
  if (operation.tx.row('customer', customer)?.account !== operation.account) {
    throw noSuchParameter('customer', customer, 'customer');
  }
  const token = operation.newId('link');
  const expiresAtMs = operation.instant.getTime() + LIFETIME_MS;
  operation.tx.put('portal_session', token, { customer, expiresAtMs, returnUrl }, operation.account);
  const session: Stripe.BillingPortal.Session = {
    id: operation.newId('bps'),
    object: 'billing_portal.session',
    configuration: CONFIGURATION,
    created: operation.nowSeconds,
    customer,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `${operation.services.origin}/sim/portal/${token}`,
  };
  emitEvent(operation, 'billing_portal.session.created', session);
  return session;
}

export const billingPortalRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v1/billing_portal/sessions', parameters: createParameters, handle: createSession }),
];
