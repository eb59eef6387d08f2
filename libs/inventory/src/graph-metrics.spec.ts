import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DependencyGraphBuilder, type DependencyGraph, type EdgeKind, type StatedScope } from './dependency-graph.js';
import { DEFAULT_DOCUMENT_LIMITS } from './document-limits.js';
import { graphMetrics, groupMetrics } from './graph-metrics.js';

type Edge = readonly [source: number, target: number, kind?: EdgeKind];

/** Ordinal 0 is the product; names of the others are their ordinals. */
function givenGraph(
  size: number,
  edges: readonly Edge[],
  scopes: ReadonlyMap<number, StatedScope> = new Map(),
): DependencyGraph {
  return givenWorkspace(size, [0], edges, scopes);
}

function givenWorkspace(
  size: number,
  firstParty: readonly number[],
  edges: readonly Edge[],
  scopes: ReadonlyMap<number, StatedScope> = new Map(),
): DependencyGraph {
  const builder = new DependencyGraphBuilder(DEFAULT_DOCUMENT_LIMITS);
  for (let ordinal = 0; ordinal < size; ordinal += 1) {
    const key = `npm/p${ordinal}`;
    builder.addComponent({
      ref: String(ordinal),
      name: `p${ordinal}`,
      version: '1.0.0',
      identity: { packageUrl: `pkg:${key}@1.0.0`, basePackageUrl: `pkg:${key}@1.0.0`, packageKey: key },
      scope: scopes.get(ordinal) ?? null,
      isFirstParty: firstParty.includes(ordinal),
    });
  }
  for (const [source, target, kind] of edges) builder.addEdge(source, target, kind ?? 'runtime');
  return builder.build({ name: 'cyclonedx-json', version: '1.6' }, [0]);
}

function depthAndGateways(graph: DependencyGraph): (readonly [number, number])[] {
  const metrics = graphMetrics(graph);
  return graph.components.map((_, ordinal) => [metrics.depths[ordinal]!, metrics.gateways.countUnion([ordinal])]);
}

describe('edges', () => {
  it('are kept once, in their strongest kind, and repetitions and self-dependencies are counted', () => {
    const graph = givenGraph(3, [
      [0, 1, 'development'],
      [0, 1],
      [0, 1, 'optional'],
      [1, 1],
      [1, 2],
    ]);
    expect([...graph.edges.targets]).toEqual([1, 2]);
    expect([...graph.edges.kinds]).toEqual([0, 0]);
    expect(Object.fromEntries(graph.warnings.counts)).toEqual({ DUPLICATE_EDGE: 2, SELF_DEPENDENCY: 1 });
  });
});

describe('depth', () => {
  it('is the fewest hops from the product, and unknown where nothing leads', () => {
    const graph = givenGraph(6, [
      [0, 1],
      [1, 2],
      [2, 3],
      [0, 3],
      [4, 5],
    ]);
    expect([...graphMetrics(graph).depths]).toEqual([0, 1, 2, 1, -1, -1]);
    expect(graphMetrics(graph)).toMatchObject({ directCount: 2, unreachedCount: 2, flags: ['UNREACHED'] });
  });

  it('counts from every first-party member, so that what a member needs directly is direct', () => {
    const graph = givenWorkspace(
      4,
      [0, 1],
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 1],
      ],
    );
    expect([...graphMetrics(graph).depths]).toEqual([0, 0, 1, 2]);
  });

  it('is not passed on by optional peers, which bring nothing in', () => {
    const graph = givenGraph(4, [
      [0, 1],
      [1, 2, 'optionalPeer'],
      [1, 3, 'peer'],
    ]);
    expect([...graphMetrics(graph).depths]).toEqual([0, 1, -1, 2]);
  });

  it('is unknown for all when the file does not tell what is direct', () => {
    expect(graphMetrics(givenGraph(3, [[1, 2]])).flags).toEqual(['DEPTH_UNKNOWN']);
  });
});

describe('paths', () => {
  it('are counted over every way, and multiply at each diamond', () => {
    const diamonds = 60;
    const edges: Edge[] = [[0, 1]];
    for (let at = 0; at < diamonds; at += 1) {
      const top = 1 + 3 * at;
      edges.push([top, top + 1], [top, top + 2], [top + 1, top + 3], [top + 2, top + 3]);
    }
    const metrics = graphMetrics(givenGraph(2 + 3 * diamonds, edges));
    expect(metrics.paths.at(-1)).toBe(2 ** diamonds);
    expect(metrics).toMatchObject({ maxDepth: 1 + 2 * diamonds, cycleCount: 0 });
  });

  it('go through a cycle once, and lead nowhere from what is not reached', () => {
    const graph = givenGraph(7, [
      [0, 1],
      [0, 2],
      [1, 2],
      [2, 1],
      [2, 3],
      [4, 3],
      [5, 6],
      [6, 5],
    ]);
    const metrics = graphMetrics(graph);
    expect([...metrics.paths]).toEqual([0, 2, 2, 2, 0, 0, 0]);
    expect(metrics).toMatchObject({ maxDepth: 2, cycleCount: 2 });
  });

  it('have a shortest one, which the parents spell backwards', () => {
    const graph = givenGraph(5, [
      [0, 1],
      [1, 2],
      [2, 3],
      [1, 3],
      [4, 3],
    ]);
    expect([...graphMetrics(graph).parents]).toEqual([-1, 0, 1, 1, -1]);
  });

  it('are as many as a walk over all of them finds', () => {
    const size = 8;
    const forward = fc
      .tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 0, max: size - 1 }))
      .filter(([source, target]) => source < target);
    fc.assert(
      fc.property(fc.array(forward, { maxLength: 20 }), (edges) => {
        const distinct = [...new Map(edges.map((edge) => [edge.join(), edge])).values()];
        const walk = (node: number): number =>
          node === 0 ? 1 : distinct.reduce((sum, [source, target]) => (target === node ? sum + walk(source) : sum), 0);
        const paths = [...graphMetrics(givenGraph(size, distinct)).paths];
        expect(paths.slice(1)).toEqual(Array.from({ length: size - 1 }, (_, index) => walk(index + 1)));
      }),
    );
  });
});

describe('gateways', () => {
  it('are the direct dependencies through which a component is reached, itself included when direct', () => {
    const graph = givenGraph(6, [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 4],
      [2, 4],
      [4, 5],
      [3, 2],
    ]);
    expect(depthAndGateways(graph)).toEqual([
      [0, 0],
      [1, 1],
      [1, 2],
      [1, 1],
      [2, 3],
      [3, 3],
    ]);
  });

  it('are shared by the components of a cycle', () => {
    const graph = givenGraph(5, [
      [0, 1],
      [0, 2],
      [1, 3],
      [3, 4],
      [4, 3],
      [2, 4],
    ]);
    expect(depthAndGateways(graph).slice(3)).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });

  it('do not spread through an edge back into the product', () => {
    const graph = givenGraph(4, [
      [0, 1],
      [0, 2],
      [1, 3],
      [3, 0],
    ]);
    expect(depthAndGateways(graph).map(([, gateways]) => gateways)).toEqual([0, 1, 1, 1]);
  });

  it('are estimated from a sample above 4,096 direct dependencies, and the metrics say so', () => {
    const direct = Array.from({ length: 5_000 }, (_, index): Edge => [0, index + 1]);
    const shared = Array.from({ length: 5_000 }, (_, index): Edge => [index + 1, 5_001]);
    const metrics = graphMetrics(givenGraph(5_002, [...direct, ...shared]));
    expect(metrics.flags).toContain('GATEWAYS_SAMPLED');
    expect(metrics.gateways.countUnion([5_001])).toBe(5_000);
    expect(metrics.gateways.countUnion([4_999])).toBe(1);
  });
});

describe('scope', () => {
  it('is the strongest use along any path, a path being as weak as its weakest edge', () => {
    const graph = givenGraph(6, [
      [0, 1, 'development'],
      [1, 2],
      [0, 3, 'optional'],
      [3, 4],
      [1, 4],
      [0, 5],
      [1, 5],
    ]);
    expect(graphMetrics(graph).scopes.slice(1)).toEqual([
      'development',
      'development',
      'optional',
      'optional',
      'runtime',
    ]);
  });

  it('never exceeds what the file states about a component or about those that lead to it', () => {
    const stated = new Map<number, StatedScope>([
      [1, 'development'],
      [3, 'optional'],
    ]);
    const graph = givenGraph(
      4,
      [
        [0, 1],
        [1, 2],
        [0, 3],
      ],
      stated,
    );
    expect(graphMetrics(graph).scopes.slice(1)).toEqual(['development', 'development', 'optional']);
  });

  it('is what the file states, else unknown, for a component that nothing leads to', () => {
    const graph = givenGraph(4, [[0, 1]], new Map([[2, 'development' as const]]));
    expect(graphMetrics(graph).scopes.slice(2)).toEqual(['development', 'unknown']);
  });
});

describe('a group of components', () => {
  it('takes the minimum depth, the union of gateways, the strongest scope and all versions', () => {
    const graph = givenGraph(6, [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 4],
      [4, 5, 'development'],
    ]);
    const groups = groupMetrics(graph, graphMetrics(graph), ({ ref }) => (ref >= '3' ? 'project' : null));
    expect([...groups]).toEqual([
      ['project', { depth: 2, gateways: 2, scope: 'runtime', versions: ['1.0.0'], ordinals: [3, 4, 5] }],
    ]);
  });

  it('is a package unless told otherwise, and never the product itself', () => {
    const graph = givenGraph(3, [
      [0, 1],
      [1, 2],
    ]);
    expect([...groupMetrics(graph, graphMetrics(graph)).keys()]).toEqual(['npm/p1', 'npm/p2']);
  });
});

describe('any graph', () => {
  const size = 12;
  const node = fc.integer({ min: 0, max: size - 1 });
  const anyEdges = fc.array(fc.tuple(node, node, fc.constantFrom<EdgeKind>('runtime', 'optional', 'development')), {
    maxLength: 40,
  });

  it('gives the figures that a walk from each direct dependency gives', () => {
    fc.assert(
      fc.property(anyEdges, (edges) => {
        expect(depthAndGateways(givenGraph(size, edges))).toEqual(depthAndGatewaysByWalking(size, edges));
      }),
    );
  });

  it('gives the same figures when its records and edges come in another order', () => {
    const shuffled = fc.tuple(anyEdges, fc.shuffledSubarray([...Array(size - 1).keys()], { minLength: size - 1 }));
    fc.assert(
      fc.property(shuffled, ([edges, order]) => {
        const renamed = (ordinal: number): number => (ordinal === 0 ? 0 : order[ordinal - 1]! + 1);
        const other = edges.map(([source, target, kind]): Edge => [renamed(source), renamed(target), kind]).reverse();
        const before = givenGraph(size, edges);
        const after = givenGraph(size, other);
        const scopes = graphMetrics(after).scopes;
        expect(depthAndGateways(before)).toEqual(
          before.components.map((_, ordinal) => depthAndGateways(after)[renamed(ordinal)]),
        );
        expect(graphMetrics(before).scopes).toEqual(before.components.map((_, ordinal) => scopes[renamed(ordinal)]));
      }),
    );
  });

  it('of 100,000 direct dependencies is measured within its room, by a sample that says so', () => {
    const size = 100_001;
    const metrics = graphMetrics(
      givenGraph(
        size,
        Array.from({ length: size - 1 }, (_, index): Edge => [0, index + 1]),
      ),
    );
    expect(metrics.flags).toEqual(['GATEWAYS_SAMPLED']);
    expect(metrics.directCount).toBe(100_000);
    expect(metrics.gateways.byteLength).toBeLessThanOrEqual(32 * 1024 * 1024);
  });

  it('of 100,000 components in a chain or in one cycle is measured without recursion', () => {
    const length = 100_000;
    const chain = Array.from({ length: length - 1 }, (_, index): Edge => [index, index + 1]);
    expect(graphMetrics(givenGraph(length, chain)).depths.at(-1)).toBe(length - 1);
    const metrics = graphMetrics(givenGraph(length, [...chain, [length - 1, 1]]));
    expect(metrics.gateways.countUnion([length - 1])).toBe(1);
  });
});

/** An independent oracle: one walk per direct dependency, sets instead of bits, no condensation. */
function depthAndGatewaysByWalking(size: number, edges: readonly Edge[]): [number, number][] {
  const next = new Map<number, Set<number>>();
  for (const [source, target] of edges) next.set(source, (next.get(source) ?? new Set()).add(target));
  const depths = new Map([[0, 0]]);
  for (const [source, depth] of depths) {
    for (const target of next.get(source) ?? []) if (!depths.has(target)) depths.set(target, depth + 1);
  }
  const gateways = new Array<number>(size).fill(0);
  for (const [direct, depth] of depths) {
    if (depth !== 1) continue;
    const reached = new Set([direct]);
    for (const source of reached) for (const target of next.get(source) ?? []) if (target !== 0) reached.add(target);
    for (const target of reached) gateways[target]! += 1;
  }
  return gateways.map((count, ordinal) => [depths.get(ordinal) ?? -1, count]);
}
