import type { PackageUrlForms } from '#platform/kernel';
import type { DocumentLimits } from './document-limits.js';
import { WarningCollector, type DocumentWarningCode, type Place, type WarningSummary } from './document-warnings.js';
import { TooManyComponentsError, TooManyEdgesError } from './inventory.errors.js';

/** What a file itself states about a component. `development` also covers test, build and "excluded". */
export type StatedScope = 'runtime' | 'optional' | 'development';

/** Identity of a package version in the forms that are compared and stored; all canonical. */
export type PackageIdentity = PackageUrlForms;

/** One record of a dependency file. Its ordinal is its index in `DependencyGraph.components`. */
export interface GraphComponent {
  /** The record's own name in its file; unique unless the file repeats it. */
  readonly ref: string;
  readonly name: string;
  readonly version: string | null;
  readonly identity: PackageIdentity | null;
  readonly scope: StatedScope | null;
  /** The product itself and the members of its workspace: never a dependency of its own company. */
  readonly isFirstParty: boolean;
  /** Whether the record is one of the file's entries: all but first-party ones, and in SPDX those too. */
  readonly isEntry: boolean;
}

/**
 * Kinds of edges, strongest first: of a repeated edge the strongest kind stays. `inferred` leads from a root to the
 * components that the file leaves without any dependent. `optionalPeer` only says what may be used if something else
 * brings it, so it is kept for the record and not followed.
 */
export const EDGE_KINDS = ['runtime', 'inferred', 'peer', 'optional', 'development', 'optionalPeer'] as const;
export type EdgeKind = (typeof EDGE_KINDS)[number];

/** Compressed sparse rows: the edges of ordinal `n` are at `offsets[n]` up to `offsets[n + 1]`. */
export interface EdgeRows {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  /** Indexes into `EDGE_KINDS`. */
  readonly kinds: Uint8Array;
}

/** Formats by name, as they are shown and stored; docs/formats.md has a section for each. */
type FormatName =
  | 'cyclonedx-json'
  | 'cyclonedx-xml'
  | 'spdx-json'
  | 'spdx-tag-value'
  | 'spdx-json-ld'
  | 'npm-package-lock'
  | 'yarn-lock'
  | 'yarn-berry-lock'
  | 'pnpm-lock'
  | 'cargo-lock'
  | 'uv-lock'
  | 'poetry-lock'
  | 'pipfile-lock'
  | 'requirements-txt'
  | 'go-mod'
  | 'go-sum'
  | 'gemfile-lock'
  | 'composer-lock'
  | 'maven-pom';

export interface DocumentFormat {
  readonly name: FormatName;
  /** As the file states it; empty for a format without versions. */
  readonly version: string;
}

/**
 * What the file itself states, counted as its format counts. The figures of the graph may differ: it leaves out what
 * dangles, merges what repeats, and adds what is inferred.
 */
export interface StatedFigures {
  /** Records in the file, nested ones included, without the product itself unless the format lists it as one of them. */
  readonly entries: number;
  /** Dependencies that the product or a member of its workspace names itself; null when the file does not tell. */
  readonly direct: number | null;
  readonly edges: number;
}

/** Components, edges as ordinals, and where the walk begins. */
export interface ComponentGraph {
  readonly components: readonly GraphComponent[];
  readonly edges: EdgeRows;
  /** Ordinals of first-party components, the product itself first. Empty when the file does not tell what is direct. */
  readonly roots: readonly number[];
}

/** What every reader returns: the graph, what the file states about itself, and what was odd about it. */
export interface DependencyGraph extends ComponentGraph {
  readonly format: DocumentFormat;
  readonly stated: StatedFigures;
  readonly warnings: WarningSummary;
}

/** Collects what a reader finds, enforces the limits while it grows, and packs the edges at the end. */
export class DependencyGraphBuilder {
  readonly warnings: WarningCollector;
  private readonly components: GraphComponent[] = [];
  private readonly sources: number[] = [];
  private readonly targets: number[] = [];
  private readonly kinds: number[] = [];

  constructor(private readonly limits: DocumentLimits) {
    this.warnings = new WarningCollector(limits.maxWarningsKept);
  }

  get size(): number {
    return this.components.length;
  }

  get edgeCount(): number {
    return this.sources.length;
  }

  /** @throws TooManyComponentsError */
  addComponent(component: Omit<GraphComponent, 'isEntry'> & { readonly isEntry?: boolean }): number {
    if (this.components.length >= this.limits.maxComponents)
      throw new TooManyComponentsError(this.limits.maxComponents);
    const { ref, name, version, identity, scope, isFirstParty, isEntry = !isFirstParty } = component;
    return this.components.push({ ref, name, version, identity, scope, isFirstParty, isEntry }) - 1;
  }

  /** The product, where the file has no record of it but its direct dependencies are known. */
  addProduct(name = ''): number {
    return this.addComponent({ ref: '', name, version: null, identity: null, scope: null, isFirstParty: true });
  }

  /** An edge from a component to one that it depends on. @throws TooManyEdgesError */
  addEdge(source: number, target: number, kind: EdgeKind): void {
    if (this.sources.length >= this.limits.maxEdges) throw new TooManyEdgesError(this.limits.maxEdges);
    if (source === target) return this.warn('SELF_DEPENDENCY', this.components[source]?.ref ?? '');
    this.sources.push(source);
    this.targets.push(target);
    this.kinds.push(EDGE_KINDS.indexOf(kind));
  }

  warn(code: DocumentWarningCode, place: Place): void {
    this.warnings.add(code, place);
  }

  /** A component turns out to be the product or a part of it. */
  markFirstParty(ordinal: number): void {
    this.components[ordinal] = { ...this.components[ordinal]!, isFirstParty: true };
  }

  /** Ordinals that depend on something, as a table of 0 and 1. */
  depending(): Uint8Array {
    const marks = new Uint8Array(this.components.length);
    for (const source of this.sources) marks[source] = 1;
    return marks;
  }

  /** Ordinals that something depends on, as a table of 0 and 1. */
  dependedOn(): Uint8Array {
    const marks = new Uint8Array(this.components.length);
    for (const target of this.targets) marks[target] = 1;
    return marks;
  }

  /**
   * @param roots ordinals of the first party, the product first; empty when the file does not tell what is direct
   * @param stated what the reader counted; entries, distinct edges and direct dependencies of the graph stand for the rest
   */
  build(format: DocumentFormat, roots: readonly number[], stated: Partial<StatedFigures> = {}): DependencyGraph {
    const edges = this.packEdges();
    const graph = { components: this.components, edges, roots };
    return { ...graph, format, stated: { ...countGraph(graph), ...stated }, warnings: this.warnings };
  }

  /** Counting sort by source, then one pass that merges repeated targets of a source. */
  private packEdges(): EdgeRows {
    const count = this.components.length;
    const sorted = this.sortBySource();
    const offsets = new Uint32Array(count + 1);
    const lastSource = new Int32Array(count).fill(-1);
    const placeOf = new Uint32Array(count);
    let length = 0;
    for (let source = 0; source < count; source += 1) {
      offsets[source] = length;
      for (let read = sorted.offsets[source]!; read < sorted.offsets[source + 1]!; read += 1) {
        const target = sorted.targets[read]!;
        const kind = sorted.kinds[read]!;
        if (lastSource[target] === source) {
          const place = placeOf[target]!;
          sorted.kinds[place] = Math.min(sorted.kinds[place]!, kind);
          this.warn('DUPLICATE_EDGE', this.components[source]!.ref);
          continue;
        }
        lastSource[target] = source;
        placeOf[target] = length;
        sorted.targets[length] = target;
        sorted.kinds[length] = kind;
        length += 1;
      }
    }
    offsets[count] = length;
    return { offsets, targets: sorted.targets.slice(0, length), kinds: sorted.kinds.slice(0, length) };
  }

  private sortBySource(): EdgeRows {
    const offsets = new Uint32Array(this.components.length + 1);
    for (const source of this.sources) offsets[source + 1]! += 1;
    for (let index = 1; index < offsets.length; index += 1) offsets[index]! += offsets[index - 1]!;
    const next = offsets.slice();
    const targets = new Uint32Array(this.sources.length);
    const kinds = new Uint8Array(this.sources.length);
    for (let index = 0; index < this.sources.length; index += 1) {
      const source = this.sources[index]!;
      const place = next[source]!;
      next[source] = place + 1;
      targets[place] = this.targets[index]!;
      kinds[place] = this.kinds[index]!;
    }
    return { offsets, targets, kinds };
  }
}

function countGraph({ components, edges, roots }: ComponentGraph): StatedFigures {
  const direct = new Set<number>();
  for (const root of roots) {
    for (let edge = edges.offsets[root]!; edge < edges.offsets[root + 1]!; edge += 1) {
      const target = edges.targets[edge]!;
      if (!components[target]!.isFirstParty) direct.add(target);
    }
  }
  return {
    entries: components.filter(({ isEntry }) => isEntry).length,
    direct: direct.size > 0 ? direct.size : null,
    edges: edges.targets.length,
  };
}
