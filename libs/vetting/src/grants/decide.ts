import { DomainError, IllegalTransitionError } from '#platform/kernel';
import * as decision from './decision.js';
import { created } from './evolve.js';
import type { GrantCase } from './grant-case.js';
import type { CommandOf, GrantCommand } from './grant-commands.js';
import type { GrantContext } from './grant-context.js';
import type { CreatedEvent, GrantEvent } from './grant-events.js';
import type { GrantState } from './grant-state.js';
import { TimeRunsBackError } from './grant.errors.js';
import { ROLE_GRANT, type GrantAction } from './grant.states.js';
import * as holding from './holding.js';
import * as request from './request.js';
import * as returning from './return.js';
import { Steps, type GrantMachine } from './steps.js';

export type Decision =
  | { readonly isOk: true; readonly events: readonly GrantEvent[] }
  | { readonly isOk: false; readonly refusal: DomainError };

export type Decide = (state: GrantState | null, command: GrantCommand, context: GrantContext) => Decision;

/** What a command comes to: events, or the refusal. Null is a grant that does not exist yet. */
export const decide: Decide = decideBy(ROLE_GRANT);

/** The same for another table, so that a test can take guards out of it. */
export function decideBy(machine: GrantMachine): Decide {
  return (state, command, context) => {
    try {
      return { isOk: true, events: eventsOf(machine, state, command, context) };
    } catch (refusal) {
      if (refusal instanceof DomainError) return { isOk: false, refusal };
      throw refusal;
    }
  };
}

function eventsOf(machine: GrantMachine, state: GrantState | null, command: GrantCommand, context: GrantContext) {
  if (command.type === 'create') return create(machine, state, command, context);
  if (state === null) throw new IllegalTransitionError(machine.name, command.type, 'none', ['DRAFT']);
  if (command.at < state.lastAt) throw new TimeRunsBackError(state.lastAt);
  const steps = new Steps(machine, { state, command, context });
  carryOut(steps, command);
  return steps.events;
}

/** Row 1: the candidate, or an incumbent whom the candidate has told yes. */
function create(machine: GrantMachine, state: GrantState | null, command: CommandOf<'create'>, context: GrantContext) {
  if (state !== null) throw new IllegalTransitionError(machine.name, command.type, state.status, ['none']);
  const { at, by, id, project, resource, scope, candidate } = command;
  const event: CreatedEvent = { type: 'create', at, by, id, project, resource, scope, candidate };
  const question: GrantCase = { state: created(event), command, context };
  for (const guard of ['byHolderOrPeer', 'G22', 'G29'] as const) {
    const refusal = machine.guards[guard](question);
    if (refusal !== null) throw refusal;
  }
  return [event];
}

type Asked = Exclude<GrantCommand, { type: 'create' }>;
type Handlers = { readonly [Type in Asked['type']]: (steps: Steps, command: CommandOf<Type>) => void };

/** A command that is one step of the table and brings nothing with it. */
function step(action: GrantAction) {
  return (steps: Steps) => steps.take(action, {});
}

const HANDLERS: Handlers = {
  ...request,
  ...decision,
  ...holding,
  ...returning,
  grantByOwner: (steps, { publicEntry }) => steps.take('grantByOwner', { publicEntry }),
  declineSponsorship: step('declineSponsorship'),
  lapseSponsoring: step('lapseSponsoring'),
  raiseObjection: (steps, { reason }) => steps.take('raiseObjection', { reason }),
  accept: step('accept'),
  decline: step('decline'),
  lapseOffer: step('lapseOffer'),
  endCoolingOff: step('endCoolingOff'),
  confirmReadBack: step('confirmReadBack'),
  provision: (steps, { readBack }) => steps.take('provision', { readBack }),
  openRecertification: step('openRecertification'),
  expire: step('expire'),
  applyRiskHold: step('applyRiskHold'),
  expireHold: step('expireHold'),
  withdraw: step('withdraw'),
};

function carryOut<Type extends Asked['type']>(steps: Steps, command: CommandOf<Type>): void {
  const handler: (asked: Steps, command: CommandOf<Type>) => void = HANDLERS[command.type];
  handler(steps, command);
}
