import { topic, type MoneyPayload } from './topic.js';

/** How often a recurring pledge is paid. */
export const RECURRING_INTERVALS = ['month', 'quarter', 'year'] as const;
export type RecurringInterval = (typeof RECURRING_INTERVALS)[number];

/** How the money of a period is asked for: from a card, or in writing. */
export const RECURRING_COLLECTIONS = ['card', 'invoice'] as const;
export type RecurringCollection = (typeof RECURRING_COLLECTIONS)[number];

/** Support by the period was promised; whoever decides for the funder has to approve it before anything is paid. */
export const recurringPledgeSubmitted = topic<{ recurringPledgeId: string }>('commitments.recurring_submitted', 1);

/** A timer: a recurring pledge that nobody has approved at this time ends. */
export const recurringPledgeLapseDue = topic<{ recurringPledgeId: string }>('commitments.recurring_lapse_due', 1);

/** The funder approved; payments opens a Checkout that makes the subscription, or makes one that sends invoices. */
export const subscriptionRequested = topic<{
  recurringPledgeId: string;
  needId: string;
  organisationId: string;
  description: string;
  amount: MoneyPayload;
  interval: RecurringInterval;
  collection: RecurringCollection;
  /** Both for invoices only. */
  daysUntilDue: number | null;
  purchaseOrder: string | null;
}>('commitments.subscription_requested', 1);

/** What can be asked of a subscription that runs. `endAt` has the moment as ISO 8601 in `at`. */
export type SubscriptionChange =
  | { readonly kind: 'pause' | 'resume' | 'endWithPeriod' | 'keep' | 'keepDespiteNotice' | 'cancel' }
  | { readonly kind: 'endAt'; readonly at: string };

export const subscriptionChangeRequested = topic<{ recurringPledgeId: string; change: SubscriptionChange }>(
  'commitments.subscription_change_requested',
  1,
);

/** The next step against a payer who is behind: a notice, or the end. `since` names the delay that it belongs to. */
export const dunningStepDue = topic<{ recurringPledgeId: string; since: string; step: number }>(
  'commitments.dunning_step_due',
  1,
);

export const COMMITMENT_NOTICES = [
  'payment_failed',
  'payment_still_failing',
  'payment_last_notice',
  'invoice_still_overdue',
  'invoice_last_notice',
  'ended_unpaid',
  'need_funded',
  'not_started',
  'ending',
  'component_left',
] as const;
export type CommitmentNotice = (typeof COMMITMENT_NOTICES)[number];

/** Who pays, who is paid, or both have to hear what becomes of a commitment; the one who is null does not. */
export const commitmentNoticeDue = topic<{
  organisationId: string | null;
  recipientPersonId: string | null;
  notice: CommitmentNotice;
  title: string;
  amount: MoneyPayload;
  /** ISO 8601 day: when it ends, or the day of the notice. */
  day: string;
}>('commitments.notice_due', 1);
