import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import { AUTHENTICATION_REQUIRED, needsAuthentication, type Decline, type TestCard } from '../../money/test-cards.js';
import type { Operation } from '../../operation.js';
import { intentCharge } from '../charge-object.js';
import { cardOf, instrumentOf } from '../payment-methods/instruments.js';
import { fail, keepMethod, succeed, type AttemptResult } from './attempt-outcome.js';
import { cardDetails } from './charge-details.js';
import { change } from '../change.js';

export interface Attempt {
  readonly method: Stripe.PaymentMethod;
  /** Whether the payer is away, so that nobody can authenticate. */
  readonly offSession: boolean;
  /** Where a payer who has authenticated is led; null when the caller did not say. */
  readonly returnUrl: string | null;
  /** Whether to fail rather than to ask for an authentication. */
  readonly refusesAction?: boolean;
  /** Whether the payer has just authenticated. */
  readonly isAuthenticated?: boolean;
}

/** Charges a card: at once, after an authentication, or not at all. */
export function attemptCard(operation: Operation, intent: Stripe.PaymentIntent, attempt: Attempt): AttemptResult {
  const card = cardOf(operation, attempt.method);
  const { offSession, isAuthenticated = false, refusesAction = false } = attempt;
  const { isSetUp } = instrumentOf(operation, attempt.method.id);
  if (!isAuthenticated && needsAuthentication(card, { offSession, isSetUp })) {
    if (offSession || refusesAction) return decline(operation, intent, attempt, AUTHENTICATION_REQUIRED);
    return { intent: requireAction(operation, intent, attempt), error: null };
  }
  if (card.decline !== null) return decline(operation, intent, attempt, card.decline);
  const charge = chargeOf(operation, intent, attempt, card, null);
  keepMethod(operation, intent, attempt.method);
  return { intent: succeed(operation, intent, charge), error: null };
}

function decline(operation: Operation, intent: Stripe.PaymentIntent, attempt: Attempt, reason: Decline): AttemptResult {
  const charge = chargeOf(operation, intent, attempt, cardOf(operation, attempt.method), reason);
  return fail(operation, intent, { charge, decline: reason, method: attempt.method });
}

function chargeOf(
  operation: Operation,
  intent: Stripe.PaymentIntent,
  { method, isAuthenticated = false }: Attempt,
  card: TestCard,
  failure: Decline | null,
): Stripe.Charge {
  const details = cardDetails(intent.amount, card, isAuthenticated, failure !== null);
  const status = failure === null ? 'succeeded' : 'failed';
  return intentCharge(operation, intent, { method, details, status, failure });
}

function requireAction(operation: Operation, intent: Stripe.PaymentIntent, attempt: Attempt): Stripe.PaymentIntent {
  const waiting = change(operation, 'payment_intent', intent, {
    next_action: authenticationAction(operation, intent.id, attempt.returnUrl),
    payment_method: attempt.method.id,
    status: 'requires_action',
  });
  emitEvent(operation, 'payment_intent.requires_action', waiting);
  return waiting;
}

/** Where the payer authenticates. Without an address to come back to, Stripe leaves the way to its own scripts. */
export function authenticationAction(
  operation: Operation,
  intentId: string,
  returnUrl: string | null,
): Stripe.PaymentIntent.NextAction & Stripe.SetupIntent.NextAction {
  const url = `${operation.services.origin}/sim/3ds/${intentId}`;
  if (returnUrl === null) return { type: 'use_stripe_sdk', use_stripe_sdk: { stripe_js: url } };
  return { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };
}
