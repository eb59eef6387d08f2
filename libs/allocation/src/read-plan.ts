import { currency, type Currency } from '#platform/kernel';
import { ALLOCATION_MODES, type AllocationNeed, type AllocationPlan } from './allocation.js';
import { FloorAboveCapError } from './allocation.errors.js';
import { PlanFields, atLeastOne, distinct, positive } from './plan-fields.js';

/** How many needs one plan may have. */
export const MOST_NEEDS = 10_000;

/** What a file says, and the places of fields in it that mean nothing. */
export type FileOf<Plan> = Plan & { readonly ignored: readonly string[] };

/**
 * A plan as a file has it; amounts are texts of minor units, and `blockMinor`, `minTrancheMinor`, `floorMinor` may be left out.
 * @throws InvalidPlanError and the others of `allocation.errors.ts`, UnknownCurrencyError
 */
export function readAllocationPlan(value: unknown): FileOf<AllocationPlan> & { readonly currency: Currency } {
  const plan = PlanFields.of(value, '');
  const read = {
    currency: currency(plan.text('currency')),
    budget: positive(plan, 'budgetMinor'),
    mode: plan.oneOf('mode', ALLOCATION_MODES),
    block: plan.isAbsent('blockMinor') ? 100n : atLeastOne(plan, 'blockMinor'),
    needs: distinct(plan, 'needs', MOST_NEEDS).map(readNeed),
  };
  return { ...read, ignored: plan.ignored() };
}

function readNeed(need: PlanFields): AllocationNeed {
  const cap = need.isAbsent('capMinor') ? null : need.notNegative('capMinor');
  const floor = need.optionalAmount('floorMinor');
  if (cap !== null && floor > cap) throw new FloorAboveCapError({ pointer: need.at('floorMinor') });
  return {
    id: need.text('id'),
    weight: need.weight('weight'),
    gap: need.notNegative('gapMinor'),
    minTranche: need.optionalAmount('minTrancheMinor'),
    cap,
    floor,
  };
}
