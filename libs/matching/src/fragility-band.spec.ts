import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exposure } from '#libs/inventory';
import { criticality } from './criticality.js';
import { fragility, type FragilitySignals } from './fragility.js';
import { coarseFragility, fragilityBand } from './fragility-band.js';
import { needFitOf } from './need-fit.js';
import { priority } from './priority.js';
import { NOTHING_KNOWN } from '../test/nothing-known.js';

const count = fc.option(fc.integer({ min: 1, max: 60 }));
const anySignals: fc.Arbitrary<FragilitySignals> = fc.record({
  contributorAbsenceFactor: count,
  publishers: count,
  monthsSinceActivity: count,
  isArchivedOrDeprecated: fc.boolean(),
  reply: fc.constant(null),
  postureScore: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
  unfixedAdvisories: count,
  incomeShare: fc.constant(null),
  organisations: count,
  isConfirmedStable: fc.boolean(),
});

function ranked(signals: FragilitySignals) {
  return priority({
    exposure: exposure([
      { productId: 'a', businessWeight: 1, directCount: 1, use: { depth: 1, gateways: 1, scope: 'runtime' } },
    ]),
    fragility: coarseFragility(fragility(signals)),
    criticality: criticality({ packages: [], companyUse: null, isOnCuratedSet: null, openssfScore: 0.9 }),
    needFit: needFitOf([1, 1, 0.5, 0.5]),
  });
}

describe('a coarse fragility', () => {
  it('lets nothing through but its band: four explanations for all projects there can be', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(anySignals, (signals) => {
        const band = fragilityBand(fragility(signals));
        const text = JSON.stringify(ranked(signals));
        expect(seen.get(band) ?? text).toBe(text);
        seen.set(band, text);
      }),
      // Chance seldom makes one of which too little is known for a band.
      { numRuns: 2_000, examples: [[NOTHING_KNOWN]] },
    );
    expect([...seen.keys()].sort()).toEqual(['HIGH', 'LOW', 'MEDIUM', 'UNRATED']);
    expect(new Set(seen.values()).size).toBe(4);
  });

  it('keeps the order of the bands, and never makes a tier of high need', () => {
    const points = (['LOW', 'MEDIUM', 'HIGH'] as const).map((band) => {
      const [signals] = fc.sample(
        anySignals.filter((candidate) => fragilityBand(fragility(candidate)) === band),
        1,
      );
      expect(ranked(signals!)!.tier).not.toBe('HIGH');
      return ranked(signals!)!.points;
    });
    expect([...points].sort((left, right) => left - right)).toEqual(points);
  });
});
