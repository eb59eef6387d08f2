import { InvalidStateError, type DomainError } from './domain-error.js';

/**
 * A lifecycle as one constant. Callers name the action, never the target state; guards are pure functions of facts
 * and answer with the refusal or null. A transition may stay in its state (`to` equal to one of `from`).
 */
export interface StateMachine<Status extends string, Action extends string, Guard extends string, Facts> {
  readonly name: string;
  readonly initial: Status;
  readonly transitions: Readonly<Record<Action, Transition<Status, Guard>>>;
  readonly guards: Readonly<Record<Guard, (facts: Facts) => DomainError | null>>;
}

export interface Transition<Status extends string, Guard extends string> {
  readonly from: readonly Status[];
  readonly to: Status;
  readonly guards?: readonly Guard[];
}

export interface StatusChange<Status extends string> {
  readonly machine: string;
  readonly action: string;
  readonly from: Status;
  readonly to: Status;
}

/** The change that `action` makes, or the refusal thrown. Guards are asked in the order in which they are listed. */
export function nextState<Status extends string, Action extends string, Guard extends string, Facts>(
  machine: StateMachine<Status, Action, Guard, Facts>,
  action: Action,
  current: Status,
  facts: Facts,
): StatusChange<Status> {
  const transition = machine.transitions[action];
  if (!transition.from.includes(current)) {
    throw new IllegalTransitionError(machine.name, action, current, transition.from);
  }
  for (const guard of transition.guards ?? []) {
    const refusal = machine.guards[guard](facts);
    if (refusal) throw refusal;
  }
  return { machine: machine.name, action, from: current, to: transition.to };
}

/** Every status that the machine knows, in the order of first mention. */
export function statusesOf<Status extends string>(machine: StateMachine<Status, string, string, never>): Status[] {
  const transitions = Object.values<Transition<Status, string>>(machine.transitions);
  return [...new Set([machine.initial, ...transitions.flatMap((transition) => [...transition.from, transition.to])])];
}

export class IllegalTransitionError extends InvalidStateError {
  override readonly code = 'ILLEGAL_TRANSITION';
  constructor(machine: string, action: string, current: string, allowed: readonly string[]) {
    super('kernel.illegalTransition', { machine, action, current, allowed: allowed.join(', ') });
  }
}
