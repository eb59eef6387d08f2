import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deciderWithout, GrantWorld, POLICIES, type Draw, type Observed } from '../../test/grant-world.js';
import { START, HOUR_MS } from '../../test/given-grants.js';
import { DAY_MS } from '../events/moment.js';
import type { PersonLinks } from '../events/person-links.js';
import type { Scope, Tier } from '../policy/scopes.js';
import type { Decide } from './decide.js';
import { replayGrant } from './evolve.js';
import type { GrantEvent } from './grant-events.js';
import { isHeld, type GrantState } from './grant-state.js';
import type { GrantStatus } from './grant-status.js';
import { ROLE_GRANT } from './grant.states.js';
import { publicView, visibleEvents } from './views.js';

/**
 * The invariants of section 3.8 of the vetting design, asked of the history alone, after each step of random sequences.
 *   MAINSTAY_LONG=1  20,000 steps for each property (the default suite: 3,000)
 */
const STEPS = process.env.MAINSTAY_LONG === '1' ? 20_000 : 3_000;
const LENGTH = 100;
const TOWARD_RIGHTS = [
  'findEligible',
  'fileReview',
  'openVote',
  'approve',
  'accept',
  'endCoolingOff',
  'confirmReadBack',
];
const TERMINAL: readonly GrantStatus[] = [
  ...(['INELIGIBLE', 'REJECTED', 'DECLINED', 'REVOKED', 'EMERITUS', 'EXPIRED', 'WITHDRAWN'] as const),
];

type Check = (observed: Observed) => string | null;

interface Stay {
  readonly status: GrantStatus;
  readonly from: number;
  readonly to: number;
}

/** Where a grant has been, read from its events without `evolve`. */
function staysOf(history: readonly GrantEvent[]): Stay[] {
  const stays: Stay[] = [];
  let status: GrantStatus = 'DRAFT';
  let from = history[0]!.at;
  for (const event of history) {
    const to: GrantStatus | null =
      event.type === 'return'
        ? event.to
        : event.type in ROLE_GRANT.transitions
          ? ROLE_GRANT.transitions[event.type as 'submit'].to
          : null;
    if (to === null || to === status) continue;
    stays.push({ status, from, to: event.at });
    [status, from] = [to, event.at];
  }
  return [...stays, { status, from, to: from }];
}

const spent = (stays: readonly Stay[], status: GrantStatus) =>
  stays.filter((stay) => stay.status === status).reduce((sum, { from, to }) => sum + to - from, 0);
const people = (names: readonly string[], links: PersonLinks) => new Set(names.map((name) => links.personOf(name)));
const enters = ({ before, after }: Observed, status: GrantStatus) =>
  before.status !== status && after.status === status;
const counted = ({ sponsorships }: GrantState) =>
  sponsorships.filter(({ notCounted }) => notCounted === null).map(({ sponsor }) => sponsor);
const isCompletion = (observed: Observed) =>
  observed.events.some(({ type }) => type === 'confirmReadBack') && enters(observed, 'PROBATION');

function submission({ history }: Observed) {
  const event = history.find((entry) => entry.type === 'submit');
  return event?.type === 'submit' ? event : null;
}

const CHECKS: Readonly<Record<string, Check>> = {
  'I-01': (observed) => {
    const submitted = submission(observed);
    if (submitted === null || submitted.tier === 'T3') return null;
    if (!enters(observed, 'PROVISIONING') && !isCompletion(observed)) return null;
    const passed = staysOf(observed.history).map(({ status }) => status);
    const missing = (['COMMENT_PERIOD', 'VOTING', 'COOLING_OFF'] as const).filter((status) => !passed.includes(status));
    return missing.length === 0 ? null : `no ${missing.join(', ')}`;
  },
  'I-02': (observed) => {
    if (!isCompletion(observed)) return null;
    const { after, world, context } = observed;
    const candidate = world.links.personOf(after.candidate);
    const sponsors = people(counted(after), world.links);
    const reviewer = world.links.personOf(after.review!.reviewer);
    const voters = people(
      after.ballots.map(({ voter }) => voter),
      world.links,
    );
    const provisioners = people(after.provisioners, world.links);
    const others = [...sponsors, reviewer, ...voters, ...provisioners];
    if (others.includes(candidate)) return 'the candidate took part';
    if (others.some((name) => people(context.candidate.payroll ?? [], world.links).has(name)))
      return 'a paid person took part';
    if (
      people(
        after.sponsorships.map(({ sponsor }) => sponsor),
        world.links,
      ).has(reviewer)
    )
      return 'the reviewer is a sponsor';
    return provisioners.size >= 2 ? null : 'one person gave the scope';
  },
  'I-03': ({ after, world, context }) => {
    const lists = [counted(after), after.ballots.map(({ voter }) => voter), [...after.roll]];
    const twice = lists.some((names) => people(names, world.links).size !== names.length);
    if (twice) return 'one person counts twice';
    const outside = after.ballots.filter(
      ({ voter }) => !people(after.roll, world.links).has(world.links.personOf(voter)),
    );
    if (outside.length > 0) return 'somebody outside of the roll voted';
    const profile = context.policies[after.frozen?.policyVersion ?? '2026-1']!.tiers[after.frozen?.tier ?? 'T0'];
    const isApproved = after.status === 'APPROVED' && profile.vote !== null;
    const quorum = Math.max(profile.vote?.quorumVotes ?? 0, (profile.vote?.quorumShare ?? 0) * after.roll.length);
    return isApproved && after.ballots.length < quorum ? 'approved without quorum' : null;
  },
  'I-04': (observed) => {
    const submitted = submission(observed);
    if (submitted === null || submitted.tier === 'T3') return null;
    const profile = POLICIES[submitted.policyVersion]!.tiers[submitted.tier];
    const stays = staysOf(observed.history);
    const needed: [GrantStatus, number][] = [
      ['COMMENT_PERIOD', profile.commentDays],
      ['VOTING', profile.vote!.days],
      ['COOLING_OFF', profile.scopes[observed.after.scope].coolingOffDays],
    ];
    const short = needed.filter(([status, days]) => spent(stays, status) < days * DAY_MS).map(([status]) => status);
    if (enters(observed, 'PROVISIONING') && short.length > 0) return `too short: ${short.join(', ')}`;
    const isFirst =
      observed.events.some(({ type }) => type === 'completeProbation') &&
      !stays.some(({ status }) => status === 'DORMANT');
    return isFirst && spent(stays, 'PROBATION') < profile.probationDays * DAY_MS ? 'too short: PROBATION' : null;
  },
  'I-08': ({ events, history, before, command, world }) => {
    const lapse = events.find((event) => event.type === 'return' && event.cause === 'SUSPENSION_LAPSED');
    const confirmed = before.isSuspensionConfirmed;
    if (lapse && !confirmed) {
      if (command.at < lapse.at) return 'a suspension ended before its time';
      const suspended = staysOf(history.slice(0, history.indexOf(lapse))).at(-1)!;
      if (lapse.at - suspended.from !== 72 * HOUR_MS) return 'an unconfirmed suspension did not last 72 hours';
    }
    if (command.type !== 'suspend') return null;
    const own = world.suspensions.filter((entry) => world.links.areOne(entry.by, command.by ?? ''));
    const recent = own.filter(({ at }) => at > command.at - 7 * DAY_MS);
    return people(
      recent.map(({ holder }) => holder),
      world.links,
    ).size > 1
      ? 'one actor stopped two holders'
      : null;
  },
  'I-09': (observed) => {
    const { after, before, world, events, context } = observed;
    if (after.scope !== 'ADMIN' || context.project.holders.ADMIN.length === 0) return null;
    const admins = people(world.admins(), world.links).size;
    if (admins === 0) return 'nobody holds ADMIN';
    const isStep = isHeld(before, observed.command.at) && !isHeld(after, observed.command.at);
    const isAnnounced = events.some((event) => event.type === 'request' && event.what === 'SUCCESSOR');
    return isStep && admins === 1 && after.frozen?.tier === 'T0' && !isAnnounced
      ? 'nobody looks for a successor'
      : null;
  },
  'I-10': ({ before, events, world, command, context, after }) => {
    if (!TERMINAL.includes(before.status)) return appealProblem({ before, events, world, command, context, after });
    const wrong = events.find(
      (event) => event.type !== 'appeal' && !(event.type === 'return' && event.cause === 'APPEAL_OVERTURNED'),
    );
    if (wrong) return `${before.status} was left by ${wrong.type}`;
    const restored = events.find(({ type }) => type === 'return');
    if (restored && after.status !== before.earlier?.status) return 'something else was restored';
    return appealProblem({ before, events, world, command, context, after });
  },
  'I-11': ({ before, after, events, command, context }) => {
    const [was, is] = [isHeld(before, command.at), isHeld(after, command.at)];
    if (events.some(({ type }) => type === 'applyRiskHold') && was) return 'a hold took a scope';
    const isStep = events.some(({ type }) => TOWARD_RIGHTS.includes(type));
    if (context.risk.level === 'HOLD' && isStep) return 'a request went on under a hold';
    const isLapse = events.some((event) => event.type === 'return' && event.cause !== 'HOLD_CLEARED');
    return context.risk.level === 'HOLD' && !was && is && !isLapse ? 'a right was given under a hold' : null;
  },
  'I-15': ({ after, history }) => {
    if (after.status !== 'VOTING') return null;
    const unseen = replayGrant(visibleEvents(history));
    return JSON.stringify(publicView(unseen)) === JSON.stringify(publicView(after)) ? null : 'a vote is visible';
  },
  'I-19': (observed) => {
    const { before, after, events } = observed;
    if (before.frozen === null || after.frozen === null) return null;
    const isRecertified = events.some(({ type }) => type === 'completeRecertification');
    const isSame =
      before.frozen.tier === after.frozen.tier && before.frozen.policyVersion === after.frozen.policyVersion;
    if (!isRecertified) return isSame ? null : 'a frozen term changed';
    return after.frozen.tier <= before.frozen.tier ? null : 'a looser tier was applied';
  },
  G06: ({ before, events, context }) => {
    const left = events.some(({ type }) => type === 'endCoolingOff');
    const isStrict = ['T0', 'T1'].includes(before.frozen?.tier ?? '') && before.scope !== 'TRIAGE';
    return left && isStrict && context.risk.openRules!.includes('S01') ? 'left the quarantine' : null;
  },
  G23: ({ command, before, world }) => {
    const acted = ['castVote', 'accept', 'provision', 'confirmRecertification'].includes(command.type);
    const changedAt = command.by === null ? undefined : world.changes.get(world.links.personOf(command.by));
    const isVetted = before.frozen !== null && before.frozen.tier !== 'T3';
    if (!acted || !isVetted || changedAt === undefined) return null;
    return command.at - changedAt < 7 * DAY_MS ? 'acted after a change of an authenticator' : null;
  },
};

function appealProblem({
  before,
  events,
  world,
  command,
  after,
}: Pick<Observed, 'before' | 'events' | 'world' | 'command' | 'context' | 'after'>): string | null {
  const filed = events.some((event) => event.type === 'appeal' && event.step === 'file');
  const since = before.appeal?.closedAt ?? before.enteredAt;
  const tier = before.frozen?.tier;
  if (tier === 'T3') return null;
  if (filed && command.at - since > 14 * DAY_MS) return 'an appeal was filed too late';
  const formed = events.some((event) => event.type === 'appeal' && event.step === 'formPanel');
  const involved = people(
    [...before.roll, ...counted(before), before.candidate, before.review?.reviewer ?? 'fay'],
    world.links,
  );
  return formed && after.appeal!.panel.some((name) => involved.has(world.links.personOf(name)))
    ? 'the panel is involved'
    : null;
}

const draws = fc.array(
  fc.record<Draw>({
    ...{ kind: fc.integer({ min: 0, max: 99 }), grant: fc.nat(99), type: fc.nat(999), actor: fc.nat(999) },
    ...{ time: fc.nat(99), choice: fc.nat(999) },
  }),
  { minLength: LENGTH, maxLength: LENGTH, size: 'max' },
);
const tiers = fc.constantFrom<Tier>('T0', 'T0', 'T1', 'T2');
const scopes = fc.constantFrom<Scope>('TRIAGE', 'COMMIT', 'RELEASE', 'SECURITY_CONTACT');

interface Outcome {
  readonly steps: number;
  readonly sequences: number;
  readonly reached: ReadonlyMap<GrantStatus, number>;
  readonly violations: ReadonlySet<string>;
}

/** Runs sequences and gathers what they reached and broke. */
function explore(decider: Decide, world: 'requests' | 'admins', steps: number, seed: number): Outcome {
  const reached = new Map<GrantStatus, number>();
  const violations = new Set<string>();
  let [done, sequences] = [0, 0];
  const property = fc.property(draws, tiers, scopes, (sequence, tier, scope) => {
    const given =
      world === 'requests'
        ? new GrantWorld(START, tier, [{ scope, candidate: 'cora' }], decider)
        : new GrantWorld(
            START,
            tier,
            ['owner', 'ivy', 'ian', 'cora'].map((candidate) => ({ scope: 'ADMIN' as const, candidate })),
            decider,
          );
    if (world === 'admins') given.seedActive();
    const visited = new Set<GrantStatus>();
    for (const draw of sequence) {
      const observed = given.step(draw);
      if (observed === null) continue;
      visited.add(observed.after.status);
      for (const [name, check] of Object.entries(CHECKS)) {
        const problem = check(observed);
        if (problem !== null) violations.add(`${name}: ${problem}`);
      }
    }
    for (const status of visited) reached.set(status, (reached.get(status) ?? 0) + 1);
    done += sequence.length;
    sequences += 1;
  });
  fc.assert(property, { numRuns: steps / LENGTH, seed });
  return { steps: done, sequences, reached, violations };
}

describe('random sequences', () => {
  const whole = deciderWithout();

  it('of one request break no invariant, and many of them reach the end', () => {
    const began = performance.now();
    const { steps, sequences, reached, violations } = explore(whole, 'requests', STEPS, 20_261);
    const share = (status: GrantStatus) => (reached.get(status) ?? 0) / sequences;
    if (process.env.MAINSTAY_LONG === '1') report(steps, performance.now() - began, share);
    expect([...violations]).toEqual([]);
    expect(steps).toBe(STEPS);
    expect(share('ACTIVE')).toBeGreaterThan(0.2);
    expect(share('ON_HOLD')).toBeGreaterThan(0.2);
    for (const status of ['ON_HOLD', 'SUSPENDED', 'REJECTED', 'REVOKED', 'RECERT_DUE'] as const)
      expect([status, share(status) > 0.01]).toEqual([status, true]);
  });

  it('of four administrators break no invariant, and come near to the last one', () => {
    const { reached, violations } = explore(whole, 'admins', STEPS, 20_262);
    expect([...violations]).toEqual([]);
    for (const status of ['SUSPENDED', 'REVOKED', 'EMERITUS', 'DORMANT'] as const)
      expect([status, reached.has(status)]).toEqual([status, true]);
  });

  it('come to the same states whenever they begin (I-20)', () => {
    fc.assert(
      fc.property(
        draws,
        tiers,
        scopes,
        fc.integer({ min: -400 * 24, max: 400 * 24 }),
        (sequence, tier, scope, hours) => {
          const run = (start: number) => {
            const world = new GrantWorld(start, tier, [{ scope, candidate: 'cora' }], whole);
            return sequence
              .map((draw) => world.step(draw)?.after)
              .map((state) => [state?.status, (state?.wait?.dueAt ?? start) - start]);
          };
          expect(run(START + hours * HOUR_MS)).toEqual(run(START));
        },
      ),
      { numRuns: STEPS / LENGTH / 5, seed: 20_263 },
    );
  });
});

describe('a guard that is taken away is found', () => {
  it.each([
    ['G01', 'requests', 'I-02'],
    ['G02', 'requests', 'I-03'],
    ['G03', 'requests', 'I-03'],
    ['hasNotVoted', 'requests', 'I-03'],
    ['G23', 'requests', 'G23'],
    ['G05', 'requests', 'I-04'],
    ['G06', 'requests', 'G06'],
    ['G08', 'requests', 'I-04'],
    ['G11', 'requests', 'I-02'],
    ['G18', 'admins', 'I-08'],
    ['G20', 'requests', 'I-10'],
    ['keepsAdmin', 'admins', 'I-09'],
    ['noRiskHold', 'requests', 'I-11'],
    ['byReviewerNotSponsor', 'requests', 'I-02'],
    ['waitIsOver', 'requests', 'I-04'],
    ['suspensionLapsed', 'requests', 'I-08'],
  ] as const)('%s, in sequences of %s: %s', (guard, world, invariant) => {
    const found = new Set<string>();
    for (let round = 0; round < 10 && !found.has(invariant); round += 1) {
      const { violations } = explore(deciderWithout(guard), world, 2_000, 20_264 + round);
      for (const text of violations) found.add(text.split(':')[0]!);
    }
    expect([...found]).toContain(invariant);
  });
});

function report(steps: number, ms: number, share: (status: GrantStatus) => number): void {
  const shares = (
    [
      'PROVISIONING',
      'PROBATION',
      'ACTIVE',
      'ON_HOLD',
      'SUSPENDED',
      'REJECTED',
      'REVOKED',
      'RECERT_DUE',
      'DORMANT',
    ] as const
  )
    .map((status) => `${status} ${(share(status) * 100).toFixed(0)} %`)
    .join(', ');
  process.stdout.write(
    `${steps} steps, ${Math.floor((steps / ms) * 1_000)} each second; sequences that reach ${shares}\n`,
  );
}
