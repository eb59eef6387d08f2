import type { DependencyGraph } from '../dependency-graph.js';
import { SchemaInvalidError, UnsupportedSpecVersionError } from '../inventory.errors.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import { optionalArray, optionalString, requiredObject, requiredString, type JsonObject } from './json-values.js';
import { ListsByKey, LockReading } from './lock-reading.js';
import { parseToml } from './toml-text.js';
import { isTomlLock } from './toml-locks.js';
import type { SourceDocument } from './source-document.js';

const SUPPORTED_VERSIONS = [1, 2, 3, 4];
/** "name", "name version" or "name version (source)": only as much as tells it from its namesakes. */
const DEPENDENCY = /^(\S+)(?: (\S+))?(?: \((.+)\))?$/;

/** Cargo.lock, versions 1 to 4. Packages without a source are the product's own. */
export const cargoLockReader: DocumentReader = {
  manifestOf: null,
  recognises: (document) => isTomlLock(document, 'cargo'),
  read: (document, context) => new CargoLockReading(document, context).read(),
};

interface CargoPackage {
  readonly ordinal: number;
  readonly entry: JsonObject;
  readonly isLocal: boolean;
  readonly at: string;
}

class CargoLockReading {
  private readonly lock: JsonObject;
  private readonly reading: LockReading;
  private readonly byName = new ListsByKey<{
    readonly ordinal: number;
    readonly version: string;
    readonly source: string;
  }>();

  constructor({ text }: SourceDocument, context: ReadingContext) {
    this.lock = parseToml(text, context.limits);
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    const version = this.version();
    const packages = optionalArray(this.lock.package, '/package').map((value, index) => this.readPackage(value, index));
    for (const entry of packages) this.readDependencies(entry);
    return this.reading.build({ name: 'cargo-lock', version: String(version) }, { edges: this.reading.declaredEdges });
  }

  /** Before version 3 it was not written; 1 has the checksums apart, in a table of metadata. */
  private version(): number {
    const { version = this.lock.metadata === undefined ? 2 : 1 } = this.lock;
    if (typeof version !== 'number') throw new SchemaInvalidError('/version', 'a number');
    if (SUPPORTED_VERSIONS.includes(version)) return version;
    throw new UnsupportedSpecVersionError('Cargo.lock', String(version), SUPPORTED_VERSIONS.join(', '));
  }

  private readPackage(value: unknown, index: number): CargoPackage {
    const at = `/package/${index}`;
    const entry = requiredObject(value, at);
    const name = requiredString(entry.name, `${at}/name`);
    const version = requiredString(entry.version, `${at}/version`);
    const source = optionalString(entry.source, `${at}/source`);
    // What follows the address is a branch that was asked for, and the commit that was taken.
    const git = source?.startsWith('git+') === true ? source.replace(/(?:\?[^#]*)?#/, '@') : null;
    if (git !== null) this.reading.warnOfSource(`${at}/source`);
    const ordinal = this.reading.add({
      name,
      version,
      at,
      isFirstParty: source === undefined,
      packageUrl:
        source === undefined ? null : { type: 'cargo', name, qualifiers: git === null ? [] : [['vcs_url', git]] },
    });
    this.byName.add(name, { ordinal, version, source: source ?? '' });
    return { ordinal, entry, isLocal: source === undefined, at };
  }

  private readDependencies({ ordinal, entry, isLocal, at }: CargoPackage): void {
    for (const [index, value] of optionalArray(entry.dependencies, `${at}/dependencies`).entries()) {
      const place = `${at}/dependencies/${index}`;
      const target = this.find(requiredString(value, place));
      this.reading.edge(ordinal, target, 'runtime', place);
      if (!isLocal && target !== undefined) this.reading.declaredEdges += 1;
    }
  }

  private find(dependency: string): number | undefined {
    const [, name = '', version, source] = DEPENDENCY.exec(dependency) ?? [];
    return this.byName.of(name).find(
      (candidate) =>
        (version === undefined || candidate.version === version) &&
        // The commit of a git source is not repeated here.
        (source === undefined || candidate.source === source || candidate.source.startsWith(`${source}#`)),
    )?.ordinal;
  }
}
