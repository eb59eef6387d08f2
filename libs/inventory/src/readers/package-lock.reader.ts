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
import { isOutsideModules, MODULES, ModuleFolders, resolveModule, type ModuleFolder } from './module-folders.js';
import { npmPackageUrl } from './npm-packages.js';
import type { SourceDocument } from './source-document.js';

const NON_REGISTRY_SOURCE = /^(?:git|git\+[a-z]+|github|gitlab|bitbucket|file):/;
const SUPPORTED_VERSIONS = [2, 3];

/** package-lock.json and npm-shrinkwrap.json, lockfileVersion 2 and 3: both have the flat `packages` table. */
export const packageLockReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ json }) => isJsonObject(json) && Object.hasOwn(json, 'lockfileVersion') && json.lockfileVersion !== 1,
  read: (document, { limits }) => new PackageLockReading(document, limits).read(),
};

/** Which list says of what kind an edge is. Of several that have a name the first one does. */
const LISTS: readonly (readonly [string, EdgeKind])[] = [
  // npm lets it override `dependencies`; what is listed as a peer or for development besides is the same edge.
  ['optionalDependencies', 'optional'],
  ['dependencies', 'runtime'],
  ['devDependencies', 'development'],
  ['peerDependencies', 'peer'],
];

/** What depends, and from where it looks for what it depends on. */
interface Dependent {
  readonly ordinal: number;
  readonly location: string;
  readonly folder: ModuleFolder | null;
}

/** The state of reading one document. Keys of `packages` are called locations: paths below the product's folder. */
class PackageLockReading {
  private readonly lock: JsonObject;
  private readonly builder: DependencyGraphBuilder;
  private readonly fields: ComponentFields;
  /** By location; a link has the ordinal of what it stands for. */
  private readonly ordinals = new Map<string, number>();
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
    const packages = Object.entries(requiredObject(this.lock.packages, '/packages'));
    const roots = this.readPackages(packages);
    const folders = new ModuleFolders(this.ordinals);
    for (const [location, entry] of packages as readonly [string, JsonObject][]) {
      if (entry.link === true) continue;
      const folder = folders.nearest(location);
      this.readDependencies({ ordinal: this.ordinals.get(location)!, location, folder }, entry);
    }
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
  private readPackages(packages: readonly [string, unknown][]): readonly number[] {
    const roots: number[] = [];
    const { links } = this;
    for (const [location, value] of packages) {
      const entry = requiredObject(value, () => pointerTo(location));
      if (entry.link === true) {
        const target = optionalString(entry.resolved, () => pointerTo(location, '/resolved'));
        if (target === undefined) this.builder.warn('DANGLING_REF', pointerTo(location));
        else links.set(location, target);
        continue;
      }
      const ordinal = this.addPackage(location, entry);
      if (location === '') roots.unshift(ordinal);
      else if (isOutsideModules(location) && entry.extraneous !== true) roots.push(ordinal);
    }
    for (const location of links.keys()) this.followLink(location, links);
    return roots;
  }

  private followLink(link: string, links: ReadonlyMap<string, string>): void {
    const seen = new Set<string>();
    let location = link;
    for (let next = links.get(location); next !== undefined; next = links.get(location)) {
      if (seen.has(location)) return this.builder.warn('LINK_LOOP', pointerTo(link));
      seen.add(location);
      location = next;
    }
    const ordinal = this.ordinals.get(location);
    if (ordinal === undefined) this.builder.warn('DANGLING_REF', pointerTo(link));
    else this.ordinals.set(link, ordinal);
  }

  private addPackage(location: string, entry: JsonObject): number {
    const isFirstParty = isOutsideModules(location);
    const at = (): string => pointerTo(location);
    const nameAt = (): string => pointerTo(location, '/name');
    const name = optionalString(entry.name, nameAt) ?? this.nameByLocation(location);
    const version = this.fields.version(entry.version, () => pointerTo(location, '/version'));
    const ordinal = this.builder.addComponent({
      ref: this.fields.reference(location, at),
      name: this.fields.text(name, nameAt),
      version,
      identity: isFirstParty
        ? null
        : this.fields.identity(npmPackageUrl(name, this.vcsUrlOf(location, entry), version), at),
      scope: isFirstParty ? null : scopeOf(entry),
      isFirstParty,
    });
    this.ordinals.set(location, ordinal);
    return ordinal;
  }

  private nameByLocation(location: string): string {
    if (location === '') return optionalString(this.lock.name, '/name') ?? '';
    const modules = location.lastIndexOf(MODULES);
    return modules < 0 ? location.slice(location.lastIndexOf('/') + 1) : location.slice(modules + MODULES.length);
  }

  /** A fork from a repository is not what the registry has under its name; the qualifier keeps the two apart. */
  private vcsUrlOf(location: string, { resolved }: JsonObject): string | null {
    if (typeof resolved !== 'string' || !NON_REGISTRY_SOURCE.test(resolved)) return null;
    this.builder.warn('NON_REGISTRY_SOURCE', pointerTo(location, '/resolved'));
    return resolved.startsWith('file:') ? null : resolved;
  }

  private readDependencies(from: Dependent, entry: JsonObject): void {
    const before: JsonObject[] = [];
    for (const [list, kind] of LISTS) {
      const value = entry[list];
      if (value === undefined || (kind === 'development' && !isOutsideModules(from.location))) continue;
      const names = namesIn(value, list, from.location);
      for (const name of Object.keys(names)) {
        if (isIn(before, name)) continue;
        const isOptional = kind === 'peer' && isOptionalPeer(from.location, entry, name);
        this.addEdge(from, name, isOptional ? 'optionalPeer' : kind, list);
      }
      before.push(names);
    }
  }

  private addEdge(from: Dependent, name: string, kind: EdgeKind, list: string): void {
    const target = resolveModule(from.folder, name);
    if (target !== null) {
      this.count(from, target, name, kind);
      this.builder.addEdge(from.ordinal, target, kind);
    }
    // What is optional may be absent by design: another platform, or a peer that nobody needs.
    else if (kind !== 'optional' && kind !== 'optionalPeer') this.warnDangling(from, name, list);
  }

  private warnDangling({ location }: Dependent, name: string, list: string): void {
    this.builder.warn('DANGLING_REF', () => pointerTo(location, `/${list}/${pointerSegment(name)}`));
  }

  private count({ location }: Dependent, target: number, name: string, kind: EdgeKind): void {
    if (location === '' && !this.links.has(`${MODULES}${name}`)) this.directs.add(target);
    if ((kind === 'runtime' || kind === 'optional') && !isOutsideModules(location)) this.thirdPartyEdges += 1;
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

function isOptionalPeer(location: string, { peerDependenciesMeta }: JsonObject, name: string): boolean {
  const meta = optionalObject(peerDependenciesMeta, () => pointerTo(location, '/peerDependenciesMeta'));
  const peer = meta !== undefined && Object.hasOwn(meta, name) ? meta[name] : undefined;
  return isJsonObject(peer) && peer.optional === true;
}

/** npm's flags: `dev` is only needed for development, `devOptional` also by something optional. */
function scopeOf(entry: JsonObject): StatedScope | null {
  if (entry.dev === true) return 'development';
  return entry.optional === true || entry.devOptional === true ? 'optional' : null;
}
