import { allocate } from './allocate.js';
import { poolPlan, type MatchingPool } from './matching-pool.js';
import type { MatchingRound, WhatIf } from './matching-round.js';

/** Why a project is matched with nothing. NO_CAP: the round gives nothing to it. LESS_THAN_A_UNIT: its share is rounded down to nothing. */
export type NoMatchReason = 'NO_FUNDER' | 'ONE_FUNDER' | 'NO_GAP' | 'NO_CAP' | 'LESS_THAN_A_UNIT';

export interface SimulatedProject {
  readonly id: string;
  readonly match: bigint;
  /** The weight by which the pool is split, in millionths of a minor unit. */
  readonly subsidy: bigint;
  /** How many organisations give to it in a way that counts. */
  readonly funders: number;
  readonly noMatch: NoMatchReason | null;
  /** What the match would be with one contribution more, less what it is; null when there is none. */
  readonly whatIfDifference: bigint | null;
}

export interface Simulation {
  /** In the order of the round. */
  readonly projects: readonly SimulatedProject[];
  readonly reserve: bigint;
  readonly whatIfReserve: bigint | null;
}

/**
 * Splits the pool of a round, and once more with the contribution that is thought of. The pair bound stays: it is frozen
 * before a round opens, and nobody moves it by giving.
 */
export function simulateRound({ pool, whatIf, whatIfExclusion }: MatchingRound): Simulation {
  const base = splitOf(pool);
  const changed = whatIf && (whatIfExclusion === null ? splitOf(withOneMore(pool, whatIf)) : base);
  return {
    projects: pool.projects.map(({ id, gap, cap, contributions }, place) => {
      const match = base.amounts[place]!;
      const funders = new Set(contributions.map(({ organisation }) => organisation)).size;
      return {
        id,
        match,
        subsidy: base.weights[place]!,
        funders,
        noMatch: match > 0n ? null : reasonOf(funders, gap, cap),
        whatIfDifference: changed && changed.amounts[place]! - match,
      };
    }),
    reserve: base.reserve,
    whatIfReserve: changed === null ? null : changed.reserve,
  };
}

function reasonOf(funders: number, gap: bigint, cap: bigint | null): NoMatchReason {
  if (funders === 0) return 'NO_FUNDER';
  if (funders === 1) return 'ONE_FUNDER';
  if (gap === 0n) return 'NO_GAP';
  return cap === 0n ? 'NO_CAP' : 'LESS_THAN_A_UNIT';
}

function splitOf(pool: MatchingPool) {
  const plan = poolPlan(pool);
  return { ...allocate(plan), weights: plan.needs.map(({ weight }) => weight) };
}

function withOneMore(pool: MatchingPool, { projectId, organisation, amount }: WhatIf): MatchingPool {
  return {
    ...pool,
    projects: pool.projects.map((project) =>
      project.id === projectId
        ? { ...project, contributions: [...project.contributions, { organisation, amount }] }
        : project,
    ),
  };
}
