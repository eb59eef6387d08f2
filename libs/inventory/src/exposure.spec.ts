import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DependencyGraphBuilder } from './dependency-graph.js';
import { DEFAULT_DOCUMENT_LIMITS } from './document-limits.js';
import { depthFactor, exposure, gatewayFactor, type ProductUse, type ProjectUse } from './exposure.js';
import { graphMetrics, groupMetrics } from './graph-metrics.js';

const DIRECT: ProjectUse = { depth: 1, gateways: 1, scope: 'runtime' };

function givenUse(use: ProjectUse | null, more: Partial<ProductUse> = {}): ProductUse {
  return { productId: 'prd_a', businessWeight: 1, directCount: 71, use, ...more };
}

describe('factors of exposure', () => {
  it.each([
    [1, 1],
    [2, 0.5],
    [3, 0.25],
    [4, 0.125],
    [5, 0.0625],
    [6, 0.05],
    [60, 0.05],
  ])('give a depth of %d the factor %d', (depth, factor) => {
    expect(depthFactor(depth)).toBe(factor);
  });

  it.each([
    [1, 0.1621],
    [8, 0.5138],
    [19, 0.7005],
    [71, 1],
  ])('give %d gateways of 71 direct dependencies the factor %d', (gateways, factor) => {
    expect(gatewayFactor(gateways, 71)).toBeCloseTo(factor, 4);
  });
});

describe('exposure', () => {
  it('is zero when no product contains the project', () => {
    expect(exposure([givenUse(null)])).toMatchObject({ value: 0, products: [], reasons: [] });
    expect(exposure([])).toMatchObject({ value: 0 });
  });

  it('is 0.6 of the strongest product plus 0.4 of the share of products that contain the project', () => {
    const first = givenUse({ depth: 2, gateways: 10, scope: 'runtime' });
    const second = givenUse({ depth: 1, gateways: 11, scope: 'runtime' }, { productId: 'prd_b', directCount: 161 });
    expect(exposure([first, second]).value).toBeCloseTo(0.9079, 4);
    expect(exposure([first, givenUse(null)]).value).toBeCloseTo(0.6 * 0.5182 + 0.4 * 0.5, 4);
  });

  it('weighs products by what they mean to the company', () => {
    const light = givenUse(DIRECT, { businessWeight: 0.5 });
    const heavy = givenUse(null, { productId: 'prd_b', businessWeight: 2 });
    const { value, breadth, products } = exposure([light, heavy]);
    expect(breadth).toBeCloseTo(0.2);
    expect(value).toBeCloseTo(0.6 * products[0]!.value * 0.25 + 0.4 * 0.2);
  });

  it.each([
    ['runtime', 1],
    ['unknown', 1],
    ['optional', 0.6],
    ['development', 0.3],
  ] as const)('counts %s use with the factor %d', (scope, factor) => {
    const full = exposure([givenUse(DIRECT)]).strongest;
    expect(exposure([givenUse({ ...DIRECT, scope })]).strongest).toBeCloseTo(full * factor);
  });

  it('takes a fixed middle value and says so when the depth is unknown', () => {
    const result = exposure([givenUse({ depth: null, gateways: 0, scope: 'optional' }, { directCount: 0 })]);
    expect(result.strongest).toBeCloseTo(0.35 * 0.6);
    expect(result.reasons).toEqual(['DEPTH_UNKNOWN']);
  });

  it.each([0, 0.05, 11, Number.NaN])('refuses the business weight %d', (businessWeight) => {
    expect(() => exposure([givenUse(DIRECT, { businessWeight })])).toThrow(
      expect.objectContaining({ code: 'INVALID_BUSINESS_WEIGHT' }),
    );
  });

  it('is in [0, 1] and does not depend on the order of the products', () => {
    const uses = fc.array(
      fc.record({
        productId: fc.uuid(),
        businessWeight: fc.double({ min: 0.1, max: 10, noNaN: true }),
        directCount: fc.nat(500),
        use: fc.option(
          fc.record({
            depth: fc.option(fc.integer({ min: 1, max: 50 })),
            gateways: fc.nat(500),
            scope: fc.constantFrom('runtime' as const, 'unknown' as const, 'optional' as const, 'development' as const),
          }),
        ),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(uses, (products) => {
        const result = exposure(products);
        expect(result.value).toBeGreaterThanOrEqual(0);
        expect(result.value).toBeLessThanOrEqual(1 + 1e-12);
        expect(exposure([...products].reverse())).toEqual(result);
      }),
    );
  });
});

describe('exposure over graphs in which everything is reached', () => {
  const size = 9;
  const node = fc.integer({ min: 1, max: size - 1 });
  type Edge = [number, number];
  /** Every node hangs on one with a smaller ordinal, so nothing is unreached whatever else is added. */
  const tree = fc.tuple(...Array.from({ length: size - 1 }, (_, index) => fc.integer({ min: 0, max: index })));
  const reachedGraph = fc
    .tuple(tree, fc.array(fc.tuple(node, node), { maxLength: 12 }))
    .map(([parents, extra]): Edge[] => [...parents.map((parent, index): Edge => [parent, index + 1]), ...extra]);

  it('is not lowered for a project that becomes a direct dependency', () => {
    fc.assert(
      fc.property(reachedGraph, node, (edges, project) => {
        expect(valueOf([...edges, [0, project]], project)).toBeGreaterThanOrEqual(valueOf(edges, project) - 1e-12);
      }),
    );
  });

  it('is not lowered for any project by an edge between two components', () => {
    fc.assert(
      fc.property(reachedGraph, node, node, node, (edges, source, target, project) => {
        expect(valueOf([...edges, [source, target]], project)).toBeGreaterThanOrEqual(valueOf(edges, project) - 1e-12);
      }),
    );
  });

  function valueOf(edges: readonly Edge[], project: number): number {
    const builder = new DependencyGraphBuilder(DEFAULT_DOCUMENT_LIMITS);
    for (let ordinal = 0; ordinal < size; ordinal += 1) {
      const ref = String(ordinal);
      builder.addComponent({ ref, name: ref, version: null, identity: null, scope: null, isFirstParty: ordinal === 0 });
    }
    for (const [source, target] of edges) builder.addEdge(source, target, 'runtime');
    const graph = builder.build({ name: 'cyclonedx-json', version: '1.6' }, [0]);
    const metrics = graphMetrics(graph);
    const use = groupMetrics(graph, metrics, ({ ref }) => ref).get(String(project))!;
    return exposure([givenUse(use, { directCount: metrics.directCount })]).value;
  }
});
