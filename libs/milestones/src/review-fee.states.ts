import type { StateMachine } from '#platform/kernel';

export type ReviewFeeStatus = 'unpaid' | 'reserved' | 'released' | 'paid' | 'returned';
export type ReviewFeeAction = 'reserve' | 'release' | 'giveBack' | 'confirmPaid';

/** What a reviewer gets for one review, whatever is decided. Without money in the pool the review stays unpaid. */
export const REVIEW_FEE: StateMachine<ReviewFeeStatus, ReviewFeeAction, never, null> = {
  name: 'review fee',
  initial: 'unpaid',
  transitions: {
    reserve: { from: ['unpaid'], to: 'reserved' },
    release: { from: ['reserved'], to: 'released' },
    giveBack: { from: ['reserved'], to: 'returned' },
    confirmPaid: { from: ['released'], to: 'paid' },
  },
  guards: {},
};
