import type { DependencyGraph } from '../dependency-graph.js';
import { composerPackageUrl, isPlatformPackage } from './composer-packages.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import {
  isJsonObject,
  optionalArray,
  optionalObject,
  pointerSegment,
  requiredObject,
  requiredString,
  type JsonObject,
} from './json-values.js';
import { ListsByKey, LockReading } from './lock-reading.js';
import type { SourceDocument } from './source-document.js';

const SECTIONS = [
  ['packages', 'runtime'],
  ['packages-dev', 'development'],
] as const;

/** composer.lock. What is direct stands in composer.json alone. */
export const composerLockReader: DocumentReader = {
  manifestOf: 'composer',
  recognises: ({ json }) => isJsonObject(json) && Object.hasOwn(json, 'content-hash') && Array.isArray(json.packages),
  read: (document, context) => new ComposerLockReading(document, context).read(),
};

interface ComposerPackage {
  readonly ordinal: number;
  readonly entry: JsonObject;
  readonly at: string;
}

class ComposerLockReading {
  private readonly lock: JsonObject;
  private readonly reading: LockReading;
  private readonly byName = new ListsByKey<number>();

  constructor({ json }: SourceDocument, context: ReadingContext) {
    this.lock = requiredObject(json, '');
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    const packages = SECTIONS.flatMap(([section, scope]) =>
      optionalArray(this.lock[section], `/${section}`).map((value, index) =>
        this.readPackage(requiredObject(value, `/${section}/${index}`), `/${section}/${index}`, scope),
      ),
    );
    for (const item of packages) this.readRequirements(item);
    this.reading.addProduct(({ name }) => (isPlatformPackage(name) ? [] : this.byName.of(name.toLowerCase())));
    return this.reading.build({ name: 'composer-lock', version: '' }, { edges: this.reading.declaredEdges });
  }

  private readPackage(entry: JsonObject, at: string, scope: 'runtime' | 'development'): ComposerPackage {
    const name = requiredString(entry.name, `${at}/name`);
    const packageUrl = composerPackageUrl(name);
    const ordinal = this.reading.add({ name, version: entry.version, at, packageUrl, scope });
    this.byName.add(name.toLowerCase(), ordinal);
    // A fork or a meta package may stand in for others.
    for (const field of ['provide', 'replace']) {
      for (const other of Object.keys(optionalObject(listless(entry[field]), `${at}/${field}`) ?? {}))
        this.byName.add(other.toLowerCase(), ordinal);
    }
    return { ordinal, entry, at };
  }

  private readRequirements({ ordinal, entry, at }: ComposerPackage): void {
    for (const name of Object.keys(optionalObject(listless(entry.require), `${at}/require`) ?? {})) {
      if (isPlatformPackage(name)) continue;
      const targets = this.byName.of(name.toLowerCase());
      const place = `${at}/require/${pointerSegment(name)}`;
      for (const target of targets) this.reading.edge(ordinal, target, 'runtime', place);
      if (targets.length === 0) this.reading.edge(ordinal, null, 'runtime', place);
      this.reading.declaredEdges += 1;
    }
  }
}

/** PHP writes an empty table as an empty list. */
function listless(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}
