/** Adjacency in compressed sparse rows; see `EdgeRows`. */
export interface Rows {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
}

export interface Condensation {
  /** Component of each node; -1 for nodes that were left out. A component's number is larger than its successors'. */
  readonly componentOf: Int32Array;
  readonly count: number;
}

/**
 * Strongly connected components by Tarjan's algorithm, with a stack of its own instead of recursion, since chains of
 * 100,000 nodes occur. Numbers are given sinks first, so descending numbers are a topological order.
 * @param includes tells which nodes take part; edges to others are ignored
 */
export function condense(rows: Rows, includes: (node: number) => boolean): Condensation {
  const size = rows.offsets.length - 1;
  const componentOf = new Int32Array(size).fill(-1);
  const order = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const nextEdge = new Uint32Array(size);
  const path: number[] = [];
  const open: number[] = [];
  let counter = 0;
  let count = 0;

  const enter = (node: number): void => {
    order[node] = counter;
    low[node] = counter;
    counter += 1;
    nextEdge[node] = rows.offsets[node]!;
    path.push(node);
    open.push(node);
  };

  const leave = (node: number): void => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
    if (low[node] !== order[node]) return;
    let member: number;
    do {
      member = open.pop()!;
      componentOf[member] = count;
    } while (member !== node);
    count += 1;
  };

  for (let start = 0; start < size; start += 1) {
    if (order[start] !== -1 || !includes(start)) continue;
    enter(start);
    while (path.length > 0) {
      const node = path.at(-1)!;
      const edge = nextEdge[node]!;
      if (edge >= rows.offsets[node + 1]!) {
        leave(node);
        continue;
      }
      nextEdge[node] = edge + 1;
      const target = rows.targets[edge]!;
      if (order[target] === -1) {
        if (includes(target)) enter(target);
      } else if (componentOf[target] === -1) {
        low[node] = Math.min(low[node]!, order[target]!);
      }
    }
  }
  return { componentOf, count };
}

/** Nodes that take part, sources first: an order in which every edge between components leads onwards. By counting sort. */
export function sourcesFirst({ componentOf, count }: Condensation): Uint32Array {
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

/** Components of more than one node: what depends on itself through others. */
export function cycleCount({ componentOf, count }: Condensation): number {
  const sizes = new Uint32Array(count);
  for (const component of componentOf) if (component >= 0) sizes[component]! += 1;
  return sizes.reduce((cycles, size) => (size > 1 ? cycles + 1 : cycles), 0);
}
