import { describe, expect, it } from '@jest/globals';
import type { AllocationMode, AllocationNeed } from './allocation.js';
import { allocate } from './allocate.js';
import { explain } from './explain.js';
import { poolPlan, subsidies, type PoolProject } from './matching-pool.js';
import { opensAt } from './opens-at.js';

type Row = readonly [id: string, weight: number, gap: number, minTranche?: number];

function need([id, weight, gap, minTranche = 0]: Row): AllocationNeed {
  return { id, weight: BigInt(weight), gap: BigInt(gap), minTranche: BigInt(minTranche), cap: null, floor: 0n };
}

function split(
  rows: readonly Row[],
  budget: number,
  { block = 1, mode = 'hold' }: { readonly block?: number; readonly mode?: AllocationMode } = {},
): bigint[] {
  const { amounts, reserve } = allocate({ budget: BigInt(budget), block: BigInt(block), mode, needs: rows.map(need) });
  return [...amounts, reserve];
}

const numbers = (amounts: readonly bigint[]): number[] => amounts.map(Number);

describe('vectors of the domain rules 4.8', () => {
  it('V1: in proportion', () => {
    const rows: Row[] = [
      ['A', 5, 500_000],
      ['B', 3, 500_000],
      ['C', 2, 500_000],
    ];
    expect(numbers(split(rows, 100_000))).toEqual([50_000, 30_000, 20_000, 0]);
    expect(numbers(split(rows, 100_001))).toEqual([50_001, 30_000, 20_000, 0]);
  });

  it('V2: a goal that is reached', () => {
    const rows: Row[] = [
      ['A', 5, 20_000],
      ['B', 3, 100_000],
      ['C', 2, 100_000],
    ];
    expect(numbers(split(rows, 100_000))).toEqual([20_000, 48_000, 32_000, 0]);
  });

  const TRANCHES: Row[] = [
    ['A', 10, 200_000, 50_000],
    ['B', 9, 200_000, 60_000],
  ];
  it.each([
    [49_999, [0, 0, 49_999]],
    [50_000, [50_000, 0, 0]],
    [100_000, [66_600, 0, 33_400]],
    [120_000, [66_600, 0, 53_400]],
    [126_600, [66_600, 60_000, 0]],
    [200_000, [105_300, 94_700, 0]],
  ])('V3: tranches and a reserve, %i', (budget, expected) => {
    expect(numbers(split(TRANCHES, budget, { block: 100 }))).toEqual(expected);
  });

  it.each([
    ['hold', 100_000, [66_600, 0, 33_400]],
    ['hold', 126_600, [66_600, 60_000, 0]],
    ['sweep', 100_000, [100_000, 0, 0]],
    ['sweep', 126_600, [66_600, 60_000, 0]],
    ['sequential', 100_000, [100_000, 0, 0]],
    ['sequential', 126_600, [126_600, 0, 0]],
  ] as const)('4.12: %s, %i', (mode, budget, expected) => {
    expect(numbers(split(TRANCHES, budget, { block: 100, mode }))).toEqual(expected);
  });

  it('V4: one more cent takes none from anybody', () => {
    const rows: Row[] = [
      ['a', 6, 100],
      ['b', 6, 100],
      ['c', 2, 100],
    ];
    expect(numbers(split(rows, 10))).toEqual([5, 4, 1, 0]);
    expect(numbers(split(rows, 11))).toEqual([5, 5, 1, 0]);
  });

  const projects = (gap: bigint): PoolProject[] => [
    {
      id: 'P1',
      gap,
      cap: null,
      contributions: ['acme', 'bolt', 'corp', 'dune'].map((organisation) => ({ organisation, amount: 10_000n })),
    },
    { id: 'P2', gap: 2_000_000n, cap: null, contributions: [{ organisation: 'acme', amount: 160_000n }] },
    {
      id: 'P3',
      gap: 2_000_000n,
      cap: null,
      contributions: ['bolt', 'corp'].map((organisation) => ({ organisation, amount: 40_000n })),
    },
  ];
  it.each([
    [10n ** 12n, 2_000_000n, ['120000.00', '0.00', '80000.00'], [600_000, 0, 400_000]],
    [10_000n, 2_000_000n, ['53333.33', '0.00', '13333.33'], [800_000, 0, 200_000]],
    [100_000n, 2_000_000n, ['104242.42', '0.00', '53333.33'], [661_539, 0, 338_461]],
    [10_000n, 300_000n, ['53333.33', '0.00', '13333.33'], [300_000, 0, 700_000]],
  ])('V5: a pool with a pair bound of %s', (pairBound, gap, shown, amounts) => {
    const pool = { pool: 1_000_000n, pairBound, projects: projects(gap) };
    expect(subsidies(pool).map((subsidy) => (Number(subsidy) / 1e6).toFixed(2))).toEqual(shown);
    expect(numbers(allocate(poolPlan(pool)).amounts)).toEqual(amounts);
  });
});

describe('the worked portfolio of the domain rules 4.9', () => {
  const dollars = (amount: number): number => amount * 100;
  const NEEDS: Row[] = [
    ['lodash', 59_573, dollars(12_000), dollars(1_000)],
    ['semver', 58_441, dollars(5_000), dollars(500)],
    ['inherits', 57_690, dollars(1_500), dollars(500)],
    ['debug', 52_768, dollars(4_000), dollars(500)],
    ['minimist', 52_284, dollars(3_000), dollars(1_500)],
  ];

  it.each([
    [3_000, [0, 980, 968, 885, 0, 167]],
    [10_000, [2_270, 2_227, 1_500, 2_011, 1_992, 0]],
    [26_000, [12_000, 5_000, 1_500, 4_000, 3_000, 500]],
  ])('splits %i dollars', (budget, expected) => {
    expect(numbers(split(NEEDS, dollars(budget), { block: 100 }))).toEqual(expected.map(dollars));
  });

  it('says when lodash opens, and that it does', () => {
    const plan = { budget: 300_000n, block: 100n, mode: 'hold' as const, needs: NEEDS.map(need) };
    const [first] = opensAt(plan, allocate(plan));
    expect(first).toEqual({ id: 'lodash', budget: 383_300n });
    expect(allocate({ ...plan, budget: 383_300n }).amounts[0]).toBe(100_000n);
    expect(allocate({ ...plan, budget: 383_299n }).amounts[0]).toBe(0n);
  });

  it('explains what semver gets of 10,000 dollars', () => {
    const plan = { budget: 1_000_000n, block: 100n, mode: 'hold' as const, needs: NEEDS.map(need) };
    const parts = explain(plan, allocate(plan))[1]!;
    expect(parts[0]).toEqual({ reason: 'PROPORTIONAL', amount: 208_155n });
    expect(parts.map(({ reason }) => reason)).toEqual(['PROPORTIONAL', 'RECEIVED_FROM_LIMITED', 'ROUNDING']);
    expect(parts[1]!.amount + parts[2]!.amount).toBe(14_545n);
  });
});
