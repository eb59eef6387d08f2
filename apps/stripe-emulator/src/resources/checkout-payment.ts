import type Stripe from 'stripe';
import type { TestCard } from '../money/test-cards.js';
import { emitEvent } from '../events/emitter.js';
import type { Operation } from '../operation.js';
import { schedule } from '../tasks.js';
import { cardCharge } from './charge-object.js';
import { customerDetails } from './checkout-session-object.js';
import { createCardMethod } from './payment-method-object.js';
import { changeIntent, createSessionIntent } from './payment-intent-object.js';
import { idOf } from './reference.js';

interface CardEntry {
  readonly card: TestCard;
  /** Digits only. */
  readonly number: string;
  readonly email: string | null;
}

/**
 * Somebody pays an open session on its page. The session's PaymentIntent is made at the first attempt and used again by
 * the next one; a decline leaves the session open. Gives the session as it is afterwards.
 */
export function paySession(
  operation: Operation,
  session: Stripe.Checkout.Session,
  entry: CardEntry,
): Stripe.Checkout.Session {
  const intent = intentOf(operation, session);
  const customer = intent.customer as string | null;
  const method = createCardMethod(operation, entry.card, { ...entry, customer });
  const charge = cardCharge(operation, intent, entry.card, { ...entry, paymentMethodId: method.id });
  operation.tx.put('charge', charge.id, charge, operation.account);
  if (entry.card.decline !== null) return decline(operation, session, { intent, charge, method, entry });
  emitEvent(operation, 'charge.succeeded', charge);
  const paid = changeIntent(operation, intent, {
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    payment_method: method.id,
    status: 'succeeded',
  });
  emitEvent(operation, 'payment_intent.succeeded', paid);
  schedule(operation, 'charge.settle', charge.id, operation.instant.getTime() + settleDelayMs(operation));
  return complete(operation, session, paid, entry.email);
}

function intentOf(operation: Operation, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  if (typeof session.payment_intent === 'string') return operation.tx.get('payment_intent', session.payment_intent)!;
  return createSessionIntent(operation, session, operation.tx.get('checkout_draft', session.id)!);
}

function complete(
  operation: Operation,
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
  email: string | null,
): Stripe.Checkout.Session {
  const customer = operation.tx.get('customer', idOf(session.customer)) ?? null;
  const completed: Stripe.Checkout.Session = {
    ...session,
    customer_details: customerDetails(email, customer),
    payment_intent: intent.id,
    payment_status: 'paid',
    status: 'complete',
    url: null,
  };
  operation.tx.put('checkout_session', session.id, completed);
  emitEvent(operation, 'checkout.session.completed', completed);
  return completed;
}

interface FailedAttempt {
  readonly intent: Stripe.PaymentIntent;
  readonly charge: Stripe.Charge;
  readonly method: Stripe.PaymentMethod;
  readonly entry: CardEntry;
}

function decline(
  operation: Operation,
  session: Stripe.Checkout.Session,
  { intent, charge, method, entry }: FailedAttempt,
): Stripe.Checkout.Session {
  const { code, declineCode, message } = entry.card.decline!;
  const failed = changeIntent(operation, intent, {
    last_payment_error: {
      charge: charge.id,
      code: code,
      decline_code: declineCode,
      doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
      message,
      payment_method: method,
      type: 'card_error',
    },
    latest_charge: charge.id,
  });
  emitEvent(operation, 'payment_intent.payment_failed', failed);
  emitEvent(operation, 'charge.failed', charge);
  const open = { ...session, payment_intent: failed.id };
  operation.tx.put('checkout_session', session.id, open);
  return open;
}

function settleDelayMs(operation: Operation): number {
  return operation.services.options.settleDelayMs;
}
