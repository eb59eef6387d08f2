import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DependencyGraphBuilder, type DependencyGraph, type EdgeKind } from './dependency-graph.js';
import { routesTo } from './dependency-routes.js';
import { DEFAULT_DOCUMENT_LIMITS } from './document-limits.js';
import { graphMetrics } from './graph-metrics.js';

type Edge = readonly [source: number, target: number, kind?: EdgeKind];

/** Ordinal 0 is the product. */
function givenGraph(size: number, edges: readonly Edge[]): DependencyGraph {
  const builder = new DependencyGraphBuilder(DEFAULT_DOCUMENT_LIMITS);
  for (let ordinal = 0; ordinal < size; ordinal += 1) {
    const isFirstParty = ordinal === 0;
    builder.addComponent({ ref: String(ordinal), name: '', version: null, identity: null, scope: null, isFirstParty });
  }
  for (const [source, target, kind] of edges) builder.addEdge(source, target, kind ?? 'runtime');
  return builder.build({ name: 'cyclonedx-json', version: '1.6' }, [0]);
}

const routes = (graph: DependencyGraph, ...targets: number[]) =>
  routesTo(graph.edges, (ordinal) => ordinal === 0, targets);

it('lead from the direct dependencies that bring a component in, by the shortest way', () => {
  const graph = givenGraph(7, [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 4],
    [4, 5],
    [2, 5],
    [5, 1],
    [3, 5, 'optionalPeer'],
  ]);
  expect(routes(graph, 5)).toEqual({ gateways: [1, 2], shortestPath: [2, 5] });
  expect(routes(graph, 2)).toEqual({ gateways: [2], shortestPath: [2] });
  expect(routes(graph, 6)).toEqual({ gateways: [], shortestPath: [] });
});

it('name as many gateways as the metrics count, and a path as long as the depth, of any graph', () => {
  const size = 10;
  const node = fc.integer({ min: 0, max: size - 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { maxLength: 35 }), (edges) => {
      const graph = givenGraph(size, edges);
      const { depths, gateways } = graphMetrics(graph);
      for (let target = 1; target < size; target += 1) {
        const found = routes(graph, target);
        expect(found.gateways).toHaveLength(gateways.countUnion([target]));
        expect(found.shortestPath).toHaveLength(Math.max(0, depths[target]!));
      }
    }),
  );
});
