import { DAY_MS } from '#platform/kernel';

/** How long after each decline a saved card is tried again. When the list is used up, nobody tries any more. */
const RETRY_AFTER_DAYS: readonly number[] = [3, 7];

/** How long a payer has to confirm a charge to the bank, or to bring a card at all. */
export const ACT_WITHIN_MS = 7 * DAY_MS;

/** Milliseconds until the next try after the nth decline, counted from 1; null when it was the last. */
export function retryAfter(declines: number): number | null {
  const days = RETRY_AFTER_DAYS[declines - 1];
  return days === undefined ? null : days * DAY_MS;
}

/** Codes of Stripe by which a bank wants to hear from the payer; no repetition helps without them. */
const NEEDS_PAYER: readonly string[] = ['authentication_required', 'payment_intent_authentication_failure'];

export function needsPayer(code: string | null): boolean {
  return code !== null && NEEDS_PAYER.includes(code);
}
