import type { AllocationNeed, Ineligibility } from './allocation.js';

/** A need that can be given something, as the engine sees it. */
export interface Contender {
  /** Index in the needs of the plan. */
  readonly index: number;
  readonly id: string;
  readonly weight: bigint;
  /** The most that it can get: what the goal lacks, or the cap of the plan. */
  readonly limit: bigint;
  /** The smallest amount that it can get at all. */
  readonly opening: bigint;
  readonly block: bigint;
  /** What a promise has given it already; 0 when it has nothing yet. */
  readonly start: bigint;
}

/** Rules that a run may leave out, to see what they do. */
export interface Rules {
  readonly block: bigint;
  readonly tranches: boolean;
  /** What is the most for everybody in place of goals and caps; null to keep those. */
  readonly limit: bigint | null;
}

export function ineligibilityOf({ weight, gap, minTranche, cap }: AllocationNeed): Ineligibility | null {
  if (weight === 0n) return 'NO_WEIGHT';
  if (gap === 0n) return 'NO_GAP';
  // A last gap that is smaller than the tranche may always be closed.
  const useful = least(minTranche, gap);
  return least(gap, cap ?? gap) < (useful > 0n ? useful : 1n) ? 'CAP_BELOW_TRANCHE' : null;
}

/** The needs that are not ineligible, in the order of the plan. */
export function contendersOf(needs: readonly AllocationNeed[], { block, tranches, limit: all }: Rules): Contender[] {
  return needs.flatMap((need, index) => {
    if (ineligibilityOf(need) !== null) return [];
    const limit = all ?? least(need.gap, need.cap ?? need.gap);
    const tranche = tranches ? least(need.minTranche, need.gap) : 0n;
    const opening = tranche > 0n ? tranche : least(block, limit);
    return [{ index, id: need.id, weight: need.weight, limit, opening, block, start: 0n }];
  });
}

/** Heaviest first, then the smaller id. */
export function byWeight(left: Contender, right: Contender): number {
  if (left.weight !== right.weight) return left.weight > right.weight ? -1 : 1;
  return byId(left, right);
}

export function byId(left: Contender, right: Contender): number {
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

export function least(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}
