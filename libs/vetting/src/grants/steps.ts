import { DomainError, nextState, type StateMachine } from '#platform/kernel';
import { evolve } from './evolve.js';
import { waitMsOf, type GrantCase } from './grant-case.js';
import type { GrantEvent, StepEvent, StepFactsOf } from './grant-events.js';
import type { GrantState } from './grant-state.js';
import type { GrantStatus } from './grant-status.js';
import type { GrantGuard } from './grant.guards.js';
import { ROLE_GRANT, type GrantAction } from './grant.states.js';

export type GrantMachine = StateMachine<GrantStatus, GrantAction, GrantGuard, GrantCase>;

/** The steps that one command makes; the state follows along, so that a second step sees what the first has done. */
export class Steps {
  readonly events: GrantEvent[] = [];
  #state: GrantState;

  constructor(
    private readonly machine: GrantMachine,
    readonly asked: GrantCase,
  ) {
    this.#state = asked.state;
  }

  get state(): GrantState {
    return this.#state;
  }

  get question(): GrantCase {
    return { ...this.asked, state: this.#state };
  }

  /** @throws the refusal of the table, or of the first of its guards that does not agree */
  take<Action extends GrantAction>(action: Action, facts: StepFactsOf<Action>, waitMs?: number): void {
    nextState(this.machine, action, this.#state.status, this.question);
    const { to } = ROLE_GRANT.transitions[action];
    const wait = waitMs ?? (to === this.#state.status ? null : waitMsOf(this.question, to));
    const { at, by } = this.asked.command;
    this.record({ type: action, at, by, waitMs: wait, ...facts } as StepEvent);
  }

  /** Takes the step when its guards agree; it can be asked for again later when they do not. */
  takeIfAllowed(action: GrantAction): boolean {
    if (this.refusalOf(action) !== null) return false;
    this.take(action, {});
    return true;
  }

  refusalOf(action: GrantAction): DomainError | null {
    try {
      nextState(this.machine, action, this.#state.status, this.question);
      return null;
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  /** What one guard says, for steps whose outcome depends on it. */
  judge(guard: GrantGuard, state: GrantState = this.#state): DomainError | null {
    return this.machine.guards[guard]({ ...this.asked, state });
  }

  record(event: GrantEvent): void {
    this.#state = evolve(this.#state, event);
    this.events.push(event);
  }
}
