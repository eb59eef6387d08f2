import { describe, expect, it } from '@jest/globals';
import { portionOf } from './portions.js';

describe('what a part of a charge is worth', () => {
  it.each([
    [7_300, 5_000, 10_000, 3_650],
    [1_001, 1, 2, 501],
    [1_000, 1, 3, 333],
    [1_000, 2, 3, 667],
    [99_999_999, 33_333_333, 99_999_999, 33_333_333],
  ])('of %s, %s parts in %s, is %s: a half is rounded up', (total, part, whole, worth) => {
    expect(portionOf(total, part, whole)).toBe(worth);
  });
});
