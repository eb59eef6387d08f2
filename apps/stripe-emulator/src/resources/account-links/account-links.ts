import type Stripe from 'stripe';
import { z } from 'zod';
import { invalidParameter } from '../../errors.js';
import { expand, filled, webUrl } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { openOnboarding } from './onboarding-link.js';

const fields = z.enum(['currently_due', 'eventually_due']);
const createParameters = z.strictObject({
  account: filled(),
  collect: fields.optional(),
  collection_options: z
    .strictObject({ fields: fields.optional(), future_requirements: z.enum(['include', 'omit']).optional() })
    .optional(),
  expand,
  refresh_url: webUrl,
  return_url: webUrl,
  type: z.enum(['account_onboarding', 'account_update']),
});

/** `POST /v1/account_links` */
function createLink(operation: Operation, parameters: z.output<typeof createParameters>): Stripe.AccountLink {
  if (parameters.type === 'account_update') {
    throw invalidParameter(
      'type',
      'You cannot create account_update links for accounts whose details Stripe collects.',
    );
  }
  const { expiresAt, url } = openOnboarding(operation, {
    accountId: parameters.account,
    refreshUrl: parameters.refresh_url,
    returnUrl: parameters.return_url,
    useCase: parameters.type,
    version: 'v1',
  });
  return {
    object: 'account_link',
    created: operation.nowSeconds,
    expires_at: Math.floor(expiresAt.getTime() / 1000),
    url,
  };
}

export const accountLinkRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v1/account_links', parameters: createParameters, handle: createLink }),
];
