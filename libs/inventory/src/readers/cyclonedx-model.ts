import {
  DependencyGraphBuilder,
  type DependencyGraph,
  type DocumentFormat,
  type StatedScope,
} from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import { SchemaInvalidError, UnsupportedSpecVersionError } from '../inventory.errors.js';
import { ComponentFields } from './component-fields.js';
import { inferRoots } from './infer-roots.js';

/** The fields of a component, still as they came. `at` is its place, and that of a field is below it. */
export interface CycloneDxComponent {
  readonly at: string;
  readonly isFirstParty: boolean;
  readonly bomRef: string | undefined;
  readonly group: string | undefined;
  readonly name: string | undefined;
  readonly version: unknown;
  readonly packageUrl: unknown;
  /** required, optional or excluded. */
  readonly scope: unknown;
  /** A property of cyclonedx-npm, because the format has no scope for what only development needs. */
  readonly isDevelopment: boolean;
}

const SCOPES = new Map<unknown, StatedScope>([
  ['required', 'runtime'],
  ['optional', 'optional'],
  // "Not shipped": used to build or test the product.
  ['excluded', 'development'],
]);

/** The name of the property, and the value that matters. */
export const DEVELOPMENT_PROPERTY = { name: 'cdx:npm:package:development', value: 'true' } as const;

/** What CycloneDX means, whatever it is written in. Components come first, then dependencies. */
export class CycloneDxModel {
  readonly fields: ComponentFields;
  private readonly builder: DependencyGraphBuilder;
  /** By raw bom-ref: a Map, since `__proto__` and `constructor` are refs like any other. */
  private readonly ordinals = new Map<string, number>();
  /** Components that have a node of their own in `dependencies`, in file order. */
  private readonly nodes = new Set<number>();

  constructor(
    private readonly format: DocumentFormat['name'],
    readonly limits: DocumentLimits,
  ) {
    this.builder = new DependencyGraphBuilder(limits);
    this.fields = new ComponentFields(this.builder, limits);
  }

  /** @throws UnsupportedSpecVersionError */
  supportedVersion(version: string, supported: readonly string[], at: string): string {
    if (supported.includes(version)) return version;
    throw new UnsupportedSpecVersionError('CycloneDX', this.fields.text(version, at, 20), supported.join(', '));
  }

  /** @throws SchemaInvalidError when nothing in the component names it */
  addComponent(component: CycloneDxComponent): number {
    const { at, bomRef, isFirstParty } = component;
    const identity = this.fields.packageUrl(component.packageUrl, `${at}/purl`);
    const name = this.nameOf(component) ?? bomRef ?? identity?.packageKey;
    if (name === undefined) throw new SchemaInvalidError(`${at}/name`, 'a string');
    const ordinal = this.builder.addComponent({
      ref: this.fields.reference(bomRef ?? identity?.packageUrl ?? name, `${at}/bom-ref`),
      name: this.fields.text(name, `${at}/name`),
      version: this.fields.version(component.version, `${at}/version`),
      identity,
      scope: isFirstParty ? null : scopeOf(component),
      isFirstParty,
    });
    if (bomRef === undefined) return ordinal;
    if (this.ordinals.has(bomRef)) this.builder.warn('DUPLICATE_BOM_REF', `${at}/bom-ref`);
    else this.ordinals.set(bomRef, ordinal);
    return ordinal;
  }

  /** A node says that the file knows what its component depends on, be it nothing. Null with a warning for an unknown one. */
  addNode(ref: string, at: string): number | null {
    const source = this.ordinalOf(ref, at);
    if (source !== null) this.nodes.add(source);
    return source;
  }

  addDependency(source: number, ref: string, at: string): void {
    const target = this.ordinalOf(ref, at);
    if (target !== null) this.builder.addEdge(source, target, 'runtime');
  }

  /** @param product ordinal of the described component; it is the root if it has a node of its own */
  build(version: string, product: number | null): DependencyGraph {
    const isRoot = product !== null && this.nodes.has(product) && this.builder.edgeCount > 0;
    const at = this.builder.edgeCount === 0 ? '/dependencies' : '/metadata/component';
    const roots = isRoot ? [product] : inferRoots(this.builder, product, this.nodes, at);
    return this.builder.build({ name: this.format, version }, roots);
  }

  private nameOf({ name, group, at }: CycloneDxComponent): string | undefined {
    if (name === undefined) this.builder.warn('NAME_MISSING', at);
    return name !== undefined && group ? `${group}/${name}` : name;
  }

  private ordinalOf(ref: string, at: string): number | null {
    const ordinal = this.ordinals.get(ref);
    if (ordinal !== undefined) return ordinal;
    this.builder.warn('DANGLING_REF', at);
    return null;
  }
}

function scopeOf({ isDevelopment, scope }: CycloneDxComponent): StatedScope | null {
  return isDevelopment ? 'development' : (SCOPES.get(scope) ?? null);
}
