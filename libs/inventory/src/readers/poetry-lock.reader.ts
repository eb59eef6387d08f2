import type { DependencyGraph, StatedScope } from '../dependency-graph.js';
import { UnsupportedSpecVersionError } from '../inventory.errors.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import {
  isJsonObject,
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

const MAJORS = ['1', '2'];
const FOREIGN_SOURCES = ['git', 'url', 'directory', 'file'];

/** poetry.lock of Poetry 1 and 2. What is direct stands in pyproject.toml alone. */
export const poetryLockReader: DocumentReader = {
  manifestOf: 'pypi',
  recognises: (document) => isTomlLock(document, 'poetry'),
  read: (document, context) => new PoetryLockReading(document, context).read(),
};

interface PoetryPackage {
  readonly ordinal: number;
  readonly entry: JsonObject;
  readonly at: string;
}

class PoetryLockReading {
  private readonly lock: JsonObject;
  private readonly reading: LockReading;
  private readonly byName = new ListsByKey<number>();

  constructor({ text }: SourceDocument, context: ReadingContext) {
    this.lock = parseToml(text, context.limits);
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    const version = this.version();
    const packages = optionalArray(this.lock.package, '/package').map((value, index) => this.readPackage(value, index));
    for (const item of packages) this.readDependencies(item);
    this.reading.addProduct(({ name }) => this.byName.of(normalisedName(name)));
    return this.reading.build({ name: 'poetry-lock', version }, { edges: this.reading.declaredEdges });
  }

  /** Files before Poetry 1.3 do not say it. */
  private version(): string {
    const metadata = optionalObject(this.lock.metadata, '/metadata');
    const version = optionalString(metadata?.['lock-version'], '/metadata/lock-version') ?? '1.0';
    if (MAJORS.includes(version.split('.')[0]!)) return version;
    const stated = this.reading.fields.text(version, '/metadata/lock-version', 20);
    throw new UnsupportedSpecVersionError('poetry.lock', stated, '1.x, 2.x');
  }

  private readPackage(value: unknown, index: number): PoetryPackage {
    const at = `/package/${index}`;
    const entry = requiredObject(value, at);
    const name = requiredString(entry.name, `${at}/name`);
    const source = optionalObject(entry.source, `${at}/source`);
    const isForeign = typeof source?.type === 'string' && FOREIGN_SOURCES.includes(source.type);
    if (isForeign) this.reading.warnOfSource(`${at}/source`);
    const vcsUrl = isForeign && source.type === 'git' ? `git+${String(source.url)}` : null;
    const ordinal = this.reading.add({
      name,
      version: requiredString(entry.version, `${at}/version`),
      at,
      packageUrl: pypiPackageUrl(name, vcsUrl),
      scope: scopeOf(entry),
    });
    this.byName.add(normalisedName(name), ordinal);
    return { ordinal, entry, at };
  }

  private readDependencies({ ordinal, entry, at }: PoetryPackage): void {
    for (const [name, value] of Object.entries(optionalObject(entry.dependencies, `${at}/dependencies`) ?? {})) {
      // A list is one requirement for each platform or version of Python.
      const isOptional = isJsonObject(value) && value.optional === true;
      const targets = this.byName.of(normalisedName(name));
      const kind = isOptional ? 'optional' : 'runtime';
      for (const target of targets) this.reading.edge(ordinal, target, kind, at);
      // A marker may rule a dependency out altogether, so that what is missing here is no mistake.
      if (targets.length > 0) this.reading.declaredEdges += 1;
    }
  }
}

/** Poetry 1 has one category, Poetry 2 a list of groups; "main" is what the product runs with. */
function scopeOf({ category, groups, optional }: JsonObject): StatedScope | null {
  const names = Array.isArray(groups) ? groups : typeof category === 'string' ? [category] : [];
  if (names.length > 0 && !names.includes('main')) return 'development';
  return optional === true ? 'optional' : names.length > 0 ? 'runtime' : null;
}
