import type Stripe from 'stripe';
import { ApiError } from '../../errors.js';
import { emitEvent } from '../../events/emitter.js';
import type { Decline } from '../../money/test-cards.js';
import type { Operation } from '../../operation.js';
import { schedule } from '../../tasks.js';
import { attach } from '../payment-methods/attachment.js';
import { markInstrument } from '../payment-methods/instruments.js';
import { idOf } from '../reference.js';
import { change } from '../change.js';

/** What became of an attempt; an error says why it failed, and its effects are kept. */
export interface AttemptResult {
  readonly intent: Stripe.PaymentIntent;
  readonly error: ApiError | null;
}

/** The charge is there and the intent is paid; the balance transaction follows a moment later. */
export function succeed(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
): Stripe.PaymentIntent {
  operation.tx.put('charge', charge.id, charge, operation.account);
  emitEvent(operation, 'charge.succeeded', charge);
  const paid = change(operation, 'payment_intent', intent, {
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: charge.payment_method,
    processing: null,
    status: 'succeeded',
  });
  emitEvent(operation, 'payment_intent.succeeded', paid);
  const dueAtMs = operation.instant.getTime() + operation.services.options.settleDelayMs;
  schedule(operation, 'charge.settle', charge.id, dueAtMs);
  return paid;
}

/** The attempt left a failed charge; the intent waits for another payment method. */
export function fail(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  { charge, decline, method }: { charge: Stripe.Charge; decline: Decline; method: Stripe.PaymentMethod },
): AttemptResult {
  operation.tx.put('charge', charge.id, charge, operation.account);
  const failed = change(operation, 'payment_intent', intent, {
    amount_received: 0,
    last_payment_error: paymentError(decline, method, charge.id),
    latest_charge: charge.id,
    next_action: null,
    payment_method: null,
    processing: null,
    status: 'requires_payment_method',
  });
  emitEvent(operation, 'payment_intent.payment_failed', failed);
  emitEvent(operation, 'charge.failed', charge);
  const error = new ApiError(402, decline.message, {
    type: 'card_error',
    code: decline.code,
    chargeId: charge.id,
    executed: true,
    ...(decline.declineCode === null ? {} : { declineCode: decline.declineCode }),
    subjects: { payment_intent: failed, payment_method: method },
  });
  return { intent: failed, error };
}

/** `last_payment_error` of an intent. */
export function paymentError(
  { code, declineCode, message }: Decline,
  method: Stripe.PaymentMethod,
  charge?: string,
): Stripe.PaymentIntent.LastPaymentError {
  return {
    ...(charge === undefined ? {} : { charge }),
    code: code,
    ...(declineCode === null ? {} : { decline_code: declineCode }),
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    message,
    payment_method: method,
    type: 'card_error',
  };
}

/** Saves the payment method for the customer when the intent asks for it; without a customer it is spent. */
export function keepMethod(operation: Operation, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const customer = idOf(intent.customer);
  const isKept = intent.setup_future_usage !== null && customer !== '';
  if (isKept) attach(operation, operation.tx.get('payment_method', method.id)!, customer);
  else if (method.customer === null) markInstrument(operation, method.id, { isSpent: true });
  if (isKept && intent.setup_future_usage === 'off_session') markInstrument(operation, method.id, { isSetUp: true });
}
