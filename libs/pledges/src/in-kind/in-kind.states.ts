import type { StateMachine } from '#platform/kernel';

export type InKindStatus = 'promised' | 'accepted' | 'delivered' | 'declined' | 'lapsed' | 'withdrawn';
export type InKindAction = 'accept' | 'decline' | 'deliverPart' | 'deliverRest' | 'lapse' | 'withdraw';

/** Help that is no money: hours of work, or a thing with a value. */
export const IN_KIND: StateMachine<InKindStatus, InKindAction, never, null> = {
  name: 'in-kind contribution',
  initial: 'promised',
  transitions: {
    accept: { from: ['promised'], to: 'accepted' },
    decline: { from: ['promised'], to: 'declined' },
    // What was delivered so far is counted; the status tells of the part that leaves nothing due.
    deliverPart: { from: ['accepted'], to: 'accepted' },
    deliverRest: { from: ['accepted'], to: 'delivered' },
    lapse: { from: ['promised', 'accepted'], to: 'lapsed' },
    withdraw: { from: ['promised', 'accepted'], to: 'withdrawn' },
  },
  guards: {},
};
