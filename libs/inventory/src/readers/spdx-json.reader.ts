import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import type { DocumentReader } from './document-reader.js';
import {
  isJsonObject,
  optionalArray,
  optionalString,
  requiredObject,
  requiredString,
  type JsonObject,
} from './json-values.js';
import { Spdx2Model } from './spdx-2-model.js';

/** SPDX 2.2 and 2.3 as JSON, also wrapped in `{"sbom": …}` as GitHub's API hands it out. */
export const spdxJsonReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ json }) => spdxDocumentIn(json) !== undefined,
  read: ({ json }, { limits }) => new SpdxJsonReading(spdxDocumentIn(json)!, limits).read(),
};

/** The document itself: the export of GitHub's dependency graph has it inside of an object, as `sbom`. */
export function spdxDocumentIn(json: unknown): JsonObject | undefined {
  if (!isJsonObject(json)) return undefined;
  if (Object.hasOwn(json, 'spdxVersion')) return json;
  return isJsonObject(json.sbom) && Object.hasOwn(json.sbom, 'spdxVersion') ? json.sbom : undefined;
}

class SpdxJsonReading {
  private readonly model: Spdx2Model;

  constructor(
    private readonly document: JsonObject,
    limits: DocumentLimits,
  ) {
    this.model = new Spdx2Model('spdx-json', limits);
  }

  read(): DependencyGraph {
    const version = this.model.supportedVersion(requiredString(this.document.spdxVersion, '/spdxVersion'));
    const id = optionalString(this.document.SPDXID, '/SPDXID');
    if (id !== undefined) this.model.addOther(id);
    this.readDescribed();
    this.each('packages', (entry, at) => this.readPackage(entry, at));
    for (const kind of ['files', 'snippets']) {
      this.each(kind, (entry, at) => this.model.addOther(requiredString(entry.SPDXID, `${at}/SPDXID`)));
    }
    this.each('relationships', (entry, at) => this.readRelationship(entry, at));
    return this.model.build(version);
  }

  private readDescribed(): void {
    const described = optionalArray(this.document.documentDescribes, '/documentDescribes');
    this.model.describe(described.map((id, index) => requiredString(id, `/documentDescribes/${index}`)));
  }

  private readPackage(entry: JsonObject, at: string): void {
    this.model.addPackage({
      id: requiredString(entry.SPDXID, `${at}/SPDXID`),
      name: requiredString(entry.name, `${at}/name`),
      version: entry.versionInfo,
      packageUrl: packageUrlOf(entry, at),
      at,
    });
  }

  private readRelationship(entry: JsonObject, at: string): void {
    const from = requiredString(entry.spdxElementId, `${at}/spdxElementId`);
    const type = requiredString(entry.relationshipType, `${at}/relationshipType`);
    const to = requiredString(entry.relatedSpdxElement, `${at}/relatedSpdxElement`);
    this.model.addRelationship(from, type, to, at);
  }

  private each(key: string, read: (entry: JsonObject, at: string) => void): void {
    for (const [index, value] of optionalArray(this.document[key], `/${key}`).entries()) {
      const at = `/${key}/${index}`;
      read(requiredObject(value, at), at);
    }
  }
}

/** The category is written PACKAGE_MANAGER or PACKAGE-MANAGER; the type says enough. */
function packageUrlOf({ externalRefs }: JsonObject, at: string): unknown {
  for (const [index, value] of optionalArray(externalRefs, `${at}/externalRefs`).entries()) {
    const reference = requiredObject(value, `${at}/externalRefs/${index}`);
    if (reference.referenceType === 'purl') return reference.referenceLocator;
  }
  return null;
}
