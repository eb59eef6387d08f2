import type Stripe from 'stripe';
import { refused } from '../errors.js';
import type { Operation } from '../operation.js';
import { followSetupInSession } from './checkout-completion.js';
import { followIntent } from './follow-intent.js';
import { awaitsAuthentication, resolveAuthentication } from './payment-intents/authentication.js';
import { resolveSetup } from './setup-intents/setup-confirmation.js';

/** An intent that waits for its payer to authenticate, of either kind. */
export type WaitingIntent = Stripe.PaymentIntent | Stripe.SetupIntent;

/** The waiting intent of an id; null when there is none or it does not wait any more. */
export function waitingIntent(operation: Operation, id: string): WaitingIntent | null {
  const intent = operation.tx.get('payment_intent', id);
  if (intent !== undefined) return awaitsAuthentication(intent) ? intent : null;
  const setup = operation.tx.get('setup_intent', id);
  return setup?.status === 'requires_action' ? setup : null;
}

/** The payer of a waiting intent has authenticated, or has failed to. Gives the intent as it is then. */
export function authenticatePayer(operation: Operation, id: string, isComplete: boolean): WaitingIntent {
  const waiting = waitingIntent(operation, id);
  if (waiting === null) throw refused(`${id} does not wait for an authentication.`);
  if (waiting.object === 'payment_intent') {
    const { intent } = resolveAuthentication(operation, waiting, isComplete);
    followIntent(operation, intent);
    return intent;
  }
  const { setup } = resolveSetup(operation, waiting, isComplete);
  followSetupInSession(operation, setup);
  return setup;
}
