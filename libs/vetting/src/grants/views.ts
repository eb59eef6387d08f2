import { GUARDS } from '../guards/catalogue.js';
import type { Party } from '../guards/guard.js';
import { profileFor, type GrantCase } from './grant-case.js';
import type { CommandType, GrantCommand } from './grant-commands.js';
import type { GrantContext } from './grant-context.js';
import type { GrantEvent } from './grant-events.js';
import { countedSponsors, type GrantState } from './grant-state.js';
import type { GrantStatus } from './grant-status.js';
import { GuardClosedError, RiskHoldError, WaitNotOverError } from './grant.errors.js';
import { GRANT_GUARDS, type GrantGuard } from './grant.guards.js';
import { ROLE_GRANT, type GrantAction } from './grant.states.js';

/** What everybody may see: nothing of a vote before it is closed, and of its voices never more than two sums (I-15). */
export function publicView(state: GrantState) {
  const { id, project, resource, scope, candidate, status, wait, frozen, result } = state;
  const sponsors = state.sponsorships.map(({ sponsor, notCounted }) => ({ sponsor, notCounted }));
  return { id, project, resource, scope, candidate, status, dueAt: wait?.dueAt ?? null, frozen, sponsors, result };
}

/** The history without its ballots: neither who, nor how many, nor when. */
export function visibleEvents(events: readonly GrantEvent[]): GrantEvent[] {
  return events.filter(({ type }) => type !== 'castVote');
}

/** What stands between a candidate and the next step. */
export interface OpenGuard {
  readonly rule: string;
  readonly title: string;
  readonly reason: string;
  readonly earliest: number | null;
  readonly whoCanAct: readonly Party[];
}

/** The action that comes next, and the command that asks for it. */
const NEXT: Partial<Record<GrantStatus, readonly [GrantAction, CommandType]>> = {
  DRAFT: ['submit', 'submit'],
  SUBMITTED: ['findEligible', 'computeEligibility'],
  SPONSORING: ['completeSponsoring', 'confirmSponsorship'],
  EVIDENCE_REVIEW: ['fileReview', 'fileReview'],
  COMMENT_PERIOD: ['openVote', 'openVote'],
  APPROVED: ['accept', 'accept'],
  COOLING_OFF: ['endCoolingOff', 'endCoolingOff'],
  PROVISIONING: ['confirmReadBack', 'confirmReadBack'],
  PROBATION: ['completeProbation', 'confirmProbation'],
  RECERT_DUE: ['completeRecertification', 'confirmRecertification'],
  DORMANT: ['completeReturn', 'confirmReturn'],
};

const TITLES: Readonly<Record<string, string>> = {
  byOwner: 'On a project of tier T3 somebody who speaks for it gives the scope, and says so in public',
  waitIsOver: 'The time of this step has to pass',
  noRiskHold: 'Open signals are looked at by people first',
  selfReviewPrevented: 'The release environment has to know two people',
};

/**
 * For each open guard the rule, the reason, the earliest date and who can act; never a score of a person.
 * @param context with the facts of the candidate as the one who acts
 */
export function candidateView(state: GrantState, context: GrantContext, now: number): OpenGuard[] {
  const waiting = waitingFor(state, context, now);
  if (waiting !== null) return waiting;
  const next = NEXT[state.status];
  if (next === undefined) return [];
  const [action, type] = next;
  const question: GrantCase = { state, context, command: { type, at: now, by: null } as GrantCommand };
  const { guards = [] } = ROLE_GRANT.transitions[action];
  const open = guards.filter(isShown).flatMap((guard) => openGuard(guard, question));
  return [...missingSponsors(question), ...open];
}

function isShown(guard: GrantGuard): boolean {
  return guard in GUARDS || guard in TITLES;
}

function openGuard(guard: GrantGuard, question: GrantCase): OpenGuard[] {
  const refusal = GRANT_GUARDS[guard](question);
  if (refusal === null) return [];
  if (refusal instanceof GuardClosedError) return [fromCatalogue(guard, refusal)];
  const earliest = refusal instanceof WaitNotOverError ? refusal.earliest : null;
  const whoCanAct: Party[] = refusal instanceof RiskHoldError ? ['REVIEWER', 'STEWARD'] : ['SYSTEM'];
  return [{ rule: guard, title: TITLES[guard] ?? guard, reason: refusal.code, earliest, whoCanAct }];
}

function fromCatalogue(guard: string, { verdict }: GuardClosedError): OpenGuard {
  const { reason, earliest, whoCanAct } = verdict;
  return { rule: guard, title: GUARDS[guard as keyof typeof GUARDS].title, reason, earliest, whoCanAct };
}

function missingSponsors({ state, ...question }: GrantCase): OpenGuard[] {
  if (state.status !== 'SPONSORING') return [];
  const needed = profileFor({ state, ...question }).scopes[state.scope].sponsors;
  if (countedSponsors(state).length >= needed) return [];
  return [open('G02', 'SPONSORS_MISSING', null, 'CANDIDATE', 'SPONSOR')];
}

/** States that end by what others do; of a vote nothing is told but its end. */
function waitingFor(state: GrantState, context: GrantContext, now: number): OpenGuard[] | null {
  const dueAt = state.wait === null || state.wait.dueAt <= now ? null : state.wait.dueAt;
  // What kept it out; another request can be made as soon as that is different.
  if (state.status === 'INELIGIBLE')
    return state.unmet.map(({ rule, reason, earliest }) =>
      open(rule as keyof typeof GUARDS, reason, earliest, 'CANDIDATE'),
    );
  if (state.status === 'VOTING') return [open('G04', 'VOTE_RUNNING', dueAt, 'INCUMBENT', 'STEWARD')];
  if (state.status === 'SUBMITTED' && state.frozen?.tier === 'T3')
    return [{ rule: 'byOwner', title: TITLES.byOwner!, reason: 'OWNER_DECIDES', earliest: null, whoCanAct: ['OWNER'] }];
  if (state.status === 'SUSPENDED') return [open('G18', 'SUSPENDED', dueAt, 'INCUMBENT', 'STEWARD', 'OPERATOR')];
  if (state.status !== 'ON_HOLD') return null;
  if (state.hold?.kind === 'OBJECTION') return [open('G04', 'OBJECTION_OPEN', null, 'STEWARD', 'REVIEWER')];
  const held: OpenGuard = {
    ...{ rule: 'noRiskHold', title: TITLES.noRiskHold!, reason: 'RISK_HOLD', earliest: null },
    whoCanAct: ['REVIEWER', 'STEWARD'],
  };
  const question: GrantCase = { state, context, command: { type: 'endCoolingOff', at: now, by: null } };
  return [held, ...openGuard('G06', question)];
}

function open(rule: keyof typeof GUARDS, reason: string, earliest: number | null, ...whoCanAct: Party[]): OpenGuard {
  return { rule, title: GUARDS[rule].title, reason, earliest, whoCanAct };
}
