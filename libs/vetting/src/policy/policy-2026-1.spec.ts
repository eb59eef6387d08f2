import { describe, expect, it } from '@jest/globals';
import { GUARDS } from '../guards/catalogue.js';
import { POLICY_2026_1 } from './policy-2026-1.js';
import { scopeBefore, TIERS, type Tier } from './scopes.js';

const { tiers } = POLICY_2026_1;
const of = (tier: Tier) => tiers[tier].scopes;

/** Section 3.5 of the vetting design, row by row, from T0 to T3. */
const TABLE: readonly (readonly [string, (tier: Tier) => unknown, readonly unknown[]])[] = [
  [
    'sponsors',
    (tier) => [of(tier).COMMIT.sponsors, of(tier).RELEASE.sponsors, of(tier).ADMIN.sponsors],
    [
      [2, 3, 3],
      [2, 2, 2],
      [1, 1, 2],
      [0, 0, 0],
    ],
  ],
  [
    'tenure for COMMIT',
    (tier) => [of(tier).COMMIT.tenureDays, of(tier).COMMIT.activeMonths],
    [
      [180, 5],
      [90, 0],
      [30, 0],
      [0, 0],
    ],
  ],
  [
    'work for COMMIT',
    (tier) => [of(tier).COMMIT.mergedChanges, of(tier).COMMIT.usefulReviews],
    [
      [30, 10],
      [15, 5],
      [5, 0],
      [0, 0],
    ],
  ],
  ['COMMIT before RELEASE', (tier) => of(tier).RELEASE.priorScopeDays, [180, 90, 0, 0]],
  ['releases accompanied', (tier) => of(tier).RELEASE.releasesAccompanied, [2, 1, 0, 0]],
  ['RELEASE before ADMIN', (tier) => of(tier).ADMIN.priorScopeDays, [365, 180, 30, 0]],
  ['comment period', (tier) => tiers[tier].commentDays, [14, 7, 3, 0]],
  [
    'days and quorum of the vote',
    (tier) => {
      const vote = tiers[tier].vote;
      return vote && [vote.days, vote.quorumVotes, vote.quorumShare, vote.needsOwner];
    },
    [[7, 3, 0.6, false], [7, 2, 0.5, false], [0, 2, 0, true], null],
  ],
  [
    'cooling-off',
    (tier) => [of(tier).COMMIT.coolingOffDays, of(tier).RELEASE.coolingOffDays, of(tier).ADMIN.coolingOffDays],
    [
      [14, 14, 30],
      [7, 7, 14],
      [2, 2, 7],
      [0, 0, 0],
    ],
  ],
  ['probation', (tier) => tiers[tier].probationDays, [90, 60, 30, 0]],
  [
    'two people',
    (tier) => [tiers[tier].hasTwoPersonRelease, tiers[tier].hasTwoPersonControl],
    [
      [true, true],
      [true, true],
      [false, true],
      [false, false],
    ],
  ],
  ['recertification', (tier) => tiers[tier].recertificationDays, [180, 360, 720, null]],
  ['dormant question', (tier) => tiers[tier].dormantAfterDays, [180, 270, 360, null]],
  ['history of sponsors', (tier) => tiers[tier].sponsorHistoryDays, [365, 180, 0, 0]],
  ['minutes of the maintainers', (tier) => tiers[tier].burdenMinutes, [240, 120, 60, null]],
];

it.each(TABLE)('%s', (_row, read, expected) => {
  expect(TIERS.map(read)).toEqual(expected);
});

it('asks of a security contact what ADMIN asks, and one scope before each', () => {
  for (const tier of TIERS) expect(of(tier).SECURITY_CONTACT).toEqual(of(tier).ADMIN);
  expect((['TRIAGE', 'REVIEW', 'COMMIT', 'RELEASE', 'ADMIN', 'SECURITY_CONTACT'] as const).map(scopeBefore)).toEqual([
    ...[null, 'TRIAGE', 'REVIEW', 'COMMIT', 'RELEASE', 'RELEASE'],
  ]);
});

it('cannot be changed by anybody who reads it', () => {
  expect(() => Object.assign(POLICY_2026_1.periods, { holdDays: 1 })).toThrow(TypeError);
});

describe('the guards of one person', () => {
  const ON_THE_WAY = [
    'G01',
    'G02',
    'G03',
    'G04',
    'G05',
    'G06',
    'G07',
    'G07a',
    'G08',
    'G09',
    'G11',
    'G12',
    'G16',
    'G22',
    'G23',
    'G24',
    'G25',
    'G26',
    'G27',
    'G28',
    'G29',
  ] as const;

  it.each(['T0', 'T1', 'T2'] as const)('cost the maintainers of %s no more than their budget', (tier) => {
    const met = ON_THE_WAY.map((id) => GUARDS[id]).filter((guard) => guard.tiers.includes(tier));
    expect(met.reduce((sum, { costMinutes }) => sum + costMinutes, 0)).toBeLessThanOrEqual(tiers[tier].burdenMinutes!);
  });
});
