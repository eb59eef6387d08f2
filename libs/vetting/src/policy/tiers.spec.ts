import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../events/moment.js';
import { POLICY_2026_1 } from './policy-2026-1.js';
import { tierAt, tierOf, type TierEvidence } from './tiers.js';

const { thresholds } = POLICY_2026_1;
const small: TierEvidence = {
  criticality: 0.1,
  dependents: 3,
  isPrivileged: false,
  baseSets: 0,
  actionRepositories: 0,
};

describe('the tier of a project', () => {
  it.each<[Partial<TierEvidence>, string | null, string[]]>([
    [{ criticality: 0.7 }, 'T0', []],
    [{ dependents: 100_000 }, 'T0', []],
    [{ isPrivileged: true, baseSets: 2 }, 'T0', []],
    [{ isPrivileged: true, baseSets: 1 }, 'T1', []],
    [{ isPrivileged: false, baseSets: 9 }, 'T3', []],
    [{ actionRepositories: 10_000 }, 'T0', []],
    [{ actionRepositories: 9_999 }, 'T3', []],
    [{ criticality: 0.699 }, 'T1', []],
    [{ criticality: 0.6 }, 'T1', []],
    [{ dependents: 99_999 }, 'T1', []],
    [{ dependents: 10_000 }, 'T1', []],
    [{ criticality: 0.3 }, 'T2', []],
    [{ dependents: 500 }, 'T2', []],
    [{ dependents: 499, criticality: 0.299 }, 'T3', []],
    [{ criticality: null, dependents: 10_000 }, 'T1', ['criticality']],
    [{ criticality: null }, null, ['criticality']],
    [{ isPrivileged: null }, null, ['isPrivileged']],
    [{ isPrivileged: null, baseSets: null }, null, ['isPrivileged', 'baseSets']],
    [{ isPrivileged: true, baseSets: null }, 'T1', ['baseSets']],
    [{ isPrivileged: false, baseSets: null }, 'T3', []],
    [{ actionRepositories: null, dependents: 500 }, 'T2', ['actionRepositories']],
  ])('of %j is %s, with %j missing', (evidence, tier, missing) => {
    expect(tierOf({ ...small, ...evidence }, thresholds)).toEqual({ tier, missing });
  });

  it('is not taken for granted when nothing is known', () => {
    const nothing = {
      criticality: null,
      dependents: null,
      isPrivileged: null,
      baseSets: null,
      actionRepositories: null,
    };
    expect(tierOf(nothing, thresholds)).toEqual({ tier: null, missing: Object.keys(nothing) });
  });
});

describe('a change of the tier', () => {
  const day = (days: number) => days * DAY_MS;
  const at = (changes: Parameters<typeof tierAt>[0], days: number) => tierAt(changes, day(days), thresholds);
  const evidence = (days: number, tier: 'T0' | 'T1' | 'T2' | 'T3') => ({
    at: day(days),
    kind: 'EVIDENCE' as const,
    tier,
  });

  it('upward takes effect after 90 days, and not before', () => {
    const changes = [evidence(0, 'T2'), evidence(10, 'T0')];
    expect([at(changes, -1), at(changes, 0), at(changes, 100 - 1e-6), at(changes, 100)]).toEqual([
      null,
      'T2',
      'T2',
      'T0',
    ]);
  });

  it('upward is taken back by newer evidence, and not begun again by the same', () => {
    expect(at([evidence(0, 'T2'), evidence(10, 'T0'), evidence(50, 'T2')], 200)).toBe('T2');
    expect(at([evidence(0, 'T2'), evidence(10, 'T0'), evidence(50, 'T0')], 100)).toBe('T0');
    const twoSteps = [evidence(0, 'T3'), evidence(10, 'T1'), evidence(50, 'T0')];
    expect([at(twoSteps, 100), at(twoSteps, 140)]).toEqual(['T1', 'T0']);
  });

  it('downward needs the public consent of a steward, and to a stricter tier nobody’s', () => {
    const lower = (steward: string | null, isPublic: boolean) => ({
      at: day(20),
      kind: 'OPT_LOWER' as const,
      tier: 'T3' as const,
      steward,
      isPublic,
    });
    expect(at([evidence(0, 'T1'), evidence(10, 'T3')], 400)).toBe('T1');
    expect(
      [lower(null, true), lower('stella', false), lower('stella', true)].map((change) =>
        at([evidence(0, 'T1'), change], 30),
      ),
    ).toEqual([...['T1', 'T1', 'T3']]);
    const stricter = { at: day(1), kind: 'OPT_STRICTER' as const, tier: 'T0' as const };
    expect(at([evidence(0, 'T2'), stricter], 1)).toBe('T0');
    expect(at([evidence(0, 'T0'), { ...stricter, tier: 'T2' as const }], 1)).toBe('T0');
  });
});
