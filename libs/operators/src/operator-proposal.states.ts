import type { StateMachine } from '#platform/kernel';

export type OperatorProposalStatus = 'proposed' | 'approved' | 'declined' | 'withdrawn' | 'expired';
export type OperatorProposalAction = 'approve' | 'decline' | 'withdraw' | 'expire';

/** A right of an operator is given, or given for longer, when a second person has said so. Who that can be is asked of the database. */
export const OPERATOR_PROPOSAL: StateMachine<OperatorProposalStatus, OperatorProposalAction, never, null> = {
  name: 'operator proposal',
  initial: 'proposed',
  transitions: {
    approve: { from: ['proposed'], to: 'approved' },
    decline: { from: ['proposed'], to: 'declined' },
    withdraw: { from: ['proposed'], to: 'withdrawn' },
    expire: { from: ['proposed'], to: 'expired' },
  },
  guards: {},
};
