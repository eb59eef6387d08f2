import type { AllocationPlan } from './allocation.js';
import { squareRoot } from './square-root.js';

/** What an organisation has given to a project in a round; several contributions of one are taken together. */
export interface Contribution {
  readonly organisation: string;
  readonly amount: bigint;
}

export interface PoolProject {
  readonly id: string;
  readonly gap: bigint;
  readonly contributions: readonly Contribution[];
}

export interface MatchingPool {
  readonly pool: bigint;
  /**
   * M, in minor units: how much two organisations may have given together before what they give alike counts half. The
   * larger, the closer to plain quadratic funding.
   */
  readonly pairBound: bigint;
  readonly projects: readonly PoolProject[];
}

/** Digits behind the point: those of subsidies, and those that roots and quotients are reckoned with. */
const SUBSIDY_DIGITS = 6n;
const GUARD_DIGITS = 18n;
const ONE = 10n ** GUARD_DIGITS;
const TO_SUBSIDY = 10n ** (GUARD_DIGITS - SUBSIDY_DIGITS);

/**
 * Subsidies of pairwise-bounded quadratic funding (V. Buterin, ethresear.ch 5553, 2019; domain rules 4.6) in millionths of a
 * minor unit, in the order of the projects: for each pair of organisations i < j that both gave to the project,
 * 2 * M / (M + sum over all projects of sqrt(c_i * c_j)) * sqrt(c_i * c_j). A project of one funder has none. Whole numbers
 * throughout, with 18 digits behind the point.
 */
export function subsidies({ pairBound, projects }: MatchingPool): bigint[] {
  const pairs = new Map<string, Pair>();
  for (const [index, { contributions }] of projects.entries()) {
    for (const [key, root] of rootsOf(contributions)) {
      const pair = pairs.get(key) ?? { together: 0n, roots: [] };
      pair.together += root;
      pair.roots.push([index, root]);
      pairs.set(key, pair);
    }
  }
  const sums = projects.map(() => 0n);
  const bound = pairBound * ONE;
  for (const { together, roots } of pairs.values()) {
    for (const [index, root] of roots) sums[index]! += (2n * bound * root) / (bound + together);
  }
  return sums.map((sum) => (sum + TO_SUBSIDY / 2n) / TO_SUBSIDY);
}

interface Pair {
  together: bigint;
  readonly roots: [index: number, root: bigint][];
}

/** sqrt(c_i * c_j) of each pair that gave to a project. */
function rootsOf(contributions: readonly Contribution[]): Map<string, bigint> {
  const given = new Map<string, bigint>();
  for (const { organisation, amount } of contributions)
    given.set(organisation, (given.get(organisation) ?? 0n) + amount);
  const givers = [...given].sort(([left], [right]) => (left < right ? -1 : 1));
  const roots = new Map<string, bigint>();
  for (const [at, [left, ofLeft]] of givers.entries()) {
    for (const [right, ofRight] of givers.slice(at + 1)) {
      roots.set(JSON.stringify([left, right]), squareRoot(ofLeft * ofRight * ONE * ONE));
    }
  }
  return roots;
}

/** The plan by which a pool is split: the subsidies are the weights, the gaps the limits, to the minor unit. */
export function poolPlan(pool: MatchingPool): AllocationPlan {
  const weights = subsidies(pool);
  const needs = pool.projects.map(({ id, gap }, index) => ({
    id,
    gap,
    weight: weights[index]!,
    minTranche: 0n,
    cap: null,
    floor: 0n,
  }));
  return { budget: pool.pool, mode: 'hold', block: 1n, needs };
}
