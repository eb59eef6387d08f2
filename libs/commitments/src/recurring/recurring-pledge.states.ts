import type { SubscriptionReading } from '#platform/contracts';
import type { StateMachine } from '#platform/kernel';

export type RecurringPledgeStatus =
  'promised' | 'incomplete' | 'active' | 'past_due' | 'paused' | 'canceled' | 'incomplete_expired' | 'withdrawn';
export type RecurringPledgeAction =
  'approve' | 'withdraw' | 'reject' | 'lapse' | 'activate' | 'fallBehind' | 'pause' | 'cancel' | 'expire';

/**
 * Support by the period. Until it is approved the organisation decides; from then on the status is that of the
 * subscription as it was read from Stripe last. A reading may skip what lay between.
 */
export const RECURRING_PLEDGE: StateMachine<RecurringPledgeStatus, RecurringPledgeAction, never, null> = {
  name: 'recurring_pledge',
  initial: 'promised',
  transitions: {
    approve: { from: ['promised'], to: 'incomplete' },
    withdraw: { from: ['promised'], to: 'withdrawn' },
    reject: { from: ['promised'], to: 'withdrawn' },
    lapse: { from: ['promised'], to: 'withdrawn' },
    activate: { from: ['incomplete', 'past_due', 'paused'], to: 'active' },
    fallBehind: { from: ['incomplete', 'active', 'paused'], to: 'past_due' },
    pause: { from: ['incomplete', 'active', 'past_due'], to: 'paused' },
    cancel: { from: ['incomplete', 'active', 'past_due', 'paused'], to: 'canceled' },
    expire: { from: ['incomplete'], to: 'incomplete_expired' },
  },
  guards: {},
};

const REMOTE: Readonly<Record<string, RecurringPledgeAction>> = {
  active: 'activate',
  past_due: 'fallBehind',
  unpaid: 'fallBehind',
  paused: 'pause',
  canceled: 'cancel',
  incomplete_expired: 'expire',
};
/** Only what runs can be paused; a pause of something that has ended means nothing. */
const RUNNING = ['active', 'past_due', 'unpaid'];

/** The action that brings a recurring pledge to what was read; null when it is there, or has ended before. */
export function recurringActionFor(
  current: RecurringPledgeStatus,
  { status, isPaused }: Pick<SubscriptionReading, 'status' | 'isPaused'>,
): RecurringPledgeAction | null {
  const action = isPaused && RUNNING.includes(status) ? 'pause' : REMOTE[status];
  return action !== undefined && RECURRING_PLEDGE.transitions[action].from.includes(current) ? action : null;
}
