import type Stripe from 'stripe';
import type { DecodedObject } from '../http/form.js';
import type { Answer } from '../http/incoming.js';
import type { Operation } from '../operation.js';
import { submitSession, type CheckoutEntry } from '../resources/checkout-payment.js';
import type { DraftLine } from '../store/records/checkout-draft.js';
import { field } from './fields.js';
import { displayAmount, Html, html, message, notFound, page, redirect } from './html.js';
import { enteredInstrument, paymentFields } from './payment-fields.js';

type Session = Stripe.Checkout.Session;

/** `GET /sim/checkout/{id}`; a payer who comes back from an authentication that succeeded is led on. */
export function showCheckout(operation: Operation, id: string, query: DecodedObject): Answer {
  const session = operation.tx.get('checkout_session', id);
  if (session === undefined) return notFound();
  const status = field(query, 'redirect_status');
  if (session.status === 'complete' && status !== null) return redirect(successUrl(session));
  if (session.status !== 'open') return closed(session);
  return form(operation, session, 200, status === 'failed' ? message('checkout.error.authentication') : null);
}

/**
 * `POST /sim/checkout/{id}` with the fields `action` (pay, pay_by_bank, decline or abandon), `card_number`, `account` and
 * `email`. A payment redirects to success_url or to an authentication, leaving to cancel_url; a decline shows the form
 * again with status 402.
 */
export function submitCheckout(operation: Operation, id: string, fields: DecodedObject): Answer {
  const session = operation.tx.get('checkout_session', id);
  if (session === undefined) return notFound();
  // A second click on a paid session leads where the first one did.
  if (session.status === 'complete') return redirect(successUrl(session));
  if (session.status !== 'open') return closed(session);
  if (field(fields, 'action') === 'abandon') {
    return session.cancel_url === null ? abandoned() : redirect(session.cancel_url);
  }
  const entered = enteredInstrument(fields, session.payment_method_types);
  if (entered === null) return form(operation, session, 400, null);
  if ('error' in entered) return form(operation, session, 400, entered.error);
  return submit(operation, session, entered.instrument, fields);
}

function submit(
  operation: Operation,
  session: Session,
  instrument: CheckoutEntry['instrument'],
  fields: DecodedObject,
): Answer {
  const email = field(fields, 'email') ?? session.customer_details?.email ?? null;
  const submitted = scoped(operation, session.id, (owner) => submitSession(owner, session, { instrument, email }));
  const { authenticationUrl, error, session: after } = submitted;
  if (authenticationUrl !== null) return redirect(authenticationUrl);
  if (error === null) return redirect(successUrl(after));
  return form(operation, after, 402, message('checkout.error.declined', { reason: error.message }));
}

/** Pages have no Stripe-Account header: what they create belongs to the owner of the session. */
function scoped<R>(operation: Operation, sessionId: string, work: (owner: Operation) => R): R {
  return work(operation.as(operation.tx.row('checkout_session', sessionId)!.account));
}

function successUrl(session: Session): string {
  return session.success_url!.replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

function form(operation: Operation, session: Session, status: number, error: string | null): Answer {
  const isSetup = session.mode === 'setup';
  const total = isSetup ? '' : displayAmount(session.amount_total!, session.currency!);
  const title = isSetup ? message('checkout.setup.title') : message('checkout.title', { amount: total });
  const content = html`${isSetup ? new Html('') : summary(operation, session, total)}
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
      ${paymentFields(session.payment_method_types, labels(session, total))}
      <button name="action" value="abandon" formnovalidate>${message('checkout.abandon')}</button>
    </form>`;
  return page(status, title, content);
}

function summary(operation: Operation, session: Session, total: string): Html {
  const lines = operation.tx.get('checkout_draft', session.id)?.lines ?? [];
  return html`<h2>${message('checkout.lines')}</h2>
    <ul>
      ${lines.map((line) => lineMarkup(line, session.currency!))}
    </ul>
    <p>${message('checkout.total')}: <strong>${total}</strong></p>`;
}

function labels(session: Session, total: string): Parameters<typeof paymentFields>[1] {
  if (session.mode === 'setup') {
    return {
      card: message('checkout.setup.card'),
      decline: message('checkout.setup.decline'),
      bank: message('checkout.setup.bank'),
    };
  }
  return {
    card: message('checkout.pay', { amount: total }),
    decline: message('checkout.decline'),
    bank: message('checkout.payByBank', { amount: total }),
  };
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
