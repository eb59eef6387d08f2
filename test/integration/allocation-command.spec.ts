import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLine } from '../support/command-line.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mainstay-allocation-'));
});
afterAll(() => rm(folder, { recursive: true }));

const need = (id: string, weight: number, more: object = {}): object => ({
  id,
  weight,
  gapMinor: '200000',
  minTrancheMinor: '0',
  capMinor: null,
  floorMinor: '0',
  ...more,
});
const PLAN = {
  currency: 'USD',
  budgetMinor: '100000',
  mode: 'hold',
  blockMinor: '100',
  needs: [need('A', 10, { minTrancheMinor: '50000' }), need('B', 9, { minTrancheMinor: '60000' })],
};
const POOL = {
  poolMinor: '1000000',
  pairBound: '100000',
  projects: [
    ['P1', ['acme', 'bolt', 'corp', 'dune'], '10000'],
    ['P2', ['acme'], '160000'],
    ['P3', ['bolt', 'corp'], '40000'],
  ].map(([id, organisations, amountMinor]) => ({
    id,
    gapMinor: '2000000',
    contributions: (organisations as string[]).map((organisation) => ({ organisation, amountMinor })),
  })),
};

/** A project to which many organisations give. */
const crowd = (size: number): object => ({
  id: 'crowd',
  gapMinor: '2000000',
  contributions: Array.from({ length: size }, (_, index) => ({
    organisation: `o${String(index)}`,
    amountMinor: '1000',
  })),
});

async function allocation(command: string, content: unknown, ...args: string[]) {
  const path = join(folder, 'plan.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  const { status, lines } = await new CommandLine(['allocation', command, path, ...args]).ends();
  return { status, lines };
}

async function asJson(
  command: string,
  content: unknown,
): Promise<{ status: unknown; printed: Record<string, unknown> }> {
  const { status, lines } = await allocation(command, content, '--json');
  expect(lines).toHaveLength(1);
  return { status, printed: JSON.parse(lines[0]!) as Record<string, unknown> };
}

describe('the preview of an allocation', () => {
  it('prints lines in the order of the input, the reserve, and when the waiting need opens', async () => {
    const { status, printed } = await asJson('preview', PLAN);
    expect(status).toBe(0);
    expect(printed).toEqual({
      lines: [
        {
          id: 'A',
          amountMinor: '66600',
          parts: [
            { reason: 'PROPORTIONAL', amountMinor: '52631' },
            { reason: 'MINIMUM_TRANCHE', amountMinor: '14000' },
            { reason: 'ROUNDING', amountMinor: '-31' },
          ],
        },
        {
          id: 'B',
          amountMinor: '0',
          parts: [
            { reason: 'PROPORTIONAL', amountMinor: '47368' },
            { reason: 'MINIMUM_TRANCHE', amountMinor: '-47400' },
            { reason: 'ROUNDING', amountMinor: '32' },
          ],
        },
      ],
      reserveMinor: '33400',
      opensAt: [{ id: 'B', budgetMinor: '126600' }],
    });
  });

  it('tells people the same', async () => {
    const { lines } = await allocation('preview', PLAN);
    expect(lines).toEqual(
      expect.arrayContaining([
        'A: 666.00 USD',
        'B: nothing yet; it opens at a budget of 1,266.00 USD',
        '334.00 USD of 1,000.00 USD is kept for the next run.',
      ]),
    );
  });

  it('says why a need can be given nothing', async () => {
    const needs = [
      need('full', 1, { gapMinor: '0' }),
      need('light', 0),
      need('small', 1, { minTrancheMinor: '500', capMinor: '499' }),
    ];
    const { printed } = await asJson('preview', { ...PLAN, needs });
    expect(printed).toMatchObject({
      lines: [{ ineligible: 'NO_GAP' }, { ineligible: 'NO_WEIGHT' }, { ineligible: 'CAP_BELOW_TRANCHE' }],
      reserveMinor: '100000',
      opensAt: [],
    });
  });

  it('of a budget of 10^15 over 10,000 needs is exact', async () => {
    const needs = Array.from({ length: 10_000 }, (_, index) =>
      need(`n${String(index)}`, 1 + (index % 97), { gapMinor: '900000000000' }),
    );
    const { status, printed } = await asJson('preview', {
      ...PLAN,
      budgetMinor: '1000000000000000',
      blockMinor: '1',
      needs,
    });
    const amounts = (printed.lines as { amountMinor: string; parts: { amountMinor: string }[] }[]).map(
      ({ amountMinor, parts }) => {
        expect(String(parts.reduce((sum, part) => sum + BigInt(part.amountMinor), 0n))).toBe(amountMinor);
        return BigInt(amountMinor);
      },
    );
    expect([status, amounts.reduce((sum, amount) => sum + amount, 0n), printed.reserveMinor]).toEqual([
      0,
      10n ** 15n,
      '0',
    ]);
  }, 60_000);

  it.each([
    ['an empty portfolio', { needs: [] }, 'NOTHING_TO_ALLOCATE', '/needs'],
    ['no budget', { budgetMinor: '0' }, 'BUDGET_NOT_POSITIVE', '/budgetMinor'],
    ['a negative budget', { budgetMinor: '-5' }, 'BUDGET_NOT_POSITIVE', '/budgetMinor'],
    ['a budget beyond all', { budgetMinor: '10000000000000001' }, 'AMOUNT_OUT_OF_RANGE', '/budgetMinor'],
    ['a budget as a number', { budgetMinor: 100 }, 'INVALID_PLAN', '/budgetMinor'],
    ['a budget with cents', { budgetMinor: '1.50' }, 'INVALID_PLAN', '/budgetMinor'],
    ['an unknown currency', { currency: 'XXX' }, 'UNKNOWN_CURRENCY', null],
    ['an unknown mode', { mode: 'all' }, 'INVALID_PLAN', '/mode'],
    ['blocks of nothing', { blockMinor: '0' }, 'INVALID_PLAN', '/blockMinor'],
    ['a weight beyond the range', { needs: [need('A', 1_000_001)] }, 'WEIGHT_OUT_OF_RANGE', '/needs/0/weight'],
    ['a negative weight', { needs: [need('A', -1)] }, 'WEIGHT_OUT_OF_RANGE', '/needs/0/weight'],
    ['half a weight', { needs: [need('A', 0.5)] }, 'INVALID_PLAN', '/needs/0/weight'],
    [
      'a floor above the cap',
      { needs: [need('A', 1, { capMinor: '5', floorMinor: '6' })] },
      'FLOOR_ABOVE_CAP',
      '/needs/0/floorMinor',
    ],
    ['a negative gap', { needs: [need('A', 1, { gapMinor: '-1' })] }, 'INVALID_PLAN', '/needs/0/gapMinor'],
    ['one id twice', { needs: [need('A', 1), need('A', 2)] }, 'DUPLICATE_ID', '/needs/1/id'],
    ['needs that are none', { needs: ['A'] }, 'INVALID_PLAN', '/needs/0'],
  ])('refuses %s', async (_, change, code, path) => {
    const { status, printed } = await asJson('preview', { ...PLAN, ...change });
    expect([status, printed]).toMatchObject([2, { error: { code, path, message: expect.any(String) } }]);
  });

  it('refuses more than 10,000 needs, what is no plan, and what is no JSON', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => need(String(index), 1));
    expect(await asJson('preview', { ...PLAN, needs: many })).toMatchObject({
      status: 2,
      printed: { error: { code: 'TOO_MANY_LINES' } },
    });
    expect(await asJson('preview', '[]')).toMatchObject({
      status: 2,
      printed: { error: { code: 'INVALID_PLAN', path: '', message: 'The whole of the file has to be an object.' } },
    });
    expect(await asJson('preview', '{"needs":')).toMatchObject({
      status: 2,
      printed: { error: { code: 'MALFORMED_JSON', line: 1 } },
    });
    expect((await allocation('preview', '{}')).status).toBe(2);
  });

  it('pays promises as far as the budget goes', async () => {
    const needs = [need('A', 1, { floorMinor: '90000' }), need('B', 9, { floorMinor: '90000' })];
    const { printed } = await asJson('preview', { ...PLAN, needs });
    expect((printed.lines as { amountMinor: string }[]).map(({ amountMinor }) => amountMinor)).toEqual([
      '10000',
      '90000',
    ]);
  });
});

describe('a file that cannot be read', () => {
  it.each(['preview', 'match'])('is refused by %s as any other input, also as JSON', async (command) => {
    for (const path of [join(folder, 'none.json'), folder]) {
      const { status, lines } = await new CommandLine(['allocation', command, path, '--json']).ends();
      expect([status, lines.map((line) => JSON.parse(line) as object)]).toEqual([
        2,
        [
          {
            error: {
              code: 'UNREADABLE_FILE',
              message: expect.stringContaining(path),
              line: null,
              column: null,
              path: null,
            },
          },
        ],
      ]);
    }
    const { status, lines } = await new CommandLine(['allocation', command, folder]).ends();
    expect([status, lines]).toEqual([2, [expect.stringContaining(folder)]]);
  });
});

describe('a mark at the beginning of a file', () => {
  it('is no part of what it says', async () => {
    expect((await allocation('preview', `\uFEFF${JSON.stringify(PLAN)}`, '--json')).status).toBe(0);
  });
});

describe('a field that is none', () => {
  it('is told of beside what is printed, the first five by name', async () => {
    const [need] = PLAN.needs;
    const misspelt = { ...PLAN, needs: [{ ...need, floorMinr: '1', a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }] };
    const { status, lines } = await allocation('preview', misspelt, '--json');
    const warnings = lines.filter((line) => !line.startsWith('{'));
    expect([status, lines.length - warnings.length]).toEqual([0, 1]);
    expect(warnings[0]).toBe('/needs/0/floorMinr is no field of such a file, and was ignored.');
    expect(warnings.slice(5)).toEqual(['2 more fields were ignored.']);
    const round = { ...POOL, pairbound: '1' };
    expect((await allocation('match', round)).lines).toContain(
      '/pairbound is no field of such a file, and was ignored.',
    );
  });

  it('is not among those of a plan that has them all', async () => {
    const needs = PLAN.needs.map((need) => ({ ...need, minTrancheMinor: '0', capMinor: null, floorMinor: '0' }));
    const { status, lines } = await allocation('preview', { ...PLAN, blockMinor: '1', needs }, '--json');
    expect([status, lines]).toEqual([0, [expect.stringMatching(/^\{/)]]);
  });
});

describe('the split of a matching pool', () => {
  it('is by pairs of organisations, to the minor unit', async () => {
    const { status, printed } = await asJson('match', POOL);
    expect(status).toBe(0);
    expect(printed).toMatchObject({
      lines: [
        { id: 'P1', amountMinor: '661539' },
        { id: 'P2', amountMinor: '0', ineligible: 'NO_WEIGHT' },
        { id: 'P3', amountMinor: '338461' },
      ],
      reserveMinor: '0',
    });
  });

  it('takes the median of the round where no bound is named, and says what does not count', async () => {
    const unbound = { poolMinor: POOL.poolMinor, projects: POOL.projects };
    const { printed } = await asJson('match', unbound);
    expect(printed).toMatchObject({
      pairBound: '10000',
      lines: [{ amountMinor: '800000' }, { amountMinor: '0' }, { amountMinor: '200000' }],
    });
    expect(printed).not.toHaveProperty('excluded');
    const sponsored = { ...unbound, currency: 'USD', sponsor: 'dune' };
    expect((await asJson('match', sponsored)).printed).toMatchObject({
      excluded: [{ projectId: 'P1', organisation: 'dune', amountMinor: '10000', reason: 'POOL_SPONSOR' }],
    });
    expect((await allocation('match', sponsored)).lines).toEqual(
      expect.arrayContaining([
        'P1: 10000 of dune do not count; it is the sponsor of the pool',
        expect.stringMatching(/^The pair bound is \d+, the median/),
      ]),
    );
  });

  it('of a file of old prints what it printed', async () => {
    const { printed } = await asJson('match', POOL);
    expect(Object.keys(printed)).toEqual(['lines', 'reserveMinor', 'opensAt']);
  });

  it('of the largest crowd that is taken is made', async () => {
    const { status, printed } = await asJson('match', { ...POOL, projects: [crowd(1_400)] });
    expect([status, printed]).toMatchObject([0, { lines: [{ amountMinor: '1000000' }] }]);
  }, 60_000);

  it.each([
    ['no pool', { poolMinor: '0' }, 'BUDGET_NOT_POSITIVE'],
    ['no bound', { pairBound: '0' }, 'INVALID_PLAN'],
    ['no projects', { projects: [] }, 'NOTHING_TO_ALLOCATE'],
    ['more pairs than it could reckon with', { projects: [crowd(1_500)] }, 'TOO_MANY_PAIRS'],
    ['contributions that are none', { projects: [{ id: 'P', gapMinor: '1', contributions: {} }] }, 'INVALID_PLAN'],
  ])('is refused with %s', async (_, change, code) => {
    expect(await asJson('match', { ...POOL, ...change })).toMatchObject({ status: 2, printed: { error: { code } } });
  });
});
