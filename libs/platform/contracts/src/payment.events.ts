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

/** Something other than a milestone credited payees. `payee` is an outside id, `partId` names the part wherever it goes. */
export const amountsPayable = topic<{
  source: Exclude<PartSource, 'milestone'>;
  sourceId: string;
  parts: readonly { partId: string; payee: string; net: MoneyPayload }[];
}>('payments.amounts_payable', 1);
