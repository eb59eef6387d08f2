import { TooDeepError } from '#platform/kernel';
import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import { CycloneDxModel, DEVELOPMENT_PROPERTY } from './cyclonedx-model.js';
import type { DocumentReader } from './document-reader.js';
import {
  isJsonObject,
  optionalArray,
  optionalObject,
  optionalString,
  requiredObject,
  requiredString,
  type JsonObject,
} from './json-values.js';
import type { SourceDocument } from './source-document.js';

const SUPPORTED_VERSIONS = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'];

/** CycloneDX as JSON (ECMA-424), versions 1.2 to 1.7. */
export const cycloneDxJsonReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ json }) => isJsonObject(json) && json.bomFormat === 'CycloneDX',
  read: (document, { limits }) => new CycloneDxJsonReading(document, limits).read(),
};

/** The state of reading one document. */
class CycloneDxJsonReading {
  private readonly bom: JsonObject;
  private readonly model: CycloneDxModel;

  constructor(document: SourceDocument, limits: DocumentLimits) {
    this.bom = requiredObject(document.json, '');
    this.model = new CycloneDxModel('cyclonedx-json', limits);
  }

  read(): DependencyGraph {
    const stated = optionalString(this.bom.specVersion, '/specVersion') ?? 'without a version';
    const version = this.model.supportedVersion(stated, SUPPORTED_VERSIONS, '/specVersion');
    const product = this.readProduct();
    this.readComponents(optionalArray(this.bom.components, '/components'), '/components', false);
    this.readDependencies();
    return this.model.build(version, product);
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
    const { maxComponentNesting } = this.model.limits;
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
      if (open.length >= maxComponentNesting) throw new TooDeepError(maxComponentNesting);
      open.push({ components: nested, pointer: `${at}/components`, next: 0 });
    }
  }

  private readComponent(component: JsonObject, at: string, isFirstParty: boolean): number {
    return this.model.addComponent({
      at,
      isFirstParty,
      bomRef: optionalString(component['bom-ref'], `${at}/bom-ref`),
      group: optionalString(component.group, `${at}/group`),
      name: optionalString(component.name, `${at}/name`),
      version: component.version,
      packageUrl: component.purl,
      scope: component.scope,
      isDevelopment: isDevelopment(component),
    });
  }

  private readDependencies(): void {
    for (const [index, entry] of optionalArray(this.bom.dependencies, '/dependencies').entries()) {
      const at = `/dependencies/${index}`;
      const node = requiredObject(entry, at);
      const source = this.model.addNode(requiredString(node.ref, `${at}/ref`), `${at}/ref`);
      const targets = optionalArray(node.dependsOn, `${at}/dependsOn`);
      if (source === null) continue;
      for (const [position, ref] of targets.entries()) {
        const place = `${at}/dependsOn/${position}`;
        this.model.addDependency(source, requiredString(ref, place), place);
      }
    }
  }
}

function isDevelopment({ properties }: JsonObject): boolean {
  if (!Array.isArray(properties)) return false;
  const { name, value } = DEVELOPMENT_PROPERTY;
  for (const property of properties as readonly unknown[])
    if (isJsonObject(property) && property.name === name && property.value === value) return true;
  return false;
}
