import { DependencyGraphBuilder, type DependencyGraph, type EdgeKind, type StatedScope } from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import { SchemaInvalidError, UnsupportedSpecVersionError } from '../inventory.errors.js';
import { ComponentFields } from './component-fields.js';
import type { DocumentReader } from './document-reader.js';
import {
  isJsonObject,
  optionalObject,
  optionalString,
  pointerSegment,
  requiredObject,
  type JsonObject,
} from './json-values.js';
import {
  MODULES,
  ModuleFolders,
  modulePlaceOf,
  resolveModule,
  type ModuleFolder,
  type ModulePlace,
} from './module-folders.js';
import { npmPackageUrl } from './npm-packages.js';
import { packageLockEntry, type PackageLockEntry } from './package-lock-entry.js';
import type { SourceDocument } from './source-document.js';

const NON_REGISTRY_SOURCE = /^(?:git|git\+[a-z]+|github|gitlab|bitbucket|file):/;
const SUPPORTED_VERSIONS = [2, 3];

/** package-lock.json and npm-shrinkwrap.json, lockfileVersion 2 and 3: both have the flat `packages` table. */
export const packageLockReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ json }) => isJsonObject(json) && Object.hasOwn(json, 'lockfileVersion') && json.lockfileVersion !== 1,
  read: (document, { limits }) => new PackageLockReading(document, limits).read(),
};

type DependencyList = 'optionalDependencies' | 'dependencies' | 'devDependencies' | 'peerDependencies';

/** A name in a list, and what it says. */
interface Dependency {
  readonly name: string;
  readonly list: DependencyList;
  readonly kind: EdgeKind;
}

/** Which list says of what kind an edge is. Of several that have a name the first one does. */
const LISTS: readonly (readonly [DependencyList, EdgeKind])[] = [
  // npm lets it override `dependencies`; what is listed as a peer or for development besides is the same edge.
  ['optionalDependencies', 'optional'],
  ['dependencies', 'runtime'],
  ['devDependencies', 'development'],
  ['peerDependencies', 'peer'],
];

/** A package of the file, to be asked for what it depends on when all of them are known. */
interface Dependent {
  readonly ordinal: number;
  readonly location: string;
  readonly entry: PackageLockEntry;
  /** The folder it is in; null for the product and its parts. */
  readonly within: ModuleFolder | null;
}

/** The state of reading one document. Keys of `packages` are called locations: paths below the product's folder. */
class PackageLockReading {
  private readonly lock: JsonObject;
  private readonly builder: DependencyGraphBuilder;
  private readonly fields: ComponentFields;
  /** By location; a link has the ordinal of what it stands for. */
  private readonly ordinals = new Map<string, number>();
  private readonly folders = new ModuleFolders();
  private readonly dependents: Dependent[] = [];
  /** Where the members of the workspace are linked into node_modules. */
  private readonly links = new Map<string, string>();
  /** What the product itself asks for; what members of its workspace ask for is direct too, and is not counted here. */
  private readonly directs = new Set<number>();
  /** Dependencies between packages of others; peers apart. */
  private thirdPartyEdges = 0;

  constructor(
    document: SourceDocument,
    private readonly limits: DocumentLimits,
  ) {
    this.lock = requiredObject(document.json, '');
    this.builder = new DependencyGraphBuilder(this.limits);
    this.fields = new ComponentFields(this.builder, this.limits);
  }

  read(): DependencyGraph {
    const version = this.supportedVersion();
    const roots = this.readPackages(requiredObject(this.lock.packages, '/packages'));
    this.folders.connect();
    for (const dependent of this.dependents) this.readDependencies(dependent);
    if (this.builder.edgeCount === 0 || roots.length === 0) this.builder.warn('DEPTH_UNKNOWN', '/packages');
    const direct = this.ordinals.has('') ? this.directs.size : null;
    const stated = { direct, edges: this.thirdPartyEdges };
    return this.builder.build({ name: 'npm-package-lock', version: String(version) }, roots, stated);
  }

  private supportedVersion(): number {
    const { lockfileVersion } = this.lock;
    if (typeof lockfileVersion !== 'number') throw new SchemaInvalidError('/lockfileVersion', 'a number');
    if (SUPPORTED_VERSIONS.includes(lockfileVersion)) return lockfileVersion;
    throw new UnsupportedSpecVersionError('package-lock.json', String(lockfileVersion), SUPPORTED_VERSIONS.join(', '));
  }

  /** Returns the first-party ordinals: the product, then the members of its workspace. */
  private readPackages(packages: JsonObject): readonly number[] {
    const roots: number[] = [];
    for (const location of Object.keys(packages)) {
      const entry = packageLockEntry(requiredObject(packages[location], () => pointerTo(location)));
      if (entry.link === true) {
        this.addLink(location, entry);
        continue;
      }
      const place = modulePlaceOf(location);
      const ordinal = this.addPackage(location, place, entry);
      if (location === '') roots.unshift(ordinal);
      else if (place === null && entry.extraneous !== true) roots.push(ordinal);
    }
    for (const location of this.links.keys()) this.followLink(location);
    return roots;
  }

  private addLink(location: string, { resolved }: PackageLockEntry): void {
    const target = optionalString(resolved, () => pointerTo(location, '/resolved'));
    if (target === undefined) this.builder.warn('DANGLING_REF', pointerTo(location));
    else this.links.set(location, target);
  }

  private followLink(link: string): void {
    const seen = new Set<string>();
    let location = link;
    for (let next = this.links.get(location); next !== undefined; next = this.links.get(location)) {
      if (seen.has(location)) return this.builder.warn('LINK_LOOP', pointerTo(link));
      seen.add(location);
      location = next;
    }
    const ordinal = this.ordinals.get(location);
    if (ordinal === undefined) this.builder.warn('DANGLING_REF', pointerTo(link));
    else this.place(link, modulePlaceOf(link), ordinal);
  }

  private place(location: string, place: ModulePlace | null, ordinal: number): ModuleFolder | null {
    this.ordinals.set(location, ordinal);
    return place === null ? null : this.folders.add(place, ordinal);
  }

  private addPackage(location: string, place: ModulePlace | null, entry: PackageLockEntry): number {
    const at = (): string => pointerTo(location);
    const nameAt = (): string => pointerTo(location, '/name');
    const name = optionalString(entry.name, nameAt) ?? place?.name ?? this.nameOutsideModules(location);
    const version = this.fields.version(entry.version, () => pointerTo(location, '/version'));
    const ordinal = this.builder.addComponent({
      ref: this.fields.reference(location, at),
      name: this.fields.text(name, nameAt),
      version,
      identity:
        place === null ? null : this.fields.identity(npmPackageUrl(name, this.vcsUrlOf(location, entry), version), at),
      scope: place === null ? null : scopeOf(entry),
      isFirstParty: place === null,
    });
    this.dependents.push({ ordinal, location, entry, within: this.place(location, place, ordinal) });
    return ordinal;
  }

  private nameOutsideModules(location: string): string {
    if (location === '') return optionalString(this.lock.name, '/name') ?? '';
    return location.slice(location.lastIndexOf('/') + 1);
  }

  /** A fork from a repository is not what the registry has under its name; the qualifier keeps the two apart. */
  private vcsUrlOf(location: string, { resolved }: PackageLockEntry): string | null {
    // Asked first, and so most need no pattern.
    if (typeof resolved !== 'string' || resolved.startsWith('http') || !NON_REGISTRY_SOURCE.test(resolved)) return null;
    this.builder.warn('NON_REGISTRY_SOURCE', pointerTo(location, '/resolved'));
    return resolved.startsWith('file:') ? null : resolved;
  }

  private readDependencies(dependent: Dependent): void {
    const { location, entry, within } = dependent;
    const from = this.folders.from(location, within);
    const before: JsonObject[] = [];
    for (const [list, kind] of LISTS) {
      const value = entry[list];
      if (value === undefined || (kind === 'development' && within !== null)) continue;
      const names = namesIn(value, list, location);
      for (const name of Object.keys(names)) {
        if (isIn(before, name)) continue;
        const isOptional = kind === 'peer' && isOptionalPeer(location, entry, name);
        const target = resolveModule(from, name);
        this.addEdge(dependent, target, { name, list, kind: isOptional ? 'optionalPeer' : kind });
      }
      before.push(names);
    }
  }

  private addEdge(dependent: Dependent, target: number | null, { name, list, kind }: Dependency): void {
    if (target !== null) {
      this.count(dependent, target, name, kind);
      this.builder.addEdge(dependent.ordinal, target, kind);
    }
    // What is optional may be absent by design: another platform, or a peer that nobody needs.
    else if (kind !== 'optional' && kind !== 'optionalPeer') this.warnDangling(dependent, name, list);
  }

  private warnDangling({ location }: Dependent, name: string, list: DependencyList): void {
    this.builder.warn('DANGLING_REF', () => pointerTo(location, `/${list}/${pointerSegment(name)}`));
  }

  private count({ location, within }: Dependent, target: number, name: string, kind: EdgeKind): void {
    if (location === '' && !this.links.has(`${MODULES}${name}`)) this.directs.add(target);
    if ((kind === 'runtime' || kind === 'optional') && within !== null) this.thirdPartyEdges += 1;
  }
}

function pointerTo(location: string, below = ''): string {
  return `/packages/${pointerSegment(location)}${below}`;
}

function namesIn(value: unknown, list: string, location: string): JsonObject {
  return optionalObject(value, () => pointerTo(location, `/${list}`)) ?? {};
}

function isIn(lists: readonly JsonObject[], name: string): boolean {
  for (const names of lists) if (Object.hasOwn(names, name)) return true;
  return false;
}

function isOptionalPeer(location: string, { peerDependenciesMeta }: PackageLockEntry, name: string): boolean {
  const meta = optionalObject(peerDependenciesMeta, () => pointerTo(location, '/peerDependenciesMeta'));
  const peer = meta !== undefined && Object.hasOwn(meta, name) ? meta[name] : undefined;
  return isJsonObject(peer) && peer.optional === true;
}

/** npm's flags: `dev` is only needed for development, `devOptional` also by something optional. */
function scopeOf(entry: PackageLockEntry): StatedScope | null {
  if (entry.dev === true) return 'development';
  return entry.optional === true || entry.devOptional === true ? 'optional' : null;
}
