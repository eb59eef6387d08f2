import { sourcesFirst, type Condensation, type Rows } from './strong-components.js';

/**
 * Number of distinct paths from the product to each component (domain rule 2.7, step 5): a sum over the predecessors, where
 * a cycle counts once, as its condensation does; 0 for what is not reached. A double counts exactly up to 2^53, keeps the
 * magnitude up to 10^308, and is infinite above: only magnitudes are shown of what is more than a million.
 * @param depths hops from the roots; -1 unreached, 0 first party
 * @param condensation without the product
 */
export function pathCounts(rows: Rows, depths: Int32Array, condensation: Condensation): Float64Array {
  const { componentOf, count } = condensation;
  const paths = new Float64Array(count);
  const follow = (node: number, arriving: number): void => {
    for (let edge = rows.offsets[node]!; edge < rows.offsets[node + 1]!; edge += 1) {
      const component = componentOf[rows.targets[edge]!]!;
      if (component >= 0 && component !== componentOf[node]) paths[component]! += arriving;
    }
  };
  for (const [node, depth] of depths.entries()) if (depth === 0) follow(node, 1);
  for (const node of sourcesFirst(condensation)) {
    const arriving = paths[componentOf[node]!]!;
    if (arriving > 0) follow(node, arriving);
  }
  return Float64Array.from(componentOf, (component) => (component < 0 ? 0 : paths[component]!));
}

/** Exact up to a million, above it the magnitude. */
export function pathCountText(paths: number): string {
  if (paths <= 1_000_000) return String(paths);
  if (paths === Number.POSITIVE_INFINITY) return 'more than 10^308';
  return `about 10^${String(Math.floor(Math.log10(paths) + 0.5))}`;
}
