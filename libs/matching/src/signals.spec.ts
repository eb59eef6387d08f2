import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  criticality,
  dependentsSignal,
  rankSignal,
  type CriticalitySignals,
  type PackageSignals,
} from './criticality.js';
import { activitySignal, fragility, peopleSignal, replySignal, type FragilitySignals } from './fragility.js';
import { SCORE_1 } from './score-1.js';
import { NOTHING_KNOWN } from '../test/nothing-known.js';

const NO_PACKAGE: PackageSignals = { dependents: null, registryRank: null, downloads: null };
const NO_CRITICALITY: CriticalitySignals = { packages: [], companyUse: null, isOnCuratedSet: null, openssfScore: null };

function valueOf(signal: string, terms: readonly { signal: string; value: number }[]): number | undefined {
  return terms.find((term) => term.signal === signal)?.value;
}

describe('signals on the scale from 0 to 1', () => {
  it.each([
    [0, 0],
    [1, 0.0568],
    [10, 0.1965],
    [100, 0.3781],
    [1_000, 0.566],
    [200_000, 1],
    [5_000_000, 1],
  ])('put %d dependents at %d', (dependents, value) => {
    expect(dependentsSignal(dependents)).toBeCloseTo(value, 4);
  });

  it.each([
    [1, 1],
    [10, 0.8333],
    [36, 0.7406],
    [1_000, 0.5],
    [1_000_000, 0],
  ])('put the rank %d of a million at %d', (rank, value) => {
    expect(rankSignal(rank, 1_000_000)).toBeCloseTo(value, 4);
  });

  it.each([
    [1, 1],
    [2, 0.6667],
    [3, 0.4717],
    [4, 0.3333],
    [5, 0.226],
    [8, 0],
    [40, 0],
  ])('put an absence factor of %d people at %d', (people, value) => {
    expect(peopleSignal(people)).toBeCloseTo(value, 4);
  });

  it.each([
    [0, 0],
    [1, 0],
    [3, 0],
    [6, 0.3333],
    [12, 0.6667],
    [24, 1],
    [90, 1],
  ])('put %d months of silence at %d', (months, value) => {
    expect(activitySignal(months)).toBeCloseTo(value, 4);
  });

  it.each([
    [2, 0],
    [7, 0.3683],
    [14, 0.5721],
    [30, 0.7962],
    [60, 1],
    [400, 1],
  ])('put %d days to a reply at %d', (days, value) => {
    expect(replySignal(days)).toBeCloseTo(value, 4);
  });
});

describe('weights', () => {
  it('add up to 13 in both scores, and the points to 100', () => {
    const sum = (weights: object): number =>
      Object.values(weights).reduce((total: number, weight) => total + (weight as number), 0);
    expect([sum(SCORE_1.criticality.weights), sum(SCORE_1.fragility.weights), sum(SCORE_1.points)]).toEqual([
      13, 13, 100,
    ]);
    expect(sum(SCORE_1.needFit.weights)).toBeCloseTo(1);
  });
});

describe('a score', () => {
  it('without any signal is 0.5 with no confidence', () => {
    expect(criticality(NO_CRITICALITY)).toMatchObject({ value: 0.5, confidence: 0, terms: [] });
    expect(fragility(NOTHING_KNOWN)).toMatchObject({ value: 0.5, confidence: 0, terms: [] });
    expect(fragility(NOTHING_KNOWN).missing).toEqual(Object.keys(SCORE_1.fragility.weights));
  });

  it('with one signal of weight 3 at its maximum is 0.8', () => {
    const score = fragility({ ...NOTHING_KNOWN, contributorAbsenceFactor: 1 });
    expect(score.value).toBeCloseTo(0.8, 12);
    expect(score.confidence).toBeCloseTo(3 / 13, 12);
  });

  it('never counts a missing signal as zero: a known zero lowers it, an unknown value does not', () => {
    const known = criticality({ ...NO_CRITICALITY, packages: [{ ...NO_PACKAGE, dependents: 0 }] });
    expect(known.value).toBeLessThan(criticality(NO_CRITICALITY).value);
    expect(criticality({ ...NO_CRITICALITY, packages: [NO_PACKAGE] }).value).toBe(0.5);
    expect(criticality({ ...NO_CRITICALITY, isOnCuratedSet: false }).value).toBe(0.5);
    expect(criticality({ ...NO_CRITICALITY, openssfScore: Number.NaN }).value).toBe(0.5);
  });

  it('takes the largest value per signal over the packages of a project', () => {
    const many = criticality({
      ...NO_CRITICALITY,
      packages: [{ ...NO_PACKAGE, dependents: 10 }, { ...NO_PACKAGE, dependents: 1_000, downloads: 5 }, NO_PACKAGE],
    });
    expect(valueOf('dependents', many.terms)).toBeCloseTo(0.566, 3);
    expect(valueOf('downloads', many.terms)).toBeCloseTo(Math.log(6) / Math.log(1 + 1e9), 12);
  });

  it('uses our own companies from five up', () => {
    const withCompanies = (using: number): number | undefined =>
      valueOf('companyUse', criticality({ ...NO_CRITICALITY, companyUse: { using, companies: 20 } }).terms);
    expect(withCompanies(4)).toBeUndefined();
    expect(withCompanies(5)).toBeCloseTo(Math.log(6) / Math.log(21), 12);
    expect(withCompanies(20)).toBe(1);
  });

  it('is in [0, 1] with a confidence in [0, 1], whatever the signals', () => {
    const count = fc.option(fc.nat());
    const signals = fc.record({
      contributorAbsenceFactor: count,
      publishers: count,
      monthsSinceActivity: count,
      isArchivedOrDeprecated: fc.boolean(),
      reply: fc.option(fc.record({ issues: fc.nat(20), medianDays: count })),
      postureScore: fc.option(fc.double({ min: -5, max: 15 })),
      unfixedAdvisories: count,
      incomeShare: fc.option(fc.double({ min: 0, noNaN: true })),
      organisations: count,
      isConfirmedStable: fc.boolean(),
    });
    fc.assert(
      fc.property(signals, (input) => {
        const { value, confidence, terms, missing } = fragility(input);
        for (const share of [value, confidence]) expect(share >= 0 && share <= 1).toBe(true);
        expect(terms).toHaveLength(8 - missing.length);
      }),
    );
  });
});

describe('fragility', () => {
  it.each([
    ['publishers', { publishers: 1 }, 1],
    ['publishers', { publishers: 2 }, 0.5],
    ['publishers', { publishers: 9 }, 0],
    ['organisations', { organisations: 2 }, 0.5],
    ['posture', { postureScore: 4 }, 0.6],
    ['advisories', { unfixedAdvisories: 1 }, 1 / 3],
    ['advisories', { unfixedAdvisories: 7 }, 1],
    ['fundingGap', { incomeShare: 0.25 }, 0.75],
    ['fundingGap', { incomeShare: 9 }, 0],
    ['fundingGap', { incomeShare: null }, undefined],
    ['activity', { isArchivedOrDeprecated: true, monthsSinceActivity: 1 }, 1],
    ['reply', { reply: { issues: 4, medianDays: 90 } }, undefined],
    ['reply', { reply: { issues: 5, medianDays: 90 } }, 1],
    ['reply', { reply: { issues: 5, medianDays: null } }, 1],
  ] as const)('has the signal %s for %o at %d', (signal, signals, value) => {
    const found = valueOf(signal, fragility({ ...NOTHING_KNOWN, ...signals }).terms);
    expect(found === undefined ? undefined : Number(found.toFixed(12))).toEqual(
      value === undefined ? undefined : Number(value.toFixed(12)),
    );
  });

  const quiet: FragilitySignals = {
    ...NOTHING_KNOWN,
    monthsSinceActivity: 30,
    unfixedAdvisories: 0,
    reply: { issues: 1, medianDays: null },
    isConfirmedStable: true,
  };

  it('does not hold silence against a finished project, and says so', () => {
    expect(valueOf('activity', fragility(quiet).terms)).toBe(0.3);
    expect(fragility(quiet).isFinished).toBe(true);
  });

  it.each([
    ['nobody confirmed it', { isConfirmedStable: false }],
    ['an advisory is open', { unfixedAdvisories: 1 }],
    ['advisories are not known', { unfixedAdvisories: null }],
    ['replies are slow', { reply: { issues: 9, medianDays: 30 } }],
    ['nothing is known of its issues', { reply: null }],
    ['it is archived', { isArchivedOrDeprecated: true }],
  ])('holds silence against it when %s', (_why, change) => {
    const score = fragility({ ...quiet, ...change });
    expect(valueOf('activity', score.terms)).toBe(1);
    expect(score.isFinished).toBe(false);
  });
});
