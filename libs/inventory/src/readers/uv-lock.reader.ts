import type { DependencyGraph, EdgeKind } from '../dependency-graph.js';
import { UnsupportedSpecVersionError } from '../inventory.errors.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import {
  optionalArray,
  optionalObject,
  optionalString,
  requiredObject,
  requiredString,
  type JsonObject,
} from './json-values.js';
import { ListsByKey, LockReading } from './lock-reading.js';
import { normalisedName, pypiPackageUrl } from './python-packages.js';
import { isTomlLock } from './toml-locks.js';
import { parseToml } from './toml-text.js';
import type { SourceDocument } from './source-document.js';

/** Sources of the product's own packages; a path to an archive is somebody else's. */
const LOCAL_SOURCES = ['editable', 'virtual', 'directory'];

/** uv.lock, version 1 with any revision: revisions only add. */
export const uvLockReader: DocumentReader = {
  manifestOf: null,
  recognises: (document) => isTomlLock(document, 'uv'),
  read: (document, context) => new UvLockReading(document, context).read(),
};

interface UvPackage {
  readonly ordinal: number;
  readonly entry: JsonObject;
  readonly isLocal: boolean;
  readonly at: string;
}

class UvLockReading {
  private readonly lock: JsonObject;
  private readonly reading: LockReading;
  private readonly byName = new ListsByKey<{ readonly ordinal: number; readonly version: string | undefined }>();
  private readonly directNames = new Set<string>();

  constructor({ text }: SourceDocument, context: ReadingContext) {
    this.lock = parseToml(text, context.limits);
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    if (this.lock.version !== 1) {
      const stated = this.reading.fields.text(String(this.lock.version), '/version', 20);
      throw new UnsupportedSpecVersionError('uv.lock', stated, '1');
    }
    const packages = optionalArray(this.lock.package, '/package').map((value, index) => this.readPackage(value, index));
    for (const entry of packages) this.readAllDependencies(entry);
    const direct = this.reading.roots.length === 0 ? null : this.directNames.size;
    return this.reading.build({ name: 'uv-lock', version: '1' }, { direct, edges: this.reading.declaredEdges });
  }

  private readPackage(value: unknown, index: number): UvPackage {
    const at = `/package/${index}`;
    const entry = requiredObject(value, at);
    const name = requiredString(entry.name, `${at}/name`);
    const version = optionalString(entry.version, `${at}/version`);
    const source = optionalObject(entry.source, `${at}/source`) ?? {};
    const isLocal = LOCAL_SOURCES.some((kind) => Object.hasOwn(source, kind));
    const git = typeof source.git === 'string' ? source.git : null;
    if (!isLocal && !Object.hasOwn(source, 'registry')) this.reading.warnOfSource(`${at}/source`);
    const packageUrl = isLocal ? null : pypiPackageUrl(name, git === null ? null : `git+${git}`);
    const ordinal = this.reading.add({ name, version, at, isFirstParty: isLocal, packageUrl });
    this.byName.add(normalisedName(name), { ordinal, version });
    return { ordinal, entry, isLocal, at };
  }

  private readAllDependencies(uvPackage: UvPackage): void {
    const { entry, at } = uvPackage;
    this.readDependencies(uvPackage, entry.dependencies, 'runtime', `${at}/dependencies`);
    for (const [key, kind] of [
      ['optional-dependencies', 'optional'],
      ['dev-dependencies', 'development'],
    ] as const) {
      const groups = optionalObject(entry[key], `${at}/${key}`) ?? {};
      for (const [group, list] of Object.entries(groups)) {
        this.readDependencies(uvPackage, list, kind, `${at}/${key}/${group}`);
      }
    }
  }

  private readDependencies({ ordinal, isLocal }: UvPackage, list: unknown, kind: EdgeKind, at: string): void {
    for (const [index, value] of optionalArray(list, at).entries()) {
      const place = `${at}/${index}`;
      const dependency = requiredObject(value, place);
      const name = normalisedName(requiredString(dependency.name, `${place}/name`));
      const targets = this.find(name, optionalString(dependency.version, `${place}/version`));
      for (const target of targets) this.reading.edge(ordinal, target, kind, place);
      if (targets.length === 0) this.reading.edge(ordinal, null, kind, place);
      if (!isLocal) this.reading.declaredEdges += 1;
      else if (!this.reading.isFirstParty(targets)) this.directNames.add(name);
    }
  }

  /** Forks by marker give one name several versions; a dependency then says which, or means all. */
  private find(name: string, version: string | undefined): readonly number[] {
    return this.byName
      .of(name)
      .filter((candidate) => version === undefined || candidate.version === version)
      .map(({ ordinal }) => ordinal);
  }
}
