import type { StateMachine } from '#platform/kernel';
import { ActorNotEntitledError } from '../grants/grant.errors.js';

export const SUPPORT_STATUSES = ['OPEN', 'ADVISED', 'CLOSED'] as const;
export type SupportStatus = (typeof SUPPORT_STATUSES)[number];
type SupportAction = 'takeUp' | 'close';

/** Who acts on the case, and what they are in it. */
export interface SupportQuestion {
  readonly isOwner: boolean;
  readonly isSteward: boolean;
  readonly isAdvocate: boolean;
  /** Somebody of the team has said that it is too much. */
  readonly isOverloaded: boolean;
}

type SupportGuard = 'bySteward' | 'byOwnerOrAdvocate';

/** Help for the maintainers of a project: a steward becomes their advocate, and they or the advocate end it. */
export const SUPPORT_CASE: StateMachine<SupportStatus, SupportAction, SupportGuard, SupportQuestion> = {
  name: 'support case',
  initial: 'OPEN',
  transitions: {
    takeUp: { from: ['OPEN'], to: 'ADVISED', guards: ['bySteward'] },
    close: { from: ['OPEN', 'ADVISED'], to: 'CLOSED', guards: ['byOwnerOrAdvocate'] },
  },
  guards: {
    // Who speaks for the project is the one who is advised.
    bySteward: ({ isOwner, isSteward }) => (isSteward && !isOwner ? null : new ActorNotEntitledError('bySteward')),
    // An owner who is overloaded, or pressed, does not end alone what keeps their consent from counting twice.
    byOwnerOrAdvocate: ({ isOwner, isAdvocate, isOverloaded }) =>
      (isOwner && !isOverloaded) || (isAdvocate && !isOwner) ? null : new ActorNotEntitledError('byOwnerOrAdvocate'),
  },
};
