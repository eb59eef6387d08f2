import type { StateMachine } from '#platform/kernel';

export type StandingOfferStatus = 'open' | 'taken' | 'withdrawn' | 'expired';
export type StandingOfferAction = 'take' | 'withdraw' | 'expire';

/**
 * An amount that a company promises to the first need of a project that asks for nothing yet. Nothing of it is held. It is
 * taken once, by a pledge that goes its own way from there; a need that cannot take it leaves it open.
 */
export const STANDING_OFFER: StateMachine<StandingOfferStatus, StandingOfferAction, never, null> = {
  name: 'standing offer',
  initial: 'open',
  transitions: {
    take: { from: ['open'], to: 'taken' },
    withdraw: { from: ['open'], to: 'withdrawn' },
    expire: { from: ['open'], to: 'expired' },
  },
  guards: {},
};
