import type Stripe from 'stripe';

/** Whether a refund stands in line for money. */
export function waitsForFunds(refund: Stripe.Refund): boolean {
  return refund.status === 'pending' && refund.pending_reason === 'insufficient_funds';
}
