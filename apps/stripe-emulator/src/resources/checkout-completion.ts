import type Stripe from 'stripe';
import { emitEvent } from '../events/emitter.js';
import type { Operation } from '../operation.js';
import { customerDetails } from './checkout-session-object.js';
import { idOf } from './reference.js';
import { change } from './change.js';

type Session = Stripe.Checkout.Session;

/** The payer is done. What was asked for may still be on its way, as the payment status says. */
function completeSession(
  operation: Operation,
  session: Session,
  paymentStatus: Session['payment_status'],
  method: string,
): Session {
  const customer = operation.tx.get('customer', idOf(session.customer)) ?? null;
  const email = operation.tx.get('payment_method', method)?.billing_details.email ?? customer?.email ?? null;
  const completed = change(operation, 'checkout_session', session, {
    customer_details: customerDetails(email, customer),
    payment_status: paymentStatus,
    status: 'complete',
    url: null,
  });
  emitEvent(operation, 'checkout.session.completed', completed);
  return completed;
}

/** What a change of its intent means for a session. */
export function followInSession(operation: Operation, session: Session, intent: Stripe.PaymentIntent): void {
  const method = idOf(intent.payment_method);
  const isAwaited = session.status === 'complete' && session.payment_status === 'unpaid';
  if (intent.status === 'succeeded' && session.status === 'open') completeSession(operation, session, 'paid', method);
  if (intent.status === 'processing' && session.status === 'open')
    completeSession(operation, session, 'unpaid', method);
  if (intent.status === 'succeeded' && isAwaited) {
    const paid = change(operation, 'checkout_session', session, { payment_status: 'paid' });
    emitEvent(operation, 'checkout.session.async_payment_succeeded', paid);
  }
  if (intent.status === 'requires_payment_method' && isAwaited) {
    emitEvent(operation, 'checkout.session.async_payment_failed', session);
  }
}

/** The same for the intent of a session that only saves a payment method. */
export function followSetupInSession(operation: Operation, setup: Stripe.SetupIntent): void {
  const session = operation.tx
    .rows('checkout_session', operation.account)
    .find(({ value }) => value.setup_intent === setup.id)?.value;
  if (session?.status !== 'open' || setup.status !== 'succeeded') return;
  completeSession(operation, session, 'no_payment_required', idOf(setup.payment_method));
}
