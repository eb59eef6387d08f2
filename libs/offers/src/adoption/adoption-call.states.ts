import type { StateMachine } from '#platform/kernel';

export type AdoptionCallStatus = 'open' | 'adopted' | 'withdrawn' | 'expired';
export type AdoptionCallAction = 'adopt' | 'withdraw' | 'expire';

/** A company looks for somebody who takes on a project that nobody maintains. It ends when somebody shows control over it. */
export const ADOPTION_CALL: StateMachine<AdoptionCallStatus, AdoptionCallAction, never, null> = {
  name: 'adoption call',
  initial: 'open',
  transitions: {
    adopt: { from: ['open'], to: 'adopted' },
    withdraw: { from: ['open'], to: 'withdrawn' },
    expire: { from: ['open'], to: 'expired' },
  },
  guards: {},
};
