import {
  EDGE_KINDS,
  type ComponentGraph,
  type EdgeKind,
  type GraphComponent,
  type StatedScope,
} from './dependency-graph.js';
import { gatewaySets, type GatewaySets } from './gateways.js';
import { pathCounts } from './path-counts.js';
import { condense, cycleCount, type Rows } from './strong-components.js';

/** How a component is used; `unknown` when the file states nothing and nothing leads to it. */
export type DependencyScope = StatedScope | 'unknown';

/** `UNREACHED`: some components hang on no root. `DEPTH_UNKNOWN`: the file does not tell what is direct. */
type MetricsFlag = 'DEPTH_UNKNOWN' | 'UNREACHED' | 'GATEWAYS_SAMPLED';

/** Figures per component, by ordinal. */
export interface GraphMetrics {
  /** Fewest hops from the roots: 0 first party, 1 direct, -1 not reached. */
  readonly depths: Int32Array;
  /** The component before this one on one of the shortest paths; -1 at the product and where nothing leads. */
  readonly parents: Int32Array;
  readonly paths: Float64Array;
  readonly scopes: readonly DependencyScope[];
  readonly gateways: GatewaySets;
  readonly directCount: number;
  /** The largest depth; null when none is known. */
  readonly maxDepth: number | null;
  /** Groups of components that depend on each other in a circle. */
  readonly cycleCount: number;
  /** Third-party components to which no root leads. */
  readonly unreachedCount: number;
  readonly flags: readonly MetricsFlag[];
}

/** Figures of everything in one file that belongs together: all versions of a package, or all packages of a project. */
export interface GroupMetrics {
  /** Minimum over the members; null when none is reached. */
  readonly depth: number | null;
  /** Union over the members. */
  readonly gateways: number;
  /** The strongest over the members. */
  readonly scope: DependencyScope;
  readonly versions: readonly string[];
  readonly ordinals: readonly number[];
}

/** Strongest first. `unknown` weighs like `runtime`, but a stated use says more. */
const SCOPES: readonly DependencyScope[] = ['runtime', 'unknown', 'optional', 'development'];

/** Of several uses the one that counts. */
export function strongestScope(scopes: readonly DependencyScope[]): DependencyScope {
  return SCOPES[Math.min(...scopes.map((scope) => SCOPES.indexOf(scope)))]!;
}

const LEVEL_OF_SCOPE = new Map<StatedScope, number>([
  ['runtime', 0],
  ['optional', 1],
  ['development', 2],
]);
const LEVEL_OF_EDGE: Readonly<Record<EdgeKind, number>> = {
  runtime: 0,
  inferred: 0,
  peer: 0,
  optional: 1,
  development: 2,
  optionalPeer: Number.POSITIVE_INFINITY,
};
const SCOPE_OF_LEVEL: readonly StatedScope[] = ['runtime', 'optional', 'development'];

/**
 * Depth, paths, gateways and scope of every component (domain rules 2.7, steps 3 to 7). No recursion, and no result
 * depends on the order of the file.
 * @param roots ordinals to start from; one workspace member alone is a product of its own
 */
export function graphMetrics(graph: ComponentGraph, roots: readonly number[] = graph.roots): GraphMetrics {
  const rows = followedRows(graph);
  const { depths, parents } = breadthFirst(graph, rows, roots);
  const condensation = condense(rows, (node) => depths[node] !== 0);
  const gateways = gatewaySets(rows, depths, condensation);
  const levels = scopeLevels(graph, roots);
  const scopes = graph.components.map(({ scope }, ordinal) => SCOPE_OF_LEVEL[levels[ordinal]!] ?? scope ?? 'unknown');
  const unreachedCount = graph.components.filter(
    ({ isFirstParty }, ordinal) => !isFirstParty && depths[ordinal] === -1,
  ).length;
  const flags: MetricsFlag[] = [];
  if (gateways.directCount === 0) flags.push('DEPTH_UNKNOWN');
  else if (unreachedCount > 0) flags.push('UNREACHED');
  if (gateways.isSampled) flags.push('GATEWAYS_SAMPLED');
  const deepest = depths.reduce((most, depth) => Math.max(most, depth), 0);
  return {
    depths,
    parents,
    paths: pathCounts(rows, depths, condensation),
    scopes,
    gateways,
    directCount: gateways.directCount,
    maxDepth: deepest === 0 ? null : deepest,
    cycleCount: cycleCount(condensation),
    unreachedCount,
    flags,
  };
}

/**
 * Gathers third-party components into groups (domain rule 2.7, step 8).
 * @param groupOf names the group of a component, null to leave it out; by default its package key
 */
export function groupMetrics(
  graph: ComponentGraph,
  metrics: GraphMetrics,
  groupOf: (component: GraphComponent, ordinal: number) => string | null = ({ identity }) =>
    identity?.packageKey ?? null,
): Map<string, GroupMetrics> {
  const members = new Map<string, number[]>();
  for (const [ordinal, component] of graph.components.entries()) {
    const group = component.isFirstParty ? null : groupOf(component, ordinal);
    if (group === null) continue;
    const ordinals = members.get(group);
    if (ordinals === undefined) members.set(group, [ordinal]);
    else ordinals.push(ordinal);
  }
  const groups = new Map<string, GroupMetrics>();
  for (const [group, ordinals] of members) groups.set(group, combine(graph, metrics, ordinals));
  return groups;
}

function combine(graph: ComponentGraph, metrics: GraphMetrics, ordinals: readonly number[]): GroupMetrics {
  let depth: number | null = null;
  let scope = SCOPES.length - 1;
  const versions = new Set<string>();
  for (const ordinal of ordinals) {
    const own = metrics.depths[ordinal]!;
    if (own >= 0 && (depth === null || own < depth)) depth = own;
    scope = Math.min(scope, SCOPES.indexOf(metrics.scopes[ordinal]!));
    const version = graph.components[ordinal]!.version;
    if (version !== null) versions.add(version);
  }
  return {
    depth,
    gateways: metrics.gateways.countUnion(ordinals),
    scope: SCOPES[scope]!,
    versions: [...versions].sort(),
    ordinals,
  };
}

/** The edges without optional peers, which bring nothing in. */
function followedRows({ edges }: ComponentGraph): Rows {
  const skipped = EDGE_KINDS.indexOf('optionalPeer');
  if (!edges.kinds.includes(skipped)) return edges;
  const offsets = new Uint32Array(edges.offsets.length);
  const targets = new Uint32Array(edges.targets.length);
  let length = 0;
  for (let node = 0; node + 1 < offsets.length; node += 1) {
    offsets[node] = length;
    for (let edge = edges.offsets[node]!; edge < edges.offsets[node + 1]!; edge += 1) {
      if (edges.kinds[edge] === skipped) continue;
      targets[length] = edges.targets[edge]!;
      length += 1;
    }
  }
  offsets[offsets.length - 1] = length;
  return { offsets, targets: targets.slice(0, length) };
}

/** First-party members that a root depends on are the product too, so they are at depth 0 as well. */
function breadthFirst(
  graph: ComponentGraph,
  rows: Rows,
  roots: readonly number[],
): { readonly depths: Int32Array; readonly parents: Int32Array } {
  const depths = new Int32Array(graph.components.length).fill(-1);
  const parents = new Int32Array(graph.components.length).fill(-1);
  const product: number[] = [];
  const visit = (queue: number[], node: number, depth: number, parent: number): void => {
    if (depths[node] !== -1) return;
    depths[node] = depth;
    parents[node] = parent;
    queue.push(node);
  };
  for (const root of roots) visit(product, root, 0, -1);
  for (const node of product) {
    for (let edge = rows.offsets[node]!; edge < rows.offsets[node + 1]!; edge += 1) {
      const target = rows.targets[edge]!;
      if (graph.components[target]!.isFirstParty) visit(product, target, 0, -1);
    }
  }
  const queue = [...product];
  for (const node of queue) {
    for (let edge = rows.offsets[node]!; edge < rows.offsets[node + 1]!; edge += 1) {
      visit(queue, rows.targets[edge]!, depths[node]! + 1, node);
    }
  }
  return { depths, parents };
}

/**
 * The strongest use along any path: 0 runtime, 1 optional, 2 development, -1 not reached. A path is as weak as its
 * weakest edge or component, and the levels are walked strongest first, so the first visit decides.
 */
function scopeLevels({ components, edges }: ComponentGraph, roots: readonly number[]): Int8Array {
  const levels = new Int8Array(components.length).fill(-1);
  const buckets: number[][] = [[...roots], [], []];
  for (const [level, bucket] of buckets.entries()) {
    for (const node of bucket) {
      if (levels[node] !== -1) continue;
      levels[node] = level;
      for (let edge = edges.offsets[node]!; edge < edges.offsets[node + 1]!; edge += 1) {
        const target = edges.targets[edge]!;
        const stated = components[target]!.scope;
        const statedLevel = stated === null ? 0 : LEVEL_OF_SCOPE.get(stated)!;
        const reachedLevel = Math.max(level, LEVEL_OF_EDGE[EDGE_KINDS[edges.kinds[edge]!]!], statedLevel);
        if (levels[target] === -1) buckets[reachedLevel]?.push(target);
      }
    }
  }
  return levels;
}
