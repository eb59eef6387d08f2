import { currency, type Currency } from '#platform/kernel';
import { ALLOCATION_MODES, type AllocationNeed, type AllocationPlan } from './allocation.js';
import {
  BudgetNotPositiveError,
  DuplicateIdError,
  FloorAboveCapError,
  InvalidPlanError,
  NothingToAllocateError,
  TooManyLinesError,
  TooManyPairsError,
} from './allocation.errors.js';
import { pairCount, type Contribution, type MatchingPool } from './matching-pool.js';
import { PlanFields } from './plan-fields.js';

const MOST_NEEDS = 10_000;
const MOST_PROJECTS = 1_000;
/** Of organisations that give to one project: about a second. */
const MOST_PAIRS = 1_000_000;

/**
 * A plan as a file has it; amounts are texts of minor units, and `blockMinor`, `minTrancheMinor`, `floorMinor` may be left out.
 * @throws InvalidPlanError and the others of `allocation.errors.ts`, UnknownCurrencyError
 */
export function readAllocationPlan(value: unknown): AllocationPlan & { readonly currency: Currency } {
  const plan = PlanFields.of(value, '');
  return {
    currency: currency(plan.text('currency')),
    budget: positive(plan, 'budgetMinor'),
    mode: plan.oneOf('mode', ALLOCATION_MODES),
    block: plan.isAbsent('blockMinor') ? 100n : atLeastOne(plan, 'blockMinor'),
    needs: distinct(plan, 'needs', MOST_NEEDS).map(readNeed),
  };
}

/** A matching pool and its projects. @throws as `readAllocationPlan` */
export function readMatchingPool(value: unknown): MatchingPool {
  const plan = PlanFields.of(value, '');
  const projects = distinct(plan, 'projects', MOST_PROJECTS).map((project) => ({
    id: project.text('id'),
    gap: project.notNegative('gapMinor'),
    contributions: project.objects('contributions').map(readContribution),
  }));
  if (pairCount(projects) > MOST_PAIRS) throw new TooManyPairsError('/projects', MOST_PAIRS);
  return { pool: positive(plan, 'poolMinor'), pairBound: atLeastOne(plan, 'pairBound'), projects };
}

function readNeed(need: PlanFields): AllocationNeed {
  const cap = need.isAbsent('capMinor') ? null : need.notNegative('capMinor');
  const floor = need.optionalAmount('floorMinor');
  if (cap !== null && floor > cap) throw new FloorAboveCapError(need.at('floorMinor'));
  return {
    id: need.text('id'),
    weight: need.weight('weight'),
    gap: need.notNegative('gapMinor'),
    minTranche: need.optionalAmount('minTrancheMinor'),
    cap,
    floor,
  };
}

function readContribution(contribution: PlanFields): Contribution {
  return { organisation: contribution.text('organisation'), amount: contribution.notNegative('amountMinor') };
}

function positive(plan: PlanFields, name: string): bigint {
  const amount = plan.amount(name);
  if (amount <= 0n) throw new BudgetNotPositiveError(plan.at(name));
  return amount;
}

function atLeastOne(plan: PlanFields, name: string): bigint {
  const amount = plan.amount(name);
  if (amount < 1n) throw new InvalidPlanError(plan.at(name), 'at least 1');
  return amount;
}

function distinct(plan: PlanFields, name: string, most: number): PlanFields[] {
  const lines = plan.objects(name);
  if (lines.length === 0) throw new NothingToAllocateError(plan.at(name));
  if (lines.length > most) throw new TooManyLinesError(plan.at(name), most);
  const seen = new Set<string>();
  for (const line of lines) {
    const id = line.text('id');
    if (seen.has(id)) throw new DuplicateIdError(line.at('id'), id);
    seen.add(id);
  }
  return lines;
}
