import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readMatchingRound } from './matching-round.js';
import { medianPairSum } from './matching-pool.js';
import { simulateRound } from './simulate-round.js';

interface Given {
  readonly organisation: string;
  readonly amountMinor: string;
}

const gave = (amountMinor: string, ...organisations: string[]): Given[] =>
  organisations.map((organisation) => ({ organisation, amountMinor }));
const project = (id: string, contributions: readonly Given[], more: object = {}) => ({
  id,
  gapMinor: '2000000',
  contributions,
  ...more,
});
/** The round of vector V5 of the domain rules, without a bound. */
const V5 = {
  poolMinor: '1000000',
  projects: [
    project('P1', gave('10000', 'acme', 'bolt', 'corp', 'dune')),
    project('P2', gave('160000', 'acme')),
    project('P3', gave('40000', 'bolt', 'corp')),
  ],
};

const matches = (value: unknown) => simulateRound(readMatchingRound(value)).projects.map(({ match }) => String(match));

describe('the pair bound of a round', () => {
  it('is the median of what pairs gave together, when none is named: 10000 in V5, with its split', () => {
    const round = readMatchingRound(V5);
    expect([round.pool.pairBound, round.isBoundDefault]).toEqual([10_000n, true]);
    expect(matches(V5)).toEqual(['800000', '0', '200000']);
    const named = readMatchingRound({ ...V5, pairBound: '100000' });
    expect([named.pool.pairBound, named.isBoundDefault]).toEqual([100_000n, false]);
    expect(matches({ ...V5, pairBound: '100000' })).toEqual(['661539', '0', '338461']);
  });

  it('may be a number, as long as nobody has rounded it', () => {
    expect(matches({ ...V5, pairBound: 100_000 })).toEqual(['661539', '0', '338461']);
    for (const pairBound of [1.5, 2 ** 53, -1, 0])
      expect(() => readMatchingRound({ ...V5, pairBound })).toThrow(
        expect.objectContaining({ details: expect.objectContaining({ pointer: '/pairBound' }) as unknown }),
      );
  });

  it.each([
    ['of no pair is 1', [project('P', gave('5000', 'acme'))], 1n],
    ['of pairs below one is 1', [project('P', gave('0', 'acme', 'bolt'))], 1n],
    ['of two pairs is between them', [project('P', gave('100', 'a', 'b')), project('Q', gave('301', 'a', 'c'))], 200n],
  ])('%s', (_case, projects, bound) => {
    expect(readMatchingRound({ poolMinor: '1', projects }).pool.pairBound).toBe(bound);
  });

  it('is that of floating-point roots, whatever is given', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 1, maxLength: 5 }), (given) => {
        const projects = given.map((list, place) => ({
          id: String(place),
          gap: 1n,
          cap: null,
          contributions: list.map((amount, giver) => ({ organisation: `o${String(giver)}`, amount: BigInt(amount) })),
        }));
        const sums = new Map<string, number>();
        for (const list of given)
          for (const [left, one] of list.entries())
            for (const [right, other] of list.entries())
              if (left < right)
                sums.set(
                  `${String(left)} ${String(right)}`,
                  (sums.get(`${String(left)} ${String(right)}`) ?? 0) + Math.sqrt(one * other),
                );
        const sorted = [...sums.values()].sort((left, right) => left - right);
        const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2)];
        const median = (sorted[low]! + sorted[high]!) / 2;
        expect(Math.abs(Number(medianPairSum(projects)) - Math.max(1, median))).toBeLessThan(1.001);
      }),
    );
  });
});

describe('what does not count', () => {
  const round = {
    ...V5,
    currency: 'USD',
    sponsor: 'dune',
    projects: [
      project('P1', [...gave('10000', 'acme', 'bolt', 'dune'), ...gave('999', 'corp'), ...gave('1000', 'echo')], {
        owners: ['bolt'],
      }),
      project('P3', gave('40000', 'bolt', 'corp')),
    ],
  };

  it('are contributions of the sponsor, of owners, and below 10 units, each with its reason', () => {
    const { excluded, pool } = readMatchingRound(round);
    expect(excluded.map(({ projectId, organisation, reason }) => [projectId, organisation, reason])).toEqual([
      ['P1', 'bolt', 'OWN_PROJECT'],
      ['P1', 'dune', 'POOL_SPONSOR'],
      ['P1', 'corp', 'BELOW_MINIMUM'],
    ]);
    expect(pool.projects.map(({ contributions }) => contributions.map(({ organisation }) => organisation))).toEqual([
      ['acme', 'echo'],
      ['bolt', 'corp'],
    ]);
  });

  it.each([
    ['JPY', '9', '10'],
    ['USD', '999', '1000'],
    ['KWD', '9999', '10000'],
  ])('is less than ten units of %s', (currency, below, enough) => {
    const projects = [project('P', [...gave(below, 'acme'), ...gave(enough, 'bolt')])];
    expect(readMatchingRound({ poolMinor: '1', currency, projects }).excluded).toMatchObject([
      { organisation: 'acme' },
    ]);
  });

  it('is nothing in a file with neither a currency nor a least, and what is named goes before ten units', () => {
    const projects = [project('P', gave('1', 'acme', 'bolt'))];
    expect(readMatchingRound({ poolMinor: '1', projects }).excluded).toEqual([]);
    expect(readMatchingRound({ poolMinor: '1', currency: 'USD', minimumMinor: '1', projects }).excluded).toEqual([]);
    expect(readMatchingRound({ poolMinor: '1', minimumMinor: '2', projects }).excluded).toHaveLength(2);
  });
});

describe('a simulation', () => {
  it('says why a project has no match', () => {
    const projects = [
      project('none', []),
      project('one', gave('10000', 'acme')),
      project('full', gave('10000', 'acme', 'bolt'), { gapMinor: '0' }),
      project('tiny', gave('1', 'acme', 'bolt')),
      project('matched', gave('1000000000', 'corp', 'dune')),
    ];
    const { projects: shown } = simulateRound(
      readMatchingRound({ poolMinor: '100', pairBound: '1000000000', projects }),
    );
    expect(shown.map(({ id, noMatch }) => [id, noMatch])).toEqual([
      ['none', 'NO_FUNDER'],
      ['one', 'ONE_FUNDER'],
      ['full', 'NO_GAP'],
      ['tiny', 'LESS_THAN_A_UNIT'],
      ['matched', null],
    ]);
  });

  it('tells what one contribution more changes, with the bound as it was: the same as a round that has it', () => {
    const whatIf = { projectId: 'P2', organisation: 'echo', amountMinor: '40000' };
    const { projects, reserve, whatIfReserve } = simulateRound(readMatchingRound({ ...V5, whatIf }));
    const [first, second, third] = V5.projects;
    const withIt = {
      ...V5,
      pairBound: '10000',
      projects: [first, project('P2', [...second!.contributions, ...gave('40000', 'echo')]), third],
    };
    expect(projects.map(({ match, whatIfDifference }) => String(match + whatIfDifference!))).toEqual(matches(withIt));
    expect(projects[1]!.whatIfDifference! > 0n).toBe(true);
    expect(projects.reduce((sum, { whatIfDifference }) => sum + whatIfDifference!, 0n)).toBe(reserve - whatIfReserve!);
  });

  it('of a contribution that would not count changes nothing, and says why', () => {
    const round = readMatchingRound({
      ...V5,
      sponsor: 'echo',
      whatIf: { projectId: 'P2', organisation: 'echo', amountMinor: '40000' },
    });
    expect(round.whatIfExclusion).toBe('POOL_SPONSOR');
    expect(simulateRound(round).projects.map(({ whatIfDifference }) => whatIfDifference)).toEqual([0n, 0n, 0n]);
  });

  it('is refused for a project of another round', () => {
    const whatIf = { projectId: 'P9', organisation: 'echo', amountMinor: '40000' };
    expect(() => readMatchingRound({ ...V5, whatIf })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_PROJECT_OF_ROUND' }),
    );
  });
});

describe('the cap of a round', () => {
  const [first, ...others] = V5.projects;
  const capped = (round: object, ofFirst: object = {}) => ({
    ...V5,
    ...round,
    projects: [{ ...first, ...ofFirst }, ...others],
  });

  it('is the most that a project is matched with, and others get what it cannot', () => {
    expect(matches(capped({ capMinor: '500000' }))).toEqual(['500000', '0', '500000']);
    expect(matches(capped({ capMinor: '300000' }))).toEqual(['300000', '0', '300000']);
    expect(simulateRound(readMatchingRound(capped({ capMinor: '300000' }))).reserve).toBe(400_000n);
  });

  it('is for projects that have none of their own', () => {
    expect(matches(capped({ capMinor: '300000' }, { capMinor: '700000' }))).toEqual(['700000', '0', '300000']);
    expect(matches(capped({}, { capMinor: '100000' }))).toEqual(['100000', '0', '900000']);
  });

  it('of zero is why a project is matched with nothing', () => {
    const { projects } = simulateRound(readMatchingRound(capped({}, { capMinor: '0' })));
    expect(projects).toMatchObject([
      { match: 0n, noMatch: 'NO_CAP' },
      { noMatch: 'ONE_FUNDER' },
      { match: 1_000_000n },
    ]);
  });
});

describe('a field of another name', () => {
  it('is named, wherever it is, and changes nothing', () => {
    const round = { ...V5, pairbound: '1', projects: V5.projects.map((one) => ({ ...one, 'cap Minor': '1' })) };
    const { ignored, ...read } = readMatchingRound(round);
    expect(ignored).toEqual(['/pairbound', '/projects/0/cap Minor', '/projects/1/cap Minor', '/projects/2/cap Minor']);
    expect({ ...read, ignored: [] }).toEqual(readMatchingRound(V5));
  });

  it('is none of those that are known', () => {
    const whatIf = { projectId: 'P1', organisation: 'zed', amountMinor: '1' };
    const known = { currency: 'USD', minimumMinor: '1', sponsor: 'fund', capMinor: '9', pairBound: '5', whatIf };
    const projects = V5.projects.map((one) => ({ ...one, owners: ['zed'], capMinor: null }));
    expect(readMatchingRound({ ...V5, ...known, projects }).ignored).toEqual([]);
  });
});
