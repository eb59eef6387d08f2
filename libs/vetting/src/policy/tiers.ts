import { DAY_MS } from '../events/moment.js';
import { stricterTier, TIERS, type Tier } from './scopes.js';
import type { TierThresholds } from './vetting-policy.js';

/** What is known of a project; null is "not known", which is never zero. The bus factor is no part of it on purpose. */
export interface TierEvidence {
  /** OpenSSF criticality score, 0 to 1. */
  readonly criticality: number | null;
  /** Packages and public repositories that depend on it. */
  readonly dependents: number | null;
  /** Runs as root, in build chains, in authentication or in CI. */
  readonly isPrivileged: boolean | null;
  /** Distributions whose base set has it. */
  readonly baseSets: number | null;
  /** Repositories that use it as an action of a CI service; 0 when it is none. */
  readonly actionRepositories: number | null;
}

export interface TierFinding {
  /** Null when nothing is proved: T3 has to be shown like every other tier. */
  readonly tier: Tier | null;
  /** Evidence that is missing and could make the tier stricter. */
  readonly missing: readonly (keyof TierEvidence)[];
}

interface Condition {
  readonly needs: readonly (keyof TierEvidence)[];
  readonly holds: boolean | null;
}

/** Section 3.2 of the vetting design: the first tier that matches. */
export function tierOf(evidence: TierEvidence, thresholds: TierThresholds): TierFinding {
  const missing = new Set<keyof TierEvidence>();
  for (const tier of ['T0', 'T1', 'T2'] as const) {
    const conditions = conditionsOf(tier, evidence, thresholds);
    if (conditions.some(({ holds }) => holds === true)) return { tier, missing: [...missing] };
    const open = conditions.filter(({ holds }) => holds === null).flatMap(({ needs }) => needs);
    for (const name of open) if (evidence[name] === null) missing.add(name);
  }
  return { tier: missing.size === 0 ? 'T3' : null, missing: [...missing] };
}

function conditionsOf(tier: 'T0' | 'T1' | 'T2', evidence: TierEvidence, thresholds: TierThresholds): Condition[] {
  const { criticality, dependents, isPrivileged, baseSets, actionRepositories } = evidence;
  const size: Condition[] = [
    { needs: ['criticality'], holds: reaches(criticality, thresholds[tier].criticality) },
    { needs: ['dependents'], holds: reaches(dependents, thresholds[tier].dependents) },
  ];
  if (tier === 'T2') return size;
  if (tier === 'T1') return [...size, { needs: ['isPrivileged'], holds: isPrivileged }];
  return [
    ...size,
    { needs: ['isPrivileged', 'baseSets'], holds: both(isPrivileged, reaches(baseSets, thresholds.baseSets)) },
    { needs: ['actionRepositories'], holds: reaches(actionRepositories, thresholds.actionRepositories) },
  ];
}

function both(one: boolean | null, other: boolean | null): boolean | null {
  if (one === false || other === false) return false;
  return one === null || other === null ? null : true;
}

function reaches(value: number | null, bound: number): boolean | null {
  return value === null ? null : value >= bound;
}

export type TierChange =
  | { readonly at: number; readonly kind: 'EVIDENCE' | 'OPT_STRICTER'; readonly tier: Tier }
  | {
      readonly at: number;
      readonly kind: 'OPT_LOWER';
      readonly tier: Tier;
      readonly steward: string | null;
      readonly isPublic: boolean;
    };

/** The strictest tier that the evidence does not exclude: what is not known counts as the worst. */
export function strictestPossible(evidence: TierEvidence, thresholds: TierThresholds): Tier {
  const isPossible = (tier: 'T0' | 'T1' | 'T2') =>
    conditionsOf(tier, evidence, thresholds).some(({ holds }) => holds !== false);
  return (['T0', 'T1', 'T2'] as const).find(isPossible) ?? 'T3';
}

/** A stricter tier that evidence has shown, and when it takes effect. */
interface TierRaise {
  readonly tier: Tier;
  readonly from: number;
}

export interface TierRecord {
  /** Null before the first evidence or choice. */
  readonly tier: Tier | null;
  /** In the order in which they take effect. */
  readonly raises: readonly TierRaise[];
}

/** The tier that holds for new requests; see `tierRecordAt`. */
export function tierAt(changes: readonly TierChange[], at: number, thresholds: TierThresholds): Tier | null {
  return tierRecordAt(changes, at, thresholds).tier;
}

/**
 * The tier that holds for new requests, and what it will be. Evidence raises it after a delay, unless newer evidence takes the raise
 * back; nothing but a steward's public consent lowers it.
 * @param changes in the order of time
 */
export function tierRecordAt(changes: readonly TierChange[], at: number, thresholds: TierThresholds): TierRecord {
  let tier: Tier | null = null;
  let raises: readonly TierRaise[] = [];
  const apply = (now: number) => {
    for (const raise of raises) if (raise.from <= now && tier !== null) tier = stricterTier(tier, raise.tier);
    raises = raises.filter(({ from }) => from > now);
  };
  for (const change of changes.filter((entry) => entry.at <= at)) {
    apply(change.at);
    if (change.kind === 'OPT_LOWER') {
      if (change.steward !== null && change.isPublic) [tier, raises] = [change.tier, []];
    } else if (tier === null || change.kind === 'OPT_STRICTER') {
      tier = tier === null ? change.tier : stricterTier(tier, change.tier);
    } else {
      const kept = raises.filter((raise) => !isStricter(raise.tier, change.tier));
      const isNew = isStricter(change.tier, tier) && !kept.some((raise) => raise.tier === change.tier);
      raises = isNew ? [...kept, { tier: change.tier, from: change.at + thresholds.increaseDelayDays * DAY_MS }] : kept;
    }
  }
  apply(at);
  return { tier, raises };
}

export function isStricter(one: Tier, other: Tier): boolean {
  return TIERS.indexOf(one) < TIERS.indexOf(other);
}
