import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { exposure, graphMetrics, groupMetrics, readDocument, type ProductUse } from '#libs/inventory';
import { criticality } from './criticality.js';
import { fragility } from './fragility.js';
import { priority, type PriorityInput } from './priority.js';

/** The rows of the worked example 2.6: uses in both products, then the signals, then the results. */
const WORKED = [
  {
    name: 'lodash',
    a: [2, 10],
    b: [1, 11],
    rank: 14,
    openssf: 0.74421,
    people: 1,
    months: 1,
    organisations: 11,
    expected: { xA: 0.5182, xB: 0.8465, E: 0.9079, C: 0.6724, F: 0.5333, parts: [363, 160, 135, 50], P: 708 },
  },
  {
    name: 'semver',
    a: [1, 9],
    b: [2, 25],
    rank: 33,
    openssf: 0.57328,
    people: 1,
    months: 1,
    organisations: 10,
    expected: { xA: 0.8615, xB: 0.5421, E: 0.9169, C: 0.6134, F: 0.5333, parts: [367, 160, 122, 50], P: 699 },
  },
  {
    name: 'inherits',
    a: [2, 19],
    b: [3, 13],
    rank: 36,
    openssf: 0.21467,
    people: 1,
    months: 19,
    organisations: 2,
    expected: { xA: 0.5601, xB: 0.3306, E: 0.7361, C: 0.5392, F: 0.8034, parts: [294, 241, 108, 50], P: 693 },
  },
  {
    name: 'debug',
    a: [2, 16],
    b: [1, 45],
    rank: 31,
    openssf: 0.60883,
    people: 3,
    months: 1,
    organisations: 9,
    expected: { xA: 0.5487, xB: 0.9258, E: 0.9555, C: 0.6223, F: 0.322, parts: [382, 97, 124, 50], P: 653 },
  },
  {
    name: 'minimist',
    a: [2, 8],
    b: [2, 9],
    rank: 28,
    openssf: 0.26642,
    people: 1,
    months: 10,
    organisations: 7,
    expected: { xA: 0.5041, xB: 0.4858, E: 0.7025, C: 0.5568, F: 0.6877, parts: [281, 206, 112, 50], P: 649 },
  },
] as const;

function workedUses({ a, b }: (typeof WORKED)[number]): readonly ProductUse[] {
  return [
    {
      productId: 'juice-shop',
      businessWeight: 1,
      directCount: 71,
      use: { depth: a[0], gateways: a[1], scope: 'runtime' },
    },
    {
      productId: 'opencollective',
      businessWeight: 1,
      directCount: 161,
      use: { depth: b[0], gateways: b[1], scope: 'runtime' },
    },
  ];
}

function workedInput(row: (typeof WORKED)[number]): PriorityInput {
  const { rank, openssf, people, months, organisations } = row;
  const registryRank = { rank, packages: 1_000_000 };
  return {
    exposure: exposure(workedUses(row)),
    criticality: criticality({
      packages: [{ dependents: null, registryRank, downloads: null }],
      companyUse: null,
      isOnCuratedSet: null,
      openssfScore: openssf,
    }),
    fragility: fragility({
      contributorAbsenceFactor: people,
      publishers: null,
      monthsSinceActivity: months,
      isArchivedOrDeprecated: false,
      reply: null,
      postureScore: null,
      unfixedAdvisories: null,
      incomeShare: null,
      organisations,
      isConfirmedStable: false,
    }),
    needFit: { value: 0.5, terms: [{ signal: 'type', weight: 1, value: 0.5 }] },
  };
}

describe('the worked example of the method', () => {
  it.each(WORKED)('gives $name its exposure, criticality, fragility and points', (row) => {
    const input = workedInput(row);
    const { expected } = row;
    const result = priority(input)!;
    const valueIn = (id: string): number => input.exposure.products.find(({ productId }) => productId === id)!.value;
    expect(Math.abs(valueIn('juice-shop') - expected.xA)).toBeLessThan(1e-3);
    expect(Math.abs(valueIn('opencollective') - expected.xB)).toBeLessThan(1e-3);
    expect(Math.abs(input.exposure.value - expected.E)).toBeLessThan(1e-3);
    expect(Math.abs(input.criticality.value - expected.C)).toBeLessThan(1e-3);
    expect(Math.abs(input.fragility.value - expected.F)).toBeLessThan(1e-3);
    expect({ parts: result.parts.map(({ tenths }) => tenths), P: result.tenths }).toEqual({
      parts: expected.parts,
      P: expected.P,
    });
  });
});

const SBOMS = path.resolve(process.cwd(), '../shared/data/sboms');
const describeReal = existsSync(SBOMS) ? describe : describe.skip;
if (!existsSync(SBOMS)) console.warn(`SKIPPED: the real SBOMs are not at ${SBOMS}`);

describeReal('the worked example, from the files themselves', () => {
  it('finds the depths and gateways of its table', () => {
    const files = ['cdx14-juice-shop.cdx.json', 'cdx16-opencollective-api.cdx.json'];
    const [a, b] = files.map((file) => {
      const graph = readDocument(readFileSync(path.join(SBOMS, file)));
      return groupMetrics(graph, graphMetrics(graph));
    });
    const found = WORKED.map(({ name }) => {
      const [inA, inB] = [a!.get(`npm/${name}`)!, b!.get(`npm/${name}`)!];
      return { name, a: [inA.depth, inA.gateways], b: [inB.depth, inB.gateways] };
    });
    expect(found).toEqual(WORKED.map(({ name, a: inA, b: inB }) => ({ name, a: inA, b: inB })));
  });
});
