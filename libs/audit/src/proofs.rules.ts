import { nodeHash } from './merkle.js';
import { perfectNodeHash, tileOfNode, type StoredNodes, type TileAddress } from './tiles.rules.js';

/** Leaves `from` to `to`, the last not included. In a proof it is always a subtree of the tree that the proof is about. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Which nodes a proof consists of, bottom up, before any hash was read. */
export type ProofPlan = readonly Range[];

/**
 * RFC 9162, 2.1.3.1: the subtrees beside the way from a leaf to the root of the first `size` leaves.
 * @throws RangeError unless the leaf is one of them
 */
export function inclusionPlan(index: number, size: number): ProofPlan {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError('the tree has no such leaf');
  const plan: Range[] = [];
  for (let from = 0, to = size; to - from > 1;) {
    const split = from + splitOf(to - from);
    plan.push(index < split ? { from: split, to } : { from, to: split });
    if (index < split) to = split;
    else from = split;
  }
  return plan.reverse();
}

/**
 * RFC 9162, 2.1.4.1: what shows that the first `older` leaves of a tree of `newer` leaves are the tree that was
 * published before.
 * @throws RangeError unless 0 < older <= newer: an empty tree proves nothing, and is consistent with everything
 */
export function consistencyPlan(older: number, newer: number): ProofPlan {
  if (!Number.isSafeInteger(older) || older < 1 || older > newer) throw new RangeError('no proof between these sizes');
  const plan: Range[] = [];
  let [from, to] = [0, newer];
  let isWholeOldTree = true;
  while (older !== to) {
    const split = from + splitOf(to - from);
    plan.push(older <= split ? { from: split, to } : { from, to: split });
    if (older <= split) to = split;
    else {
      from = split;
      isWholeOldTree = false;
    }
  }
  if (!isWholeOldTree) plan.push({ from, to });
  return plan.reverse();
}

/** The whole tree as a plan: its only hash is the root. */
export function rootPlan(size: number): ProofPlan {
  return [{ from: 0, to: size }];
}

/** Which tiles have to be read for plans. */
export function tilesOf(plans: readonly ProofPlan[]): TileAddress[] {
  const tiles = new Map<string, TileAddress>();
  for (const range of plans.flat()) {
    for (const { height, index } of perfectNodes(range)) {
      const tile = tileOfNode(height, index);
      tiles.set(`${String(tile.level)}/${String(tile.index)}`, tile);
    }
  }
  return [...tiles.values()];
}

/** The hashes of a plan, out of the nodes that were read for it. */
export function hashesOf(plan: ProofPlan, stored: StoredNodes): Buffer[] {
  return plan.map((range) => {
    const hashes = perfectNodes(range).map(({ height, index }) => perfectNodeHash(height, index, stored));
    return hashes.reduceRight((right, left) => nodeHash(left, right));
  });
}

/** The perfect subtrees that a range is made of, from left to right; each is larger than the next. */
function perfectNodes({ from, to }: Range): { readonly height: number; readonly index: number }[] {
  const nodes: { height: number; index: number }[] = [];
  for (let start = from; start < to;) {
    let height = 0;
    while (start + 2 ** (height + 1) <= to) height += 1;
    nodes.push({ height, index: start / 2 ** height });
    start += 2 ** height;
  }
  return nodes;
}

/** The largest power of two below a size of two or more. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}
