import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import type { Decline } from '../../money/test-cards.js';
import type { Operation } from '../../operation.js';
import { idOf } from '../reference.js';
import { paymentError, type AttemptResult } from './attempt-outcome.js';
import { attemptCard } from './card-attempt.js';
import { change } from '../change.js';

const NOT_AUTHENTICATED: Decline = {
  code: 'payment_intent_authentication_failure',
  declineCode: null,
  message: 'The provided PaymentMethod has failed authentication.',
};

/** Whether the intent waits for its payer to authenticate. */
export function awaitsAuthentication(intent: Stripe.PaymentIntent): boolean {
  const type = intent.next_action?.type;
  return intent.status === 'requires_action' && (type === 'redirect_to_url' || type === 'use_stripe_sdk');
}

/** The payer has authenticated, or has failed to: the waiting attempt goes on or ends. */
export function resolveAuthentication(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  isComplete: boolean,
): AttemptResult {
  const method = operation.tx.get('payment_method', idOf(intent.payment_method))!;
  if (isComplete) {
    return attemptCard(operation, intent, { method, offSession: false, returnUrl: null, isAuthenticated: true });
  }
  const failed = change(operation, 'payment_intent', intent, {
    last_payment_error: paymentError(NOT_AUTHENTICATED, method),
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  });
  emitEvent(operation, 'payment_intent.payment_failed', failed);
  return { intent: failed, error: null };
}
