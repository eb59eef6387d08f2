import type { AllocationMode } from '#libs/allocation';
import type { NeedKind } from '#libs/needs';

/** How much a higher priority weighs: the exponents 1, 1.5 and 2. */
export const FOCUSES = ['EVEN', 'DEFAULT', 'FOCUSED'] as const;
export type Focus = (typeof FOCUSES)[number];

/** What becomes of money that was paid and could not be placed. */
export const FALLBACKS = ['ROLL_OVER', 'BALANCE'] as const;
export type Fallback = (typeof FALLBACKS)[number];

/** The rules of a budget. Amounts are texts of minor units, ids are outside ids, so that it is written as it is. */
export interface BudgetPolicy {
  /** The most new money of a period. */
  readonly capMinor: string;
  /** The most for one line; null for none. */
  readonly lineLimitMinor: string | null;
  /** The most for one project, divided among its needs; null for none. An amount, so that a larger run takes from nobody. */
  readonly concentrationMinor: string | null;
  /** The one it cares for most first; others get nothing. */
  readonly needKinds: readonly NeedKind[];
  readonly excluded: readonly { readonly projectId: string; readonly reason: string }[];
  /** Whole percent, 50 to 200. */
  readonly boosts: readonly { readonly projectId: string; readonly percent: number }[];
  readonly floors: readonly { readonly needId: string; readonly minor: string }[];
  /** Needs that get money although their points are few or unknown. */
  readonly addedByHand: readonly string[];
  readonly focus: Focus;
  readonly mode: AllocationMode;
  readonly blockMinor: string;
  readonly minTrancheMinor: string;
  readonly fallback: Fallback;
}
