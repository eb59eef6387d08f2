import type { Answer } from '../http/incoming.js';
import type { Operation } from '../operation.js';
import { displayAmount, html, message, notFound, page } from './html.js';

/** `GET /sim/dashboard/{token}`: what a login link leads to. It shows the balance and the payouts of the account. */
export function showDashboard(operation: Operation, token: string): Answer {
  const link = operation.tx.get('login_link', token);
  if (link === undefined || link.expiresAtMs <= operation.instant.getTime()) return notFound();
  const account = operation.tx.get('account', link.accountId)!;
  const name = account.display_name ?? account.contact_email ?? account.id;
  const balances = operation.tx
    .rows('balance', account.id)
    .map(({ value }) => html`<li>${displayAmount(value.available + value.pending, value.currency)}</li>`);
  const payouts = operation.tx
    .rows('payout', account.id)
    .map(({ value }) => html`<li>${displayAmount(value.amount, value.currency)} (${value.status})</li>`);
  const content = html`<h2>${message('dashboard.balance')}</h2>
    <ul>
      ${balances}
    </ul>
    <h2>${message('dashboard.payouts')}</h2>
    <ul>
      ${payouts}
    </ul>`;
  return page(200, message('dashboard.title', { name }), content);
}
