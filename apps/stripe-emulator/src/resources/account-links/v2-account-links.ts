import { z } from 'zod';
import { invalidParameter } from '../../errors.js';
import { filled, webUrl } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { openOnboarding } from './onboarding-link.js';

const details = z.strictObject({
  collection_options: z
    .strictObject({
      fields: z.enum(['currently_due', 'eventually_due']).optional(),
      future_requirements: z.enum(['include', 'omit']).optional(),
    })
    .optional(),
  refresh_url: webUrl,
  return_url: webUrl.optional(),
});
const createParameters = z.strictObject({
  account: filled(),
  use_case: z.strictObject({
    account_onboarding: details.optional(),
    account_update: details.optional(),
    type: z.enum(['account_onboarding', 'account_update']),
  }),
});

function createLink(operation: Operation, parameters: z.output<typeof createParameters>): object {
  const { account: accountId, use_case: useCase } = parameters;
  const chosen = useCase[useCase.type];
  if (chosen === undefined) {
    throw invalidParameter(`use_case.${useCase.type}`, `use_case.${useCase.type} is required.`, 'parameter_missing');
  }
  const { expiresAt, url } = openOnboarding(operation, {
    accountId,
    refreshUrl: chosen.refresh_url,
    returnUrl: chosen.return_url ?? null,
    useCase: useCase.type,
    version: 'v2',
  });
  return {
    object: 'v2.core.account_link',
    account: accountId,
    created: operation.instant.toISOString(),
    expires_at: expiresAt.toISOString(),
    livemode: false,
    url,
    use_case: { type: useCase.type, [useCase.type]: chosen },
  };
}

export const v2AccountLinkRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v2/core/account_links', parameters: createParameters, handle: createLink }),
];
