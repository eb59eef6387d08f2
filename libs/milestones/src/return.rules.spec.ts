import { describe, expect, it } from '@jest/globals';
import { money, type Id } from '#platform/kernel';
import type { MilestoneStatus } from './milestone.states.js';
import { takeAll, takeExactly, type HeldPart } from './return.rules.js';

const usd = (minor: bigint) => money(minor, 'USD');
const part = (name: string, status: MilestoneStatus, minor: bigint): HeldPart => ({
  milestoneId: name as Id<'mil'>,
  status,
  minor,
});

const PARTS = [
  part('paid', 'payable', 100n),
  part('reviewed', 'in_review', 200n),
  part('handed in', 'submitted', 300n),
  part('sent back', 'changes_requested', 400n),
  part('open', 'funded', 500n),
  part('half', 'planned', 50n),
];
const taken = (result: ReturnType<typeof takeExactly>) =>
  result && [
    result.unassigned.minor,
    result.milestones.map(({ id, amount }) => [id, amount.minor]),
    result.total.minor,
  ];

describe('what goes back when money was held too long', () => {
  it('is all that is not released, but for work that waits for its review', () => {
    expect(taken(takeAll(usd(7n), PARTS, true))).toEqual([
      7n,
      [
        ['sent back', 400n],
        ['open', 500n],
        ['half', 50n],
      ],
      957n,
    ]);
  });

  it('is that work too at the last call, and never what was released', () => {
    expect(taken(takeAll(usd(0n), PARTS, false))).toEqual([
      0n,
      [
        ['reviewed', 200n],
        ['handed in', 300n],
        ['sent back', 400n],
        ['open', 500n],
        ['half', 50n],
      ],
      1450n,
    ]);
  });
});

describe('a part that is taken back', () => {
  it.each<[bigint, unknown]>([
    [5n, [5n, [], 5n]],
    [7n, [7n, [], 7n]],
    [8n, [7n, [['half', 1n]], 8n]],
    [
      60n,
      [
        7n,
        [
          ['half', 50n],
          ['open', 3n],
        ],
        60n,
      ],
    ],
    [
      1457n,
      [
        7n,
        [
          ['half', 50n],
          ['open', 500n],
          ['sent back', 400n],
          ['handed in', 300n],
          ['reviewed', 200n],
        ],
        1457n,
      ],
    ],
    [1458n, null],
  ])('of %s comes from the end of the plan, and is refused when it is more than is held', (wanted, expected) => {
    expect(taken(takeExactly(usd(wanted), usd(7n), PARTS))).toEqual(expected);
  });
});
