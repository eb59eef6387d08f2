import type { StateMachine } from '#platform/kernel';

export type SavedMethodStatus = 'requested' | 'active' | 'removed' | 'abandoned';
export type SavedMethodAction = 'activate' | 'remove' | 'abandon';

/**
 * A card that an organisation lets itself be charged with while nobody is there. It is kept at Stripe; the payer gives it
 * on a page of Stripe. An organisation has one that is active, and the next one takes its place.
 */
export const SAVED_METHOD: StateMachine<SavedMethodStatus, SavedMethodAction, never, null> = {
  name: 'saved method',
  initial: 'requested',
  transitions: {
    // The page may have run out here while the payer finished it.
    activate: { from: ['requested', 'abandoned'], to: 'active' },
    remove: { from: ['active'], to: 'removed' },
    abandon: { from: ['requested'], to: 'abandoned' },
  },
  guards: {},
};
