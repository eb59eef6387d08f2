import { describe, expect, it } from '@jest/globals';
import { periodOf } from './periods.js';

describe('the period of a day', () => {
  it.each([
    ['ONCE', '2026-01-31', '2031-05-01', { startsOn: '2026-01-31', nextOn: null }],
    ['MONTH', '2026-01-31', '2026-01-31', { startsOn: '2026-01-31', nextOn: '2026-02-28' }],
    ['MONTH', '2026-01-31', '2026-02-27', { startsOn: '2026-01-31', nextOn: '2026-02-28' }],
    ['MONTH', '2026-01-31', '2026-02-28', { startsOn: '2026-02-28', nextOn: '2026-03-31' }],
    ['MONTH', '2026-01-31', '2026-03-30', { startsOn: '2026-02-28', nextOn: '2026-03-31' }],
    ['MONTH', '2026-01-31', '2028-02-29', { startsOn: '2028-02-29', nextOn: '2028-03-31' }],
    ['MONTH', '2026-11-15', '2027-01-14', { startsOn: '2026-12-15', nextOn: '2027-01-15' }],
    ['QUARTER', '2026-02-01', '2026-12-31', { startsOn: '2026-11-01', nextOn: '2027-02-01' }],
    ['YEAR', '2024-02-29', '2026-02-27', { startsOn: '2025-02-28', nextOn: '2026-02-28' }],
    ['YEAR', '2024-02-29', '2028-02-29', { startsOn: '2028-02-29', nextOn: '2029-02-28' }],
    ['YEAR', '2026-07-01', '2026-06-30', null],
  ] as const)('of a %s from %s on, at %s', (period, startsOn, day, expected) => {
    expect(periodOf(period, startsOn, day)).toEqual(expected);
  });

  it('has one period for every day, each beginning where the last one ended', () => {
    let expected = '2024-01-31';
    for (let at = Date.UTC(2024, 0, 31); at < Date.UTC(2029, 0, 1); at += 86_400_000) {
      const day = new Date(at).toISOString().slice(0, 10);
      const { startsOn, nextOn } = periodOf('MONTH', '2024-01-31', day)!;
      expect([startsOn <= day && day < nextOn!, startsOn]).toEqual([true, expected]);
      if (new Date(at + 86_400_000).toISOString().slice(0, 10) === nextOn) expected = nextOn;
    }
  });
});
