import {
  DependencyGraphBuilder,
  type DependencyGraph,
  type DocumentFormat,
  type EdgeKind,
  type PackageIdentity,
  type StatedFigures,
  type StatedScope,
} from '../dependency-graph.js';
import type { PackageUrlParts } from '#platform/kernel';
import type { Place } from '../document-warnings.js';
import { ComponentFields } from './component-fields.js';
import type { ReadingContext } from './document-reader.js';
import type { ManifestDependency } from './manifests/manifest.js';

/** A package of a lockfile, still as it came. */
export interface LockedPackage {
  readonly name: string;
  readonly version: unknown;
  readonly at: Place;
  /** Null for what is of the product itself, or has no place in a registry. */
  readonly packageUrl: Omit<PackageUrlParts, 'version'> | null;
  readonly scope?: StatedScope | null;
  readonly isFirstParty?: boolean;
  /** The record's own name in the file; its name and version unless given. */
  readonly ref?: string;
}

/** What all readers of lockfiles do alike: components, edges, and the direct list that a manifest supplies. */
export class LockReading {
  readonly builder: DependencyGraphBuilder;
  readonly fields: ComponentFields;
  readonly roots: number[] = [];
  private readonly firstParty = new Set<number>();
  /** Dependencies that packages of others name, as the file declares them. */
  declaredEdges = 0;

  constructor(readonly context: ReadingContext) {
    this.builder = new DependencyGraphBuilder(context.limits);
    this.fields = new ComponentFields(this.builder, context.limits);
  }

  add({ name, version, at, packageUrl, scope = null, isFirstParty = false, ref }: LockedPackage): number {
    const text = this.fields.version(version, at);
    const ordinal = this.builder.addComponent({
      ref: this.fields.reference(ref ?? (text === null ? name : `${name}@${text}`), at),
      name: this.fields.text(name, at),
      version: text,
      identity: packageUrl === null ? null : this.identityOf({ ...packageUrl, version: text }, at),
      scope,
      isFirstParty,
    });
    if (isFirstParty) {
      this.roots.push(ordinal);
      this.firstParty.add(ordinal);
    }
    return ordinal;
  }

  /** A registry does not have what comes from elsewhere, whatever its name; a qualifier keeps the two apart. */
  warnOfSource(at: Place): void {
    this.builder.warn('NON_REGISTRY_SOURCE', at);
  }

  edge(source: number, target: number | null | undefined, kind: EdgeKind, at: Place): void {
    if (target !== null && target !== undefined) this.builder.addEdge(source, target, kind);
    // What is optional may be absent by design: another platform, or a peer that nobody needs.
    else if (kind !== 'optional' && kind !== 'optionalPeer') this.builder.warn('DANGLING_REF', at);
  }

  /**
   * For lockfiles that do not tell what is direct: the product and its dependencies by the manifest beside them.
   * @param find ordinals of the packages that a dependency of the manifest means
   */
  addProduct(find: (dependency: ManifestDependency) => readonly number[]): void {
    const { manifest } = this.context;
    if (manifest === null) return;
    const root = this.builder.addProduct(this.fields.text(manifest.name ?? '', 'manifest'));
    this.roots.push(root);
    for (const dependency of manifest.dependencies) {
      const targets = find(dependency);
      for (const target of targets) this.builder.addEdge(root, target, dependency.kind);
      if (targets.length === 0) this.edge(root, null, dependency.kind, `manifest: ${dependency.name}`);
    }
  }

  isFirstParty(ordinals: readonly number[]): boolean {
    return ordinals.some((ordinal) => this.firstParty.has(ordinal));
  }

  build(format: DocumentFormat, stated: Partial<StatedFigures> = {}): DependencyGraph {
    if (this.roots.length === 0) this.builder.warn('DEPTH_UNKNOWN', 'manifest');
    return this.builder.build(format, this.roots, stated);
  }

  private identityOf(parts: PackageUrlParts, at: Place): PackageIdentity | null {
    return this.fields.identity(parts, at);
  }
}

/** Lists by key. */
export class ListsByKey<Value> {
  private readonly lists = new Map<string, Value[]>();

  add(key: string, value: Value): void {
    const list = this.lists.get(key);
    if (list === undefined) this.lists.set(key, [value]);
    else list.push(value);
  }

  of(key: string): readonly Value[] {
    return this.lists.get(key) ?? [];
  }
}
