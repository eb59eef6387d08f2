import type Stripe from 'stripe';
import type { Answer } from '../http/incoming.js';
import { DECLINING_CARD, PAYING_CARD, testCard } from '../money/test-cards.js';
import type { Operation } from '../operation.js';
import type { DraftLine } from '../store/records/checkout-draft.js';
import { paySession } from '../resources/checkout-payment.js';
import type { DecodedObject } from '../http/form.js';
import { displayAmount, Html, html, message, notFound, page, redirect } from './html.js';

type Session = Stripe.Checkout.Session;

/** `GET /sim/checkout/{id}` */
export function showCheckout(operation: Operation, id: string): Answer {
  const session = operation.tx.get('checkout_session', id);
  if (session === undefined) return notFound();
  return session.status === 'open' ? form(operation, session, 200, null) : closed(session);
}

/**
 * `POST /sim/checkout/{id}` with the fields `action` (pay, decline or abandon), `card_number` and `email`. A payment
 * redirects to success_url, leaving to cancel_url; a decline shows the form again with status 402.
 */
export function submitCheckout(operation: Operation, id: string, fields: DecodedObject): Answer {
  const session = operation.tx.get('checkout_session', id);
  if (session === undefined) return notFound();
  // A second click on a paid session leads where the first one did.
  if (session.status === 'complete') return redirect(successUrl(session));
  if (session.status !== 'open') return closed(session);
  switch (field(fields, 'action')) {
    case 'pay':
      return pay(operation, session, field(fields, 'card_number') ?? PAYING_CARD, field(fields, 'email'));
    case 'decline':
      return pay(operation, session, DECLINING_CARD, field(fields, 'email'));
    case 'abandon':
      return session.cancel_url === null ? abandoned() : redirect(session.cancel_url);
    case null:
    default:
      return form(operation, session, 400, null);
  }
}

function pay(operation: Operation, session: Session, typed: string, email: string | null): Answer {
  const number = typed.replace(/\D/g, '');
  const card = testCard(number);
  if (card === null) return form(operation, session, 400, message('checkout.error.unknownCard'));
  const entry = { card, number, email: email ?? session.customer_details?.email ?? null };
  const after = scoped(operation, session.id, (owner) => paySession(owner, session, entry));
  if (after.status === 'complete') return redirect(successUrl(after));
  return form(operation, after, 402, message('checkout.error.declined', { reason: card.decline?.message ?? '' }));
}

/** Pages have no Stripe-Account header: what they create belongs to the owner of the session. */
function scoped<R>(operation: Operation, sessionId: string, work: (owner: Operation) => R): R {
  return work(operation.as(operation.tx.row('checkout_session', sessionId)!.account));
}

function successUrl(session: Session): string {
  return session.success_url!.replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

function form(operation: Operation, session: Session, status: number, error: string | null): Answer {
  const total = displayAmount(session.amount_total!, session.currency!);
  const lines = operation.tx.get('checkout_draft', session.id)?.lines ?? [];
  const content = html`<h2>${message('checkout.lines')}</h2>
    <ul>
      ${lines.map((line) => lineMarkup(line, session.currency!))}
    </ul>
    <p>${message('checkout.total')}: <strong>${total}</strong></p>
    ${error === null ? new Html('') : html`<p class="error" role="alert">${error}</p>`}
    <form method="post" action="/sim/checkout/${session.id}">
      <label for="email">${message('checkout.email')}</label>
      <input
        id="email"
        name="email"
        type="email"
        autocomplete="email"
        value="${session.customer_details?.email ?? ''}"
      />
      <label for="card_number">${message('checkout.card')}</label>
      <input
        id="card_number"
        name="card_number"
        inputmode="numeric"
        autocomplete="off"
        value="${PAYING_CARD}"
        aria-describedby="card_hint"
      />
      <p id="card_hint">${message('checkout.card.hint')}</p>
      <button name="action" value="pay">${message('checkout.pay', { amount: total })}</button>
      <button name="action" value="decline">${message('checkout.decline')}</button>
      <button name="action" value="abandon" formnovalidate>${message('checkout.abandon')}</button>
    </form>`;
  return page(status, message('checkout.title', { amount: total }), content);
}

function lineMarkup({ name, quantity, unitAmount }: DraftLine, currency: string): Html {
  const amount = displayAmount(unitAmount * quantity, currency);
  return html`<li>${message('checkout.line', { name, quantity, amount })}</li>`;
}

function closed(session: Session): Answer {
  const key = session.status === 'complete' ? 'checkout.closed.complete' : 'checkout.closed.expired';
  return page(410, message('checkout.closed.title'), html`<p>${message(key)}</p>`);
}

function abandoned(): Answer {
  return page(200, message('checkout.abandoned.title'), html`<p>${message('checkout.abandoned.text')}</p>`);
}

function field(fields: DecodedObject, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
