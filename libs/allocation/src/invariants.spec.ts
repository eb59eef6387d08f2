import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALLOCATION_MODES, type AllocationMode, type AllocationNeed, type AllocationPlan } from './allocation.js';
import { allocate } from './allocate.js';
import { ineligibilityOf } from './contender.js';
import { explain } from './explain.js';
import { opensAt } from './opens-at.js';

const CASES = 6_000;
const MOST_BUDGETS = 40;

/**
 * The rules of 4.5 as they are written, one block at a time, with nothing of the engine but its types: slow, and easy to
 * compare with the text.
 */
function oracle({ budget, mode, block, needs }: AllocationPlan): bigint[] {
  const min = (left: bigint, right: bigint): bigint => (left < right ? left : right);
  const amounts = needs.map(() => 0n);
  const open = needs
    .map((need, index) => ({
      ...need,
      index,
      limit: min(need.gap, need.cap ?? need.gap),
      least: min(need.minTranche, need.gap),
    }))
    .filter(({ weight, gap, limit, least }) => weight > 0n && gap > 0n && limit >= least && limit > 0n)
    .map((need) => ({ ...need, opening: need.least > 0n ? need.least : min(block, need.limit) }));
  open.sort((left, right) =>
    left.weight > right.weight ? -1 : left.weight < right.weight ? 1 : left.id < right.id ? -1 : 1,
  );
  let rest = budget;
  const give = (index: number, amount: bigint): void => {
    amounts[index]! += amount;
    rest -= amount;
  };
  const gone = new Set<number>();
  for (const { index, floor, opening, limit } of open.filter((need) => need.floor > 0n)) {
    const promised = min(floor > opening ? floor : opening, limit);
    if (promised <= rest) give(index, promised);
    else if (rest >= opening) {
      give(index, rest);
      return amounts;
    } else if (mode === 'sweep') gone.add(index);
    else return amounts;
  }
  for (;;) {
    const steps = open
      .filter(({ index, limit }) => !gone.has(index) && amounts[index]! < limit)
      .map((need) => {
        const has = amounts[need.index]!;
        return { ...need, has, award: has === 0n ? need.opening : min(block, need.limit - has) };
      });
    const before = (left: (typeof steps)[number], right: (typeof steps)[number]): boolean => {
      const [ofLeft, ofRight] = [left.weight * (right.has + right.award), right.weight * (left.has + left.award)];
      return ofLeft > ofRight || (ofLeft === ofRight && left.id < right.id);
    };
    const next =
      mode === 'sequential'
        ? steps[0]
        : steps.reduce<(typeof steps)[number] | undefined>(
            (best, step) => (best && before(best, step) ? best : step),
            undefined,
          );
    if (next === undefined) return amounts;
    if (next.award <= rest) give(next.index, next.award);
    else if (next.has > 0n) {
      give(next.index, rest);
      return amounts;
    } else if (mode === 'sweep') gone.add(next.index);
    else return amounts;
  }
}

const small = (max: number): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: BigInt(max) });
const needs = fc.uniqueArray(
  fc.record<AllocationNeed>({
    id: fc.constantFrom(...'abcdefghij', 'aa', 'B', 'é'),
    weight: fc.oneof(small(12), fc.constantFrom(0n, 7n, 7n, 1_000_000n)),
    gap: small(60),
    minTranche: fc.oneof(fc.constant(0n), small(40)),
    cap: fc.oneof(fc.constant(null), small(50)),
    floor: fc.oneof({ weight: 4, arbitrary: fc.constant(0n) }, { weight: 1, arbitrary: small(30) }),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 7 },
);
const plans = (mode: fc.Arbitrary<AllocationMode>): fc.Arbitrary<AllocationPlan> =>
  fc.record({ budget: fc.bigInt({ min: 1n, max: 180n }), mode, block: fc.bigInt({ min: 1n, max: 9n }), needs });
const anyMode = fc.constantFrom(...ALLOCATION_MODES);

const least = (left: bigint, right: bigint): bigint => (left < right ? left : right);
const limitOf = ({ gap, cap }: AllocationNeed): bigint => least(gap, cap ?? gap);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n);

describe('an allocation', () => {
  it('is what the rules say, one block at a time', () => {
    fc.assert(
      fc.property(plans(anyMode), (plan) => expect(allocate(plan).amounts).toEqual(oracle(plan))),
      { numRuns: CASES },
    );
  });

  it('adds up to the budget, keeps goals, caps and tranches, and takes from nobody when the budget grows', () => {
    fc.assert(
      fc.property(plans(fc.constant('hold')), fc.nat({ max: MOST_BUDGETS - 1 }), (plan, more) => {
        const wrong: string[] = [];
        let before = plan.needs.map(() => 0n);
        for (let step = 0n; step <= BigInt(more); step += 1n) {
          const budget = plan.budget + step;
          const { amounts, reserve } = allocate({ ...plan, budget });
          if (sum(amounts) + reserve !== budget) wrong.push(`${String(budget)} is not spent and kept`);
          for (const [index, amount] of amounts.entries()) {
            const { id, gap, cap, minTranche } = plan.needs[index]!;
            if (amount < 0n || amount > gap || (cap !== null && amount > cap)) wrong.push(`${id} is beyond its limits`);
            if (amount !== 0n && amount < minTranche && amount !== gap) wrong.push(`${id} has what is of no use`);
            if (amount < before[index]!) wrong.push(`${id} loses when the budget grows to ${String(budget)}`);
          }
          before = [...amounts];
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: CASES },
    );
  });

  it('keeps less than the largest need that is not open would take, or has reached all limits', () => {
    fc.assert(
      fc.property(plans(fc.constant('hold')), (plan) => {
        const { amounts, reserve } = allocate(plan);
        const eligible = plan.needs
          .map((need, index) => ({ ...need, amount: amounts[index]!, limit: limitOf(need) }))
          .filter((need) => ineligibilityOf(need) === null);
        const openings = eligible
          .filter(({ amount }) => amount === 0n)
          .map(({ minTranche, gap, limit }) => least(minTranche > 0n ? least(minTranche, gap) : plan.block, limit));
        const isFull = eligible.every(({ amount, limit }) => amount === limit);
        expect(isFull || reserve === 0n || openings.some((opening) => reserve < opening)).toBe(true);
      }),
      { numRuns: CASES },
    );
  });

  it('does not know the order of the needs, nor the scale of the weights', () => {
    const shuffled = plans(anyMode).chain((plan) =>
      fc.tuple(
        fc.constant(plan),
        fc.shuffledSubarray([...plan.needs.keys()], { minLength: plan.needs.length }),
        fc.bigInt({ min: 1n, max: 999n }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([plan, order, factor]) => {
        const { amounts } = allocate(plan);
        const moved = order
          .map((index) => plan.needs[index]!)
          .map((need) => ({ ...need, weight: need.weight * factor }));
        expect(allocate({ ...plan, needs: moved }).amounts).toEqual(order.map((index) => amounts[index]));
      }),
      { numRuns: CASES },
    );
  });

  it('is explained by parts that add up', () => {
    fc.assert(
      fc.property(plans(anyMode), (plan) => {
        const allocation = allocate(plan);
        const sums = explain(plan, allocation).map((parts) => sum(parts.map(({ amount }) => amount)));
        expect(sums).toEqual(allocation.amounts);
      }),
      { numRuns: CASES },
    );
  });

  it('says exactly when a need would be opened', () => {
    fc.assert(
      fc.property(plans(fc.constantFrom('hold', 'sequential')), (plan) => {
        const waiting = opensAt(plan, allocate(plan));
        for (const { id, budget } of waiting) {
          const index = plan.needs.findIndex((need) => need.id === id);
          const has = (amount: bigint): boolean => allocate({ ...plan, budget: amount }).amounts[index]! > 0n;
          expect([has(budget - 1n), has(budget)]).toEqual([false, true]);
        }
        expect(waiting.every(({ budget }) => budget > plan.budget)).toBe(true);
      }),
      { numRuns: CASES },
    );
  });

  it('of amounts beyond what floats hold is exact', () => {
    const most = 10n ** 16n;
    const plan: AllocationPlan = {
      budget: most,
      mode: 'hold',
      block: 1n,
      needs: [1n, 2n, 999_999n].map((weight, index) => ({
        id: String(index),
        weight,
        gap: most,
        minTranche: 0n,
        cap: null,
        floor: 0n,
      })),
    };
    const { amounts, reserve } = allocate(plan);
    expect([sum(amounts), reserve]).toEqual([most, 0n]);
    for (const [index, { weight }] of plan.needs.entries()) {
      const share = (most * weight) / 1_000_002n;
      expect(amounts[index]! >= share - 1n && amounts[index]! <= share + 1n).toBe(true);
    }
  });
});
