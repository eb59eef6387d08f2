import type { StateMachine } from '#platform/kernel';

export type ReviewPoolGiftStatus = 'requested' | 'given' | 'rejected';
export type ReviewPoolGiftAction = 'give' | 'reject';

/** Money that an organisation gives to the pool that reviewers are paid from, when a second person of it agrees. */
export const REVIEW_POOL_GIFT: StateMachine<ReviewPoolGiftStatus, ReviewPoolGiftAction, never, null> = {
  name: 'review pool gift',
  initial: 'requested',
  transitions: {
    give: { from: ['requested'], to: 'given' },
    reject: { from: ['requested'], to: 'rejected' },
  },
  guards: {},
};
