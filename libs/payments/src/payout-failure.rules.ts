import { payoutFailureMessages } from './payout-failure.messages.en.js';

/** The message that says a failure code of Stripe in plain words; one for codes that this version does not know. */
export function payoutFailureMessage(code: string | null): string {
  const key = `payments.payoutFailure.${code ?? 'other'}`;
  return Object.hasOwn(payoutFailureMessages, key) ? key : 'payments.payoutFailure.other';
}

/** A bank account at Stripe, as far as it decides about payouts. */
export interface PayoutDestination {
  readonly id: string;
  readonly currency: string | null | undefined;
  readonly status: string | null | undefined;
  readonly isDefault: boolean;
}

const UNUSABLE = ['errored', 'verification_failed'];

/** Whether payouts still fail as one did: there is no working bank account for its currency but the one that failed. */
export function isStillBlocked(
  failed: { readonly destination: string | null; readonly currency: string },
  banks: readonly PayoutDestination[],
): boolean {
  return !banks.some(
    ({ id, currency, status, isDefault }) =>
      isDefault &&
      currency?.toUpperCase() === failed.currency &&
      id !== failed.destination &&
      !UNUSABLE.includes(status ?? ''),
  );
}
