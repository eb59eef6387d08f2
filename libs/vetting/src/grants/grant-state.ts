import type { AppealDecision, AppealStatus } from '../control/appeal.states.js';
import type { ReviewAnswers } from '../guards/decision.js';
import type { Reason } from '../guards/reasons.js';
import type { Scope, Tier } from '../policy/scopes.js';
import { HOLDING_STATUSES, type GrantStatus } from './grant-status.js';

/** A wait: when it ends, and how long it is when it starts anew. */
interface Wait {
  readonly dueAt: number;
  readonly fullMs: number;
}

/** What a pause or a decision interrupted, so that it can be restored. */
export interface Interrupted {
  readonly status: GrantStatus;
  readonly remainingMs: number | null;
  readonly fullMs: number | null;
  readonly earlier: Interrupted | null;
}

export interface Sponsorship {
  readonly sponsor: string;
  readonly statement: string;
  readonly workedOn: readonly string[];
  readonly affiliations: readonly string[];
  /** Null when the sponsor counts. */
  readonly notCounted: Reason | null;
}

export type SignedAction =
  | 'provision'
  | 'confirmProbation'
  | 'missProbation'
  | 'confirmRecertification'
  | 'confirmReturn'
  | 'clearHold'
  | 'confirmSuspension'
  | 'suspend';

interface Signature {
  readonly action: SignedAction;
  readonly by: string;
  readonly at: number;
}

export interface Ballot {
  readonly voter: string;
  readonly choice: 'YES' | 'NO';
}

export interface GrantAppeal {
  readonly status: AppealStatus;
  readonly filedAt: number;
  readonly panel: readonly string[];
  readonly votes: readonly { readonly by: string; readonly decision: AppealDecision }[];
  readonly closedAt: number | null;
  /** Panels that have given the case back. */
  readonly earlierPanels: readonly string[];
}

export interface UnmetRule {
  readonly rule: string;
  readonly reason: Reason;
  readonly earliest: number | null;
}

export interface GrantState {
  readonly id: string;
  readonly project: string;
  readonly resource: string | null;
  readonly scope: Scope;
  readonly candidate: string;
  readonly status: GrantStatus;
  readonly enteredAt: number;
  /** The instant of the newest event; nothing happens before it any more. */
  readonly lastAt: number;
  readonly wait: Wait | null;
  readonly earlier: Interrupted | null;
  /** Frozen when the request was submitted. */
  readonly frozen: { readonly policyVersion: string; readonly tier: Tier } | null;
  readonly unmet: readonly UnmetRule[];
  readonly sponsorships: readonly Sponsorship[];
  readonly refusals: readonly string[];
  readonly review: { readonly reviewer: string; readonly answers: ReviewAnswers } | null;
  /** Who may vote, frozen when the comment period opens. */
  readonly roll: readonly string[];
  readonly notifiedAt: number | null;
  readonly ballots: readonly Ballot[];
  readonly result: { readonly yes: number; readonly no: number } | null;
  readonly hold: { readonly kind: 'RISK' | 'OBJECTION'; readonly by: string | null; readonly reason: string } | null;
  readonly signatures: readonly Signature[];
  readonly provisioners: readonly string[];
  /** What each of them saw at the forge. */
  readonly readBacks: readonly string[];
  readonly suspendedBy: readonly string[];
  readonly isSuspensionConfirmed: boolean;
  /** Since when the scope is held, probation included; null when it is not. */
  readonly heldSince: number | null;
  readonly appeal: GrantAppeal | null;
}

/**
 * Whether the scope is held at an instant. An unconfirmed suspension ends by itself, whether or not its timer was
 * already heard.
 */
export function isHeld(state: GrantState, at: number): boolean {
  if (HOLDING_STATUSES.includes(state.status)) return true;
  if (state.status !== 'SUSPENDED' || state.earlier === null) return false;
  return hasLapsed(state, at) && HOLDING_STATUSES.includes(state.earlier.status);
}

/** A confirmed suspension stays while an appeal against it is open. */
export function hasLapsed(state: GrantState, at: number): boolean {
  if (state.status !== 'SUSPENDED' || state.wait === null || at < state.wait.dueAt) return false;
  return !state.isSuspensionConfirmed || !isAppealOpen(state);
}

export function isAppealOpen(state: GrantState): boolean {
  return state.appeal !== null && ['FILED', 'PANEL_FORMED', 'HEARD'].includes(state.appeal.status);
}

export function countedSponsors(state: GrantState): string[] {
  return state.sponsorships.filter(({ notCounted }) => notCounted === null).map(({ sponsor }) => sponsor);
}
