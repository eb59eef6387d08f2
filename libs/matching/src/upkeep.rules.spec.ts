import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UPKEEP_ADVICE, upkeepOf, type UpkeepSignals } from './upkeep.rules.js';

const NOTHING: UpkeepSignals = {
  isArchived: null,
  deprecated: [],
  monthsSinceActivity: null,
  isConfirmedStable: false,
};
const judged = (signals: Partial<UpkeepSignals>, hasMaintainer = false) =>
  upkeepOf({ ...NOTHING, ...signals }, { hasMaintainer });

const maybe = fc.option(fc.boolean());
const anySignals = fc.record<UpkeepSignals>({
  isArchived: maybe,
  deprecated: fc.array(maybe, { maxLength: 4 }),
  monthsSinceActivity: fc.option(fc.integer({ min: 0, max: 120 })),
  isConfirmedStable: fc.boolean(),
});

describe('the upkeep of a project', () => {
  it.each<[string, Partial<UpkeepSignals>, string, string[]]>([
    ['of which nothing is known', {}, 'UNKNOWN', []],
    ['that is not archived, and no more is known', { isArchived: false, deprecated: [false] }, 'UNKNOWN', []],
    ['that is archived', { isArchived: true }, 'UNMAINTAINED', ['ARCHIVED']],
    [
      'that is archived and was busy yesterday',
      { isArchived: true, monthsSinceActivity: 0 },
      'UNMAINTAINED',
      ['ARCHIVED'],
    ],
    ['of which all is deprecated', { deprecated: [true, true] }, 'UNMAINTAINED', ['ALL_PACKAGES_DEPRECATED']],
    ['of which one package is not', { deprecated: [true, false] }, 'UNKNOWN', []],
    ['of which one package is not known', { deprecated: [true, null] }, 'UNKNOWN', []],
    ['without activity for 23 months', { monthsSinceActivity: 23 }, 'MAINTAINED', ['ACTIVE']],
    ['without activity for 24 months', { monthsSinceActivity: 24 }, 'UNMAINTAINED', ['INACTIVE']],
    ['with activity just now', { monthsSinceActivity: 0 }, 'MAINTAINED', ['ACTIVE']],
    [
      'that is quiet and was said to be stable',
      { monthsSinceActivity: 60, isConfirmedStable: true },
      'MAINTAINED',
      ['CONFIRMED_STABLE'],
    ],
  ])('%s', (_case, signals, upkeep, evidence) => {
    expect(judged(signals)).toMatchObject({ upkeep, evidence });
  });

  it('is that of a maintained one with a maintainer here, whatever the figures say', () => {
    fc.assert(
      fc.property(anySignals, (signals) => {
        const { upkeep, evidence, advice } = upkeepOf(signals, { hasMaintainer: true });
        expect([upkeep, evidence.includes('MAINTAINER_HERE'), advice]).toEqual(['MAINTAINED', true, []]);
      }),
    );
  });

  it('rests on evidence or is unknown, and only neglect gives advice: adopt, support, only then migrate', () => {
    fc.assert(
      fc.property(anySignals, (signals) => {
        const { upkeep, evidence, advice } = upkeepOf(signals, { hasMaintainer: false });
        expect(evidence.length === 0).toBe(upkeep === 'UNKNOWN');
        expect(advice).toEqual(upkeep === 'UNMAINTAINED' ? ['ADOPT', 'SUPPORT', 'MIGRATE'] : []);
      }),
    );
    expect(UPKEEP_ADVICE).toEqual(['ADOPT', 'SUPPORT', 'MIGRATE']);
  });

  it('never gets worse by a signal that is not known any more', () => {
    fc.assert(
      fc.property(
        anySignals,
        fc.constantFrom('isArchived' as const, 'monthsSinceActivity' as const),
        (signals, name) => {
          const [before, after] = [signals, { ...signals, [name]: null }].map((s) =>
            upkeepOf(s, { hasMaintainer: false }),
          );
          expect(after!.upkeep === 'UNMAINTAINED' && before!.upkeep !== 'UNMAINTAINED').toBe(false);
        },
      ),
    );
  });
});
