import { describe, expect, it } from '@jest/globals';
import { holdTimes } from './holding.js';

const day = (date: Date): string => date.toISOString().slice(0, 10);

describe('the time that money may be held', () => {
  it('ends a fortnight before the limit, is announced three times, and is over two days before it', () => {
    const { expiresAt, lastCallAt, reminders } = holdTimes(new Date('2026-01-01T00:00:00Z'), 90);
    expect(day(expiresAt)).toBe('2026-03-18');
    expect(day(lastCallAt)).toBe('2026-03-30');
    expect(reminders.map(({ daysLeft, at }) => [daysLeft, day(at)])).toEqual([
      [30, '2026-02-16'],
      [14, '2026-03-04'],
      [3, '2026-03-15'],
    ]);
  });

  it('announces nothing that would lie before the payment', () => {
    expect(holdTimes(new Date('2026-01-01T00:00:00Z'), 30).reminders.map(({ daysLeft }) => daysLeft)).toEqual([14, 3]);
  });
});
