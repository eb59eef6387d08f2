import type { StateMachine } from '#platform/kernel';

export type SignalContestStatus = 'open' | 'withdrawn' | 'upheld' | 'dismissed';
export type SignalContestAction = 'withdraw' | 'uphold' | 'dismiss';

/**
 * A maintainer's word that a figure about the project is wrong. It stands beside the figure at once, and changes nothing in a
 * score until a person who has no part in the project has looked at it. Upheld, the figure counts as missing until a newer one is seen.
 */
export const SIGNAL_CONTEST: StateMachine<SignalContestStatus, SignalContestAction, never, null> = {
  name: 'signal contest',
  initial: 'open',
  transitions: {
    withdraw: { from: ['open'], to: 'withdrawn' },
    uphold: { from: ['open'], to: 'upheld' },
    dismiss: { from: ['open'], to: 'dismissed' },
  },
  guards: {},
};
