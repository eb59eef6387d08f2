import {
  BudgetNotPositiveError,
  FloorAboveCapError,
  MOST_NEEDS,
  NothingToAllocateError,
  TooManyLinesError,
} from '#libs/allocation';
import { formatMoney, money } from '#platform/kernel';
import { FloorsAboveAmountError } from '../budget.errors.js';
import type { RunInputs } from './inputs.js';
import { reasonAgainst, type PlanFile } from './plan.js';

/**
 * What the engine would refuse by its place in a plan that nobody has written: told by needs and by rules of the budget.
 * @throws BudgetNotPositiveError, NothingToAllocateError, TooManyLinesError, FloorAboveCapError, FloorsAboveAmountError
 */
export function assertDivisible({ budgetMinor, currency, needs }: PlanFile, inputs: RunInputs): void {
  if (BigInt(budgetMinor) === 0n) throw new BudgetNotPositiveError(null);
  if (needs.length === 0) throw new NothingToAllocateError({ reasons: reasonsOf(inputs) });
  if (needs.length > MOST_NEEDS) throw new TooManyLinesError(null, MOST_NEEDS);
  for (const { id: needId, floorMinor, capMinor } of needs)
    if (capMinor !== undefined && BigInt(floorMinor) > BigInt(capMinor))
      throw new FloorAboveCapError({ needId, limit: formatMoney(money(BigInt(capMinor), currency)) });
  const floors = needs.reduce((sum, { floorMinor }) => sum + BigInt(floorMinor), 0n);
  if (floors > BigInt(budgetMinor))
    throw new FloorsAboveAmountError(money(floors, currency), money(BigInt(budgetMinor), currency));
}

/** How many needs take no part for each reason, as `UNRATED 3, NO_GAP 1`; empty when there is none at all. */
function reasonsOf(inputs: RunInputs): string {
  const counts = new Map<string, number>();
  for (const need of inputs.needs) {
    const reason = reasonAgainst(need, inputs)!;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, needs]) => `${reason} ${String(needs)}`).join(', ');
}
