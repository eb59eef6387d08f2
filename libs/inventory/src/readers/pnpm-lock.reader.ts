import { parseYaml } from '#platform/kernel';
import type { DependencyGraph, EdgeKind } from '../dependency-graph.js';
import { SchemaInvalidError, UnsupportedSpecVersionError } from '../inventory.errors.js';
import type { Place } from '../document-warnings.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import {
  isJsonObject,
  optionalObject,
  optionalString,
  placeBelow,
  requiredObject,
  requiredString,
  type JsonObject,
} from './json-values.js';
import { LockReading } from './lock-reading.js';
import { npmPackageUrl } from './npm-packages.js';
import { parsePnpmKey, pnpmKeysOf, withoutPeers, type PnpmPackage } from './pnpm-keys.js';
import type { SourceDocument } from './source-document.js';

const SUPPORTED_MAJORS = [5, 6, 9];
const LISTS = [
  ['dependencies', 'runtime'],
  ['optionalDependencies', 'optional'],
  ['devDependencies', 'development'],
] as const satisfies readonly (readonly [string, EdgeKind])[];

/** pnpm-lock.yaml of versions 5, 6 and 9. Importers are the product and the members of its workspace. */
export const pnpmLockReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ syntax, text }) => syntax === 'lines' && /^lockfileVersion:/m.test(text),
  read: (document, context) => new PnpmLockReading(document, context).read(),
};

class PnpmLockReading {
  private readonly lock: JsonObject;
  private readonly reading: LockReading;
  private readonly ordinals = new Map<string, number>();
  private readonly importers = new Map<string, number>();
  /** As the importers write them: a package with other peers is another one. Links are apart. */
  private readonly directReferences = new Set<string>();
  private major = 0;

  constructor({ text }: SourceDocument, context: ReadingContext) {
    // From pnpm 11 on a first document pins the package manager itself; the last one is the product's.
    this.lock = requiredObject(parseYaml(text, context.limits).at(-1), '');
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    const version = this.version();
    const importers = this.readImporters();
    for (const [key, value] of entriesOf(this.lock, 'packages')) this.readPackage(key, value);
    for (const [path, importer] of importers) this.readDirect(path, importer);
    const section = this.major >= 9 ? 'snapshots' : 'packages';
    for (const [key, value] of entriesOf(this.lock, section)) this.readDependencies(key, value, section);
    const direct = this.directReferences.size > 0 ? this.directReferences.size : null;
    return this.reading.build({ name: 'pnpm-lock', version }, { direct, edges: this.reading.declaredEdges });
  }

  private version(): string {
    const { lockfileVersion } = this.lock;
    if (typeof lockfileVersion !== 'string' && typeof lockfileVersion !== 'number') {
      throw new SchemaInvalidError('/lockfileVersion', 'a version');
    }
    const version = String(lockfileVersion);
    this.major = Number.parseInt(version, 10);
    if (SUPPORTED_MAJORS.includes(this.major)) return version;
    const stated = this.reading.fields.text(version, '/lockfileVersion', 20);
    throw new UnsupportedSpecVersionError('pnpm-lock.yaml', stated, '5.x, 6.0, 9.0');
  }

  /** Without a workspace the lists of the only importer stand at the top. */
  private readImporters(): readonly (readonly [string, JsonObject])[] {
    const stated = optionalObject(this.lock.importers, '/importers');
    const importers: [string, JsonObject][] =
      stated === undefined
        ? [['.', this.lock]]
        : Object.entries(stated).map(([path, value]) => [path, requiredObject(value, placeBelow('/importers', path))]);
    for (const [path] of importers) {
      const ordinal = this.reading.add({
        name: path,
        version: null,
        at: placeBelow('/importers', path),
        ref: path,
        isFirstParty: true,
        packageUrl: null,
      });
      this.importers.set(path, ordinal);
    }
    return importers;
  }

  private readPackage(key: string, value: unknown): void {
    const at = placeBelow('/packages', key);
    const entry = requiredObject(value, at);
    const named = this.nameOf(key, entry, at);
    if (named === null) this.reading.warnOfSource(at);
    const ordinal = this.reading.add({
      name: named?.name ?? key,
      version: named?.version ?? null,
      at,
      ref: key,
      packageUrl: named === null ? null : npmPackageUrl(named.name, vcsUrlOf(entry)),
      scope: this.major < 9 && entry.dev === true ? 'development' : entry.optional === true ? 'optional' : null,
    });
    this.ordinals.set(key, ordinal);
  }

  /** The fields win, which are written where the key does not tell. */
  private nameOf(key: string, entry: JsonObject, at: Place): PnpmPackage | null {
    const parsed = parsePnpmKey(key, this.major);
    const name = optionalString(entry.name, placeBelow(at, 'name')) ?? parsed?.name;
    const version = optionalString(entry.version, placeBelow(at, 'version')) ?? parsed?.version;
    return name === undefined || version === undefined ? null : { name, version };
  }

  private readDirect(path: string, importer: JsonObject): void {
    const source = this.importers.get(path)!;
    for (const [list, kind] of LISTS) {
      for (const [name, value] of entriesOf(importer, list, placeBelow('/importers', path))) {
        const at = placeBelow('/importers', path, list, name);
        const reference = requiredString(isJsonObject(value) ? value.version : value, at);
        if (!reference.startsWith('link:')) this.directReferences.add(`${name}@${reference}`);
        this.edge(source, this.targetOf(name, reference, path), kind, at);
      }
    }
  }

  private readDependencies(key: string, value: unknown, section: string): void {
    const at = placeBelow(`/${section}`, key);
    const entry = optionalObject(value, at) ?? {};
    const source = this.ordinals.get(this.major >= 9 ? withoutPeers(key) : key);
    if (source === undefined) return this.reading.builder.warn('DANGLING_REF', at);
    for (const [list, kind] of LISTS.slice(0, 2)) {
      for (const [name, stated] of entriesOf(entry, list, at)) {
        const place = placeBelow(at, list, name);
        const reference = requiredString(stated, place);
        this.edge(source, this.targetOf(name, reference, '.'), kind, place);
        this.reading.declaredEdges += 1;
      }
    }
  }

  /** A link out of the workspace leads to a folder that the lockfile says nothing about. */
  private edge(source: number, target: number | null | undefined, kind: EdgeKind, at: Place): void {
    if (target !== undefined) this.reading.edge(source, target, kind, at);
  }

  /** Null for what is missing in the file. @param path of the importer that links start from */
  private targetOf(name: string, reference: string, path: string): number | null | undefined {
    if (reference.startsWith('link:')) return this.importers.get(joined(path, reference.slice('link:'.length)));
    for (const key of pnpmKeysOf(name, reference, this.major)) {
      const ordinal = this.ordinals.get(key);
      if (ordinal !== undefined) return ordinal;
    }
    return null;
  }
}

/** The entries of a section that may be absent. */
function entriesOf(around: JsonObject, key: string, at: Place = ''): readonly [string, unknown][] {
  const section = around[key];
  return section === undefined ? [] : Object.entries(optionalObject(section, placeBelow(at, key)) ?? {});
}

/** What is fetched from a repository or an address is not what the registry has under its name. */
function vcsUrlOf({ resolution }: JsonObject): string | null {
  if (!isJsonObject(resolution)) return null;
  if (typeof resolution.repo === 'string') return `git+${resolution.repo}@${String(resolution.commit)}`;
  return null;
}

/** A relative path from an importer, in the form in which importers are named. */
function joined(importer: string, relative: string): string {
  const segments = importer === '.' ? [] : importer.split('/');
  for (const segment of relative.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.length === 0 ? '.' : segments.join('/');
}
