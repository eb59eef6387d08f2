import type { AppealAction, AppealDecision } from '../control/appeal.states.js';
import type { ReviewAnswers } from '../guards/decision.js';
import type { Scope, Tier } from '../policy/scopes.js';
import type { Ballot, GrantState, Sponsorship, UnmetRule } from './grant-state.js';
import type { GrantStatus } from './grant-status.js';
import type { GrantAction } from './grant.states.js';

/** What comes with the event of an action; all others carry nothing more. */
interface StepFacts {
  submit: { readonly policyVersion: string; readonly tier: Tier };
  findIneligible: { readonly unmet: readonly UnmetRule[] };
  grantByOwner: { readonly publicEntry: string };
  confirmSponsorship: { readonly sponsorship: Sponsorship };
  fileReview: { readonly answers: ReviewAnswers; readonly roll: readonly string[] };
  raiseObjection: { readonly reason: string };
  castVote: { readonly choice: Ballot['choice'] };
  approve: { readonly result: NonNullable<GrantState['result']> };
  reject: { readonly result: NonNullable<GrantState['result']> };
  provision: { readonly readBack: string };
  clearHold: { readonly reason: string };
  /** The tier from here on. */
  completeRecertification: { readonly tier: Tier };
}

interface EventHead<Type> {
  readonly type: Type;
  readonly at: number;
  readonly by: string | null;
}

/** One step of the table. `waitMs` starts a clock; null leaves the clock of the state alone, or a new state without one. */
export type StepEvent<Action extends GrantAction = GrantAction> = {
  [Type in Action]: EventHead<Type> & { readonly waitMs: number | null } & (Type extends keyof StepFacts
      ? StepFacts[Type]
      : unknown);
}[Action];

export interface CreatedEvent extends EventHead<'create'> {
  readonly id: string;
  readonly project: string;
  readonly resource: string | null;
  readonly scope: Scope;
  readonly candidate: string;
}

/** A step back to what was interrupted. */
export interface ReturnEvent extends EventHead<'return'> {
  readonly cause: 'HOLD_CLEARED' | 'SUSPENSION_LAPSED' | 'APPEAL_OVERTURNED';
  readonly to: GrantStatus;
  readonly waitMs: number | null;
}

export interface AppealEvent extends EventHead<'appeal'> {
  readonly step: 'file' | 'vote' | AppealAction;
  readonly reason?: string;
  readonly panel?: readonly string[];
  readonly decision?: AppealDecision;
}

/** For others than the grant itself. */
interface RequestEvent extends EventHead<'request'> {
  readonly what: 'ADVOCATE' | 'SUPPORT' | 'SUCCESSOR' | 'SECOND_OPERATOR';
}

export type GrantEvent = CreatedEvent | StepEvent | ReturnEvent | AppealEvent | RequestEvent;
export type StepFactsOf<Action extends GrantAction> = Action extends keyof StepFacts ? StepFacts[Action] : object;
