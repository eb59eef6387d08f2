import type { Moment } from '../events/moment.js';
import { PersonLinks } from '../events/person-links.js';
import type { WorkRecord } from '../guards/eligibility.js';
import type { Reason } from '../guards/reasons.js';
import { SCOPES, type Scope, type Tier } from '../policy/scopes.js';
import type { VettingPolicy } from '../policy/vetting-policy.js';
import { decide } from './decide.js';
import { created, evolve } from './evolve.js';
import type { GrantCommand } from './grant-commands.js';
import type { GrantContext } from './grant-context.js';
import type { CreatedEvent } from './grant-events.js';
import type { GrantState } from './grant-state.js';

/** What a candidate did, in the order of time; null where it is not known. */
export interface WorkHistory {
  readonly mergedChanges: readonly Moment[];
  readonly usefulReviews: readonly Moment[] | null;
  readonly releasesAccompanied: readonly Moment[] | null;
}

/** One thing that has to pass before the next step. */
interface Wait {
  readonly reason: Reason;
  /** Null when the history never comes that far. */
  readonly until: number | null;
}

interface EarliestDate {
  /** When the request can be submitted, and when the scope is held; null when the history never comes that far. */
  readonly requestAt: number | null;
  readonly heldAt: number | null;
  /** What stood before the request, and between it and the scope, in the order of time. */
  readonly waits: readonly Wait[];
}

export type EarliestDates = Readonly<Record<(typeof SCOPES)[number], EarliestDate>> & {
  /** What is not known and was taken as done: the dates are lower bounds, and stay so without it. */
  readonly assumed: readonly string[];
};

const CANDIDATE = 'candidate';
const PEERS = ['peer-1', 'peer-2', 'peer-3', 'peer-4'];
const REVIEWER = 'reviewer';
const NEVER: EarliestDate = { requestAt: null, heldAt: null, waits: [] };
const PLENTY = Number.MAX_SAFE_INTEGER;

/**
 * When a candidate could hold each scope at the earliest, everybody else being willing and quick. The machine itself is
 * driven, so that the dates follow whatever the policy and the guards say. A day without its time counts at its end.
 */
export function earliestDates(history: WorkHistory, policy: VettingPolicy, tier: Tier): EarliestDates {
  const dates: Partial<Record<(typeof SCOPES)[number], EarliestDate>> = {};
  let at: number | null = history.mergedChanges[0]?.to ?? null;
  let priorScopeSince: number | null = null;
  for (const scope of SCOPES) {
    const drive: Drive = new Drive(history, policy, tier, scope, priorScopeSince);
    const date: EarliestDate = at === null ? NEVER : drive.from(at);
    dates[scope] = date;
    at = priorScopeSince = date.heldAt;
  }
  const assumed = (['usefulReviews', 'releasesAccompanied'] as const).filter((name) => history[name] === null);
  return { ...(dates as Record<(typeof SCOPES)[number], EarliestDate>), assumed };
}

/** One request for one scope, with the earliest legal move each time. */
class Drive {
  /** Until when each reason stood. */
  readonly #waits = new Map<Reason, number | null>();

  constructor(
    private readonly history: WorkHistory,
    private readonly policy: VettingPolicy,
    private readonly tier: Tier,
    private readonly scope: (typeof SCOPES)[number],
    private readonly priorScopeSince: number | null,
  ) {}

  from(earliest: number): EarliestDate {
    let at: number | null = earliest;
    while (at !== null) {
      const state = this.submit(at);
      if (state.status !== 'INELIGIBLE') {
        const { heldSince } = this.finish(state, at);
        return { requestAt: at, heldAt: heldSince, waits: this.waits };
      }
      at = this.retryAfter(state, at);
    }
    return { ...NEVER, waits: this.waits };
  }

  private get waits(): Wait[] {
    const waits = [...this.#waits].map(([reason, until]) => ({ reason, until }));
    return waits.sort((one, other) => (one.until ?? Infinity) - (other.until ?? Infinity));
  }

  private submit(at: number): GrantState {
    const request: CreatedEvent = {
      ...{ type: 'create', at, by: CANDIDATE, id: 'grant', project: 'project', resource: null },
      ...{ scope: this.scope, candidate: CANDIDATE },
    };
    const state = this.ask(created(request), { type: 'submit', at, by: CANDIDATE });
    if (this.tier === 'T3') return this.ask(state, { type: 'grantByOwner', at, by: PEERS[0]!, publicEntry: 'entry' });
    return this.ask(state, { type: 'computeEligibility', at, by: null });
  }

  /** The last date that a guard names, or the next change, review or release. */
  private retryAfter({ unmet }: GrantState, at: number): number | null {
    const next = this.nextAfter(unmet, at);
    for (const { reason, earliest } of unmet) this.#waits.set(reason, earliest ?? next);
    return next;
  }

  private nextAfter(unmet: GrantState['unmet'], at: number): number | null {
    const named = unmet.flatMap(({ earliest }) => (earliest === null ? [] : [earliest]));
    if (named.length > 0) return Math.max(...named);
    const { mergedChanges, usefulReviews, releasesAccompanied } = this.history;
    const facts = [...mergedChanges, ...(usefulReviews ?? []), ...(releasesAccompanied ?? [])];
    const coming = facts.map(({ to }) => to).filter((instant) => instant > at);
    return coming.length === 0 ? null : Math.min(...coming);
  }

  private finish(eligible: GrantState, at: number): GrantState {
    if (eligible.status === 'ACTIVE') return eligible;
    let state = eligible;
    const ask = (command: GrantCommand) => (state = this.ask(state, command));
    const due = () => state.wait?.dueAt ?? state.lastAt;
    const waitFor = (reason: Reason): number => {
      if (due() > state.lastAt) this.#waits.set(reason, due());
      return due();
    };
    for (const by of PEERS.slice(0, this.policy.tiers[this.tier].scopes[this.scope].sponsors))
      ask({ type: 'confirmSponsorship', at, by, statement: 'worked together', workedOn: ['work'], disclosed: [] });
    const yes = 'yes';
    const answers = { reproducedBuilds: yes, readDiffs: yes, openSignals: yes, benignExplanation: yes };
    ask({ type: 'fileReview', at, by: REVIEWER, answers });
    ask({ type: 'proveNotification', at, by: null });
    ask({ type: 'openVote', at: waitFor('COMMENT_RUNNING'), by: null });
    for (const by of PEERS) ask({ type: 'castVote', at: state.lastAt, by, choice: 'YES' });
    ask({ type: 'closeVote', at: waitFor('VOTE_RUNNING'), by: null });
    ask({ type: 'accept', at: state.lastAt, by: CANDIDATE });
    ask({ type: 'endCoolingOff', at: waitFor('COOLING_OFF'), by: null });
    for (const by of PEERS.slice(0, 2)) ask({ type: 'provision', at: state.lastAt, by, readBack: 'seen' });
    return ask({ type: 'confirmReadBack', at: state.lastAt, by: null });
  }

  private ask(state: GrantState, command: GrantCommand): GrantState {
    const decision = decide(state, command, this.contextAt(command.at));
    if (!decision.isOk) throw decision.refusal;
    return decision.events.reduce(evolve, state);
  }

  private workAt(at: number): WorkRecord {
    const until = (facts: readonly Moment[]) => facts.filter(({ to }) => to <= at);
    const merged = until(this.history.mergedChanges);
    const { usefulReviews, releasesAccompanied } = this.history;
    return {
      firstMergedAt: merged[0]?.to ?? null,
      activeMonths: new Set(merged.map(({ to }) => new Date(to).toISOString().slice(0, 7))).size,
      mergedChanges: merged.length,
      usefulReviews: usefulReviews === null ? PLENTY : until(usefulReviews).length,
      releasesAccompanied: releasesAccompanied === null ? PLENTY : until(releasesAccompanied).length,
      priorScopeSince: this.priorScopeSince ?? 'NOT_HELD',
    };
  }

  /** Everybody is there, willing and known for long. */
  private contextAt(at: number): GrantContext {
    const index = SCOPES.indexOf(this.scope);
    const held: Scope[] = SCOPES.slice(0, index);
    return {
      links: new PersonLinks(),
      policies: { [this.policy.version]: this.policy },
      currentPolicy: this.policy.version,
      project: {
        name: 'project',
        ...{ tier: this.tier, owners: [PEERS[0]!], incumbents: PEERS, stewards: ['steward'], reviewers: [REVIEWER] },
        ...{ operators: [], funderStaff: [], holders: { RELEASE: PEERS, ADMIN: PEERS }, hasSuccessionRequest: true },
        ...{ consents: [{ by: PEERS[0]!, at, isStepUp: true }], isDistressOpen: false },
      },
      risk: { level: 'NONE', openRules: [], calmSince: 'NEVER', pressureEndsAt: null },
      candidate: {
        ...{ work: this.workAt(at), held, payroll: [], rejectedAt: null, driftSince: null, lastActiveAt: at },
        continuity: { keySince: 'NONE', accountSince: 'NONE', vouches: PLENTY, hasPriorRole: true },
        ...{ isHygienic: true, unreviewedSensitiveChanges: 0, meetsWorkCriteria: true },
      },
      actor: {
        secondFactor: { isPhishingResistant: true, authenticatorChangedAt: 'NEVER' },
        sponsor: {
          ...{ historyDays: PLENTY, recognisedProjects: PLENTY, affiliations: [], openSponsorships: 0 },
          ...{ firstSeenGapDays: PLENTY, interactionShare: 0, endorsementCycle: 0, sharesKeyOrMailDomain: false },
        },
        suspensions: [],
      },
      provisioning: { canaryAcknowledgedBy: [CANDIDATE, ...PEERS], preventsSelfReview: true },
      removal: null,
      involved: [],
    };
  }
}
