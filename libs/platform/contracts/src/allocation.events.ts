import { topic, type MoneyPayload } from './topic.js';

/** A run was approved and its lines are promised; payments opens one payment of all of them, into the balance. */
export const allocationPaymentRequested = topic<{
  runId: string;
  organisationId: string;
  description: string;
  amount: MoneyPayload;
  means: 'checkout' | 'invoice';
  /** What an invoice says, in minor units that add up to the amount; at most as many as Stripe takes. None for a Checkout. */
  lines: readonly { readonly description: string; readonly minor: string }[];
  /** The payer's own reference, for an invoice. */
  purchaseOrder: string | null;
}>('budgets.run_payment_requested', 1);

/** A run was made void while its payment was open: nobody shall pay it any more. */
export const allocationPaymentWithdrawn = topic<{ runId: string }>('budgets.run_payment_withdrawn', 1);

/** The payment of a run has arrived in the balance of its organisation. */
export const allocationPaid = topic<{ paymentId: string; runId: string }>('payments.run_paid', 1);

/** The payment of a run ended without money. */
export const allocationPaymentEnded = topic<{ paymentId: string; runId: string }>('payments.run_payment_ended', 1);

/** A timer: a period of a budget begins on this ISO 8601 day, and its run is drafted. */
export const budgetPeriodDue = topic<{ budgetId: string; organisationId: string; day: string }>(
  'budgets.period_due',
  1,
);

/** A timer: a locked run has waited for its approval for as long as one waits. */
export const allocationRunLapseDue = topic<{ runId: string }>('budgets.run_lapse_due', 1);

/** A timer: a paid run has waited for a week since it was last told that the balance does not cover it. */
export const allocationRunShortDue = topic<{ runId: string }>('budgets.run_short_due', 1);

/** A timer: what was paid for a line and could not be placed is dealt with as the budget says. */
export const heldLineDue = topic<{ runId: string; needId: string; organisationId: string }>('budgets.held_line_due', 1);
