import type { StateMachine } from '#platform/kernel';

export type ApprovalStatus = 'open' | 'approved' | 'rejected' | 'expired';
export type ApprovalAction = 'approve' | 'reject' | 'expire';

/** A request for a decision by several people. One rejection ends it. */
export const APPROVAL: StateMachine<ApprovalStatus, ApprovalAction, never, null> = {
  name: 'approval',
  initial: 'open',
  transitions: {
    approve: { from: ['open'], to: 'approved' },
    reject: { from: ['open'], to: 'rejected' },
    expire: { from: ['open'], to: 'expired' },
  },
  guards: {},
};
