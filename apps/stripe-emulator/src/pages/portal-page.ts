import type Stripe from 'stripe';
import { HOUR_MS } from '#platform/kernel';
import type { DecodedObject } from '../http/form.js';
import type { Answer } from '../http/incoming.js';
import type { Operation } from '../operation.js';
import { detach } from '../resources/payment-methods/attachment.js';
import { changeSubscription } from '../resources/subscriptions/subscription-changes.js';
import { subscriptionList } from '../resources/subscriptions/subscription-state.js';
import type { WireSubscription } from '../store/records/wire.js';
import { field } from './fields.js';
import { displayAmount, html, message, notFound, page, redirect, type Html } from './html.js';

const LIFETIME_SECONDS = HOUR_MS / 1_000;

/** `GET /sim/portal/{session}`: what the customer has saved and what runs, and a way to end either. */
export function showPortal(operation: Operation, id: string): Answer {
  const row = openSession(operation, id);
  if (row === null) return notFound();
  const owner = operation.as(row.account);
  const { return_url: returnUrl } = row.value;
  const { customer } = row.value;
  const content = html`<h2>${message('portal.cards')}</h2>
    <ul>
      ${methodsOf(owner, customer).map((method) => methodMarkup(id, method))}
    </ul>
    <h2>${message('portal.subscriptions')}</h2>
    <ul>
      ${subscriptionList(owner, customer).data.map((subscription) => subscriptionMarkup(id, subscription))}
    </ul>
    ${returnUrl === null ? html`` : html`<p><a href="${returnUrl}">${message('portal.back')}</a></p>`}`;
  return page(200, message('portal.title', { name: owner.tx.get('customer', customer)?.name ?? customer }), content);
}

/** `POST /sim/portal/{session}` with `action` (`remove`, `end` or `keep`) and the `object` it is about. */
export function submitPortal(operation: Operation, id: string, fields: DecodedObject): Answer {
  const row = openSession(operation, id);
  if (row === null) return notFound();
  const owner = operation.as(row.account);
  const [action, object] = [field(fields, 'action'), field(fields, 'object')];
  const method = methodsOf(owner, row.value.customer).find((one) => one.id === object);
  const subscription = subscriptionList(owner, row.value.customer).data.find((one) => one.id === object);
  if (action === 'remove' && method) detach(owner, method);
  else if ((action === 'end' || action === 'keep') && subscription)
    changeSubscription(owner, subscription, { cancel_at_period_end: action === 'end' });
  else return showPortal(operation, id);
  return redirect(row.value.url);
}

function openSession(operation: Operation, id: string) {
  const row = operation.tx.row('portal_session', id);
  const isOpen = row !== undefined && row.value.created + LIFETIME_SECONDS > operation.nowSeconds;
  return isOpen && operation.tx.get('customer', row.value.customer) !== undefined ? row : null;
}

function methodsOf(owner: Operation, customer: string): Stripe.PaymentMethod[] {
  return owner.tx
    .rows('payment_method', owner.account)
    .map(({ value }) => value)
    .filter((method) => method.customer === customer && method.type !== 'customer_balance');
}

function methodMarkup(
  session: string,
  { id, card, us_bank_account: bank, sepa_debit: debit, type }: Stripe.PaymentMethod,
): Html {
  const last4 = card?.last4 ?? bank?.last4 ?? debit?.last4 ?? '';
  return html`<li>
    ${message('portal.card', { kind: card?.brand ?? type, last4 })} ${button(session, { object: id, action: 'remove' })}
  </li>`;
}

function subscriptionMarkup(session: string, subscription: WireSubscription): Html {
  const { id, cancel_at_period_end: isEnding, items, currency } = subscription;
  const sum = items.data.reduce((total, { price, quantity }) => total + (price.unit_amount ?? 0) * (quantity ?? 1), 0);
  return html`<li>
    ${displayAmount(sum, currency)} (${subscription.status})
    ${button(session, { object: id, action: isEnding ? 'keep' : 'end' })}
  </li>`;
}

function button(session: string, { object, action }: { object: string; action: 'remove' | 'end' | 'keep' }): Html {
  return html`<form method="post" action="/sim/portal/${session}">
    <input type="hidden" name="object" value="${object}" />
    <button name="action" value="${action}">${message(`portal.${action}`)}</button>
  </form>`;
}
