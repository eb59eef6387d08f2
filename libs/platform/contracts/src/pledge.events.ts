import { topic, type MoneyPayload } from './topic.js';

/** A promise was made; whoever decides for the funder has to approve it before it is paid. */
export const pledgeSubmitted = topic<{ pledgeId: string }>('pledges.submitted', 1);

/** The funder approved; payments opens a payment of exactly this amount: a Checkout of Stripe, an invoice, a charge of a saved card, or one that the bank brings. */
export const pledgePaymentRequested = topic<{
  pledgeId: string;
  needId: string;
  organisationId: string;
  description: string;
  amount: MoneyPayload;
  means: 'checkout' | 'bank' | 'invoice' | 'saved_method';
  /** The payer's own reference, for an invoice. */
  purchaseOrder: string | null;
}>('pledges.payment_requested', 1);

/** The money has arrived and is held for the pledge. */
export const pledgePaid = topic<{ pledgeId: string; needId: string; amount: MoneyPayload }>('pledges.paid', 1);

/** A timer: the payer of held money is reminded that it goes back this many days from now. */
export const holdReminderDue = topic<{ pledgeId: string; daysLeft: number }>('pledges.hold_reminder_due', 1);

/** A timer: what is still held for a pledge goes back. Before the last call, work that waits for its review is spared. */
export const holdExpiryDue = topic<{ pledgeId: string; lastCall: boolean }>('pledges.hold_expiry_due', 1);

/** Held money goes back to its payer on this day unless it is released before. */
export const heldMoneyExpiring = topic<{
  organisationId: string;
  recipientPersonId: string;
  title: string;
  amount: MoneyPayload;
  /** ISO 8601 day. */
  day: string;
}>('pledges.held_money_expiring', 1);

/** Money that was held for a need left it: back to the payer, or into the payer's balance. */
export const heldMoneyReturned = topic<{
  organisationId: string;
  recipientPersonId: string;
  title: string;
  amount: MoneyPayload;
  to: 'payer' | 'balance';
}>('pledges.held_money_returned', 1);

/** A timer: a promise that is still not paid at this time ends. */
export const pledgeLapseDue = topic<{ pledgeId: string }>('pledges.lapse_due', 1);

/** A promise that has a day of its own has ended without money. */
export const trancheEnded = topic<{ pledgeId: string }>('pledges.tranche_ended', 1);

/** Money of a pledge is held for the need of this recipient. */
export const needFunded = topic<{
  needId: string;
  pledgeId: string;
  recipientPersonId: string;
  title: string;
  amount: MoneyPayload;
}>('pledges.need_funded', 1);

/** A timer: help in kind that is still not delivered at this time is due no more. */
export const inKindLapseDue = topic<{ contributionId: string }>('pledges.in_kind_lapse_due', 1);

/** Help in kind has come to a new state, or a part of it was delivered; the other side is told. */
export const inKindNoticeDue = topic<{
  personId: string;
  notice: 'promised' | 'accepted' | 'delivered' | 'declined' | 'lapsed' | 'withdrawn';
  title: string;
}>('pledges.in_kind_notice_due', 1);
