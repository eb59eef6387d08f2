import { parseYaml } from '#platform/kernel';
import type { DependencyGraph, EdgeKind } from '../dependency-graph.js';
import { SchemaInvalidError, UnsupportedSpecVersionError } from '../inventory.errors.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import {
  isJsonObject,
  optionalObject,
  optionalString,
  pointerSegment,
  requiredObject,
  requiredString,
  type JsonObject,
} from './json-values.js';
import { LockReading } from './lock-reading.js';
import { npmPackageUrl } from './npm-packages.js';
import { parsePnpmKey, pnpmKeyOf, withoutPeers, type PnpmPackage } from './pnpm-keys.js';
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
    const packages = Object.entries(optionalObject(this.lock.packages, '/packages') ?? {});
    for (const [key, value] of packages)
      this.readPackage(key, requiredObject(value, `/packages/${pointerSegment(key)}`));
    for (const [path, importer] of importers) this.readDirect(path, importer);
    const section = this.major >= 9 ? 'snapshots' : 'packages';
    for (const [key, value] of Object.entries(optionalObject(this.lock[section], `/${section}`) ?? {})) {
      this.readDependencies(key, optionalObject(value, `/${section}/${pointerSegment(key)}`) ?? {}, section);
    }
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
        : Object.entries(stated).map(([path, value]) => [
            path,
            requiredObject(value, `/importers/${pointerSegment(path)}`),
          ]);
    for (const [path] of importers) {
      const at = `/importers/${pointerSegment(path)}`;
      const ordinal = this.reading.add({
        name: path,
        version: null,
        at,
        ref: path,
        isFirstParty: true,
        packageUrl: null,
      });
      this.importers.set(path, ordinal);
    }
    return importers;
  }

  private readPackage(key: string, entry: JsonObject): void {
    const at = `/packages/${pointerSegment(key)}`;
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
  private nameOf(key: string, entry: JsonObject, at: string): PnpmPackage | null {
    const parsed = parsePnpmKey(key, this.major);
    const name = optionalString(entry.name, `${at}/name`) ?? parsed?.name;
    const version = optionalString(entry.version, `${at}/version`) ?? parsed?.version;
    return name === undefined || version === undefined ? null : { name, version };
  }

  private readDirect(path: string, importer: JsonObject): void {
    const source = this.importers.get(path)!;
    for (const [list, kind] of LISTS) {
      const at = `/importers/${pointerSegment(path)}/${list}`;
      for (const [name, value] of Object.entries(optionalObject(importer[list], at) ?? {})) {
        const place = `${at}/${pointerSegment(name)}`;
        const reference = requiredString(isJsonObject(value) ? value.version : value, place);
        if (!reference.startsWith('link:')) this.directReferences.add(`${name}@${reference}`);
        this.edge(source, { name, reference, kind, at: place, path });
      }
    }
  }

  private readDependencies(key: string, entry: JsonObject, section: string): void {
    const source = this.ordinals.get(this.major >= 9 ? withoutPeers(key) : key);
    const at = `/${section}/${pointerSegment(key)}`;
    if (source === undefined) return this.reading.builder.warn('DANGLING_REF', at);
    for (const [list, kind] of LISTS.slice(0, 2)) {
      for (const [name, value] of Object.entries(optionalObject(entry[list], `${at}/${list}`) ?? {})) {
        const place = `${at}/${list}/${pointerSegment(name)}`;
        this.edge(source, { name, reference: requiredString(value, place), kind, at: place, path: '.' });
        this.reading.declaredEdges += 1;
      }
    }
  }

  private edge(
    source: number,
    {
      name,
      reference,
      kind,
      at,
      path,
    }: {
      readonly name: string;
      readonly reference: string;
      readonly kind: EdgeKind;
      readonly at: string;
      readonly path: string;
    },
  ): void {
    if (reference.startsWith('link:')) {
      const member = this.importers.get(joined(path, reference.slice('link:'.length)));
      // A link out of the workspace leads to a folder that the lockfile says nothing about.
      if (member !== undefined) this.reading.edge(source, member, kind, at);
      return;
    }
    const key = pnpmKeyOf(name, reference, this.major).find((candidate) => this.ordinals.has(candidate));
    this.reading.edge(source, key === undefined ? null : this.ordinals.get(key), kind, at);
  }
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
