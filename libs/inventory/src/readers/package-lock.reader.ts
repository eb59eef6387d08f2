import {
  DependencyGraphBuilder,
  type DependencyGraph,
  type EdgeKind,
  type PackageIdentity,
  type StatedScope,
} from '../dependency-graph.js';
import type { DocumentLimits } from '../document-limits.js';
import { SchemaInvalidError, UnsupportedSpecVersionError } from '../inventory.errors.js';
import { createPackageUrl } from '#platform/kernel';
import { ComponentFields } from './component-fields.js';
import { npmPackageUrl } from './npm-packages.js';
import type { DocumentReader } from './document-reader.js';
import {
  isJsonObject,
  optionalObject,
  optionalString,
  pointerSegment,
  requiredObject,
  type JsonObject,
} from './json-values.js';
import type { SourceDocument } from './source-document.js';

const MODULES = 'node_modules/';
const NON_REGISTRY_SOURCE = /^(?:git|git\+[a-z]+|github|gitlab|bitbucket|file):/;
const SUPPORTED_VERSIONS = [2, 3];

/** package-lock.json and npm-shrinkwrap.json, lockfileVersion 2 and 3: both have the flat `packages` table. */
export const packageLockReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ json }) => isJsonObject(json) && Object.hasOwn(json, 'lockfileVersion') && json.lockfileVersion !== 1,
  read: (document, { limits }) => new PackageLockReading(document, limits).read(),
};

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
    for (const [location, entry] of packages as readonly [string, JsonObject][]) {
      if (entry.link !== true) this.readDependencies(this.ordinals.get(location)!, location, entry);
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
      const at = `/packages/${pointerSegment(location)}`;
      const entry = requiredObject(value, at);
      if (entry.link === true) {
        const target = optionalString(entry.resolved, `${at}/resolved`);
        if (target === undefined) this.builder.warn('DANGLING_REF', at);
        else links.set(location, target);
        continue;
      }
      const ordinal = this.addPackage(location, entry, at);
      if (location === '') roots.unshift(ordinal);
      else if (isFirstParty(location) && entry.extraneous !== true) roots.push(ordinal);
    }
    for (const location of links.keys()) this.followLink(location, links);
    return roots;
  }

  private followLink(link: string, links: ReadonlyMap<string, string>): void {
    const seen = new Set<string>();
    let location = link;
    for (let next = links.get(location); next !== undefined; next = links.get(location)) {
      if (seen.has(location)) return this.builder.warn('LINK_LOOP', `/packages/${pointerSegment(link)}`);
      seen.add(location);
      location = next;
    }
    const ordinal = this.ordinals.get(location);
    if (ordinal === undefined) this.builder.warn('DANGLING_REF', `/packages/${pointerSegment(link)}`);
    else this.ordinals.set(link, ordinal);
  }

  private addPackage(location: string, entry: JsonObject, at: string): number {
    const firstParty = isFirstParty(location);
    const name = optionalString(entry.name, `${at}/name`) ?? this.nameByLocation(location);
    const version = this.fields.version(entry.version, `${at}/version`);
    const ordinal = this.builder.addComponent({
      ref: this.fields.reference(location, at),
      name: this.fields.text(name, `${at}/name`),
      version,
      identity: firstParty ? null : this.identityOf(name, version, entry, at),
      scope: firstParty ? null : scopeOf(entry),
      isFirstParty: firstParty,
    });
    this.ordinals.set(location, ordinal);
    return ordinal;
  }

  private nameByLocation(location: string): string {
    if (location === '') return optionalString(this.lock.name, '/name') ?? '';
    const modules = location.lastIndexOf(MODULES);
    return modules < 0 ? location.slice(location.lastIndexOf('/') + 1) : location.slice(modules + MODULES.length);
  }

  private identityOf(name: string, version: string | null, entry: JsonObject, at: string): PackageIdentity | null {
    const source =
      typeof entry.resolved === 'string' && NON_REGISTRY_SOURCE.test(entry.resolved) ? entry.resolved : null;
    if (source !== null) this.builder.warn('NON_REGISTRY_SOURCE', `${at}/resolved`);
    // A fork from a repository is not what the registry has under this name; the qualifier keeps the two apart.
    const vcsUrl = source === null || source.startsWith('file:') ? null : source;
    return this.fields.identity(() => createPackageUrl({ ...npmPackageUrl(name, vcsUrl), version }), at);
  }

  private readDependencies(ordinal: number, location: string, entry: JsonObject): void {
    const at = `/packages/${pointerSegment(location)}`;
    // One name may stand in several lists. npm lets optionalDependencies override dependencies; what is listed as a
    // peer or for development besides is the same edge.
    const seen = new Set<string>();
    const addAll = (field: string, kindOf: (name: string) => EdgeKind): void => {
      const table = entry[field];
      if (table === undefined) return;
      for (const name of Object.keys(optionalObject(table, `${at}/${field}`) ?? {})) {
        if (seen.has(name)) continue;
        seen.add(name);
        this.addEdge(ordinal, location, name, kindOf(name), `${at}/${field}`);
      }
    };
    addAll('optionalDependencies', () => 'optional');
    addAll('dependencies', () => 'runtime');
    if (isFirstParty(location)) addAll('devDependencies', () => 'development');
    if (entry.peerDependencies === undefined) return;
    const meta = optionalObject(entry.peerDependenciesMeta, `${at}/peerDependenciesMeta`);
    const optionalPeers = new Set(
      Object.entries(meta ?? {}).flatMap(([name, peer]) => (isJsonObject(peer) && peer.optional === true ? name : [])),
    );
    addAll('peerDependencies', (name) => (optionalPeers.has(name) ? 'optionalPeer' : 'peer'));
  }

  private addEdge(source: number, location: string, name: string, kind: EdgeKind, at: string): void {
    const target = this.resolve(location, name);
    if (target !== null) {
      this.count(target, location, name, kind);
      return this.builder.addEdge(source, target, kind);
    }
    // What is optional may be absent by design: another platform, or a peer that nobody needs.
    if (kind === 'optional' || kind === 'optionalPeer') return;
    this.builder.warn('DANGLING_REF', `${at}/${pointerSegment(name)}`);
  }

  private count(target: number, location: string, name: string, kind: EdgeKind): void {
    const isLink = this.links.has(`${MODULES}${name}`);
    if (location === '' && !isLink) this.directs.add(target);
    if (!isFirstParty(location) && (kind === 'runtime' || kind === 'optional')) this.thirdPartyEdges += 1;
  }

  /** Node's own lookup: the nearest node_modules folder on the way up that has the name. */
  private resolve(location: string, name: string): number | null {
    for (let folder: string | null = location; folder !== null; folder = parentFolder(folder)) {
      const ordinal = this.ordinals.get(folder === '' ? `${MODULES}${name}` : `${folder}/${MODULES}${name}`);
      if (ordinal !== undefined) return ordinal;
    }
    return null;
  }
}

function isFirstParty(location: string): boolean {
  return !location.startsWith(MODULES) && !location.includes(`/${MODULES}`);
}

/** The next folder upwards that can have a node_modules folder; null above the product's own. */
function parentFolder(folder: string): string | null {
  if (folder === '') return null;
  if (folder.startsWith(MODULES) && folder.lastIndexOf(`/${MODULES}`) < 0) return '';
  const nested = folder.lastIndexOf(`/${MODULES}`);
  if (nested >= 0) return folder.slice(0, nested);
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
}

/** npm's flags: `dev` is only needed for development, `devOptional` also by something optional. */
function scopeOf(entry: JsonObject): StatedScope | null {
  if (entry.dev === true) return 'development';
  return entry.optional === true || entry.devOptional === true ? 'optional' : null;
}
