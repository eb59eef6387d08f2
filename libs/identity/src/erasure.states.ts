import type { StateMachine } from '#platform/kernel';

export type ErasureStatus = 'requested' | 'withdrawn' | 'blocked' | 'done';
export type ErasureAction = 'withdraw' | 'block' | 'carryOut';

/** A person asks to be erased, and may think better of it until the day comes. */
export const ERASURE: StateMachine<ErasureStatus, ErasureAction, never, null> = {
  name: 'erasure',
  initial: 'requested',
  transitions: {
    withdraw: { from: ['requested'], to: 'withdrawn' },
    block: { from: ['requested'], to: 'blocked' },
    carryOut: { from: ['requested'], to: 'done' },
  },
  guards: {},
};
