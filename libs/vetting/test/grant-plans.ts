import type { PersonLinks } from '../src/events/person-links.js';
import type { CommandType } from '../src/grants/grant-commands.js';
import type { GrantState } from '../src/grants/grant-state.js';
import type { GrantStatus } from '../src/grants/grant-status.js';

export const PANEL = ['pat', 'pia', 'pol'];

/** An action, who takes it, and whether they wait for the clock of the state; no action where nothing is left to do. */
type Plan = readonly [CommandType | null, string | null, boolean?];

interface Situation {
  readonly state: GrantState;
  readonly choice: number;
  readonly links: PersonLinks;
  pick(...names: string[]): string;
}

/** What somebody who knows the rules would do next; mostly in time, and sometimes in somebody else's place. */
export function planOf(state: GrantState, choice: number, links: PersonLinks): Plan {
  const pick = (...names: string[]) => names[choice % names.length]!;
  return PLANS[state.status]?.({ state, choice, links, pick }) ?? planForAppeal(state, choice);
}

const PLANS: Partial<Record<GrantStatus, (situation: Situation) => Plan>> = {
  DRAFT: ({ state }) => ['submit', state.candidate],
  SUBMITTED: () => ['computeEligibility', null],
  SPONSORING: ({ pick }) => ['confirmSponsorship', pick('sam', 'sue', 'sid', 'sam-2', 'cora-2', 'rita', 'pay')],
  EVIDENCE_REVIEW: ({ pick }) => ['fileReview', pick('rita', 'rob', 'rita-2')],
  COMMENT_PERIOD: ({ state, choice }) =>
    state.notifiedAt === null ? ['proveNotification', null] : ['openVote', null, choice % 8 !== 0],
  VOTING: planForVote,
  APPROVED: ({ state }) => ['accept', state.candidate],
  COOLING_OFF: ({ choice }) => ['endCoolingOff', null, choice % 8 !== 0],
  PROVISIONING: ({ choice, pick }) =>
    choice % 2 === 0 ? ['confirmReadBack', null] : ['provision', pick('ivy', 'ian', 'stella', 'ivy-2', 'owner')],
  PROBATION: ({ choice, pick }) => ['confirmProbation', pick('sam', 'sue', 'ivy', 'ian', 'sid'), choice % 8 !== 0],
  ACTIVE: planForHolder,
  RECERT_DUE: ({ state, choice, pick }) =>
    choice % 3 === 0 ? ['markDormant', null, true] : ['confirmRecertification', pick(state.candidate, 'ian', 'stella')],
  DORMANT: ({ state, pick }) => ['confirmReturn', pick(state.candidate, 'ian', 'stella')],
  ON_HOLD: ({ pick }) => ['clearHold', pick('rita', 'rob', 'stella', 'stan')],
  SUSPENDED: ({ choice, pick }) =>
    choice % 2 === 0
      ? ['lapseSuspension', null, choice % 8 !== 0]
      : ['confirmSuspension', pick('stella', 'ivy', 'ian', 'rob', 'oona')],
};

function planForVote({ state, choice, links, pick }: Situation): Plan {
  if (choice % 9 === 0) return ['castVote', pick('ivy', 'ivy-2', 'stella', 'sid')];
  const hasVoted = (name: string) => state.ballots.some(({ voter }) => links.areOne(voter, name));
  const voter = state.roll.find((name) => !hasVoted(name));
  return voter === undefined ? ['closeVote', null, true] : ['castVote', voter];
}

function planForHolder({ state, choice, pick }: Situation): Plan {
  if (choice % 4 === 0) return ['suspend', pick('ivy', 'stella', 'ian', 'owner', state.candidate)];
  if (choice % 4 === 1) return ['revoke', null];
  return choice % 4 === 2
    ? ['openRecertification', null, true]
    : ['stepDown', choice % 12 === 3 ? state.candidate : null];
}

function planForAppeal({ appeal, candidate }: GrantState, choice: number): Plan {
  if (appeal === null || appeal.status === 'REMITTED') return ['fileAppeal', candidate];
  if (appeal.status === 'FILED') return ['formPanel', 'stella'];
  if (appeal.status === 'PANEL_FORMED') return ['hearAppeal', appeal.panel[0] ?? null];
  return appeal.status === 'HEARD' ? ['voteAppeal', PANEL[choice % 3]!] : [null, null];
}
