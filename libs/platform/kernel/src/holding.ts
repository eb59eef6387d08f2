import { DAY_MS, addMs } from './clock.js';

/** Days before the expiry at which the payer is reminded. */
const REMINDERS = [30, 14, 3];
/** Refunds take days, and Stripe counts its limit from the payment; so money goes back well before. */
const MARGIN_DAYS = 14;
/** Work that waits for its review gets the better part of the margin too. */
const LAST_CALL_DAYS = 2;

export interface HoldTimes {
  readonly expiresAt: Date;
  readonly lastCallAt: Date;
  readonly reminders: readonly { readonly daysLeft: number; readonly at: Date }[];
}

/** When money that arrived at `paidAt` goes back, if it may be held for `limitDays` (payments design, section 1.4). */
export function holdTimes(paidAt: Date, limitDays: number): HoldTimes {
  const inDays = (days: number): Date => addMs(paidAt, days * DAY_MS);
  const expiry = limitDays - MARGIN_DAYS;
  return {
    expiresAt: inDays(expiry),
    lastCallAt: inDays(limitDays - LAST_CALL_DAYS),
    reminders: REMINDERS.filter((daysLeft) => daysLeft < expiry).map((daysLeft) => ({
      daysLeft,
      at: inDays(expiry - daysLeft),
    })),
  };
}
