import type { DependencyGraphBuilder } from '../dependency-graph.js';

/**
 * Where a walk begins in a file whose product has no edges of its own (domain rule 2.7, step 2): whatever nothing depends
 * on is taken as direct, under the product or under one that is made up.
 * @param product its ordinal; null when the file has none
 * @param nodes ordinals of which the file says what they depend on
 * @param pointer where the file should have named the product
 */
export function inferRoots(
  builder: DependencyGraphBuilder,
  product: number | null,
  nodes: Iterable<number>,
  pointer: string,
): readonly number[] {
  if (builder.edgeCount === 0) {
    builder.warn('DEPTH_UNKNOWN', pointer);
    return product === null ? [] : [product];
  }
  builder.warn('ROOT_INFERRED', pointer);
  const root = product ?? builder.addProduct();
  const dependedOn = builder.dependedOn();
  for (const node of nodes) if (node !== root && dependedOn[node] === 0) builder.addEdge(root, node, 'inferred');
  return [root];
}

/**
 * The product of an SPDX document, by what it describes. The described packages that depend on something are the product.
 * One alone is it in any case; several that depend on nothing are a list, as some tools describe every package they found.
 */
export function describedRoots(
  builder: DependencyGraphBuilder,
  described: readonly number[],
  pointer: string,
): readonly number[] {
  const depending = builder.depending();
  const roots = described.filter((ordinal) => depending[ordinal] === 1);
  for (const root of roots) builder.markFirstParty(root);
  if (roots.length > 0) return roots;
  const only = described.length === 1 && builder.size > 1 ? described[0]! : null;
  if (only !== null) builder.markFirstParty(only);
  const nodes = [...depending.keys()].filter((ordinal) => depending[ordinal] === 1);
  return inferRoots(builder, only, nodes, pointer);
}
