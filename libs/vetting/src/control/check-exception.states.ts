import type { StateMachine } from '#platform/kernel';
import { DAY_MS } from '../events/moment.js';
import { GUARDS } from '../guards/catalogue.js';
import { applied, guarded, isBy, notBefore, only, type Asked, type ControlFacts } from './control-case.js';

export type CheckExceptionStatus = 'PROPOSED' | 'IN_FORCE' | 'LIFTED' | 'EXPIRED' | 'WITHDRAWN';
export type CheckExceptionAction = 'second' | 'lift' | 'expire' | 'withdraw';

/** A check that is reduced for a while: a fuzz target, a sanitizer, a sandbox, a CI job, a lint rule. */
export interface CheckException {
  readonly status: CheckExceptionStatus;
  readonly check: string;
  readonly proposer: string;
  readonly proposedAt: number;
  readonly seconder: string | null;
  readonly linkedReason: string;
  readonly compensatingTest: string;
  readonly expiresAt: number | null;
}

type Question = Asked<CheckException>;
type ExceptionGuard = 'byInsider' | 'byProposer' | 'bySystem' | 'isOver' | 'G14';

export const CHECK_EXCEPTION: StateMachine<CheckExceptionStatus, CheckExceptionAction, ExceptionGuard, Question> = {
  name: 'check exception',
  initial: 'PROPOSED',
  transitions: {
    second: { from: ['PROPOSED'], to: 'IN_FORCE', guards: ['byInsider', 'G14'] },
    lift: { from: ['IN_FORCE'], to: 'LIFTED', guards: ['byInsider'] },
    expire: { from: ['IN_FORCE'], to: 'EXPIRED', guards: ['bySystem', 'isOver'] },
    withdraw: { from: ['PROPOSED'], to: 'WITHDRAWN', guards: ['byProposer'] },
  },
  guards: {
    byInsider: only('byInsider', ({ facts }) =>
      isBy(facts, [...facts.incumbents, ...facts.stewards, ...facts.reviewers]),
    ),
    byProposer: only('byProposer', ({ subject, facts }) => isBy(facts, [subject.proposer])),
    bySystem: only('bySystem', ({ facts }) => facts.by === null),
    isOver: ({ subject, facts }) => notBefore(subject.expiresAt, facts),
    G14: guarded(GUARDS.G14, ({ subject, facts }: Question) => ({
      ...subject,
      seconder: facts.by,
      expiresAt: expiryFrom(facts),
    })),
  },
};

function expiryFrom({ at, policy }: ControlFacts): number {
  return at + policy.control.exceptionDays * DAY_MS;
}

export function exceptCheck(
  exception: CheckException,
  action: CheckExceptionAction,
  facts: ControlFacts,
): CheckException {
  const next = applied(CHECK_EXCEPTION, action, exception, facts);
  return action === 'second' ? { ...next, seconder: facts.by, expiresAt: expiryFrom(facts) } : next;
}

/** An exception ends by itself, whether or not its timer was heard. */
export function isCheckExcepted({ status, expiresAt }: CheckException, at: number): boolean {
  return status === 'IN_FORCE' && expiresAt !== null && at < expiresAt;
}
