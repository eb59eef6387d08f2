import type { StateMachine } from '#platform/kernel';
import { ActorNotEntitledError, TimeOverError, WaitNotOverError } from '../grants/grant.errors.js';

export const OFFER_STATUSES = ['OFFERED', 'TAKEN', 'SEATED', 'DECLINED', 'REFUSED', 'LAPSED'] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

export interface OfferQuestion {
  readonly isDrawn: boolean;
  readonly isOwner: boolean;
  readonly isSystem: boolean;
  /** UTC milliseconds. */
  readonly at: number;
  readonly lapsesAt: number;
}

type OfferAction = 'take' | 'decline' | 'seat' | 'refuse' | 'lapse' | 'ignore';
type OfferGuard = 'byDrawn' | 'byOwner' | 'bySystem' | 'isInTime' | 'isOver';

/** A seat that the pool has drawn somebody for: first they want it, then those who speak for the project. */
export const SEAT_OFFER: StateMachine<OfferStatus, OfferAction, OfferGuard, OfferQuestion> = {
  name: 'seat offer',
  initial: 'OFFERED',
  transitions: {
    take: { from: ['OFFERED'], to: 'TAKEN', guards: ['byDrawn', 'isInTime'] },
    decline: { from: ['OFFERED', 'TAKEN'], to: 'DECLINED', guards: ['byDrawn'] },
    seat: { from: ['TAKEN'], to: 'SEATED', guards: ['byOwner', 'isInTime'] },
    refuse: { from: ['OFFERED', 'TAKEN'], to: 'REFUSED', guards: ['byOwner'] },
    lapse: { from: ['OFFERED'], to: 'LAPSED', guards: ['bySystem', 'isOver'] },
    // Whoever wants it and hears nothing was refused: silence is no way to be asked again.
    ignore: { from: ['TAKEN'], to: 'REFUSED', guards: ['bySystem', 'isOver'] },
  },
  guards: {
    byDrawn: ({ isDrawn }) => (isDrawn ? null : new ActorNotEntitledError('byDrawn')),
    byOwner: ({ isOwner }) => (isOwner ? null : new ActorNotEntitledError('byOwner')),
    bySystem: ({ isSystem }) => (isSystem ? null : new ActorNotEntitledError('bySystem')),
    isInTime: ({ at, lapsesAt }) => (at < lapsesAt ? null : new TimeOverError(lapsesAt)),
    isOver: ({ at, lapsesAt }) => (at >= lapsesAt ? null : new WaitNotOverError(lapsesAt)),
  },
};
