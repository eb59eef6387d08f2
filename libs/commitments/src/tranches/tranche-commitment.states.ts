import type { StateMachine } from '#platform/kernel';

export type TrancheCommitmentStatus = 'promised' | 'active' | 'completed' | 'ended' | 'withdrawn';
export type TrancheCommitmentAction = 'approve' | 'withdraw' | 'reject' | 'lapse' | 'complete' | 'end' | 'giveUp';

/**
 * An amount for a need that is promised as a whole and paid in tranches, each just before a milestone starts. Nothing of it is
 * held before its tranche is paid. It ends with the first tranche that nobody pays.
 */
export const TRANCHE_COMMITMENT: StateMachine<TrancheCommitmentStatus, TrancheCommitmentAction, never, null> = {
  name: 'tranche commitment',
  initial: 'promised',
  transitions: {
    approve: { from: ['promised'], to: 'active' },
    withdraw: { from: ['promised'], to: 'withdrawn' },
    reject: { from: ['promised'], to: 'withdrawn' },
    lapse: { from: ['promised'], to: 'withdrawn' },
    complete: { from: ['active'], to: 'completed' },
    // By the payer; what is paid, or being paid, stays.
    end: { from: ['active'], to: 'ended' },
    giveUp: { from: ['active'], to: 'ended' },
  },
  guards: {},
};
