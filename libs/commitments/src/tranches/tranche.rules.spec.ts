import { describe, expect, it } from '@jest/globals';
import { asId, money } from '#platform/kernel';
import { chargedAt, planTranches, type OpenMilestone } from './tranche.rules.js';

const milestones = (...lacking: number[]): OpenMilestone[] =>
  lacking.map((minor, index) => ({
    id: asId(`0190a0a0-0000-7000-8000-00000000000${String(index)}`),
    title: `Part ${String(index)}`,
    startsOn: '2027-01-01',
    lackingMinor: BigInt(minor),
  }));
const minors = (lacking: number[], promised: bigint, minor: bigint): (bigint | string)[][] =>
  planTranches(milestones(...lacking), promised, money(minor, 'USD')).map(({ milestone, amount }) => [
    milestone.title,
    amount.minor,
  ]);

describe('tranches', () => {
  it.each<[number[], bigint, bigint, (bigint | string)[][]]>([
    [
      [100, 200, 300],
      0n,
      600n,
      [
        ['Part 0', 100n],
        ['Part 1', 200n],
        ['Part 2', 300n],
      ],
    ],
    [
      [100, 200, 300],
      0n,
      150n,
      [
        ['Part 0', 100n],
        ['Part 1', 50n],
      ],
    ],
    [
      [100, 200, 300],
      150n,
      450n,
      [
        ['Part 1', 150n],
        ['Part 2', 300n],
      ],
    ],
    [[0, 200, 300], 0n, 1n, [['Part 1', 1n]]],
    [[100, 200], 100n, 200n, [['Part 1', 200n]]],
  ])('over %j, of which others have promised %s, of %s', (lacking, promised, minor, expected) => {
    expect(minors(lacking, promised, minor)).toEqual(expected);
  });

  it('sum to the amount, and with what others promised to no more than each milestone lacks', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const lacking = [seed % 7, (seed * 3) % 11, (seed * 5) % 13, (seed * 11) % 17];
      const total = BigInt(lacking.reduce((sum, minor) => sum + minor, 0));
      const promised = (total * BigInt(seed % 4)) / 4n;
      const tranches = planTranches(milestones(...lacking), promised, money(total - promised, 'USD'));
      expect(tranches.reduce((sum, { amount }) => sum + amount.minor, 0n)).toBe(total - promised);
      expect(
        tranches.every(({ milestone, amount }) => amount.minor > 0n && amount.minor <= milestone.lackingMinor),
      ).toBe(true);
    }
  });

  it.each([
    ['saved_method', '2027-03-01', '2027-02-22T00:00:00.000Z'],
    ['invoice', '2027-03-01', '2027-01-23T00:00:00.000Z'],
    ['invoice', '2027-01-10', '2027-01-05T12:00:00.000Z'],
  ] as const)('by %s for work from %s on are asked for at %s', (method, startsOn, at) => {
    expect(chargedAt(startsOn, method, 30, new Date('2027-01-05T12:00:00Z')).toISOString()).toBe(at);
  });
});
