import { DependencyGraphBuilder, type DependencyGraph, type StatedScope } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import { SchemaInvalidError, TooDeepError, UnsupportedSpecVersionError } from '../inventory.errors.js';
import { ComponentFields } from './component-fields.js';
import type { DocumentReader, SourceDocument } from './document-reader.js';
import {
  isJsonObject,
  optionalArray,
  optionalObject,
  optionalString,
  requiredObject,
  requiredString,
  type JsonObject,
} from './json-values.js';

const SUPPORTED_VERSIONS = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'];

const SCOPES = new Map<unknown, StatedScope>([
  ['required', 'runtime'],
  ['optional', 'optional'],
  // "Not shipped": used to build or test the product.
  ['excluded', 'development'],
]);

/** CycloneDX as JSON (ECMA-424), versions 1.2 to 1.7. */
export const cycloneDxJsonReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ json }) => isJsonObject(json) && json.bomFormat === 'CycloneDX',
  read: (document, { limits }) => new CycloneDxJsonReading(document, limits).read(),
};

/** The state of reading one document. */
class CycloneDxJsonReading {
  private readonly bom: JsonObject;
  private readonly builder: DependencyGraphBuilder;
  private readonly fields: ComponentFields;
  /** By raw bom-ref: a Map, since `__proto__` and `constructor` are refs like any other. */
  private readonly ordinals = new Map<string, number>();
  /** Components that have a node of their own in `dependencies`, in file order. */
  private readonly nodes = new Set<number>();

  constructor(
    document: SourceDocument,
    private readonly limits: DocumentLimits,
  ) {
    this.bom = requiredObject(document.json, '');
    this.builder = new DependencyGraphBuilder(limits);
    this.fields = new ComponentFields(this.builder, limits);
  }

  read(): DependencyGraph {
    const version = this.supportedVersion();
    const product = this.readProduct();
    this.readComponents(optionalArray(this.bom.components, '/components'), '/components', false);
    this.readDependencies();
    return this.builder.build({ name: 'cyclonedx-json', version }, this.roots(product));
  }

  private supportedVersion(): string {
    const version = optionalString(this.bom.specVersion, '/specVersion') ?? 'without a version';
    if (SUPPORTED_VERSIONS.includes(version)) return version;
    const shown = this.fields.text(version, '/specVersion', 20);
    throw new UnsupportedSpecVersionError('CycloneDX', shown, SUPPORTED_VERSIONS.join(', '));
  }

  /** The described product and, as some tools write them, the modules inside it. */
  private readProduct(): number | null {
    const metadata = optionalObject(this.bom.metadata, '/metadata');
    const component = optionalObject(metadata?.component, '/metadata/component');
    if (component === undefined) return null;
    const ordinal = this.readComponent(component, '/metadata/component', true);
    const pointer = '/metadata/component/components';
    this.readComponents(optionalArray(component.components, pointer), pointer, true);
    return ordinal;
  }

  /** Depth first with a stack of its own. Nesting says "contains", not "depends on", so it makes no edges. */
  private readComponents(components: readonly unknown[], pointer: string, isFirstParty: boolean): void {
    const open = [{ components, pointer, next: 0 }];
    for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
      if (level.next >= level.components.length) {
        open.pop();
        continue;
      }
      const at = `${level.pointer}/${level.next}`;
      const component = requiredObject(level.components[level.next], at);
      level.next += 1;
      this.readComponent(component, at, isFirstParty);
      const nested = optionalArray(component.components, `${at}/components`);
      if (nested.length === 0) continue;
      if (open.length >= this.limits.maxComponentNesting) throw new TooDeepError(this.limits.maxComponentNesting);
      open.push({ components: nested, pointer: `${at}/components`, next: 0 });
    }
  }

  private readComponent(component: JsonObject, at: string, isFirstParty: boolean): number {
    const bomRef = optionalString(component['bom-ref'], `${at}/bom-ref`);
    const identity = this.fields.packageUrl(component.purl, `${at}/purl`);
    const name = this.nameOf(component, at) ?? bomRef ?? identity?.packageKey;
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

  private nameOf(component: JsonObject, at: string): string | undefined {
    const name = optionalString(component.name, `${at}/name`);
    if (name === undefined) this.builder.warn('NAME_MISSING', at);
    const group = optionalString(component.group, `${at}/group`);
    return name !== undefined && group ? `${group}/${name}` : name;
  }

  private readDependencies(): void {
    for (const [index, entry] of optionalArray(this.bom.dependencies, '/dependencies').entries()) {
      const at = `/dependencies/${index}`;
      const node = requiredObject(entry, at);
      const source = this.ordinalOf(requiredString(node.ref, `${at}/ref`), `${at}/ref`);
      const targets = optionalArray(node.dependsOn, `${at}/dependsOn`);
      if (source === null) continue;
      this.nodes.add(source);
      for (const [position, ref] of targets.entries()) {
        const target = this.ordinalOf(
          requiredString(ref, `${at}/dependsOn/${position}`),
          `${at}/dependsOn/${position}`,
        );
        if (target !== null) this.builder.addEdge(source, target, 'runtime');
      }
    }
  }

  private ordinalOf(ref: string, pointer: string): number | null {
    const ordinal = this.ordinals.get(ref);
    if (ordinal !== undefined) return ordinal;
    this.builder.warn('DANGLING_REF', pointer);
    return null;
  }

  /** Domain rule 2.7(2): the product if it has a node of its own; else whatever nothing depends on is taken as direct. */
  private roots(product: number | null): readonly number[] {
    if (this.builder.edgeCount === 0) {
      this.builder.warn('DEPTH_UNKNOWN', '/dependencies');
      return product === null ? [] : [product];
    }
    if (product !== null && this.nodes.has(product)) return [product];
    this.builder.warn('ROOT_INFERRED', '/metadata/component');
    const root = product ?? this.builder.addProduct();
    const dependedOn = this.builder.dependedOn();
    for (const node of this.nodes) {
      if (node !== root && dependedOn[node] === 0) this.builder.addEdge(root, node, 'inferred');
    }
    return [root];
  }
}

/** `cyclonedx-npm` marks development packages with a property, because the format has no scope for them. */
function scopeOf(component: JsonObject): StatedScope | null {
  const { properties } = component;
  const isDevelopment =
    Array.isArray(properties) &&
    properties.some(
      (property) =>
        isJsonObject(property) && property.name === 'cdx:npm:package:development' && property.value === 'true',
    );
  return isDevelopment ? 'development' : (SCOPES.get(component.scope) ?? null);
}
