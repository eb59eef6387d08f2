import { DependencyGraphBuilder, type DependencyGraph, type EdgeKind } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import { UnsupportedSpecVersionError } from '../inventory.errors.js';
import { ComponentFields } from './component-fields.js';
import type { DocumentReader } from './document-reader.js';
import { describedRoots } from './infer-roots.js';
import {
  isJsonObject,
  optionalArray,
  optionalString,
  requiredArray,
  requiredObject,
  requiredString,
  type JsonObject,
} from './json-values.js';
import type { SourceDocument } from './source-document.js';

/** The contexts of the versions that are known; they are compared and never fetched. */
const CONTEXT = /^https:\/\/spdx\.org\/rdf\/(\d+\.\d+(?:\.\d+)?)\/spdx-context\.jsonld$/;
const SUPPORTED = /^3\.0(?:\.\d+)?$/;
const PACKAGE_TYPES: ReadonlySet<unknown> = new Set(['software_Package', 'ai_AIPackage', 'dataset_DatasetPackage']);
const DOCUMENT_TYPES: ReadonlySet<unknown> = new Set(['SpdxDocument', 'software_Sbom', 'Bom', 'Bundle']);
const KIND_OF_SCOPE = new Map<unknown, EdgeKind>([
  ['development', 'development'],
  ['build', 'development'],
  ['test', 'development'],
]);

/** SPDX 3.0 as JSON-LD, which its rules allow to be read as plain JSON: one context, a flat graph, and nothing inlined. */
export const spdx3Reader: DocumentReader = {
  manifestOf: null,
  recognises: ({ json }) => isJsonObject(json) && Array.isArray(json['@graph']) && contextOf(json) !== null,
  read: (document, { limits }) => new Spdx3Reading(document, limits).read(),
};

function contextOf({ '@context': context }: JsonObject): string | null {
  const first: unknown = Array.isArray(context) ? context[0] : context;
  return typeof first === 'string' ? (CONTEXT.exec(first)?.[1] ?? null) : null;
}

class Spdx3Reading {
  private readonly document: JsonObject;
  private readonly builder: DependencyGraphBuilder;
  private readonly fields: ComponentFields;
  private readonly ordinals = new Map<string, number>();
  private readonly others = new Set<string>();
  private readonly described = new Set<string>();
  private readonly pairs = new Map<string, Set<string>>();

  constructor({ json }: SourceDocument, limits: DocumentLimits) {
    this.document = requiredObject(json, '');
    this.builder = new DependencyGraphBuilder(limits);
    this.fields = new ComponentFields(this.builder, limits);
  }

  read(): DependencyGraph {
    const version = contextOf(this.document)!;
    if (!SUPPORTED.test(version)) throw new UnsupportedSpecVersionError('SPDX', version, '3.0');
    const graph = requiredArray(this.document['@graph'], '/@graph');
    const elements = graph.map((value, index) => ({
      element: requiredObject(value, `/@graph/${index}`),
      at: `/@graph/${index}`,
    }));
    for (const { element, at } of elements) this.readElement(element, at);
    for (const { element, at } of elements) this.readRelationship(element, at);
    const stated = [...this.pairs.values()].reduce((sum, targets) => sum + targets.size, 0);
    // The document has no list of direct dependencies; what is direct follows from the graph alone.
    return this.builder.build({ name: 'spdx-json-ld', version }, this.roots(), { direct: null, edges: stated });
  }

  private readElement(element: JsonObject, at: string): void {
    const id = optionalString(element.spdxId, `${at}/spdxId`) ?? optionalString(element['@id'], `${at}/@id`);
    if (DOCUMENT_TYPES.has(element.type)) {
      for (const [index, root] of optionalArray(element.rootElement, `${at}/rootElement`).entries())
        this.described.add(requiredString(root, `${at}/rootElement/${index}`));
    }
    if (!PACKAGE_TYPES.has(element.type)) {
      if (id !== undefined) this.others.add(id);
      return;
    }
    const ordinal = this.builder.addComponent({
      ref: this.fields.reference(requiredString(id, `${at}/spdxId`), at),
      name: this.fields.text(requiredString(element.name, `${at}/name`), `${at}/name`),
      version: this.fields.version(element.software_packageVersion, `${at}/software_packageVersion`),
      identity: this.fields.packageUrl(packageUrlOf(element, at), at),
      scope: null,
      isFirstParty: false,
      isEntry: true,
    });
    if (this.ordinals.has(id!)) this.builder.warn('DUPLICATE_SPDXID', at);
    else this.ordinals.set(id!, ordinal);
  }

  private readRelationship(element: JsonObject, at: string): void {
    if (element.type !== 'Relationship' && element.type !== 'LifecycleScopedRelationship') return;
    const from = requiredString(element.from, `${at}/from`);
    // A list of one may be written as the one.
    const to = typeof element.to === 'string' ? [element.to] : element.to;
    const targets = optionalArray(to, `${at}/to`).map((id, index) => requiredString(id, `${at}/to/${index}`));
    if (element.relationshipType === 'describes') for (const target of targets) this.described.add(target);
    if (element.relationshipType !== 'dependsOn') return;
    const kind = KIND_OF_SCOPE.get(element.scope) ?? 'runtime';
    const known = this.pairs.get(from) ?? new Set();
    this.pairs.set(from, known);
    for (const id of targets) {
      known.add(id);
      const [source, target] = [this.ordinals.get(from), this.ordinals.get(id)];
      if (source !== undefined && target !== undefined) this.builder.addEdge(source, target, kind);
      else if (![from, id].every((end) => this.ordinals.has(end) || this.others.has(end)))
        this.builder.warn('DANGLING_REF', at);
    }
  }

  private roots(): readonly number[] {
    const described = [...this.described].flatMap((id) => this.ordinals.get(id) ?? []);
    return describedRoots(this.builder, described, '/@graph');
  }
}

function packageUrlOf(element: JsonObject, at: string): unknown {
  if (element.software_packageUrl !== undefined) return element.software_packageUrl;
  for (const value of optionalArray(element.externalIdentifier, `${at}/externalIdentifier`)) {
    if (isJsonObject(value) && value.externalIdentifierType === 'packageUrl') return value.identifier;
  }
  return null;
}
