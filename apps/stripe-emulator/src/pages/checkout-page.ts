import type Stripe from 'stripe';
import type { DecodedObject } from '../http/form.js';
import type { Answer } from '../http/incoming.js';
import { PAYING_IBAN, PAYING_US_ACCOUNT, testBankAccount, type TestBankAccount } from '../money/test-bank-accounts.js';
import { DECLINING_CARD, PAYING_CARD, testCard } from '../money/test-cards.js';
import type { Operation } from '../operation.js';
import { submitSession, type CheckoutEntry } from '../resources/checkout-payment.js';
import type { DraftLine } from '../store/records/checkout-draft.js';
import { field } from './fields.js';
import { displayAmount, Html, html, message, notFound, page, redirect } from './html.js';

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
  switch (field(fields, 'action')) {
    case 'pay':
      return payByCard(operation, session, field(fields, 'card_number') ?? PAYING_CARD, fields);
    case 'pay_by_bank':
      return payByBank(operation, session, fields);
    case 'decline':
      return payByCard(operation, session, DECLINING_CARD, fields);
    case 'abandon':
      return session.cancel_url === null ? abandoned() : redirect(session.cancel_url);
    case null:
    default:
      return form(operation, session, 400, null);
  }
}

function payByCard(operation: Operation, session: Session, typed: string, fields: DecodedObject): Answer {
  const card = testCard(typed.replace(/\D/g, ''));
  if (card === null) return form(operation, session, 400, message('checkout.error.unknownCard'));
  return submit(operation, session, card, fields);
}

function payByBank(operation: Operation, session: Session, fields: DecodedObject): Answer {
  const account = typedAccount(session, field(fields, 'account'));
  if (account === null) return form(operation, session, 400, message('checkout.error.unknownAccount'));
  return submit(operation, session, account, fields);
}

function typedAccount(session: Session, typed: string | null): TestBankAccount | null {
  const types = (['us_bank_account', 'sepa_debit'] as const).filter((type) =>
    session.payment_method_types.includes(type),
  );
  for (const type of types) {
    const account = testBankAccount(type, typed ?? payingAccount(type));
    if (account !== null) return account;
  }
  return null;
}

function payingAccount(type: string): string {
  return type === 'sepa_debit' ? PAYING_IBAN : PAYING_US_ACCOUNT;
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
      ${cardFields(session, total)} ${bankFields(session, total)}
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

function cardFields(session: Session, total: string): Html {
  if (!session.payment_method_types.includes('card')) return new Html('');
  const isSetup = session.mode === 'setup';
  const pay = isSetup ? message('checkout.setup.card') : message('checkout.pay', { amount: total });
  return html`<label for="card_number">${message('checkout.card')}</label>
    <input
      id="card_number"
      name="card_number"
      inputmode="numeric"
      autocomplete="off"
      value="${PAYING_CARD}"
      aria-describedby="card_hint"
    />
    <p id="card_hint">${message('checkout.card.hint')}</p>
    <button name="action" value="pay">${pay}</button>
    <button name="action" value="decline">${message(isSetup ? 'checkout.setup.decline' : 'checkout.decline')}</button>`;
}

function bankFields(session: Session, total: string): Html {
  const type = session.payment_method_types.find((one) => one === 'us_bank_account' || one === 'sepa_debit');
  if (type === undefined) return new Html('');
  const account = payingAccount(type);
  const pay =
    session.mode === 'setup' ? message('checkout.setup.bank') : message('checkout.payByBank', { amount: total });
  return html`<label for="account">${message('checkout.account')}</label>
    <input id="account" name="account" autocomplete="off" value="${account}" aria-describedby="account_hint" />
    <p id="account_hint">${message('checkout.account.hint', { account })}</p>
    <button name="action" value="pay_by_bank">${pay}</button>`;
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
