import type { StateMachine } from '#platform/kernel';

export type ProjectPayoutStatus = 'requested' | 'approved' | 'paid' | 'rejected' | 'withdrawn' | 'ended';
export type ProjectPayoutAction = 'approve' | 'reject' | 'withdraw' | 'end' | 'confirmPaid';

/** What the maintainer of a hosted project asks its host to pay out of the money that is held for the project. */
export const PROJECT_PAYOUT: StateMachine<ProjectPayoutStatus, ProjectPayoutAction, never, null> = {
  name: 'project payout',
  initial: 'requested',
  transitions: {
    approve: { from: ['requested'], to: 'approved' },
    reject: { from: ['requested'], to: 'rejected' },
    withdraw: { from: ['requested'], to: 'withdrawn' },
    // The project has left its host: the money that it was asked of is elsewhere.
    end: { from: ['requested'], to: 'ended' },
    confirmPaid: { from: ['approved'], to: 'paid' },
  },
  guards: {},
};
