import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exposure, type Exposure } from '#libs/inventory';
import { criticality } from './criticality.js';
import { fragility } from './fragility.js';
import { needFitOf, type NeedFit } from './need-fit.js';
import { printedTenths } from './printed-tenths.js';
import { compareRankedNeeds, priority, type Priority, type PriorityInput, type RankedNeed } from './priority.js';
import { SCORE_1 } from './score-1.js';
import { NOTHING_KNOWN } from '../test/nothing-known.js';
import type { WeightedScore } from './weighted-score.js';

const HALF_FIT: NeedFit = { value: 0.5, terms: [{ signal: 'type', weight: 1, value: 0.5 }] };

const FULL: Exposure = exposure([
  { productId: 'p', businessWeight: 1, directCount: 1, use: { depth: 1, gateways: 1, scope: 'runtime' } },
]);
const INHERITS: PriorityInput = {
  exposure: exposure([
    { productId: 'a', businessWeight: 1, directCount: 71, use: { depth: 2, gateways: 19, scope: 'runtime' } },
    { productId: 'b', businessWeight: 1, directCount: 161, use: { depth: 3, gateways: 13, scope: 'runtime' } },
  ]),
  criticality: criticality({
    packages: [{ dependents: null, registryRank: { rank: 36, packages: 1_000_000 }, downloads: null }],
    companyUse: null,
    isOnCuratedSet: null,
    openssfScore: 0.21467,
  }),
  fragility: fragility({ ...NOTHING_KNOWN, contributorAbsenceFactor: 1, monthsSinceActivity: 19, organisations: 2 }),
  needFit: HALF_FIT,
};

function printedParts({ parts }: Priority): number[] {
  return parts.map(({ tenths }) => tenths);
}

describe('a priority', () => {
  it('is not given to a need of a project that no product of the company contains', () => {
    expect(priority({ ...INHERITS, exposure: exposure([]) })).toBeNull();
  });

  it('is 40 E + 30 F + 20 C + 10 N', () => {
    const input = INHERITS;
    const { exposure: e, fragility: f, criticality: c, needFit: n } = input;
    expect(priority(input)!.points).toBeCloseTo(40 * e.value + 30 * f.value + 20 * c.value + 10 * n.value, 10);
  });

  it('splits exposure by depth, gateways and breadth, and says when the depth is not known', () => {
    const terms = (input: PriorityInput): string[] => priority(input)!.parts[0]!.terms.map(({ term }) => term);
    expect(terms(INHERITS)).toEqual(['depth', 'gateways', 'breadth']);
    const use = { depth: null, gateways: 0, scope: 'unknown' as const };
    const unknown = exposure([{ productId: 'p', businessWeight: 1, directCount: 0, use }]);
    expect(terms({ ...INHERITS, exposure: unknown })).toEqual(['depthUnknown', 'breadth']);
  });

  it('gives the prior a line of its own', () => {
    const [, fragilityPart] = priority(INHERITS)!.parts;
    expect(fragilityPart!.terms.map(({ term, points }) => [term, Number(points.toFixed(3))])).toEqual([
      ['people', 12],
      ['activity', Number(((30 * 2 * Math.log(19 / 3)) / Math.log(8) / 7.5).toFixed(3))],
      ['organisations', 1],
      ['prior', 4],
    ]);
  });

  it('is printed in parts that add up to the printed total, in 1,000 random cases', () => {
    fc.assert(
      fc.property(anyInput(), (input) => {
        const result = priority(input);
        if (result === null) return;
        expect(result.tenths).toBe(Math.floor(0.5 + result.points * 10));
        expect(printedParts(result).reduce((sum, tenths) => sum + tenths, 0)).toBe(result.tenths);
        for (const { tenths, terms } of result.parts) {
          expect(terms.reduce((sum, term) => sum + term.tenths, 0)).toBe(tenths);
          for (const term of terms) expect(Math.abs(term.tenths - term.points * 10)).toBeLessThan(1 + 1e-6);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the tier of a priority', () => {
  const fragileSignals = { ...NOTHING_KNOWN, contributorAbsenceFactor: 1, publishers: 1, unfixedAdvisories: 3 };
  const known = criticality({
    packages: [{ dependents: 200_000, registryRank: null, downloads: null }],
    companyUse: null,
    isOnCuratedSet: null,
    openssfScore: null,
  });
  const high: PriorityInput = {
    exposure: FULL,
    fragility: fragility(fragileSignals),
    criticality: known,
    needFit: HALF_FIT,
  };
  const tierOf = (change: Partial<PriorityInput>): string => priority({ ...high, ...change })!.tier;

  it('is high with the points and the evidence for it', () => {
    expect(tierOf({})).toBe('HIGH');
  });

  it.each([
    ['fewer than 65 points', { exposure: { ...FULL, strongest: 0.25, breadth: 0.25, value: 0.25, products: [] } }],
    [
      'an exposure under 0.2',
      {
        exposure: { ...FULL, strongest: 0.19, breadth: 0.19, value: 0.19, products: [] },
        needFit: { value: 1, terms: [{ signal: 'type', weight: 1, value: 1 }] } as const,
        criticality: shrunk({ ...known, terms: known.terms.map((term) => ({ ...term, weight: 99 })) }, 1),
        fragility: shrunk(
          {
            ...fragility(fragileSignals),
            terms: fragility(fragileSignals).terms.map((term) => ({ ...term, weight: 99 })),
          },
          1,
        ),
      },
    ],
    ['too little known about its criticality', { criticality: { ...known, confidence: 0.29 } }],
    ['too little known about its fragility', { fragility: { ...high.fragility, confidence: 0.29 } }],
    [
      'a single strong sign of fragility',
      { fragility: fragility({ ...NOTHING_KNOWN, contributorAbsenceFactor: 1, postureScore: 6 }) },
    ],
  ])('is medium at most with %s', (_lack, change) => {
    expect(tierOf(change)).toBe('MEDIUM');
  });

  it('is low under 20 points', () => {
    const faint: Exposure = { ...FULL, strongest: 0.01, breadth: 0.01, value: 0.01, products: [] };
    const change = {
      fragility: shrunk(high.fragility, 0),
      criticality: shrunk(known, 0),
      needFit: { value: 0, terms: [] },
    };
    expect(tierOf({ ...change, exposure: faint })).toBe('LOW');
  });

  it('is unrated without signals, whatever the points', () => {
    const nothing = criticality({ packages: [], companyUse: null, isOnCuratedSet: null, openssfScore: null });
    expect(tierOf({ criticality: nothing, fragility: fragility(NOTHING_KNOWN) })).toBe('UNRATED');
    expect(tierOf({ criticality: { ...known, confidence: 0.149 } })).toBe('UNRATED');
  });
});

describe('the order of needs', () => {
  const base: RankedNeed = { needId: 'b', points: 50, exposure: 0.5, remainingGapMinor: 100n };

  it('is by points, then exposure, then the smaller remaining gap, then the id', () => {
    const first = { ...base, points: 51, exposure: 0 };
    const second = { ...base, exposure: 0.6 };
    const third = { ...base, remainingGapMinor: 99n };
    const fourth = { ...base, needId: 'a' };
    expect([base, fourth, third, second, first].sort(compareRankedNeeds)).toEqual([first, second, third, fourth, base]);
    expect(compareRankedNeeds(base, { ...base })).toBe(0);
  });
});

describe('printed tenths', () => {
  it('add up by largest remainder, ties to the earlier part', () => {
    expect(printedTenths([0.05, 0.05, 0.9], 10)).toEqual([1, 0, 9]);
    expect(printedTenths([0.7, 0.1], 8)).toEqual([7, 1]);
  });

  it('refuse a total that is not the sum', () => {
    expect(() => printedTenths([1, 1], 23)).toThrow(RangeError);
    expect(() => printedTenths([1, 1], 19)).toThrow(RangeError);
  });
});

function shrunk<T extends WeightedScore<string>>(score: T, value: number): T {
  const weight = score.terms.reduce((sum, term) => sum + term.weight, 0);
  const { prior } = SCORE_1;
  const whole = (weight * value + prior.weight * prior.value) / (weight + prior.weight);
  return { ...score, value: whole, terms: score.terms.map((term) => ({ ...term, value })) };
}

function anyInput(): fc.Arbitrary<PriorityInput> {
  const count = fc.option(fc.nat(100));
  const use = fc.option(
    fc.record({
      depth: fc.option(fc.integer({ min: 1, max: 9 })),
      gateways: fc.nat(80),
      scope: fc.constantFrom('runtime' as const, 'unknown' as const, 'optional' as const, 'development' as const),
    }),
  );
  const product = fc.record({
    productId: fc.uuid(),
    businessWeight: fc.double({ min: 0.1, max: 10, noNaN: true }),
    directCount: fc.nat(80),
    use,
  });
  const signals = fc.record({
    contributorAbsenceFactor: count,
    publishers: count,
    monthsSinceActivity: count,
    reply: fc.option(fc.record({ issues: fc.nat(20), medianDays: count })),
    postureScore: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
    unfixedAdvisories: count,
    organisations: count,
  });
  const world = fc.record({
    packages: fc.array(fc.record({ dependents: count, registryRank: fc.constant(null), downloads: count }), {
      maxLength: 3,
    }),
    companyUse: fc.option(fc.constant({ using: 7, companies: 20 })),
    isOnCuratedSet: fc.boolean(),
    openssfScore: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  });
  const fit = fc.array(fc.constantFrom(0, 0.5, 0.75, 1), { minLength: 4, maxLength: 4 });
  return fc
    .tuple(fc.array(product, { minLength: 1, maxLength: 4 }), signals, world, fit)
    .map(([uses, own, all, need]) => ({
      exposure: exposure(uses),
      fragility: fragility({ ...NOTHING_KNOWN, ...own }),
      criticality: criticality(all),
      needFit: needFitOf(need),
    }));
}
