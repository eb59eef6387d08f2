/** What becomes of a rest that is too small to open the next need. See `allocate`. */
export const ALLOCATION_MODES = ['hold', 'sweep', 'sequential'] as const;
export type AllocationMode = (typeof ALLOCATION_MODES)[number];

/** A need that money may go to. Amounts are minor units of the currency of the plan. */
export interface AllocationNeed {
  /** Distinct in a plan; of two needs that are equally deserving the smaller id, by code units, comes first. */
  readonly id: string;
  readonly weight: bigint;
  /** What the goal still lacks. */
  readonly gap: bigint;
  /** Less than this is of no use, unless it closes the gap; 0 for none. */
  readonly minTranche: bigint;
  /** The most that this plan may give; null for as much as the gap. */
  readonly cap: bigint | null;
  /** Promised before anything else is given. At least the minimum tranche is paid for it. */
  readonly floor: bigint;
}

export interface AllocationPlan {
  readonly budget: bigint;
  readonly mode: AllocationMode;
  /** What is given at a time. */
  readonly block: bigint;
  readonly needs: readonly AllocationNeed[];
}

/** Why a need can be given nothing, whatever the budget is. */
export type Ineligibility = 'NO_WEIGHT' | 'NO_GAP' | 'CAP_BELOW_TRANCHE';

/** Amounts in the order of the needs of the plan. `amounts` and `reserve` add up to the budget. */
export interface Allocation {
  readonly amounts: readonly bigint[];
  readonly reserve: bigint;
}
