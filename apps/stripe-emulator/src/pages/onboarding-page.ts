import type { DecodedObject } from '../http/form.js';
import type { Answer } from '../http/incoming.js';
import { GOOD_BANK, payoutBank } from '../money/payout-banks.js';
import type { Operation } from '../operation.js';
import { completeOnboarding, isUsable } from '../resources/account-links/onboarding-link.js';
import { html, message, notFound, page, redirect } from './html.js';

/** `GET /sim/onboarding/{token}`; a spent or old link leads to refresh_url, as Stripe's does. */
export function showOnboarding(operation: Operation, token: string): Answer {
  const link = operation.tx.get('account_link', token);
  if (link === undefined) return notFound();
  if (!isUsable(operation, link)) return redirect(link.refreshUrl);
  const account = operation.tx.get('account', link.accountId)!;
  const name = account.display_name ?? account.contact_email ?? account.id;
  const content = html`<p>${message('onboarding.text')}</p>
    <form method="post" action="/sim/onboarding/${token}">
      <label>${message('onboarding.bank')} <input name="account_number" value="${GOOD_BANK}" /></label>
      <button name="action" value="complete">${message('onboarding.complete')}</button>
      <button name="action" value="leave">${message('onboarding.leave')}</button>
    </form>`;
  return page(200, message('onboarding.title', { name }), content);
}

/** `POST /sim/onboarding/{token}` with the field `action` (complete or leave); both go to return_url, as Stripe does. */
export function submitOnboarding(operation: Operation, token: string, fields: DecodedObject): Answer {
  const link = operation.tx.get('account_link', token);
  if (link === undefined) return notFound();
  if (!isUsable(operation, link)) return redirect(link.refreshUrl);
  if (fields.action === 'complete') {
    const bank = payoutBank(typeof fields.account_number === 'string' ? fields.account_number : GOOD_BANK);
    if (bank === null) return showOnboarding(operation, token);
    completeOnboarding(operation, token, link, bank.number);
  } else if (fields.action !== 'leave') return showOnboarding(operation, token);
  if (link.returnUrl !== null) return redirect(link.returnUrl);
  return page(200, message('onboarding.done.title'), html`<p>${message('onboarding.done.text')}</p>`);
}
