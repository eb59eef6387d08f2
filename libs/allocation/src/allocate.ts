import type { Allocation, AllocationPlan, AllocationMode, AllocationNeed } from './allocation.js';
import { awardsAfter, highestLevel, totalAt } from './award-order.js';
import { byWeight, contendersOf, least, type Contender } from './contender.js';

/**
 * Splits a budget over needs, to the minor unit (domain rules 4.5). Whole numbers throughout.
 *
 * `hold` is in proportion to the weights within one block, and more budget never takes anything from anybody; a rest that is
 * too small to open the need whose turn it is stays in reserve. `sweep` gives such a rest to those that are open, so that a
 * larger budget may take some of it back. `sequential` fills one need after the other, the heaviest first, and is not
 * proportional.
 *
 * Exact: each award moves a part of the rest to a need, and the last one is cut to it, so that amounts and reserve always
 * add up to the budget. Monotone in `hold`: the order of awards knows nothing of the budget; a larger one gives all awards of
 * a smaller one, and of the one that was cut at least as much. Nobody gets more than the limit, nor less than the opening.
 */
export function allocate({ budget, mode, block, needs }: AllocationPlan): Allocation {
  const contenders = contendersOf(needs, { block, tranches: true, limit: null });
  return inPlaces(needs, budget, run(withFloors(contenders, needs, budget, mode), mode));
}

/** The same without promises, and without what `rules` leaves out; for explanations. */
export function allocateWithout(
  { budget, block, needs }: AllocationPlan,
  { tranches, blocks, limits }: { readonly tranches: boolean; readonly blocks: boolean; readonly limits: boolean },
): Allocation {
  const contenders = contendersOf(needs, { block: blocks ? block : 1n, tranches, limit: limits ? null : budget });
  return inPlaces(needs, budget, run({ contenders, rest: budget, isOver: false }, 'hold'));
}

/** Contenders with what promises have given them, and what is left. */
interface Opening {
  readonly contenders: readonly Contender[];
  readonly rest: bigint;
  /** Whether a promise took the rest, or waits for more of it. */
  readonly isOver: boolean;
}

/** Promises are paid before anything else, the heaviest first. One that does not fit takes the rest if that opens it. */
function withFloors(
  contenders: readonly Contender[],
  needs: readonly AllocationNeed[],
  budget: bigint,
  mode: AllocationMode,
): Opening {
  const started = new Map<Contender, Contender>();
  const left = new Set<Contender>();
  let rest = budget;
  let isOver = false;
  for (const contender of contenders.toSorted(byWeight)) {
    const floor = promiseTo(contender, needs[contender.index]!.floor);
    if (floor === 0n) continue;
    const amount = least(floor, rest);
    if (amount >= contender.opening) {
      started.set(contender, { ...contender, start: amount });
      rest -= amount;
      isOver = amount < floor;
    } else if (mode === 'sweep') left.add(contender);
    else isOver = true;
    if (isOver) break;
  }
  const remaining = contenders.filter((contender) => !left.has(contender));
  return { contenders: remaining.map((contender) => started.get(contender) ?? contender), rest, isOver };
}

/** What a promise comes to: nobody gets less than the opening, nor more than the limit. */
export function promiseTo({ opening, limit }: Contender, floor: bigint): bigint {
  if (floor === 0n) return 0n;
  return least(floor > opening ? floor : opening, limit);
}

type Totals = ReadonlyMap<Contender, bigint>;

function run({ contenders, rest, isOver }: Opening, mode: AllocationMode): Totals {
  if (isOver) return new Map(contenders.map((contender) => [contender, contender.start]));
  if (mode === 'sequential') return oneAfterTheOther(contenders, rest);
  const budget = contenders.reduce((sum, { start }) => sum + start, rest);
  return mode === 'hold' ? hold(contenders, budget).totals : sweep(contenders, budget);
}

function oneAfterTheOther(contenders: readonly Contender[], budget: bigint): Totals {
  const totals = new Map<Contender, bigint>();
  let rest = budget;
  let isOver = false;
  for (const contender of contenders.toSorted(byWeight)) {
    const { start, opening, limit } = contender;
    isOver ||= start === 0n && rest < opening;
    const amount = isOver ? 0n : least(rest, limit - start);
    totals.set(contender, start + amount);
    rest -= amount;
  }
  return totals;
}

/** Awards in their order, up to the first one that does not fit. `rest` is what that one was too large for. */
function hold(contenders: readonly Contender[], budget: bigint): { readonly totals: Totals; readonly rest: bigint } {
  const level = highestLevel(contenders, budget);
  if (level === null) return { totals: new Map(contenders.map((one) => [one, one.limit])), rest: 0n };
  const totals = new Map(contenders.map((contender) => [contender, totalAt(contender, level)]));
  let rest = budget;
  for (const total of totals.values()) rest -= total;
  for (const { contender, from, to } of awardsAfter(contenders, level)) {
    if (to - from <= rest) {
      totals.set(contender, to);
      rest -= to - from;
      continue;
    }
    // An increment is cut to the rest; an opening cannot be.
    if (from === 0n) return { totals, rest };
    totals.set(contender, from + rest);
    return { totals, rest: 0n };
  }
  return { totals, rest: 0n };
}

/** Who cannot be opened by what is left never can, since that only becomes less: the others go on without them. */
function sweep(contenders: readonly Contender[], budget: bigint): Totals {
  let open = contenders;
  for (;;) {
    const { totals, rest } = hold(open, budget);
    const next = open.filter((contender) => totals.get(contender)! > 0n || contender.opening <= rest);
    if (next.length === open.length) return totals;
    open = next;
  }
}

function inPlaces(needs: readonly AllocationNeed[], budget: bigint, totals: Totals): Allocation {
  const amounts = needs.map(() => 0n);
  let reserve = budget;
  for (const [{ index }, total] of totals) {
    amounts[index] = total;
    reserve -= total;
  }
  return { amounts, reserve };
}
