import { emitEvent } from '../events/emitter.js';
import type { Operation } from '../operation.js';
import { cancelPaymentIntent } from './payment-intents/payment-intent-object.js';
import { expireIncomplete } from './subscriptions/subscription-clock.js';
import { cancelSetup } from './setup-intents/setup-intent-object.js';

/** Due task and endpoint alike: an open session ends; a payment attempt in it is canceled. Others are left alone. */
export function expireSession(operation: Operation, sessionId: string): void {
  const session = operation.tx.get('checkout_session', sessionId);
  if (session?.status !== 'open') return;
  const expired = { ...session, status: 'expired' as const, url: null };
  operation.tx.put('checkout_session', sessionId, expired);
  if (typeof session.payment_intent === 'string') {
    cancelPaymentIntent(operation, session.payment_intent, 'expired');
  }
  if (typeof session.setup_intent === 'string') cancelSetup(operation, session.setup_intent, 'abandoned');
  if (typeof session.subscription === 'string') expireIncomplete(operation, session.subscription);
  emitEvent(operation, 'checkout.session.expired', expired);
}
