import { DAY_MS } from '../src/events/moment.js';
import { PersonLinks } from '../src/events/person-links.js';
import { decideBy, type Decide } from '../src/grants/decide.js';
import { created, evolve } from '../src/grants/evolve.js';
import type { GrantCommand } from '../src/grants/grant-commands.js';
import type { GrantContext } from '../src/grants/grant-context.js';
import type { RiskLevelName } from '../src/signals/risk-level.js';
import type { GrantEvent } from '../src/grants/grant-events.js';
import { isHeld, type GrantState } from '../src/grants/grant-state.js';
import { ROLE_GRANT } from '../src/grants/grant.states.js';
import type { GrantGuard } from '../src/grants/grant.guards.js';
import { POLICY_2026_1 } from '../src/policy/policy-2026-1.js';
import type { Scope, Tier } from '../src/policy/scopes.js';
import type { VettingPolicy } from '../src/policy/vetting-policy.js';
import { givenContext, HOUR_MS } from './given-grants.js';
import { PANEL, planOf } from './grant-plans.js';

/** A careless edit of the policy: every wait is one day. */
const SHORT = { commentDays: 1, probationDays: 1 };
const EDITED: VettingPolicy = {
  ...POLICY_2026_1,
  version: '2026-2',
  tiers: {
    ...POLICY_2026_1.tiers,
    T0: { ...POLICY_2026_1.tiers.T0, ...SHORT, vote: { ...POLICY_2026_1.tiers.T0.vote!, days: 1 } },
    T1: { ...POLICY_2026_1.tiers.T1, ...SHORT, vote: { ...POLICY_2026_1.tiers.T1.vote!, days: 1 } },
  },
};
export const POLICIES: Readonly<Record<string, VettingPolicy>> = { '2026-1': POLICY_2026_1, '2026-2': EDITED };

/** Second names of the same people: nobody counts twice by having two accounts. */
const ALIASES: readonly (readonly [string, string])[] = [
  ['cora', 'cora-2'],
  ['sam', 'sam-2'],
  ['ivy', 'ivy-2'],
  ['rita', 'rita-2'],
];
const ACTORS: readonly (string | null)[] = [
  ...[null, 'cora', 'cora-2', 'owner', 'ivy', 'ivy-2', 'ian', 'stella', 'stan', 'rita', 'rita-2', 'rob'],
  ...['sam', 'sam-2', 'sue', 'sid', 'fay', 'pay', 'oona', 'otto', 'pat', 'pia', 'pol', 'nobody'],
];

export interface Draw {
  /** 0 to 99: what kind of step it is. */
  readonly kind: number;
  readonly grant: number;
  readonly type: number;
  readonly actor: number;
  readonly time: number;
  readonly choice: number;
}

export interface Observed {
  readonly grant: number;
  readonly before: GrantState;
  readonly after: GrantState;
  readonly command: GrantCommand;
  readonly context: GrantContext;
  readonly events: readonly GrantEvent[];
  readonly history: readonly GrantEvent[];
  readonly world: GrantWorld;
}

export function deciderWithout(...guards: readonly GrantGuard[]): Decide {
  const off = Object.fromEntries(guards.map((guard) => [guard, () => null]));
  return decideBy({ ...ROLE_GRANT, guards: { ...ROLE_GRANT.guards, ...off } });
}

const TYPES: readonly GrantCommand['type'][] = [
  ...(['submit', 'computeEligibility', 'confirmSponsorship', 'declineSponsorship', 'lapseSponsoring'] as const),
  ...(['fileReview', 'proveNotification', 'openVote', 'raiseObjection', 'castVote', 'closeVote', 'accept'] as const),
  ...(['decline', 'lapseOffer', 'endCoolingOff', 'provision', 'confirmReadBack', 'confirmProbation'] as const),
  ...(['reportProbationMiss', 'openRecertification', 'confirmRecertification', 'markDormant'] as const),
  ...(['confirmReturn', 'expire', 'stepDown', 'applyRiskHold', 'clearHold', 'expireHold', 'suspend'] as const),
  ...(['confirmSuspension', 'lapseSuspension', 'revoke', 'withdraw', 'fileAppeal', 'formPanel'] as const),
  ...(['hearAppeal', 'voteAppeal', 'lapseAppeal', 'grantByOwner'] as const),
];

/** What follows from right and wrong moves, taken at right and wrong times by right and wrong people. */
export class GrantWorld {
  readonly links = new PersonLinks(ALIASES);
  readonly histories: GrantEvent[][] = [];
  readonly states: GrantState[] = [];
  readonly suspensions: { by: string; holder: string; at: number }[] = [];
  at: number;
  steps = 0;
  private tier: Tier;
  private level: RiskLevelName = 'NONE';
  private openRules: string[] = [];
  private calmSince: number | 'NEVER' = 'NEVER';
  private policy = '2026-1';
  private isDistressOpen = false;
  private meetsWorkCriteria = true;
  /** Who changed an authenticator, and when. */
  readonly changes = new Map<string, number>();

  constructor(
    start: number,
    tier: Tier,
    grants: readonly { readonly scope: Scope; readonly candidate: string }[],
    private readonly decide: Decide,
  ) {
    this.at = start;
    this.tier = tier;
    for (const [index, { scope, candidate }] of grants.entries()) {
      const event: GrantEvent = {
        ...{
          type: 'create',
          at: start,
          by: candidate,
          id: `grant-${index}`,
          project: 'project',
          resource: null,
          scope,
        },
        candidate,
      };
      this.histories.push([event]);
      this.states.push(created(event));
    }
  }

  /** Takes ADMIN as given to these grants, so that the end of it can be tried. */
  seedActive(): void {
    for (const [index, state] of this.states.entries()) {
      const active: GrantState = {
        ...state,
        ...{ status: 'ACTIVE', frozen: { policyVersion: '2026-1', tier: this.tier }, heldSince: this.at },
        wait: { dueAt: this.at + 180 * DAY_MS, fullMs: 180 * DAY_MS },
      };
      this.states[index] = active;
    }
  }

  admins(at = this.at): string[] {
    const held = this.states.filter((state) => state.scope === 'ADMIN' && isHeld(state, at));
    return held.map(({ candidate }) => candidate);
  }

  contextFor(state: GrantState, by: string | null, at: number): GrantContext {
    const seeded = this.states.some(({ scope }) => scope === 'ADMIN');
    const base = givenContext(state.scope, this.tier, at);
    const admins = this.admins(at);
    const holders = seeded ? { RELEASE: admins, ADMIN: admins } : base.project.holders;
    return {
      ...base,
      ...{ links: this.links, policies: POLICIES, currentPolicy: this.policy, involved: ['fay', 'nobody'] },
      project: { ...base.project, holders, isDistressOpen: this.isDistressOpen },
      risk: { level: this.level, openRules: this.openRules, calmSince: this.calmSince, pressureEndsAt: null },
      candidate: { ...base.candidate, payroll: ['pay'], meetsWorkCriteria: this.meetsWorkCriteria },
      actor: {
        ...base.actor,
        secondFactor: {
          isPhishingResistant: true,
          authenticatorChangedAt: (by === null ? undefined : this.changes.get(this.links.personOf(by))) ?? 'NEVER',
        },
        suspensions: this.suspensions.filter((entry) => by !== null && this.links.areOne(entry.by, by)),
      },
      provisioning: { canaryAcknowledgedBy: [state.candidate, ...admins, 'owner'], preventsSelfReview: true },
      removal: {
        ...{ grant: state.id, isDecided: true, reasons: 'as written', noticeAt: at - 8 * DAY_MS, holdersInMotion: 1 },
        votes: { given: 5, roll: 5 },
      },
    };
  }

  step(draw: Draw): Observed | null {
    this.steps += 1;
    if (draw.kind >= 92) return this.shake(draw);
    const grant = draw.grant % this.states.length;
    const before = this.states[grant]!;
    const command = draw.kind < 66 ? this.helpful(before, draw) : this.wild(before, draw);
    if (command === null) return null;
    const context = this.contextFor(before, command.by, command.at);
    const decision = this.decide(before, command, context);
    if (!decision.isOk) return null;
    const history = this.histories[grant]!;
    history.push(...decision.events);
    const after = decision.events.reduce(evolve, before);
    this.states[grant] = after;
    this.at = Math.max(this.at, command.at);
    if (after.status === 'SUSPENDED' && before.status !== 'SUSPENDED' && command.type === 'suspend')
      this.suspensions.push({ by: command.by ?? '', holder: before.candidate, at: command.at });
    return { grant, before, after, command, context, events: decision.events, history, world: this };
  }

  /** The world around changes. */
  private shake({ type, choice }: Draw): null {
    if (type % 7 === 0) this.level = this.level === 'HOLD' ? 'NONE' : 'HOLD';
    if (type % 7 === 1) this.press();
    if (type % 7 === 2) this.tier = (['T0', 'T1', 'T2', 'T3'] as const)[choice % 4]!;
    if (type % 7 === 3) this.policy = choice % 2 === 0 ? '2026-1' : '2026-2';
    if (type % 7 === 4) this.isDistressOpen = !this.isDistressOpen;
    if (type % 7 === 6) this.changes.set(['cora', 'ivy', 'stella'][choice % 3]!, this.at);
    if (type % 7 === 5) this.meetsWorkCriteria = !this.meetsWorkCriteria;
    return null;
  }

  private press(): void {
    const isOpen = this.openRules.length > 0;
    this.openRules = isOpen ? [] : ['S01', 'S02'];
    if (isOpen) this.calmSince = this.at;
  }

  private wild(state: GrantState, { type, actor, time, choice }: Draw): GrantCommand | null {
    const due = state.wait?.dueAt ?? this.at;
    const times = [this.at, this.at, this.at - HOUR_MS, this.at + HOUR_MS, this.at + DAY_MS, due - 1, due, due + 1];
    const at = times[time % times.length]!;
    return this.command(TYPES[type % TYPES.length]!, ACTORS[actor % ACTORS.length]!, at, choice);
  }

  private command(type: GrantCommand['type'], by: string | null, at: number, choice: number): GrantCommand {
    const answers = { reproducedBuilds: 'a', readDiffs: 'b', openSignals: 'c', benignExplanation: 'd' };
    const panel = choice % 5 === 0 ? ['ivy', 'pat', 'pia'] : PANEL;
    return {
      ...{
        type,
        by,
        at,
        statement: 'worked together',
        workedOn: ['change'],
        disclosed: [...ACTORS],
        answers,
        panel,
        readBack: 'seen',
      },
      ...{ reason: 'written', choice: choice % 7 === 0 ? 'NO' : 'YES', publicEntry: 'entry' },
      decision: (['overturn', 'overturn', 'overturn', 'uphold', 'remit'] as const)[choice % 5],
    } as unknown as GrantCommand;
  }

  /** What somebody who knows the rules would do next. */
  private helpful(state: GrantState, draw: Draw): GrantCommand | null {
    if (this.level === 'HOLD' && draw.choice % 3 === 0) this.level = 'NONE';
    const isWaiting = ['COMMENT_PERIOD', 'VOTING', 'COOLING_OFF'].includes(state.status);
    if (isWaiting && draw.time % 16 === 0) return this.command('raiseObjection', 'ian', this.at + HOUR_MS, draw.choice);
    if (this.level === 'HOLD' && draw.choice % 2 === 0)
      return this.command('applyRiskHold', null, this.at, draw.choice);
    const [type, by, isAtDue = false] = planOf(state, draw.choice, this.links);
    const at = isAtDue ? Math.max(this.at, state.wait?.dueAt ?? this.at) : this.at;
    return type === null ? null : this.command(type, by, at, draw.choice);
  }
}
