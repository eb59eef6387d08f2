import { sourcesFirst, type Condensation, type Rows } from './strong-components.js';

/** Above this many direct dependencies gateways are estimated from an evenly spaced sample of them. */
const MAX_EXACT_GATEWAYS = 4_096;
/** 32 MiB of bits. */
const MAX_WORDS = 8 * 1024 * 1024;

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

  /** Room that the bits take. */
  get byteLength(): number {
    return this.bits.byteLength;
  }

  /** Number of gateways of the union over components: 0 if none is reached, at most `directCount`. */
  countUnion(ordinals: readonly number[]): number {
    const rows = ordinals.map((ordinal) => this.rowOf[ordinal]!).filter((row) => row >= 0);
    if (rows.length === 0) return 0;
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
 * @param condensation without the product: through edges back into it every component would be reached from every other
 */
export function gatewaySets(rows: Rows, depths: Int32Array, condensation: Condensation): GatewaySets {
  const { componentOf, count } = condensation;
  const { rowOf, rowCount } = rowsOfReached(depths, componentOf, count);
  const directs = ordinalsAtDepthOne(depths);
  const sample = evenlySpaced(directs, sampleLimit(rowCount));
  const words = Math.ceil(sample.length / 32);
  const bits = new Uint32Array(rowCount * words);
  for (const [index, direct] of sample.entries()) bits[rowOf[direct]! * words + (index >>> 5)]! |= 1 << (index & 31);
  for (const node of sourcesFirst(condensation)) {
    if (rowOf[node]! < 0) continue;
    const from = rowOf[node]! * words;
    for (let edge = rows.offsets[node]!; edge < rows.offsets[node + 1]!; edge += 1) {
      const target = rows.targets[edge]!;
      if (componentOf[target]! < 0 || componentOf[target] === componentOf[node]) continue;
      const to = rowOf[target]! * words;
      for (let word = 0; word < words; word += 1) bits[to + word]! |= bits[from + word]!;
    }
  }
  return new GatewaySets(directs.length, sample.length, rowOf, words, bits);
}

/** One row of bits for each component of the condensation that is reached, and -1 for what is not. */
function rowsOfReached(
  depths: Int32Array,
  componentOf: Int32Array,
  count: number,
): { readonly rowOf: Int32Array; readonly rowCount: number } {
  const rowOfComponent = new Int32Array(count).fill(-1);
  const rowOf = new Int32Array(componentOf.length).fill(-1);
  let rowCount = 0;
  for (const [node, component] of componentOf.entries()) {
    if (component < 0 || depths[node]! < 0) continue;
    if (rowOfComponent[component] === -1) rowOfComponent[component] = rowCount++;
    rowOf[node] = rowOfComponent[component]!;
  }
  return { rowOf, rowCount };
}

/** Of a product with very many components fewer directs are followed, so that the bits stay within their room. */
function sampleLimit(rowCount: number): number {
  const words = Math.max(1, Math.floor(MAX_WORDS / Math.max(1, rowCount)));
  return Math.min(MAX_EXACT_GATEWAYS, words * 32);
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

function popCount(word: number): number {
  let value = word - ((word >>> 1) & 0x55555555);
  value = (value & 0x33333333) + ((value >>> 2) & 0x33333333);
  return (((value + (value >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
