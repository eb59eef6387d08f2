import { topic, type MoneyPayload } from './topic.js';

/** A row that asks for one call to Stripe was written in the transaction of the fact that needs it. */
export const stripeCallRequested = topic<{ stripeCallId: string }>('payments.stripe_call_requested', 1);

/** A signed event of Stripe was stored and acknowledged. */
export const stripeEventReceived = topic<{ stripeEventId: string }>('payments.stripe_event_received', 1);

/** Stripe says that the payment for a pledge succeeded, and the ledger holds the money. */
export const paymentSucceeded = topic<{ paymentId: string; pledgeId: string; amount: MoneyPayload }>(
  'payments.succeeded',
  1,
);

/** The session ran out without a payment; the pledge can be paid by a new one. */
export const paymentExpired = topic<{ paymentId: string; pledgeId: string }>('payments.expired', 1);

/** No money comes and nothing is tried any more: the pledge that waited for it ends. */
export const paymentGivenUp = topic<{ paymentId: string; pledgeId: string }>('payments.given_up', 1);

/** A timer: an invoice that is still open a month after its due date is voided. */
export const invoiceVoidDue = topic<{ invoiceId: string }>('payments.invoice_void_due', 1);

/** What whoever keeps the money of an organisation has to hear about its payments. */
export const PAYER_NOTICES = ['invoice_overdue', 'invoice_voided', 'invoice_overpaid', 'invoice_refused'] as const;
export type PayerNotice = (typeof PAYER_NOTICES)[number];

/** `reference` is what the payer finds the payment by: the number of an invoice, a title, or a code of Stripe. */
export const payerNoticeDue = topic<{
  organisationId: string;
  notice: PayerNotice;
  amount: MoneyPayload;
  reference: string;
}>('payments.payer_notice_due', 1);

/** Something changed that may let waiting transfers go: money available, an account active, a release. */
export const transfersDue = topic<{ reason: string }>('payments.transfers_due', 1);

/** Parts of what a milestone released have reached their payee. */
export const releasePartsPaid = topic<{ milestoneId: string; partIds: readonly string[] }>(
  'payments.release_parts_paid',
  1,
);
