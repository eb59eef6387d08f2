import type { Answer } from '../http/incoming.js';
import type { Operation } from '../operation.js';
import { displayAmount, html, message, notFound, page, type Html } from './html.js';

/** `GET /sim/portal/{token}`: the saved payment methods and the subscriptions of a customer, and the way back. */
export function showPortal(operation: Operation, token: string): Answer {
  const row = operation.tx.row('portal_session', token);
  if (row === undefined || row.value.expiresAtMs <= operation.instant.getTime()) return notFound();
  const { customer: id, returnUrl } = row.value;
  const customer = operation.tx.get('customer', id);
  if (customer === undefined) return notFound();
  const owner = operation.as(row.account);
  const content = html`<h2>${message('portal.methods')}</h2>
    ${listOf(methodsOf(owner, id))}
    <h2>${message('portal.subscriptions')}</h2>
    ${listOf(subscriptionsOf(owner, id))}
    <p><a href="${returnUrl}">${message('portal.back')}</a></p>`;
  return page(200, message('portal.title', { name: customer.name ?? customer.email ?? id }), content);
}

function listOf(entries: readonly string[]): Html {
  if (entries.length === 0) return html`<p>${message('portal.none')}</p>`;
  return html`<ul>
    ${entries.map((entry) => html`<li>${entry}</li>`)}
  </ul>`;
}

function methodsOf(operation: Operation, customer: string): string[] {
  return operation.tx
    .rows('payment_method', operation.account)
    .filter(({ value }) => value.customer === customer)
    .map(({ value: { card, sepa_debit: sepa, type, us_bank_account: bank } }) =>
      message('portal.method', { kind: card?.brand ?? type, last4: card?.last4 ?? bank?.last4 ?? sepa?.last4 ?? '' }),
    );
}

function subscriptionsOf(operation: Operation, customer: string): string[] {
  return operation.tx
    .rows('subscription', operation.account)
    .filter(({ value }) => value.customer === customer)
    .map(({ value: { currency, items, status } }) => {
      const amount = items.data.reduce((sum, { price, quantity }) => sum + price.unit_amount! * (quantity ?? 1), 0);
      return message('portal.subscription', { amount: displayAmount(amount, currency), status });
    });
}
