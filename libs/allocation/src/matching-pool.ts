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
  /** The most that the pool gives to it, however large its gap. */
  readonly cap: bigint | null;
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
  const givers = giversOf(projects);
  const bound = pairBound * ONE;
  const together = pairSums(givers);
  return givers.map((roots) => {
    let sum = 0n;
    eachPair(roots, (pair, root) => (sum += (2n * bound * root) / (bound + together.get(pair)!)));
    return (sum + TO_SUBSIDY / 2n) / TO_SUBSIDY;
  });
}

/**
 * The pair bound of a round that names none (domain rules 4.6): the median, over all pairs of organisations that gave to one
 * project together, of the sum over all projects of sqrt(c_i * c_j). Whole minor units, rounded down, at least 1.
 */
export function medianPairSum(projects: readonly PoolProject[]): bigint {
  const sums = [...pairSums(giversOf(projects)).values()].sort((left, right) => (left < right ? -1 : 1));
  if (sums.length === 0) return 1n;
  const middle = Math.floor(sums.length / 2);
  const median = sums.length % 2 === 1 ? sums[middle]! : (sums[middle - 1]! + sums[middle]!) / 2n;
  return median < ONE ? 1n : median / ONE;
}

/** How many pairs of organisations give to one project, over all projects: what subsidies take time for. */
export function pairCount(projects: readonly PoolProject[]): number {
  return projects.reduce((sum, { contributions }) => {
    const { size } = new Set(contributions.map(({ organisation }) => organisation));
    return sum + (size * (size - 1)) / 2;
  }, 0);
}

/** A number for each organisation, and the root of what it gave to a project. */
type Givers = readonly (readonly [organisation: number, root: bigint])[];

function giversOf(projects: readonly PoolProject[]): Givers[] {
  const numbers = new Map<string, number>();
  return projects.map(({ contributions }) => {
    const given = new Map<number, bigint>();
    for (const { organisation, amount } of contributions) {
      const number = numbers.get(organisation) ?? numbers.size;
      numbers.set(organisation, number);
      given.set(number, (given.get(number) ?? 0n) + amount);
    }
    return [...given]
      .sort(([left], [right]) => left - right)
      .map(([number, amount]) => [number, squareRoot(amount * ONE * ONE)] as const);
  });
}

/** For each pair, what both gave to the same projects: the sum over these of sqrt(c_i * c_j). */
function pairSums(givers: readonly Givers[]): ReadonlyMap<number, bigint> {
  const together = new Map<number, bigint>();
  for (const roots of givers) eachPair(roots, (pair, root) => together.set(pair, (together.get(pair) ?? 0n) + root));
  return together;
}

/** More than there can be organisations, so that a pair is one number. */
const STRIDE = 2 ** 24;

/** @param visit is told the number of a pair, and sqrt(c_i * c_j) of it */
function eachPair(givers: Givers, visit: (pair: number, root: bigint) => void): void {
  for (const [at, [left, ofLeft]] of givers.entries()) {
    for (let next = at + 1; next < givers.length; next += 1) {
      const [right, ofRight] = givers[next]!;
      visit(left * STRIDE + right, (ofLeft * ofRight) / ONE);
    }
  }
}

/** The plan by which a pool is split: the subsidies are the weights, the gaps and caps the limits, to the minor unit. */
export function poolPlan(pool: MatchingPool): AllocationPlan {
  const weights = subsidies(pool);
  const needs = pool.projects.map(({ id, gap, cap }, index) => ({
    id,
    gap,
    weight: weights[index]!,
    minTranche: 0n,
    cap,
    floor: 0n,
  }));
  return { budget: pool.pool, mode: 'hold', block: 1n, needs };
}
