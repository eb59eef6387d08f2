import type Stripe from 'stripe';
import { z } from 'zod';
import { expand, filled, webUrl } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { openLink } from '../v2-account-links.js';

const createParameters = z.strictObject({
  account: filled(),
  collection_options: z
    .strictObject({
      fields: z.enum(['currently_due', 'eventually_due']).optional(),
      future_requirements: z.enum(['include', 'omit']).optional(),
    })
    .optional(),
  expand,
  refresh_url: webUrl,
  return_url: webUrl,
  type: z.enum(['account_onboarding', 'account_update']),
});

function createLink(operation: Operation, parameters: z.output<typeof createParameters>): Stripe.AccountLink {
  const { account, refresh_url: refreshUrl, return_url: returnUrl, type: useCase } = parameters;
  const { url, expiresAt } = openLink(operation, account, { useCase, refreshUrl, returnUrl });
  return {
    object: 'account_link',
    created: operation.nowSeconds,
    expires_at: Math.floor(expiresAt.getTime() / 1_000),
    url,
  };
}

export const accountLinkRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v1/account_links', parameters: createParameters, handle: createLink }),
];
