import type Stripe from 'stripe';
import type { ApiError } from '../errors.js';
import type { TestBankAccount } from '../money/test-bank-accounts.js';
import type { TestCard } from '../money/test-cards.js';
import type { Operation } from '../operation.js';
import { followSetupInSession } from './checkout-completion.js';
import { newCustomer } from './customers/customers.js';
import { followIntent } from './follow-intent.js';
import { defaultIntent } from './invoices/invoice-payments.js';
import { confirmIntent } from './payment-intents/confirmation.js';
import { createIntent } from './payment-intents/payment-intent-object.js';
import { instrumentMethod } from './payment-methods/payment-method-object.js';
import { idOf } from './reference.js';
import { firstInvoice, startSubscription } from './subscriptions/subscription-start.js';
import { confirmSetup } from './setup-intents/setup-confirmation.js';
import { change } from './change.js';

type Session = Stripe.Checkout.Session;

/** What was typed into the page. */
export interface CheckoutEntry {
  readonly instrument: TestCard | TestBankAccount;
  readonly email: string | null;
}
/** The session afterwards, where the payer has to authenticate, and why the attempt failed. */
interface CheckoutResult {
  readonly session: Session;
  readonly authenticationUrl: string | null;
  readonly error: ApiError | null;
}

/**
 * Somebody pays, or saves a payment method, on the page of an open session. The session's PaymentIntent is made at the
 * first attempt and used again by the next one; a decline leaves the session open.
 */
export function submitSession(operation: Operation, open: Session, entry: CheckoutEntry): CheckoutResult {
  const session = withCustomer(operation, open, entry.email);
  const method = instrumentMethod(operation, entry.instrument, entry.email);
  const returnUrl = `${operation.services.origin}/sim/checkout/${session.id}`;
  if (session.mode === 'setup') {
    const setup = operation.tx.get('setup_intent', idOf(session.setup_intent))!;
    const saved = confirmSetup(operation, setup, { acceptance: null, method, returnUrl });
    followSetupInSession(operation, saved.setup);
    return result(operation, session, saved.setup.next_action, saved.error);
  }
  const intent = intentOf(operation, session);
  const attempt = confirmIntent(operation, intent, { method, offSession: false, returnUrl });
  followIntent(operation, attempt.intent);
  return result(operation, session, attempt.intent.next_action, attempt.error);
}

function result(
  operation: Operation,
  { id }: Session,
  action: Stripe.PaymentIntent.NextAction | Stripe.SetupIntent.NextAction | null,
  error: ApiError | null,
): CheckoutResult {
  const authenticationUrl = action?.redirect_to_url?.url ?? null;
  return { session: operation.tx.get('checkout_session', id)!, authenticationUrl, error };
}

/** What is to be used again needs a customer, who is made from what was typed. */
function withCustomer(operation: Operation, session: Session, email: string | null): Session {
  if (session.customer !== null) return session;
  const draft = operation.tx.get('checkout_draft', session.id)!;
  const isNeeded =
    session.customer_creation === 'always' ||
    session.mode !== 'payment' ||
    draft.paymentIntent.setupFutureUsage !== null;
  if (!isNeeded) return session;
  const customer = newCustomer(operation, email === null ? {} : { email });
  const setup = operation.tx.get('setup_intent', idOf(session.setup_intent));
  if (setup !== undefined) operation.tx.put('setup_intent', setup.id, { ...setup, customer: customer.id });
  return change(operation, 'checkout_session', session, { customer: customer.id });
}

function intentOf(operation: Operation, session: Session): Stripe.PaymentIntent {
  if (session.mode === 'subscription') return subscriptionIntent(operation, session);
  if (typeof session.payment_intent === 'string') return operation.tx.get('payment_intent', session.payment_intent)!;
  const { paymentIntent: data } = operation.tx.get('checkout_draft', session.id)!;
  const allowed = session.allowed_payment_method_types;
  const intent = createIntent(operation, {
    allowed_payment_method_types: allowed,
    amount: session.amount_total!,
    currency: session.currency!,
    customer: session.customer,
    description: data.description,
    metadata: data.metadata,
    payment_method_types: session.payment_method_types,
    receipt_email: data.receiptEmail,
    setup_future_usage: data.setupFutureUsage,
    transfer_group: data.transferGroup,
  });
  change(operation, 'checkout_session', session, { payment_intent: intent.id });
  return intent;
}

/** The subscription is made at the first attempt; its first invoice is what the page pays. */
function subscriptionIntent(operation: Operation, session: Session): Stripe.PaymentIntent {
  const known = defaultIntent(operation, idOf(session.invoice));
  if (known !== null) return known;
  const { lines, subscription: data } = operation.tx.get('checkout_draft', session.id)!;
  const allowed = session.allowed_payment_method_types;
  const subscription = startSubscription(operation, {
    customer: idOf(session.customer),
    ...(data.description === null ? {} : { description: data.description }),
    items: lines.map(({ priceId: price, quantity }) => ({ price, quantity })),
    metadata: data.metadata,
    payment_settings: {
      ...(allowed === null ? {} : { payment_method_types: allowed }),
      save_default_payment_method: 'on_subscription',
    },
  });
  const invoice = firstInvoice(operation, subscription);
  change(operation, 'checkout_session', session, { invoice: invoice.id, subscription: subscription.id });
  return defaultIntent(operation, invoice.id)!;
}
