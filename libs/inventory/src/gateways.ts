import { condense, type Rows } from './strong-components.js';

/** Above this many direct dependencies gateways are estimated from an evenly spaced sample of them. */
const MAX_EXACT_GATEWAYS = 4_096;

/**
 * For every reached component the set of direct dependencies through which it is reached, as bits; components of one
 * cycle share a row. Keep it as long as packages are to be grouped (union of sets), then let it go: it is the only
 * large part of the metrics.
 */
export class GatewaySets {
  constructor(
    readonly directCount: number,
    private readonly sampleSize: number,
    private readonly rowOf: Int32Array,
    private readonly words: number,
    private readonly bits: Uint32Array,
  ) {}

  get isSampled(): boolean {
    return this.sampleSize < this.directCount;
  }

  /** Number of gateways of the union over components: 0 if none is reached, at most `directCount`. */
  countUnion(ordinals: Iterable<number>): number {
    const rows = new Set<number>();
    for (const ordinal of ordinals) {
      const row = this.rowOf[ordinal]!;
      if (row >= 0) rows.add(row);
    }
    if (rows.size === 0) return 0;
    let sampled = 0;
    for (let word = 0; word < this.words; word += 1) {
      let union = 0;
      for (const row of rows) union |= this.bits[row * this.words + word]!;
      sampled += popCount(union);
    }
    if (!this.isSampled) return sampled;
    return Math.max(1, Math.floor(0.5 + (sampled * this.directCount) / this.sampleSize));
  }
}

/**
 * Gateways of domain rule 2.7(6): reachability from each direct dependency, OR-ed along the topological order of the
 * condensation. Costs O(edges * directs / 32).
 * @param depths hops from the roots; -1 unreached, 0 first party, 1 direct
 * @param rows only edges that count
 */
export function gatewaySets(rows: Rows, depths: Int32Array): GatewaySets {
  // Edges back into the product are left out: through them every component would be reached from every other.
  const { componentOf, count } = condense(rows, (node) => depths[node]! > 0);
  const directs = ordinalsAtDepthOne(depths);
  const sample = evenlySpaced(directs, MAX_EXACT_GATEWAYS);
  const words = Math.ceil(sample.length / 32);
  const bits = new Uint32Array(count * words);
  for (const [index, direct] of sample.entries()) {
    bits[componentOf[direct]! * words + (index >>> 5)]! |= 1 << (index & 31);
  }
  for (const node of nodesSourcesFirst(componentOf, count)) {
    const from = componentOf[node]! * words;
    for (let edge = rows.offsets[node]!; edge < rows.offsets[node + 1]!; edge += 1) {
      const component = componentOf[rows.targets[edge]!]!;
      if (component < 0 || component * words === from) continue;
      for (let word = 0; word < words; word += 1) bits[component * words + word]! |= bits[from + word]!;
    }
  }
  return new GatewaySets(directs.length, sample.length, componentOf, words, bits);
}

function ordinalsAtDepthOne(depths: Int32Array): number[] {
  const ordinals: number[] = [];
  for (const [ordinal, depth] of depths.entries()) if (depth === 1) ordinals.push(ordinal);
  return ordinals;
}

/** Deterministic on purpose: the same file gives the same estimate. */
function evenlySpaced(items: readonly number[], limit: number): readonly number[] {
  if (items.length <= limit) return items;
  return Array.from({ length: limit }, (_, index) => items[Math.floor((index * items.length) / limit)]!);
}

/** Nodes by descending component number, by counting sort. */
function nodesSourcesFirst(componentOf: Int32Array, count: number): Uint32Array {
  const starts = new Uint32Array(count + 1);
  let included = 0;
  for (const component of componentOf) {
    if (component < 0) continue;
    starts[count - 1 - component + 1]! += 1;
    included += 1;
  }
  for (let index = 1; index <= count; index += 1) starts[index]! += starts[index - 1]!;
  const nodes = new Uint32Array(included);
  for (const [node, component] of componentOf.entries()) {
    if (component < 0) continue;
    const place = starts[count - 1 - component]!;
    starts[count - 1 - component] = place + 1;
    nodes[place] = node;
  }
  return nodes;
}

function popCount(word: number): number {
  let value = word - ((word >>> 1) & 0x55555555);
  value = (value & 0x33333333) + ((value >>> 2) & 0x33333333);
  return (((value + (value >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
