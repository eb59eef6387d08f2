import type Stripe from 'stripe';
import { z } from 'zod';
import { addMs, MINUTE_MS } from '#platform/kernel';
import { invalidParameter, noSuchParameter } from '../errors.js';
import { emitV2Event } from '../events/v2-events.js';
import { filled, webUrl } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import { GOOD_BANK } from '../money/payout-banks.js';
import type { Operation } from '../operation.js';
import type { AccountLinkRow } from '../store/records/account-link.js';
import { changeAccount } from './accounts/capability-change.js';
import { addBank } from './external-accounts/external-account-object.js';
import { payoutCurrency } from './external-accounts/payout-currency.js';
import { recipientConfiguration, requirements, transferStatus } from './v2-account-object.js';

const LINK_LIFETIME_MS = 10 * MINUTE_MS;

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
  const account = operation.tx.get('account', accountId);
  if (account === undefined || account.closed === true) throw noSuchParameter('account', accountId, 'account');
  const chosen = useCase[useCase.type];
  if (chosen === undefined) {
    throw invalidParameter(`use_case.${useCase.type}`, `use_case.${useCase.type} is required.`, 'parameter_missing');
  }
  const token = operation.newId('link');
  const expiresAt = addMs(operation.instant, LINK_LIFETIME_MS);
  operation.tx.put('account_link', token, {
    accountId,
    useCase: useCase.type,
    refreshUrl: chosen.refresh_url,
    returnUrl: chosen.return_url ?? null,
    expiresAtMs: expiresAt.getTime(),
    isUsed: false,
  });
  return {
    object: 'v2.core.account_link',
    account: accountId,
    created: operation.instant.toISOString(),
    expires_at: expiresAt.toISOString(),
    livemode: false,
    url: `${operation.services.origin}/sim/onboarding/${token}`,
    use_case: { type: useCase.type, [useCase.type]: chosen },
  };
}

/** Whether a link still opens the onboarding. */
export function isUsable(operation: Operation, link: AccountLinkRow): boolean {
  return !link.isUsed && link.expiresAtMs > operation.instant.getTime();
}

/** Somebody finishes the hosted onboarding: the capabilities become active and the link is spent. */
export function completeOnboarding(
  operation: Operation,
  token: string,
  link: AccountLinkRow,
  bankNumber: string = GOOD_BANK,
): void {
  const { accountId } = link;
  const account = operation.tx.get('account', accountId)!;
  operation.tx.put('account_link', token, { ...link, isUsed: true });
  addFirstBank(operation.as(accountId), account, bankNumber);
  emitV2Event(operation, 'v2.core.account_link.returned', {
    data: { account_id: accountId, configurations: account.applied_configurations, use_case: link.useCase },
  });
  if (transferStatus(account) === 'active') return;
  changeAccount(operation, account, {
    ...account,
    configuration: { ...account.configuration, recipient: recipientConfiguration('active') },
    requirements: requirements(true),
  });
}

/** The hosted onboarding asks for a bank account; one that is there already stays. */
function addFirstBank(operation: Operation, account: Stripe.V2.Core.Account, number: string): void {
  if (operation.tx.rows('external_account', operation.account).length > 0) return;
  const country = account.identity?.country?.toUpperCase() ?? 'US';
  addBank(operation, { number, country, currency: account.defaults?.currency ?? payoutCurrency(country) });
}

export const v2AccountLinkRoutes: readonly Route[] = [
  route({ method: 'POST', path: '/v2/core/account_links', parameters: createParameters, handle: createLink }),
];
