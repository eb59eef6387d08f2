import { DAY_MS } from '../src/events/moment.js';
import { PersonLinks } from '../src/events/person-links.js';
import { decide, type Decide } from '../src/grants/decide.js';
import { created, evolve } from '../src/grants/evolve.js';
import type { GrantCommand } from '../src/grants/grant-commands.js';
import type { GrantContext } from '../src/grants/grant-context.js';
import type { GrantEvent } from '../src/grants/grant-events.js';
import type { GrantState } from '../src/grants/grant-state.js';
import type { GrantStatus } from '../src/grants/grant-status.js';
import { GuardClosedError } from '../src/grants/grant.errors.js';
import { POLICY_2026_1 } from '../src/policy/policy-2026-1.js';
import { SCOPES, scopeBefore, type Scope, type Tier } from '../src/policy/scopes.js';

export const START = Date.UTC(2026, 0, 1);
export const HOUR_MS = 3_600_000;
export const LONG_AGO = START - 2_000 * DAY_MS;

export const ANSWERS = {
  ...{ reproducedBuilds: 'all three', readDiffs: 'v1..v2', openSignals: 'none', benignExplanation: 'not needed' },
};

type Parts = { readonly [Part in keyof GrantContext]?: Partial<GrantContext[Part]> };

/** Everybody is there and nothing is wrong; parts of it can be given otherwise. */
export function givenContext(scope: Scope, tier: Tier, at: number, parts: Parts = {}): GrantContext {
  const before = scopeBefore(scope);
  const context: GrantContext = {
    links: new PersonLinks(),
    policies: { '2026-1': POLICY_2026_1 },
    currentPolicy: '2026-1',
    project: {
      name: 'project',
      ...{ tier, owners: ['owner'], incumbents: ['owner', 'ivy', 'ian'], stewards: ['stella', 'stan'] },
      ...{ reviewers: ['rita', 'rob'], operators: ['oona', 'otto'], funderStaff: ['fay'], isDistressOpen: false },
      ...{ holders: { RELEASE: ['owner', 'ivy'], ADMIN: ['owner', 'ivy', 'ian'] }, hasSuccessionRequest: false },
      consents: [{ by: 'owner', at, isStepUp: true }],
    },
    risk: { level: 'NONE', openRules: [], calmSince: 'NEVER', pressureEndsAt: null },
    candidate: {
      work: {
        ...{ firstMergedAt: LONG_AGO, activeMonths: 12, mergedChanges: 40, usefulReviews: 12, releasesAccompanied: 3 },
        priorScopeSince: before === null ? 'NOT_HELD' : LONG_AGO,
      },
      held: before === null ? [] : SCOPES.slice(0, SCOPES.indexOf(before as never) + 1),
      continuity: { keySince: LONG_AGO, accountSince: LONG_AGO, vouches: 0, hasPriorRole: false },
      ...{ payroll: [], rejectedAt: null, driftSince: null, lastActiveAt: at, isHygienic: true },
      ...{ unreviewedSensitiveChanges: 0, meetsWorkCriteria: true },
    },
    actor: {
      secondFactor: { isPhishingResistant: true, authenticatorChangedAt: 'NEVER' },
      sponsor: {
        ...{ historyDays: 900, recognisedProjects: 0, affiliations: [], openSponsorships: 0, firstSeenGapDays: 700 },
        ...{ interactionShare: 0.1, endorsementCycle: 0, sharesKeyOrMailDomain: false },
      },
      suspensions: [],
    },
    provisioning: { canaryAcknowledgedBy: ['cora', 'owner'], preventsSelfReview: true },
    removal: null,
    involved: [],
  };
  return {
    ...context,
    ...(parts.links instanceof PersonLinks ? { links: parts.links } : {}),
    policies: { ...context.policies, ...(parts.policies as GrantContext['policies']) },
    currentPolicy: parts.currentPolicy ?? context.currentPolicy,
    project: { ...context.project, ...parts.project },
    risk: { ...context.risk, ...parts.risk },
    candidate: { ...context.candidate, ...parts.candidate },
    actor: { ...context.actor, ...parts.actor },
    provisioning: { ...context.provisioning, ...parts.provisioning },
    removal: (parts.removal as GrantContext['removal']) ?? null,
    involved: (parts.involved as GrantContext['involved']) ?? [],
  };
}

type WithoutInstant<Command> = Command extends GrantCommand ? Omit<Command, 'at'> & { readonly at?: number } : never;
export type Move = WithoutInstant<GrantCommand>;

/** One grant that is led through its life. `cora` is the candidate. */
export class GivenGrant {
  state: GrantState;
  readonly events: GrantEvent[] = [];
  at = START;
  parts: Parts = {};

  constructor(
    readonly scope: Scope = 'COMMIT',
    readonly tier: Tier = 'T0',
    private readonly decider: Decide = decide,
  ) {
    const decision = this.decider(null, givenCreation(scope), this.context());
    if (!decision.isOk) throw decision.refusal;
    const [event] = decision.events;
    if (event?.type !== 'create') throw new Error('creation makes one event');
    this.events.push(event);
    this.state = created(event);
  }

  context(at = this.at): GrantContext {
    return givenContext(this.scope, this.tier, at, this.parts);
  }

  try(move: Move) {
    const command = { ...move, at: move.at ?? this.at } as GrantCommand;
    return this.decider(this.state, command, this.context(command.at));
  }

  /** Null when it is done; otherwise the code of the refusal, and of a guard its name and reason. */
  ask(move: Move): string | null {
    const decision = this.try(move);
    if (!decision.isOk) {
      const { refusal } = decision;
      return refusal instanceof GuardClosedError ? `${refusal.verdict.guard} ${refusal.verdict.reason}` : refusal.code;
    }
    this.at = move.at ?? this.at;
    for (const event of decision.events) {
      this.events.push(event);
      this.state = evolve(this.state, event);
    }
    return null;
  }

  must(...moves: Move[]): this {
    for (const move of moves) {
      const refusal = this.ask(move);
      if (refusal !== null) throw new Error(`${move.type} was refused: ${refusal}`);
    }
    return this;
  }

  get dueAt(): number {
    if (this.state.wait === null) throw new Error(`${this.state.status} has no clock`);
    return this.state.wait.dueAt;
  }

  after(ms: number): this {
    this.at += ms;
    return this;
  }

  /** Along the straight path, each step as early as can be. */
  reach(status: GrantStatus): this {
    while (this.state.status !== status) {
      const step = PATH[this.state.status];
      if (step === undefined) throw new Error(`no straight path from ${this.state.status} to ${status}`);
      step(this);
    }
    return this;
  }
}

export function givenCreation(scope: Scope): GrantCommand {
  return {
    ...{ type: 'create', at: START, by: 'cora', id: 'grant-1', project: 'project-1', resource: null, scope },
    ...{ candidate: 'cora', isConfirmedByOwnLogin: true, origin: 'REQUEST' },
  };
}

export function sponsor(by: string): Move {
  return { type: 'confirmSponsorship', by, statement: 'we worked together', workedOn: ['change 1'], disclosed: [] };
}

const PATH: Partial<Readonly<Record<GrantStatus, (grant: GivenGrant) => void>>> = {
  DRAFT: (grant) => grant.must({ type: 'submit', by: 'cora' }),
  SUBMITTED: (grant) => grant.must({ type: 'computeEligibility', by: null }),
  SPONSORING: (grant) => grant.must(...['sam', 'sue', 'sid'].slice(0, sponsorsOf(grant)).map(sponsor)),
  EVIDENCE_REVIEW: (grant) => grant.must({ type: 'fileReview', by: 'rita', answers: ANSWERS }),
  COMMENT_PERIOD: (grant) =>
    grant.must({ type: 'proveNotification', by: null }).must({ type: 'openVote', by: null, at: grant.dueAt }),
  VOTING: (grant) => {
    for (const by of grant.state.roll) grant.must({ type: 'castVote', by, choice: 'YES' });
    grant.must({ type: 'closeVote', by: null, at: grant.dueAt });
  },
  APPROVED: (grant) => grant.must({ type: 'accept', by: 'cora' }),
  COOLING_OFF: (grant) => grant.must({ type: 'endCoolingOff', by: null, at: grant.dueAt }),
  PROVISIONING: (grant) =>
    grant.must(
      { type: 'provision', by: 'ivy', readBack: 'the members page' },
      { type: 'provision', by: 'ian', readBack: 'the members page' },
      { type: 'confirmReadBack', by: null },
    ),
  PROBATION: (grant) =>
    grant.must({ type: 'confirmProbation', by: 'sam', at: grant.dueAt }, { type: 'confirmProbation', by: 'ivy' }),
  ACTIVE: (grant) => grant.must({ type: 'openRecertification', by: null, at: grant.dueAt }),
  RECERT_DUE: (grant) => grant.must({ type: 'markDormant', by: null, at: grant.dueAt }),
};

function sponsorsOf({ tier, scope }: GivenGrant): number {
  return POLICY_2026_1.tiers[tier].scopes[scope].sponsors;
}
