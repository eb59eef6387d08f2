import type Stripe from 'stripe';
import { addMs, MINUTE_MS } from '#platform/kernel';
import { noSuchParameter } from '../../errors.js';
import { emitV2Event } from '../../events/v2-events.js';
import { GOOD_BANK } from '../../money/payout-banks.js';
import type { Operation } from '../../operation.js';
import type { AccountLinkRow } from '../../store/records/account-link.js';
import { changeAccount } from '../accounts/capability-change.js';
import { addBank } from '../external-accounts/external-account-object.js';
import { payoutCurrency } from '../external-accounts/payout-currency.js';
import { recipientConfiguration, requirements, transferStatus } from '../v2-account-object.js';

const LINK_LIFETIME_MS = 10 * MINUTE_MS;

/** Opens the hosted onboarding of an account, once and for a short while. */
export function openOnboarding(
  operation: Operation,
  request: Pick<AccountLinkRow, 'accountId' | 'refreshUrl' | 'returnUrl' | 'useCase' | 'version'>,
): { expiresAt: Date; url: string } {
  const account = operation.tx.get('account', request.accountId);
  if (account === undefined || account.closed === true) {
    throw noSuchParameter('account', request.accountId, 'account');
  }
  const token = operation.newId('link');
  const expiresAt = addMs(operation.instant, LINK_LIFETIME_MS);
  operation.tx.put('account_link', token, { ...request, expiresAtMs: expiresAt.getTime(), isUsed: false });
  return { expiresAt, url: `${operation.services.origin}/sim/onboarding/${token}` };
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
  if (link.version === 'v2') {
    emitV2Event(operation, 'v2.core.account_link.returned', {
      data: { account_id: accountId, configurations: account.applied_configurations, use_case: link.useCase },
    });
  }
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
