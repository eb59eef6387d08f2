import {
  allocate,
  explain,
  ineligibilityOf,
  opensAt,
  readAllocationPlan,
  type AllocationReason,
  type Ineligibility,
} from '#libs/allocation';
import { canonicalJson, type Canonical } from '#platform/kernel';
import { assertDivisible } from './divisible.rules.js';
import { planOf, reasonAgainst, type NotInPlan } from './plan.js';
import type { RunInputs } from './inputs.js';

/** Why a need gets nothing. `WAITS`: its turn comes with a larger amount. */
type NoMoney = NotInPlan | Ineligibility | 'WAITS';

export interface ResultLine {
  readonly needId: string;
  readonly weight: number;
  readonly amountMinor: string;
  readonly reason: NoMoney | null;
  /** The smallest total with which one that waits is opened. */
  readonly opensAtMinor: string | null;
  /** They add up to the amount. */
  readonly parts: readonly { readonly reason: AllocationReason; readonly minor: string }[];
}

/** What follows from the inputs, in their order. The amounts and the reserve add up to what there was. */
export interface RunResult {
  readonly lines: readonly ResultLine[];
  readonly reserveMinor: string;
}

/**
 * Divides what a run has: a pure function of the inputs.
 * @throws those of assertDivisible, and AmountOutOfRangeError and TooManyLinesError of plans
 */
export function resultOf(inputs: RunInputs): RunResult {
  const file = planOf(inputs);
  assertDivisible(file, inputs);
  const plan = readAllocationPlan(file);
  const allocation = allocate(plan);
  const parts = explain(plan, allocation);
  const opening = new Map(opensAt(plan, allocation).map(({ id, budget }) => [id, budget]));
  const places = new Map(plan.needs.map(({ id }, index) => [id, index]));
  const lines = inputs.needs.map((need): ResultLine => {
    const index = places.get(need.id);
    if (index === undefined) return without(need.id, reasonAgainst(need, inputs)!);
    const planned = plan.needs[index]!;
    const amount = allocation.amounts[index]!;
    return {
      needId: need.id,
      weight: Number(planned.weight),
      amountMinor: amount.toString(),
      reason: amount > 0n ? null : (ineligibilityOf(planned) ?? 'WAITS'),
      opensAtMinor: opening.get(need.id)?.toString() ?? null,
      parts: parts[index]!.map(({ reason, amount: part }) => ({ reason, minor: part.toString() })),
    };
  });
  return { lines, reserveMinor: allocation.reserve.toString() };
}

export function resultText(result: RunResult): string {
  return canonicalJson(result as unknown as Canonical);
}

function without(needId: string, reason: NoMoney): ResultLine {
  return { needId, weight: 0, amountMinor: '0', reason, opensAtMinor: null, parts: [] };
}
