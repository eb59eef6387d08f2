import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boosted, dividedBy, weightOf } from './weights.js';

describe('the weight of a priority', () => {
  it('is that of the worked portfolio at 1.5', () => {
    expect([708, 699, 693, 653, 649].map((tenths) => weightOf(tenths, 'DEFAULT'))).toEqual([
      59_573n,
      58_441n,
      57_690n,
      52_768n,
      52_284n,
    ]);
  });

  it.each([
    ['EVEN', 0, 0n],
    ['EVEN', 708, 70_800n],
    ['EVEN', 1000, 100_000n],
    ['DEFAULT', 0, 0n],
    // sqrt(10) is 3.16, sqrt(1000 * 10) is 100.
    ['DEFAULT', 1, 3n],
    ['DEFAULT', 10, 100n],
    ['DEFAULT', 1000, 100_000n],
    ['FOCUSED', 0, 0n],
    ['FOCUSED', 5, 3n],
    ['FOCUSED', 708, 50_126n],
    ['FOCUSED', 1000, 100_000n],
  ] as const)('with %s is, at %d tenths, %d', (focus, tenths, expected) => {
    expect(weightOf(tenths, focus)).toBe(expected);
  });

  it('is the nearest whole number at every tenth, as seen by its square', () => {
    for (let tenths = 0; tenths <= 1000; tenths += 1) {
      const weight = weightOf(tenths, 'DEFAULT');
      const four = 4n * 10n * BigInt(tenths) ** 3n;
      expect({ tenths, isNear: (2n * weight + 1n) ** 2n > four }).toEqual({ tenths, isNear: true });
      expect({ tenths, isNear: weight === 0n || (2n * weight - 1n) ** 2n <= four }).toEqual({ tenths, isNear: true });
    }
  });

  it('never falls when the priority rises', () => {
    for (const focus of ['EVEN', 'DEFAULT', 'FOCUSED'] as const)
      for (let tenths = 1; tenths <= 1000; tenths += 1)
        expect(weightOf(tenths, focus)).toBeGreaterThanOrEqual(weightOf(tenths - 1, focus));
  });

  it.each([
    [59_573n, 100, 59_573n],
    [59_573n, 200, 119_146n],
    [3n, 50, 2n],
    [5n, 150, 8n],
  ])('%d boosted by %d percent is %d', (weight, percent, expected) => {
    expect(boosted(weight, percent)).toBe(expected);
  });
});

describe('a division in proportion', () => {
  it('gives what is left to the largest fractions, then to the earlier place', () => {
    expect(dividedBy(10n, [6n, 6n, 2n])).toEqual([4n, 4n, 2n]);
    expect(dividedBy(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    expect(dividedBy(1n, [5n, 0n])).toEqual([1n, 0n]);
  });

  it('adds up, and is within one of the exact share', () => {
    const shares = fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 6n), shares, (total, given) => {
        const sum = given.reduce((all, share) => all + share, 0n);
        fc.pre(sum > 0n);
        const parts = dividedBy(total, given);
        expect(parts.reduce((all, part) => all + part, 0n)).toBe(total);
        parts.forEach((part, index) => {
          const difference = part * sum - total * given[index]!;
          expect(difference > -sum && difference < sum).toBe(true);
        });
      }),
    );
  });
});
