import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, FixedClock, HOUR_MS, MINUTE_MS, SECOND_MS, SystemClock, VirtualClock, addMs } from './clock.js';

function refuses(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

const aheadMs = (clock: VirtualClock) => clock.now().getTime() - new SystemClock().now().getTime();

describe('a virtual clock', () => {
  it('stands ahead of the system clock by its offset and ticks with it', async () => {
    const clock = new VirtualClock(HOUR_MS);
    const first = clock.now();
    expect(Math.abs(aheadMs(clock) - HOUR_MS)).toBeLessThan(1_000);
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(clock.now().getTime()).toBeGreaterThan(first.getTime());
  });

  it('never goes back, whatever moves it is asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -DAY_MS, max: 400 * DAY_MS })), (moves) => {
        const clock = new VirtualClock();
        for (const move of moves) {
          const { offset } = clock;
          const before = clock.now();
          expect(refuses(() => clock.moveTo(move))).toBe(move < offset);
          expect(clock.offset).toBe(Math.max(offset, move));
          expect(clock.now().getTime()).toBeGreaterThanOrEqual(before.getTime());
        }
      }),
    );
  });

  it('refuses a move to an offset that is no number and keeps its time', () => {
    const clock = new VirtualClock(SECOND_MS);
    expect(() => clock.moveTo(NaN)).toThrow(RangeError);
    expect(clock.offset).toBe(SECOND_MS);
  });
});

describe('a fixed clock', () => {
  it('stands still, and nobody can move it through a date that it handed out', () => {
    const clock = new FixedClock(new Date('2026-01-02T03:04:05Z'));
    clock.now().setFullYear(1999);
    expect(clock.now()).toEqual(new Date('2026-01-02T03:04:05Z'));
  });
});

it('adds durations to instants without changing them', () => {
  const instant = new Date('2026-02-28T23:59:59Z');
  expect(addMs(instant, DAY_MS + MINUTE_MS)).toEqual(new Date('2026-03-02T00:00:59Z'));
  expect(instant).toEqual(new Date('2026-02-28T23:59:59Z'));
});
