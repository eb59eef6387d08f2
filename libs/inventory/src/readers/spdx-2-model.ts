import {
  DependencyGraphBuilder,
  type DependencyGraph,
  type DocumentFormat,
  type EdgeKind,
} from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import type { DocumentWarningCode } from '../document-warnings.js';
import { UnsupportedSpecVersionError } from '../inventory.errors.js';
import { ComponentFields } from './component-fields.js';
import { describedRoots } from './infer-roots.js';

/** Where something stands in its file. */
type Place = string;

export interface SpdxPackage {
  readonly id: string;
  readonly name: string;
  readonly version: unknown;
  /** The first external reference of type purl; null without one. */
  readonly packageUrl: unknown;
  readonly at: Place;
}

const SUPPORTED_VERSIONS = ['SPDX-2.2', 'SPDX-2.3'];
/** Targets that stand for "nothing" and "not known". */
const NO_TARGET: ReadonlySet<string> = new Set(['NONE', 'NOASSERTION']);
const DEPENDENCY_OF = /^(?:([A-Z]+)_)?DEPENDENCY_OF$/;
const KIND_OF_PREFIX = new Map<string | undefined, EdgeKind>([
  ['DEV', 'development'],
  ['TEST', 'development'],
  ['BUILD', 'development'],
  ['OPTIONAL', 'optional'],
]);

/**
 * What SPDX 2.2 and 2.3 mean, whatever they are written in. Packages come first, then files, then relationships: an edge
 * needs both of its ends.
 */
export class Spdx2Model {
  private readonly builder: DependencyGraphBuilder;
  private readonly fields: ComponentFields;
  private readonly ordinals = new Map<string, number>();
  private readonly others = new Set<string>();
  private readonly described = new Set<string>();
  /** Distinct dependencies between elements of any kind, as the file states them. */
  private readonly stated = new Map<string, Set<string>>();
  private edgeCount = 0;

  constructor(
    private readonly format: DocumentFormat['name'],
    limits: DocumentLimits,
  ) {
    this.builder = new DependencyGraphBuilder(limits);
    this.fields = new ComponentFields(this.builder, limits);
  }

  warn(code: DocumentWarningCode, at: Place): void {
    this.builder.warn(code, at);
  }

  /** @param ids of the elements that the document describes: the product */
  describe(ids: Iterable<string>): void {
    for (const id of ids) this.described.add(id);
  }

  addPackage({ id, name, version, packageUrl, at }: SpdxPackage): void {
    const identity = this.fields.packageUrl(packageUrl, at);
    const ordinal = this.builder.addComponent({
      ref: this.fields.reference(id, at),
      name: this.fields.text(name, at),
      version: this.fields.version(version, at),
      identity,
      scope: null,
      // Set at the end, when all descriptions are known.
      isFirstParty: false,
    });
    if (this.ordinals.has(id)) this.builder.warn('DUPLICATE_SPDXID', at);
    else this.ordinals.set(id, ordinal);
  }

  /** A file, a snippet, or the document itself: something that relationships may name and that is no package. */
  addOther(id: string): void {
    this.others.add(id);
  }

  addRelationship(from: string, type: string, to: string, at: Place): void {
    if (NO_TARGET.has(to)) return;
    if (type === 'DESCRIBES') this.described.add(to);
    else if (type === 'DESCRIBED_BY') this.described.add(from);
    else if (type === 'PREREQUISITE_FOR') this.addEdge(to, from, 'peer', at);
    else if (type === 'HAS_PREREQUISITE') this.addEdge(from, to, 'peer', at);
    else if (type.endsWith('DEPENDS_ON'))
      this.addDependency(from, to, kindOf(type.slice(0, -'_DEPENDS_ON'.length)), at);
    else {
      const match = DEPENDENCY_OF.exec(type);
      if (match !== null) this.addDependency(to, from, kindOf(match[1]), at);
    }
  }

  build(version: string): DependencyGraph {
    const described = [...this.described].flatMap((id) => this.ordinals.get(id) ?? []);
    const roots = describedRoots(this.builder, described, '/documentDescribes');
    const direct = new Set([...this.described].flatMap((id) => [...(this.stated.get(id) ?? [])]));
    return this.builder.build({ name: this.format, version }, roots, {
      direct: direct.size > 0 ? direct.size : null,
      edges: this.edgeCount,
    });
  }

  /** @throws UnsupportedSpecVersionError */
  supportedVersion(version: string): string {
    if (SUPPORTED_VERSIONS.includes(version)) return version.slice('SPDX-'.length);
    throw new UnsupportedSpecVersionError('SPDX', this.fields.text(version, '', 20), SUPPORTED_VERSIONS.join(', '));
  }

  private addDependency(from: string, to: string, kind: EdgeKind, at: Place): void {
    const targets = this.stated.get(from) ?? new Set();
    if (!targets.has(to)) {
      this.stated.set(from, targets.add(to));
      this.edgeCount += 1;
    }
    this.addEdge(from, to, kind, at);
  }

  private addEdge(from: string, to: string, kind: EdgeKind, at: Place): void {
    const [source, target] = [this.ordinals.get(from), this.ordinals.get(to)];
    if (source !== undefined && target !== undefined) this.builder.addEdge(source, target, kind);
    else if ([from, to].some((id) => !this.isKnown(id))) this.builder.warn('DANGLING_REF', at);
  }

  /** Elements of other documents cannot be looked up, and are nobody's mistake. */
  private isKnown(id: string): boolean {
    return this.ordinals.has(id) || this.others.has(id) || id.startsWith('DocumentRef-');
  }
}

function kindOf(prefix: string | undefined): EdgeKind {
  return KIND_OF_PREFIX.get(prefix) ?? 'runtime';
}
