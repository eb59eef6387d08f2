import type { StateMachine } from '#platform/kernel';
import { ActorNotEntitledError, AlreadySignedError } from '../grants/grant.errors.js';

export const SEAT_KINDS = ['STEWARD', 'REVIEWER'] as const;
export type SeatKind = (typeof SEAT_KINDS)[number];

export const POOL_STATUSES = ['APPLIED', 'ACCEPTED', 'DECLINED', 'REMOVED', 'WITHDRAWN'] as const;
export type PoolStatus = (typeof POOL_STATUSES)[number];

export const POOL_DECISIONS = ['ACCEPT', 'DECLINE', 'REMOVE'] as const;
export type PoolDecision = (typeof POOL_DECISIONS)[number];

/** Stewards who are enough to decide without those who run the installation. */
const ENOUGH_STEWARDS = 3;

export interface Decider {
  readonly personId: string;
  readonly isSteward: boolean;
  readonly isOperator: boolean;
}

export interface PoolQuestion {
  readonly applicantId: string;
  readonly actor: Decider;
  /** Who has said the same before. */
  readonly earlier: readonly Decider[];
}

type PoolAction = 'accept' | 'decline' | 'remove' | 'withdraw';
type PoolGuard = 'byDecider' | 'byAnother' | 'byApplicant';

/** The step that a decision is, once two have made it. */
export const STEP_OF_DECISION = { ACCEPT: 'accept', DECLINE: 'decline', REMOVE: 'remove' } as const;

/**
 * Whether a step is made, and not only proposed. One of two is a steward as soon as there are three: those who run the installation
 * only begin the pool.
 * @param stewards how many are accepted, the applicant left out
 */
export function areEnough(deciders: readonly Decider[], stewards: number): boolean {
  return deciders.length >= 2 && (stewards < ENOUGH_STEWARDS || deciders.some(({ isSteward }) => isSteward));
}

/** Somebody who offers to sit for projects. Steps of others are made by the second of two; see `areEnough`. */
export const POOL_MEMBER: StateMachine<PoolStatus, PoolAction, PoolGuard, PoolQuestion> = {
  name: 'pool member',
  initial: 'APPLIED',
  transitions: {
    accept: { from: ['APPLIED'], to: 'ACCEPTED', guards: ['byDecider', 'byAnother'] },
    decline: { from: ['APPLIED'], to: 'DECLINED', guards: ['byDecider', 'byAnother'] },
    remove: { from: ['ACCEPTED'], to: 'REMOVED', guards: ['byDecider', 'byAnother'] },
    withdraw: { from: ['APPLIED', 'ACCEPTED'], to: 'WITHDRAWN', guards: ['byApplicant'] },
  },
  guards: {
    byDecider: ({ actor, applicantId }) =>
      (actor.isSteward || actor.isOperator) && actor.personId !== applicantId
        ? null
        : new ActorNotEntitledError('byStewardOrOperator'),
    byAnother: ({ actor, earlier }) =>
      earlier.some(({ personId }) => personId === actor.personId) ? new AlreadySignedError() : null,
    byApplicant: ({ actor, applicantId }) =>
      actor.personId === applicantId ? null : new ActorNotEntitledError('byApplicant'),
  },
};
