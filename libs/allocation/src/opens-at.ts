import type { Allocation, AllocationPlan } from './allocation.js';
import { promiseTo } from './allocate.js';
import { totalUpTo } from './award-order.js';
import { byId, byWeight, contendersOf, type Contender } from './contender.js';

/** A need that waits, and the smallest budget with which it would be opened. */
export interface WaitingNeed {
  readonly id: string;
  readonly budget: bigint;
}

/**
 * When each need that could be given something and got nothing would be opened, the nearest one first. In `sweep` it is what
 * opens the need in any case; a smaller budget may, when others are passed over.
 */
export function opensAt({ mode, block, needs }: AllocationPlan, { amounts }: Allocation): WaitingNeed[] {
  const contenders = contendersOf(needs, { block, tranches: true, limit: null });
  const promises = new Map(contenders.map((one) => [one, promiseTo(one, needs[one.index]!.floor)]));
  const budgetFor = mode === 'sequential' ? inSequence(contenders, promises) : byAwards(contenders, promises);
  return contenders
    .filter(({ index }) => amounts[index] === 0n)
    .map((contender) => ({ id: contender.id, budget: budgetFor(contender) }))
    .sort((left, right) =>
      left.budget < right.budget ? -1 : left.budget > right.budget ? 1 : left.id < right.id ? -1 : 1,
    );
}

type Promises = ReadonlyMap<Contender, bigint>;
type BudgetFor = (waiting: Contender) => bigint;

/** Promises are kept in their order, before anything else. */
function byPromise(promises: Promises, waiting: Contender): bigint | null {
  if (promises.get(waiting) === 0n) return null;
  let before = waiting.opening;
  for (const [contender, promise] of promises) if (byWeight(contender, waiting) < 0) before += promise;
  return before;
}

function byAwards(contenders: readonly Contender[], promises: Promises): BudgetFor {
  const started = contenders.map((contender) => ({ ...contender, start: promises.get(contender)! }));
  return (waiting) => {
    const promised = byPromise(promises, waiting);
    if (promised !== null) return promised;
    let budget = waiting.opening;
    for (const other of started) if (other.index !== waiting.index) budget += totalBefore(other, waiting);
    return budget;
  };
}

/** What another one has when it is the turn of one that waits: w / total larger, or equal with the smaller id. */
function totalBefore(other: Contender, waiting: Contender): bigint {
  const product = other.weight * waiting.opening;
  const reach = product / waiting.weight;
  const losesTie = reach * waiting.weight === product && byId(other, waiting) > 0;
  return totalUpTo(other, losesTie ? reach - 1n : reach);
}

/** Those before it are filled by then, and those behind it have what was promised to them. */
function inSequence(contenders: readonly Contender[], promises: Promises): BudgetFor {
  const others = new Map<Contender, bigint>();
  let filled = 0n;
  let promised = [...promises.values()].reduce((sum, promise) => sum + promise, 0n);
  for (const contender of contenders.toSorted(byWeight)) {
    promised -= promises.get(contender)!;
    others.set(contender, filled + promised);
    filled += contender.limit;
  }
  return (waiting) => byPromise(promises, waiting) ?? others.get(waiting)! + waiting.opening;
}
