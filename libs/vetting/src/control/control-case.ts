import type { DomainError, StateMachine } from '#platform/kernel';
import { nextState } from '#platform/kernel';
import { includesPerson, type Guard, type GuardTerms } from '../guards/guard.js';
import type { RiskLevelName } from '../signals/risk-level.js';
import { ActorNotEntitledError, GuardClosedError, RiskHoldError, WaitNotOverError } from '../grants/grant.errors.js';

/** What is known of a project when something of its control plane changes. */
export interface ControlFacts extends GuardTerms {
  /** A person by any name; null for the system. */
  readonly by: string | null;
  readonly owners: readonly string[];
  readonly incumbents: readonly string[];
  readonly stewards: readonly string[];
  readonly reviewers: readonly string[];
  readonly isDistressOpen: boolean | null;
  readonly riskLevel: RiskLevelName;
}

/** A subject with what is asked of it and what is known. */
export interface Asked<Subject> {
  readonly subject: Subject;
  readonly facts: ControlFacts;
}

type Rule<Question> = (question: Question) => DomainError | null;

export function guarded<Question extends { readonly facts: ControlFacts }, Facts>(
  guard: Guard<Facts>,
  factsOf: (question: Question) => Facts,
): Rule<Question> {
  return (question) => {
    const verdict = guard.check(factsOf(question), question.facts);
    return verdict.isOk ? null : new GuardClosedError(verdict);
  };
}

export function isBy({ by, links }: ControlFacts, names: readonly (string | null)[]): boolean {
  const known = names.filter((name): name is string => name !== null);
  return by !== null && includesPerson(known, by, links);
}

export function only<Question>(rule: string, isEntitled: (question: Question) => boolean): Rule<Question> {
  return (question) => (isEntitled(question) ? null : new ActorNotEntitledError(rule));
}

export function noRiskHold({ facts }: { readonly facts: ControlFacts }): DomainError | null {
  return facts.riskLevel === 'HOLD' ? new RiskHoldError() : null;
}

export function notBefore(earliest: number | null, { at }: ControlFacts): DomainError | null {
  return earliest !== null && at < earliest ? new WaitNotOverError(earliest) : null;
}

/** A subject after an action of its machine, with what the action brings. */
export function applied<Subject extends { readonly status: string }, Action extends string, Guard extends string>(
  machine: StateMachine<Subject['status'], Action, Guard, Asked<Subject>>,
  action: Action,
  subject: Subject,
  facts: ControlFacts,
): Subject {
  const { to } = nextState(machine, action, subject.status, { subject, facts });
  return { ...subject, status: to };
}
