import type { ComponentGraph, DependencyGraph } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import { WarningCollector } from '../document-warnings.js';
import { TooManyComponentsError, TooManyEdgesError } from '../inventory.errors.js';

/** Documents of one product side by side: each keeps its edges and its roots, and all roots are the product. */
export function mergeGraphs(graphs: readonly ComponentGraph[], limits: DocumentLimits): ComponentGraph {
  const [only] = graphs;
  if (only !== undefined && graphs.length === 1) return only;
  const componentCount = total(graphs, ({ components }) => components.length);
  const edgeCount = total(graphs, ({ edges }) => edges.targets.length);
  if (componentCount > limits.maxComponents) throw new TooManyComponentsError(limits.maxComponents);
  if (edgeCount > limits.maxEdges) throw new TooManyEdgesError(limits.maxEdges);
  const offsets = new Uint32Array(componentCount + 1);
  const targets = new Uint32Array(edgeCount);
  const kinds = new Uint8Array(edgeCount);
  const roots: number[] = [];
  let firstComponent = 0;
  let firstEdge = 0;
  for (const { components, edges, roots: ownRoots } of graphs) {
    for (const [ordinal] of components.entries())
      offsets[firstComponent + ordinal] = firstEdge + edges.offsets[ordinal]!;
    for (const [index, target] of edges.targets.entries()) targets[firstEdge + index] = firstComponent + target;
    kinds.set(edges.kinds, firstEdge);
    for (const root of ownRoots) roots.push(firstComponent + root);
    firstComponent += components.length;
    firstEdge += edges.targets.length;
  }
  offsets[componentCount] = edgeCount;
  return { components: graphs.flatMap(({ components }) => components), edges: { offsets, targets, kinds }, roots };
}

/** Warnings of all documents; with more than one, each says in which file it was met. */
export function mergeWarnings(
  documents: readonly { readonly path: string; readonly graph: Pick<DependencyGraph, 'warnings'> }[],
  limits: DocumentLimits,
): WarningCollector {
  const merged = new WarningCollector(limits.maxWarningsKept);
  for (const { path, graph } of documents) merged.addAll(graph.warnings, documents.length > 1 ? `${path}: ` : '');
  return merged;
}

function total<Item>(items: readonly Item[], size: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + size(item), 0);
}
