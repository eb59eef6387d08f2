import type Stripe from 'stripe';

/** Why the platform has rejected an account; the id of the row is that of the account. */
export interface RejectionRow {
  readonly disabledReason: Stripe.Account.Requirements.DisabledReason;
}
