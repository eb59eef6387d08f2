import { IllegalTransitionError, nextState } from '#platform/kernel';
import { APPEAL, type AppealAction, type AppealDecision } from '../control/appeal.states.js';
import { DAY_MS } from '../events/moment.js';
import { includesPerson } from '../guards/guard.js';
import { HOUR_MS, isActorAmong, policyFor } from './grant-case.js';
import type { CommandOf } from './grant-commands.js';
import type { AppealEvent } from './grant-events.js';
import { isAppealOpen, type GrantAppeal } from './grant-state.js';
import { APPEALABLE_STATUSES, HOLDING_STATUSES } from './grant-status.js';
import {
  ActorNotEntitledError,
  AlreadySignedError,
  RiskHoldError,
  TimeOverError,
  WaitNotOverError,
  WrittenReasonMissingError,
} from './grant.errors.js';
import type { Steps } from './steps.js';

/** Rows 22, 25 and 27: back to what was interrupted. */

/** Two people who are no sponsors; an objection needs the written answer of a steward. What is left is 72 hours at least. */
export function clearHold(steps: Steps, { reason }: CommandOf<'clearHold'>): void {
  steps.take('clearHold', { reason });
  const { context, command } = steps.asked;
  const { earlier, hold, signatures } = steps.state;
  const hasSteward = signatures.some(({ by }) => includesPerson(context.project.stewards, by, context.links));
  if (earlier === null || signatures.length < 2 || (hold?.kind === 'OBJECTION' && !hasSteward)) return;
  const restMs = policyFor(steps.asked).periods.restHours * HOUR_MS;
  const waitMs = earlier.remainingMs === null ? null : Math.max(earlier.remainingMs, restMs);
  steps.record({ type: 'return', at: command.at, by: command.by, cause: 'HOLD_CLEARED', to: earlier.status, waitMs });
}

/** The scope is held again from the very end of the suspension, however late the timer is heard. */
export function lapseSuspension(steps: Steps): void {
  const { state, command } = steps.asked;
  if (state.status !== 'SUSPENDED' || state.earlier === null || state.wait === null)
    throw new IllegalTransitionError('role grant', command.type, state.status, ['SUSPENDED']);
  if (command.by !== null) throw new ActorNotEntitledError('bySystem');
  const refusal = steps.judge('suspensionLapsed');
  if (refusal !== null) throw refusal;
  const { status: to, remainingMs: waitMs } = state.earlier;
  const at = state.isSuspensionConfirmed ? command.at : state.wait.dueAt;
  steps.record({ type: 'return', at, by: null, cause: 'SUSPENSION_LAPSED', to, waitMs });
}

function openAppeal(steps: Steps): GrantAppeal {
  const { appeal, status } = steps.state;
  if (appeal !== null && isAppealOpen(steps.state)) return appeal;
  throw new IllegalTransitionError(APPEAL.name, steps.asked.command.type, appeal?.status ?? status, ['FILED']);
}

function advance(steps: Steps, step: AppealAction, more: Partial<AppealEvent> = {}): void {
  const { at, by } = steps.asked.command;
  nextState(APPEAL, step, openAppeal(steps).status, null);
  steps.record({ type: 'appeal', at, by, step, ...more });
}

export function fileAppeal(steps: Steps, { reason, at, by }: CommandOf<'fileAppeal'>): void {
  const { state } = steps;
  const isFree = state.appeal === null || state.appeal.status === 'REMITTED';
  if (!APPEALABLE_STATUSES.includes(state.status) || !isFree)
    throw new IllegalTransitionError('role grant', 'fileAppeal', state.status, APPEALABLE_STATUSES);
  if (!isActorAmong(steps.asked, [state.candidate])) throw new ActorNotEntitledError('byCandidate');
  if (reason.trim() === '') throw new WrittenReasonMissingError('reason');
  const refusal = steps.judge('G20');
  if (refusal !== null) throw refusal;
  steps.record({ type: 'appeal', at, by, step: 'file', reason });
}

/** Three people who had no part in it. */
export function formPanel(steps: Steps, { panel, by }: CommandOf<'formPanel'>): void {
  openAppeal(steps);
  if (by !== null && !isActorAmong(steps.asked, steps.asked.context.project.stewards))
    throw new ActorNotEntitledError('bySystemOrSteward');
  const refusal = steps.judge('G20');
  if (refusal !== null) throw refusal;
  advance(steps, 'formPanel', { panel });
}

function insideTime(steps: Steps): void {
  const until = openAppeal(steps).filedAt + policyFor(steps.asked).appeal.decideDays * DAY_MS;
  if (steps.asked.command.at > until) throw new TimeOverError(until);
}

export function hearAppeal(steps: Steps): void {
  const { panel } = openAppeal(steps);
  if (!isActorAmong(steps.asked, panel)) throw new ActorNotEntitledError('byPanel');
  insideTime(steps);
  advance(steps, 'hear');
}

/** The majority of the panel decides. */
export function voteAppeal(steps: Steps, { decision, at, by }: CommandOf<'voteAppeal'>): void {
  const { panel, votes, status } = openAppeal(steps);
  if (!isActorAmong(steps.asked, panel)) throw new ActorNotEntitledError('byPanel');
  if (
    isActorAmong(
      steps.asked,
      votes.map((vote) => vote.by),
    )
  )
    throw new AlreadySignedError();
  nextState(APPEAL, decision, status, null);
  insideTime(steps);
  steps.record({ type: 'appeal', at, by, step: 'vote', decision });
  const decided = decisionOf(openAppeal(steps));
  if (decided === null) return;
  advance(steps, decided);
  if (decided === 'overturn') restore(steps);
}

function decisionOf({ panel, votes }: GrantAppeal): AppealDecision | null {
  const decisions = ['uphold', 'overturn', 'remit'] as const;
  const majority = decisions.find(
    (decision) => votes.filter((vote) => vote.decision === decision).length * 2 > panel.length,
  );
  return majority ?? (votes.length === panel.length ? 'remit' : null);
}

/** The exact earlier state, with its time lock from the start. Rights do not come back while a hold is open. */
function restore(steps: Steps): void {
  const { earlier, hold } = steps.state;
  const { context, command } = steps.asked;
  if (earlier === null) throw new Error('what can be appealed against has an earlier state');
  const givesRights = HOLDING_STATUSES.includes(earlier.status) && steps.state.status === 'REVOKED';
  if (context.risk.level === 'HOLD' && (givesRights || hold?.kind === 'RISK')) throw new RiskHoldError();
  const { status: to, fullMs: waitMs } = earlier;
  steps.record({ type: 'return', at: command.at, by: command.by, cause: 'APPEAL_OVERTURNED', to, waitMs });
}

/** A panel that does not decide in time gives the case to another. */
export function lapseAppeal(steps: Steps): void {
  const until = openAppeal(steps).filedAt + policyFor(steps.asked).appeal.decideDays * DAY_MS;
  if (steps.asked.command.by !== null) throw new ActorNotEntitledError('bySystem');
  if (steps.asked.command.at <= until) throw new WaitNotOverError(until);
  advance(steps, 'lapse');
}
