import { DAY_MS } from '../events/moment.js';
import { scopeBefore, type Scope } from '../policy/scopes.js';
import type { ScopeMinimums } from '../policy/vetting-policy.js';
import { defineGuard, includesPerson, STRICT_TIERS, unknown, VETTED_TIERS, type Finding } from './guard.js';

export type ConsentFacts =
  | {
      readonly use: 'OPENING';
      readonly owners: readonly string[];
      /** Yes of owners, each with the instant and whether a step-up login carried it. */
      readonly consents: readonly { readonly by: string; readonly at: number; readonly isStepUp: boolean }[];
    }
  | {
      readonly use: 'SECOND_PERSON';
      readonly owners: readonly string[];
      readonly person: string;
      /** S05 is open; null when not known. */
      readonly isDistressOpen: boolean | null;
    };

export const G07 = defineGuard<ConsentFacts>({
  id: 'G07',
  title: 'Fresh consent of the owner, who is no second person while in distress',
  stops: 'approval by an exhausted or manipulated owner',
  costMinutes: 5,
  tiers: VETTED_TIERS,
  find: (facts, { at, policy, links }) => {
    if (facts.use === 'SECOND_PERSON') {
      if (!includesPerson(facts.owners, facts.person, links)) return null;
      if (facts.isDistressOpen === null) return unknown('SYSTEM');
      return facts.isDistressOpen ? { reason: 'OWNER_IN_DISTRESS', whoCanAct: ['INCUMBENT', 'STEWARD'] } : null;
    }
    if (facts.owners.length === 0) return null;
    const given = facts.consents.filter(
      (consent) => consent.isStepUp && consent.at <= at && includesPerson(facts.owners, consent.by, links),
    );
    if (given.length === 0) return { reason: 'CONSENT_MISSING', whoCanAct: ['OWNER'] };
    const latest = Math.max(...given.map((consent) => consent.at));
    return at - latest > policy.pressure.consentDays * DAY_MS
      ? { reason: 'CONSENT_STALE', whoCanAct: ['OWNER'] }
      : null;
  },
});

/** What a candidate has done in the project; null is not known, which is never zero. */
export interface WorkRecord {
  readonly firstMergedAt: number | null;
  readonly activeMonths: number | null;
  readonly mergedChanges: number | null;
  readonly usefulReviews: number | null;
  readonly releasesAccompanied: number | null;
  /** Since when the scope before is held, probation included. */
  readonly priorScopeSince: number | 'NOT_HELD' | null;
}

export interface MinimumFacts extends WorkRecord {
  readonly scope: Scope;
}

export const G07a = defineGuard<MinimumFacts>({
  id: 'G07a',
  title: 'Tenure and work before a scope',
  stops: 'rights for somebody whom nobody has worked with',
  costMinutes: 0,
  tiers: VETTED_TIERS,
  find: (facts, { at, tier, policy }) => {
    const minimums = policy.tiers[tier].scopes[facts.scope];
    const findings = [...waits(facts, minimums, at), ...counts(facts, minimums)];
    return findings.find(({ reason }) => reason !== 'FACT_UNKNOWN') ?? findings[0] ?? null;
  },
});

function waits(facts: MinimumFacts, minimums: ScopeMinimums, at: number): Finding[] {
  const findings: Finding[] = [];
  if (minimums.tenureDays > 0) {
    const earliest = facts.firstMergedAt === null ? null : facts.firstMergedAt + minimums.tenureDays * DAY_MS;
    if (earliest === null) findings.push(unknown('SYSTEM'));
    else if (at < earliest) findings.push({ reason: 'TENURE_TOO_SHORT', earliest, whoCanAct: ['CANDIDATE'] });
  }
  if (minimums.priorScopeDays > 0) {
    const since = facts.priorScopeSince;
    if (since === null) findings.push(unknown('SYSTEM'));
    else if (since === 'NOT_HELD') findings.push({ reason: 'PRIOR_SCOPE_MISSING', whoCanAct: ['CANDIDATE'] });
    else if (at < since + minimums.priorScopeDays * DAY_MS) {
      const earliest = since + minimums.priorScopeDays * DAY_MS;
      findings.push({ reason: 'PRIOR_SCOPE_TOO_SHORT', earliest, whoCanAct: ['CANDIDATE'] });
    }
  }
  return findings;
}

const COUNTS = [
  ['activeMonths', 'ACTIVE_MONTHS_MISSING'],
  ['mergedChanges', 'MERGED_CHANGES_MISSING'],
  ['usefulReviews', 'USEFUL_REVIEWS_MISSING'],
  ['releasesAccompanied', 'ACCOMPANIED_RELEASES_MISSING'],
] as const;

function counts(facts: MinimumFacts, minimums: ScopeMinimums): Finding[] {
  return COUNTS.filter(([name]) => minimums[name] > 0).flatMap(([name, reason]): Finding[] => {
    const count = facts[name];
    if (count === null) return [unknown('SYSTEM')];
    return count < minimums[name] ? [{ reason, whoCanAct: ['CANDIDATE'] }] : [];
  });
}

export interface StepFacts {
  readonly scope: Scope;
  /** Scopes that the candidate holds now, or has held when returning. */
  readonly held: readonly Scope[] | null;
}

export const G09 = defineGuard<StepFacts>({
  id: 'G09',
  title: 'One step at a time',
  stops: '“make me admin at once”',
  costMinutes: 0,
  tiers: VETTED_TIERS,
  find: ({ scope, held }) => {
    const before = scopeBefore(scope);
    if (before === null) return null;
    if (held === null) return unknown('SYSTEM');
    return held.includes(before) ? null : { reason: 'PRIOR_SCOPE_MISSING', whoCanAct: ['CANDIDATE'] };
  },
});

export interface ConcentrationFacts {
  /** Who would hold RELEASE and who ADMIN afterwards; null when not known. */
  readonly holders: { readonly RELEASE: readonly string[]; readonly ADMIN: readonly string[] } | null;
  readonly hasSuccessionRequest: boolean;
}

export const G25 = defineGuard<ConcentrationFacts>({
  id: 'G25',
  title: 'No critical scope hangs on one person',
  stops: 'a single point of failure and of coercion',
  costMinutes: 0,
  tiers: STRICT_TIERS,
  find: ({ holders, hasSuccessionRequest }, { policy, links }) => {
    if (holders === null) return unknown('SYSTEM');
    const people = [holders.RELEASE, holders.ADMIN].map((names) => new Set(names.map((name) => links.personOf(name))));
    const isThin = people.some(({ size }) => size > 0 && size < policy.control.holdersOfCriticalScope);
    return isThin && !hasSuccessionRequest ? { reason: 'LAST_HOLDER', whoCanAct: ['INCUMBENT', 'STEWARD'] } : null;
  },
});
