import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '#platform/kernel';
import { drawn, type Drawable } from './draw.rules.js';

const members = (count: number): Drawable[] =>
  Array.from({ length: count }, () => ({ memberId: newId(), personId: newId() }));

describe('a draw', () => {
  it('is the same for the same draw in whatever order the members come, and has nobody twice', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5 }), (draw, size, count) => {
        const pool = members(size);
        const found = drawn(draw, pool, count);
        expect(drawn(draw, [...pool].reverse(), count)).toEqual(found);
        expect(new Set(found).size).toBe(Math.min(size, count));
      }),
    );
  });

  it('gives everybody the same chance', () => {
    const pool = members(5);
    const hits = new Map(pool.map(({ memberId }) => [memberId, 0]));
    for (let index = 0; index < 5_000; index += 1) {
      const [{ memberId }] = drawn(newId(), pool, 1) as [Drawable];
      hits.set(memberId, hits.get(memberId)! + 1);
    }
    // A thousand each, give or take six standard deviations.
    for (const count of hits.values()) expect(Math.abs(count - 1_000)).toBeLessThan(170);
  });

  it('of nobody is nobody, also when fewer than none are wanted', () => {
    expect(drawn(newId(), [], 3)).toEqual([]);
    expect(drawn(newId(), members(2), -1)).toEqual([]);
  });
});
