import type { NeedKind } from '#libs/needs';
import type { PriorityTier } from '#libs/matching';
import { canonicalJson, sha256Hex, type Canonical } from '#platform/kernel';
import type { BudgetPolicy } from './policy.js';

/** A change of how inputs are written, or of what is made of them, is another format: old runs stay what they are. */
export const INPUTS_FORMAT = 'mainstay-allocation-run/1';
export const ENGINE = 'award-order/1';

/** A need as a run saw it. */
export interface SeenNeed {
  readonly id: string;
  readonly projectId: string;
  readonly kind: NeedKind;
  readonly currency: string;
  /** Printed tenths of a point, 0 to 1000. */
  readonly tenths: number;
  readonly tier: PriorityTier;
  /** Millionths, so that nothing here is a fraction. */
  readonly exposureMillionths: number;
  readonly goalMinor: string;
  readonly gapMinor: string;
  /** Whether somebody spoke for its project. */
  readonly isVerified: boolean;
}

/** What the organisation stood on as a run saw it: all known projects of its products, whether they ask for anything or not. */
export interface SeenExposure {
  readonly projects: number;
  /** The sum of their exposures. */
  readonly millionths: string;
  /** That of projects for which nobody spoke. */
  readonly unclaimedMillionths: string;
}

/** Everything that a run depends on. Needs are in the order of their rank. */
export interface RunInputs {
  readonly format: typeof INPUTS_FORMAT;
  readonly engine: typeof ENGINE;
  /** The scoring method; null when nothing was scored. */
  readonly method: string | null;
  readonly budgetId: string;
  readonly policyVersion: number;
  readonly policy: BudgetPolicy;
  readonly currency: string;
  /** New money. */
  readonly amountMinor: string;
  /** What earlier runs of the budget left, and what was held and rolled over: both come to the amount. */
  readonly reserves: readonly { readonly runId: string; readonly minor: string }[];
  readonly rolledOver: readonly { readonly runId: string; readonly needId: string; readonly minor: string }[];
  /** Nothing is divided by it: the coverage is told of it. */
  readonly exposure: SeenExposure;
  readonly needs: readonly SeenNeed[];
}

export function inputsText(inputs: RunInputs): string {
  return canonicalJson(inputs as unknown as Canonical);
}

export function digestOfInputs(text: string): string {
  return sha256Hex(text);
}

/** What there is to divide: new money, reserves, and what was rolled over. */
export function totalOf({ amountMinor, reserves, rolledOver }: RunInputs): bigint {
  return [...reserves, ...rolledOver].reduce((sum, { minor }) => sum + BigInt(minor), BigInt(amountMinor));
}
