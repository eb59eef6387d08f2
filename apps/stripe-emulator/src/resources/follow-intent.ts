import type Stripe from 'stripe';
import type { Operation } from '../operation.js';
import { followInSession } from './checkout-completion.js';
import { followInvoice } from './invoices/follow-invoice.js';

/** Tells whoever waits for an intent what has become of it. Everything that changes an intent's status ends here. */
export function followIntent(operation: Operation, intent: Stripe.PaymentIntent): void {
  const invoice = followInvoice(operation, intent)?.id ?? null;
  const session = operation.tx
    .rows('checkout_session', operation.account)
    .map(({ value }) => value)
    .find((one) => one.payment_intent === intent.id || (invoice !== null && one.invoice === invoice));
  if (session !== undefined) followInSession(operation, session, intent);
}
