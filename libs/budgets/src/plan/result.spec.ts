import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError, canonicalJson } from '#platform/kernel';
import { coverageOf, coverageOfRuns, projectsGiven } from './coverage.js';
import { ENGINE, INPUTS_FORMAT, inputsText, type RunInputs, type SeenNeed } from './inputs.js';
import { planOf } from './plan.js';
import type { BudgetPolicy } from './policy.js';
import { resultOf, resultText } from './result.js';

const POLICY: BudgetPolicy = {
  capMinor: '10000000',
  lineLimitMinor: null,
  concentrationMinor: null,
  needKinds: ['SECURITY_WORK', 'FUNDING'],
  excluded: [],
  boosts: [],
  floors: [],
  addedByHand: [],
  focus: 'DEFAULT',
  mode: 'hold',
  blockMinor: '100',
  minTrancheMinor: '0',
  fallback: 'ROLL_OVER',
};

function need(id: string, tenths: number, change: Partial<SeenNeed> = {}): SeenNeed {
  return {
    id,
    projectId: `project of ${id}`,
    kind: 'SECURITY_WORK',
    currency: 'USD',
    tenths,
    tier: 'MEDIUM',
    exposureMillionths: 500_000,
    goalMinor: '1000000',
    gapMinor: '1000000',
    isVerified: true,
    ...change,
  };
}

function inputs(needs: readonly SeenNeed[], amountMinor: string, policy: Partial<BudgetPolicy> = {}): RunInputs {
  return {
    format: INPUTS_FORMAT,
    engine: ENGINE,
    method: 'score-1',
    budgetId: 'bdg_1',
    policyVersion: 1,
    policy: { ...POLICY, ...policy },
    currency: 'USD',
    amountMinor,
    reserves: [],
    rolledOver: [],
    exposure: { projects: 5, millionths: '4000000', unclaimedMillionths: '1000000' },
    needs,
  };
}

const amounts = (of: RunInputs) =>
  Object.fromEntries(resultOf(of).lines.map(({ needId, amountMinor, reason }) => [needId, reason ?? amountMinor]));

const refusal = (of: RunInputs): DomainError => {
  try {
    resultOf(of);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

/** The five needs of the worked portfolio (domain rules 4.9) with the printed points of 2.6; goals in cents. */
const FIVE = (
  [
    ['lodash', 708, '1200000'],
    ['semver', 699, '500000'],
    ['inherits', 693, '150000'],
    ['debug', 653, '400000'],
    ['minimist', 649, '300000'],
  ] as const
).map(([id, tenths, minor]) => need(id, tenths, { goalMinor: minor, gapMinor: minor }));

describe('what a run gives', () => {
  it.each([
    ['EVEN', [222_200, 219_300, 150_000, 204_900, 203_600]],
    ['DEFAULT', [227_000, 222_700, 150_000, 201_100, 199_200]],
    ['FOCUSED', [231_900, 226_000, 150_000, 197_300, 194_800]],
  ] as const)('is that of the worked portfolio, with %s', (focus, expected) => {
    const { lines, reserveMinor } = resultOf(inputs(FIVE, '1000000', { focus }));
    expect(lines.map(({ amountMinor }) => Number(amountMinor))).toEqual(expected);
    expect(reserveMinor).toBe('0');
    const [, semver] = lines;
    expect(semver!.parts.reduce((sum, { minor }) => sum + Number(minor), 0)).toBe(expected[1]);
  });

  it('names for every need that gets nothing why', () => {
    const needs = [
      need('first', 800),
      need('euro', 790, { currency: 'EUR' }),
      need('shunned', 780),
      need('helper', 770, { kind: 'TIME' }),
      need('unknown', 760, { tier: 'UNRATED' }),
      need('left', 755, { isVerified: false }),
      need('full', 750, { gapMinor: '0' }),
      need('chosen', 199),
      need('minor', 199),
    ];
    const policy = {
      excluded: [{ projectId: 'project of shunned', reason: 'Ours' }],
      addedByHand: ['chosen', 'left'],
      minTrancheMinor: '5000',
    };
    expect(amounts(inputs(needs, '6000', policy))).toEqual({
      first: '6000',
      euro: 'OTHER_CURRENCY',
      shunned: 'PROJECT_EXCLUDED',
      helper: 'KIND_NOT_LISTED',
      unknown: 'UNRATED',
      left: 'NOT_VERIFIED',
      full: 'NO_GAP',
      chosen: 'WAITS',
      minor: 'BELOW_THRESHOLD',
    });
  });

  it('is larger by a boost, and limited for a line and for a whole project', () => {
    const pair = [need('a', 500), need('b', 500)];
    expect(amounts(inputs(pair, '300000', { boosts: [{ projectId: 'project of b', percent: 200 }] }))).toEqual({
      a: '100000',
      b: '200000',
    });
    expect(amounts(inputs(pair, '300000', { lineLimitMinor: '100000' }))).toEqual({ a: '100000', b: '100000' });
    // Of both limits the smaller one holds, whichever it is.
    for (const [lineLimitMinor, concentrationMinor] of [
      ['100000', '90000'],
      ['90000', '100000'],
    ] as const)
      expect(amounts(inputs(pair, '300000', { lineLimitMinor, concentrationMinor }))).toEqual({
        a: '90000',
        b: '90000',
      });
    const one = [need('a', 500), need('b', 500, { projectId: 'project of a' }), need('c', 500)];
    expect(amounts(inputs(one, '300000', { concentrationMinor: '90000' }))).toEqual({
      a: '45000',
      b: '45000',
      c: '90000',
    });
  });

  it('counts what was left before and what was rolled over', () => {
    const run = { runId: 'alr_1', minor: '500' };
    const of = { ...inputs([need('a', 500)], '1000'), reserves: [run], rolledOver: [{ ...run, needId: 'need_1' }] };
    expect(amounts(of)).toEqual({ a: '2000' });
  });

  it.each<[string, RunInputs, string, object]>([
    ['NOTHING_TO_ALLOCATE', inputs([], '1000'), 'allocation.nothingRanked', { reasons: '' }],
    [
      'NOTHING_TO_ALLOCATE',
      inputs([need('a', 10), need('b', 500, { tier: 'UNRATED' }), need('c', 9)], '1000'),
      'allocation.noNeedTakesPart',
      { reasons: 'BELOW_THRESHOLD 2, UNRATED 1' },
    ],
    ['BUDGET_NOT_POSITIVE', inputs([need('a', 500)], '0'), 'allocation.nothingToDivide', {}],
    [
      'FLOORS_ABOVE_AMOUNT',
      inputs([need('a', 500)], '1000', { floors: [{ needId: 'a', minor: '1001' }] }),
      'budgets.floorsAboveAmount',
      { floors: '10.01 USD', amount: '10.00 USD' },
    ],
    [
      'TOO_MANY_LINES',
      inputs(
        Array.from({ length: 10_001 }, (_, index) => need(`n${String(index)}`, 500)),
        '1000',
      ),
      'allocation.tooManyNeeds',
      { most: 10_000 },
    ],
    [
      'FLOOR_ABOVE_CAP',
      inputs([need('b', 600), need('a', 500)], '1000', {
        floors: [{ needId: 'a', minor: '900' }],
        lineLimitMinor: '899',
      }),
      'allocation.floorAboveLimit',
      { needId: 'a', limit: '8.99 USD' },
    ],
  ])('is refused with %s, and says of which needs or rules', (code, of, messageKey, parameters) => {
    const error = refusal(of);
    expect([error.code, error.messageKey]).toEqual([code, messageKey]);
    expect(error.details).toMatchObject(parameters);
  });

  it('gives a project as much when it posts ten needs as when it posts one', () => {
    const goals = fc.array(fc.integer({ min: 10_000_000, max: 90_000_000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(
        goals,
        fc.integer({ min: 200, max: 1000 }),
        fc.integer({ min: 200, max: 1000 }),
        (many, own, rival) => {
          const other = need('z', rival, { goalMinor: '900000000', gapMinor: '900000000' });
          const posted = many.map((goal, index) =>
            need(`a${String(index)}`, own, { projectId: 'p', goalMinor: String(goal), gapMinor: String(goal) }),
          );
          const weights = planOf(inputs([...posted, other], '1000000')).needs.map(({ weight }) => BigInt(weight));
          const alone = planOf(inputs([posted[0]!, other], '1000000')).needs.map(({ weight }) => BigInt(weight));
          expect(weights.slice(0, -1).reduce((sum, weight) => sum + weight, 0n)).toBe(alone[0]);
          expect(weights.at(-1)).toBe(alone[1]);
          const given = resultOf(inputs([...posted, other], '1000000')).lines;
          const once = resultOf(inputs([posted[0]!, other], '1000000')).lines;
          // Within a block for each of its needs.
          const difference = Number(given.at(-1)!.amountMinor) - Number(once.at(-1)!.amountMinor);
          expect(Math.abs(difference)).toBeLessThanOrEqual(100 * (many.length + 1));
        },
      ),
    );
  });

  it('is computed anew from its text byte for byte', () => {
    const of = inputs(FIVE, '300000', { minTrancheMinor: '50000' });
    const text = inputsText(of);
    const again = JSON.parse(text) as RunInputs;
    expect(inputsText(again)).toBe(text);
    expect(resultText(resultOf(again))).toBe(resultText(resultOf(of)));
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  });
});

describe('the coverage of a run', () => {
  it('weighs projects once, and money by who keeps them', () => {
    const of = inputs(
      [
        need('a', 900, { exposureMillionths: 900_000 }),
        need('b', 300, { projectId: 'project of a', exposureMillionths: 900_000, gapMinor: '0' }),
        need('c', 400, { exposureMillionths: 300_000, gapMinor: '0' }),
      ],
      '1000',
    );
    const shares = {
      exposureFundedPerMille: 225,
      askingFundedPerMille: 750,
      unclaimedExposurePerMille: 250,
      unplacedPerMille: 0,
    };
    const result = resultOf(of);
    const alone = new Set([of.needs[0]!.projectId]);
    expect(coverageOf(of, result, alone)).toEqual({ ...shares, onePersonPerMille: 1000 });
    expect(coverageOf(of, result, new Set())).toEqual({ ...shares, onePersonPerMille: 0 });
    // Who may not know is told nothing, which is not the same as none.
    expect(coverageOf(of, result, null)).toEqual({ ...shares, onePersonPerMille: null });
  });

  it('counts a project over several runs as the last one saw it, and as reached by any of them', () => {
    const seen = (exposureMillionths: number) =>
      inputs([need('a', 900, { exposureMillionths }), need('b', 300, { exposureMillionths: 100_000 })], '1000');
    const [a, b] = seen(0).needs.map(({ id, projectId }) => ({ id, projectId }));
    const runs = [
      { inputs: seen(900_000), given: new Map([[a!.id, 600n]]) },
      { inputs: seen(300_000), given: new Map([[b!.id, 200n]]) },
    ];
    const [all, first] = [new Set([a!.projectId, b!.projectId]), new Set([a!.projectId])];
    const shares = {
      runs: 2,
      givenMinor: 800n,
      exposureFundedPerMille: 100,
      askingFundedPerMille: 1000,
      unclaimedExposurePerMille: 250,
      onePersonPerMille: 750,
      unclaimedPerMille: 0,
    };
    expect(coverageOfRuns(runs, first, all)).toEqual(shares);
    expect(coverageOfRuns(runs, null, first)).toEqual({ ...shares, onePersonPerMille: null, unclaimedPerMille: 250 });
    expect(coverageOfRuns(runs.slice(0, 1), first, all)).toMatchObject({ askingFundedPerMille: 900 });
    const twice = [runs[0]!, { inputs: seen(300_000), given: new Map<string, bigint>() }];
    expect(coverageOfRuns(twice, first, all)).toMatchObject({ askingFundedPerMille: 750 });
    expect(projectsGiven(runs)).toEqual([a!.projectId, b!.projectId]);
    expect(coverageOfRuns([], first, all)).toMatchObject({ runs: 0, givenMinor: 0n, exposureFundedPerMille: 0 });
  });

  it('never comes to more than all, when what was reached has left the products since', () => {
    const of = inputs([need('a', 900, { exposureMillionths: 900_000 })], '1000');
    const last = { ...of, exposure: { projects: 1, millionths: '100000', unclaimedMillionths: '0' } };
    const given = new Map([[of.needs[0]!.id, 5n]]);
    expect(coverageOfRuns([{ inputs: last, given }], null, new Set())).toMatchObject({ exposureFundedPerMille: 1000 });
  });
});
