import { TooDeepError } from '#platform/kernel';
import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import {
  isJsonObject,
  optionalObject,
  optionalString,
  pointerSegment,
  requiredObject,
  type JsonObject,
} from './json-values.js';
import { LockReading } from './lock-reading.js';
import { npmPackageUrl } from './npm-packages.js';
import type { SourceDocument } from './source-document.js';

const NON_REGISTRY = /^(?:git|git\+[a-z]+|github|gitlab|bitbucket|file|https?):/;

/** package-lock.json of npm 5 and 6: a tree, in which a package is found by walking up. */
export const packageLockV1Reader: DocumentReader = {
  manifestOf: 'npm',
  recognises: ({ json }) => isJsonObject(json) && json.lockfileVersion === 1,
  read: (document, context) => new PackageLockV1Reading(document, context).read(),
};

/** A folder of node_modules: what is in it, and the folder above. */
interface Level {
  readonly packages: Map<string, number>;
  readonly above: Level | null;
  readonly depth: number;
}

interface Located {
  readonly ordinal: number;
  readonly entry: JsonObject;
  /** Where its own dependencies are looked for first. */
  readonly level: Level;
  readonly at: string;
}

class PackageLockV1Reading {
  private readonly lock: JsonObject;
  private readonly reading: LockReading;
  private readonly top: Level = { packages: new Map(), above: null, depth: 0 };
  private readonly located: Located[] = [];

  constructor(
    { json }: SourceDocument,
    private readonly context: ReadingContext,
  ) {
    this.lock = requiredObject(json, '');
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    this.readFolder(this.lock, this.top, '');
    // The list grows while it is walked: what is nested is read after what is around it.
    for (const { entry, level, at } of this.located) this.readFolder(entry, level, at);
    for (const item of this.located) this.readRequires(item);
    this.reading.addProduct(({ name }) => {
      const ordinal = this.top.packages.get(name);
      return ordinal === undefined ? [] : [ordinal];
    });
    return this.reading.build({ name: 'npm-package-lock', version: '1' }, { edges: this.reading.declaredEdges });
  }

  private readFolder(owner: JsonObject, folder: Level, at: string): void {
    if (folder.depth > this.context.limits.maxDepth) throw new TooDeepError(this.context.limits.maxDepth);
    const dependencies = optionalObject(owner.dependencies, `${at}/dependencies`);
    for (const [name, value] of Object.entries(dependencies ?? {})) {
      const place = `${at}/dependencies/${pointerSegment(name)}`;
      const entry = requiredObject(value, place);
      const ordinal = this.readPackage(name, entry, place);
      folder.packages.set(name, ordinal);
      const level: Level = { packages: new Map(), above: folder, depth: folder.depth + 1 };
      this.located.push({ ordinal, entry, level, at: place });
    }
  }

  private readPackage(key: string, entry: JsonObject, at: string): number {
    const stated = optionalString(entry.version, `${at}/version`) ?? null;
    const alias = stated === null ? null : /^npm:((?:@[^@/]+\/)?[^@]+)@(.+)$/.exec(stated);
    const name = alias?.[1] ?? key;
    const foreign = stated !== null && NON_REGISTRY.test(stated) ? stated : null;
    if (foreign !== null) this.reading.warnOfSource(`${at}/version`);
    return this.reading.add({
      name,
      version: foreign === null ? (alias?.[2] ?? stated) : null,
      at,
      packageUrl: npmPackageUrl(name, foreign),
      scope: entry.dev === true ? 'development' : entry.optional === true ? 'optional' : null,
    });
  }

  private readRequires({ ordinal, entry, level, at }: Located): void {
    // `requires: true` at the top only says that the others have it.
    if (!isJsonObject(entry.requires)) return;
    for (const name of Object.keys(entry.requires)) {
      const target = find(level, name);
      this.reading.edge(ordinal, target, 'runtime', `${at}/requires/${pointerSegment(name)}`);
      if (target !== undefined) this.reading.declaredEdges += 1;
    }
  }
}

function find(start: Level, name: string): number | undefined {
  for (let level: Level | null = start; level !== null; level = level.above) {
    const ordinal = level.packages.get(name);
    if (ordinal !== undefined) return ordinal;
  }
  return undefined;
}
