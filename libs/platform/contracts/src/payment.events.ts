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

/** A timer: a charge that a bank declined is tried again, unless somebody has tried since: `attempts` counts the tries. */
export const chargeRetryDue = topic<{ paymentId: string; attempts: number }>('payments.charge_retry_due', 1);

/** A timer: the payer's time to bring a charge through has run out. */
export const chargeGivenUpDue = topic<{ paymentId: string }>('payments.charge_given_up_due', 1);

/** An organisation has a card that it can be charged with, or another one than before. */
export const savedMethodActivated = topic<{ organisationId: string }>('payments.saved_method_activated', 1);

/** What whoever keeps the money of an organisation has to hear about its payments. */
export const PAYER_NOTICES = [
  'invoice_overdue',
  'invoice_voided',
  'invoice_overpaid',
  'invoice_refused',
  'card_wanted',
  'charge_declined',
  'charge_needs_payer',
  'charge_lacks_card',
  'charge_given_up',
  'run_drafted',
  'run_not_drafted',
  'run_void',
  'run_lapsed',
  'run_given_up',
  'run_paid_late',
  'run_waits_for_balance',
] as const;
export type PayerNotice = (typeof PAYER_NOTICES)[number];

/** `reference` is what the payer finds it by: the number of an invoice, an id, a code of Stripe, or the page to go to. */
export const payerNoticeDue = topic<{
  organisationId: string;
  notice: PayerNotice;
  /** Null where it is about no payment. */
  amount: MoneyPayload | null;
  reference: string;
}>('payments.payer_notice_due', 1);

/** Something changed that may let waiting transfers go: money available, an account active, a release. */
export const transfersDue = topic<{ reason: string }>('payments.transfers_due', 1);

/** A bank did not take a payout from a recipient's account at Stripe. `payee` is an outside id, `reason` plain words. */
export const payoutFailed = topic<{ payee: string; amount: MoneyPayload; reason: string }>('payments.payout_failed', 1);

/** A recipient took the account at Stripe away from the platform. */
export const recipientDisconnected = topic<{ payee: string }>('payments.recipient_disconnected', 1);

/** What credited a payee: an accepted milestone, or something that no charge of Stripe stands behind. */
export type PartSource = 'milestone' | 'project_payout' | 'project_exit' | 'review';

/** Parts of what one source credited to payees have reached them. */
export const releasePartsPaid = topic<{ source: PartSource; sourceId: string; partIds: readonly string[] }>(
  'payments.release_parts_paid',
  1,
);

/** Held money was set apart to go back to its payer; payments asks Stripe for the refund. `refundId` names it everywhere. */
export const refundRequested = topic<{ refundId: string; pledgeId: string; amount: MoneyPayload }>(
  'payments.refund_requested',
  1,
);

/** Stripe shows a refund of a paid pledge that nobody asked for here; the books have to find the money for it. */
export const refundAdopted = topic<{ refundId: string; pledgeId: string; paid: MoneyPayload; amount: MoneyPayload }>(
  'payments.refund_adopted',
  1,
);

/** Whether the money of an adopted refund was found among what is held for its pledge. */
export const refundTaken = topic<{ refundId: string; found: boolean }>('payments.refund_taken', 1);

/** A refund of a pledge has ended: the payer has the money, at the bank or card, or in the balance here. */
export const refundEnded = topic<{ refundId: string; pledgeId: string }>('payments.refund_ended', 1);

/** What an organisation paid in advance has arrived. */
export const balancePaid = topic<{ paymentId: string }>('payments.balance_paid', 1);

/** A timer: what an organisation paid in advance so long ago, and has not used, goes back. */
export const balanceExpiryDue = topic<{ organisationId: string; currency: string }>('payments.balance_expiry_due', 1);

/** A timer: an organisation is reminded that what it has not used of this payment goes back this many days from now. */
export const balanceReminderDue = topic<{ paymentId: string; daysLeft: number }>('payments.balance_reminder_due', 1);

/** What an organisation has not used of its balance goes back on this day. */
export const balanceExpiring = topic<{
  organisationId: string;
  amount: MoneyPayload;
  /** ISO 8601 day. */
  day: string;
}>('payments.balance_expiring', 1);
/** Something other than a milestone credited payees. `payee` is an outside id, `partId` names the part wherever it goes. */
export const amountsPayable = topic<{
  source: Exclude<PartSource, 'milestone'>;
  sourceId: string;
  parts: readonly { partId: string; payee: string; net: MoneyPayload }[];
}>('payments.amounts_payable', 1);

/** A subscription as Stripe showed it when it was read; readings may arrive in any order. */
export const subscriptionSeen = topic<{
  recurringPledgeId: string;
  /** ISO 8601, with milliseconds. */
  readAt: string;
  /** Stripe's word. */
  status: string;
  isPaused: boolean;
  periodEnd: string | null;
  endsAt: string | null;
  /** Where its open invoice can be paid. */
  paymentUrl: string | null;
}>('payments.subscription_seen', 1);
export type SubscriptionReading = NonNullable<(typeof subscriptionSeen)['payload']>;

/** The page on which a subscription is begun is there. */
export const subscriptionCheckoutOpened = topic<{ recurringPledgeId: string; url: string }>(
  'payments.subscription_checkout_opened',
  1,
);

/** A subscription was not begun: nobody paid in time, or Stripe refused it. */
export const subscriptionNotStarted = topic<{ recurringPledgeId: string; code: string }>(
  'payments.subscription_not_started',
  1,
);

/** A period was paid, and the ledger holds the money for a pledge of this id, which is to be made now. */
export const recurringPeriodPaid = topic<{
  recurringPledgeId: string;
  paymentId: string;
  pledgeId: string;
  amount: MoneyPayload;
}>('payments.recurring_period_paid', 1);
