import { EDGE_KINDS, type EdgeRows } from './dependency-graph.js';

/** How a product comes to depend on some of its components. */
export interface Routes {
  /** Direct dependencies through which one of the targets is reached, themselves included; ascending ordinals. */
  readonly gateways: readonly number[];
  /** A shortest way: from a direct dependency to a target. Empty when nothing leads there. */
  readonly shortestPath: readonly number[];
}

const OPTIONAL_PEER = EDGE_KINDS.indexOf('optionalPeer');

/**
 * Walks backwards from the targets, breadth first, and never through the product itself. Costs O(nodes + edges).
 * @param isFirstParty by ordinal
 */
export function routesTo(
  edges: EdgeRows,
  isFirstParty: (ordinal: number) => boolean,
  targets: Iterable<number>,
): Routes {
  const { offsets, sources } = reversed(edges);
  const onwards = new Int32Array(edges.offsets.length - 1).fill(-2);
  const queue: number[] = [];
  for (const target of targets) {
    onwards[target] = -1;
    queue.push(target);
  }
  const gateways: number[] = [];
  for (const node of queue) {
    let isDirect = false;
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) {
      const source = sources[edge]!;
      if (isFirstParty(source)) isDirect = true;
      else if (onwards[source] === -2) {
        onwards[source] = node;
        queue.push(source);
      }
    }
    if (isDirect) gateways.push(node);
  }
  const [nearest] = gateways;
  const shortestPath: number[] = [];
  for (let node = nearest ?? -1; node >= 0; node = onwards[node]!) shortestPath.push(node);
  return { gateways: gateways.sort((left, right) => left - right), shortestPath };
}

/** The same edges by their target; optional peers bring nothing in and are left out. */
function reversed({ offsets, targets, kinds }: EdgeRows): {
  readonly offsets: Uint32Array;
  readonly sources: Uint32Array;
} {
  const size = offsets.length - 1;
  const starts = new Uint32Array(size + 1);
  for (const [edge, target] of targets.entries()) if (kinds[edge] !== OPTIONAL_PEER) starts[target + 1]! += 1;
  for (let node = 0; node < size; node += 1) starts[node + 1]! += starts[node]!;
  const next = starts.slice();
  const sources = new Uint32Array(starts[size]!);
  for (let source = 0; source < size; source += 1) {
    for (let edge = offsets[source]!; edge < offsets[source + 1]!; edge += 1) {
      if (kinds[edge] === OPTIONAL_PEER) continue;
      const target = targets[edge]!;
      sources[next[target]!] = source;
      next[target]! += 1;
    }
  }
  return { offsets: starts, sources };
}
