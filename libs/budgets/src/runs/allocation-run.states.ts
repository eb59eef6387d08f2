import type { StateMachine } from '#platform/kernel';

export type AllocationRunStatus = 'draft' | 'previewed' | 'locked' | 'approved' | 'funded' | 'distributed' | 'void';
export type AllocationRunAction =
  'preview' | 'lock' | 'approve' | 'fund' | 'distribute' | 'reject' | 'lapse' | 'void' | 'endPayment' | 'giveUp';

/**
 * One division of a budget over needs. Until it is locked each preview reads everything anew; from then on it is what it saw.
 * Its lines are promised with the approval, and all of them are paid at once.
 */
export const ALLOCATION_RUN: StateMachine<AllocationRunStatus, AllocationRunAction, never, null> = {
  name: 'allocation run',
  initial: 'draft',
  transitions: {
    preview: { from: ['draft', 'previewed'], to: 'previewed' },
    lock: { from: ['previewed'], to: 'locked' },
    approve: { from: ['locked'], to: 'approved' },
    // The money is in the balance; a run out of the balance comes here with its approval.
    fund: { from: ['approved'], to: 'funded' },
    distribute: { from: ['funded'], to: 'distributed' },
    reject: { from: ['locked'], to: 'void' },
    // Nobody has decided in time.
    lapse: { from: ['locked'], to: 'void' },
    void: { from: ['draft', 'previewed', 'locked', 'approved', 'funded'], to: 'void' },
    // No money comes any more.
    endPayment: { from: ['approved'], to: 'void' },
    // The money was spent on something else, and nothing has come in its place.
    giveUp: { from: ['funded'], to: 'void' },
  },
  guards: {},
};
