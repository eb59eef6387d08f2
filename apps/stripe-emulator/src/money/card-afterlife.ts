import type Stripe from 'stripe';
import type { Operation } from '../operation.js';

/** What comes of a charge after it has succeeded, as Stripe's own test cards decide it. */
interface Afterlife {
  /** Whether a refund is pending for a while, or fails after it had succeeded. */
  readonly refund?: 'pending' | 'fails';
  /** Whether the payer disputes the charge as soon as it is settled. */
  readonly dispute?: 'chargeback' | 'inquiry';
}

const BY_NUMBER: Readonly<Record<string, Afterlife>> = {
  '4000000000007726': { refund: 'pending' },
  '4000000000005126': { refund: 'fails' },
  '4000000000000259': { dispute: 'chargeback' },
  '4000000000001976': { dispute: 'inquiry' },
};

/** The afterlife of a charge: nothing special unless one of those cards paid it. */
export function afterlifeOf(operation: Operation, charge: Stripe.Charge): Afterlife {
  const number = operation.tx.get('instrument', charge.payment_method ?? '')?.number ?? '';
  return BY_NUMBER[number] ?? {};
}
