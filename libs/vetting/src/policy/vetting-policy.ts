import type { Scope, Tier } from './scopes.js';
import type { SignalPolicy } from './signals-2026-1.js';

/** What a scope asks of a candidate: what was done in the project, and how long the scope before it was held. */
export interface ScopeMinimums {
  readonly sponsors: number;
  /** Days since the first merged contribution. */
  readonly tenureDays: number;
  /** Months with at least one merged contribution. */
  readonly activeMonths: number;
  readonly mergedChanges: number;
  readonly usefulReviews: number;
  /** Days that the scope before was held, probation included. */
  readonly priorScopeDays: number;
  readonly releasesAccompanied: number;
  readonly coolingOffDays: number;
}

/** How a vote is decided: the quorum is the larger of the two, and `majority` is the smallest share of yes. */
export interface VoteRule {
  readonly days: number;
  readonly isSecret: boolean;
  readonly quorumVotes: number;
  readonly quorumShare: number;
  readonly majority: { readonly share: number; readonly isStrict: boolean };
}

export interface TierProfile {
  readonly scopes: Readonly<Record<Scope, ScopeMinimums>>;
  readonly commentDays: number;
  /** Null on T3, where the owner grants. */
  readonly vote: VoteRule | null;
  readonly probationDays: number;
  readonly hasTwoPersonRelease: boolean;
  readonly hasTwoPersonControl: boolean;
  readonly recertificationDays: number | null;
  readonly dormantAfterDays: number | null;
  readonly sponsorHistoryDays: number;
  /** What vetting of one person may cost the maintainers. */
  readonly burdenMinutes: number | null;
}

/** One version of all numbers. A request keeps the version that held when it was submitted. */
export interface VettingPolicy {
  readonly version: string;
  readonly tiers: Readonly<Record<Tier, TierProfile>>;
  readonly signals: SignalPolicy;
}
