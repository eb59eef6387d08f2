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
import type { SourceDocument } from './source-document.js';

const SUPPORTED_VERSIONS = [4, 5, 6, 7, 8];
/** Name and reference of a resolution or descriptor; the name may have a scope. */
const DESCRIPTOR = /^((?:@[^@/]+\/)?[^@]+)@(.+)$/s;
const PATCH_OF = /^patch:(.+?)#/s;

/** yarn.lock of Yarn 2 and newer. Members of the workspace are in it, so it tells itself what is direct. */
export const yarnBerryLockReader: DocumentReader = {
  manifestOf: null,
  recognises: ({ syntax, text }) => syntax === 'lines' && /^__metadata:/m.test(text),
  read: (document, context) => new YarnBerryLockReading(document, context).read(),
};

interface BerryEntry {
  readonly ordinal: number;
  readonly entry: JsonObject;
  readonly isLocal: boolean;
  readonly at: string;
}

class YarnBerryLockReading {
  private readonly lock: JsonObject;
  private readonly reading: LockReading;
  private readonly byDescriptor = new Map<string, number>();
  /** The patched package by the descriptor of what is patched, which is what its dependents name. */
  private readonly patches = new Map<string, number>();
  /** By name, for dependencies that the workspace redirects: the lockfile does not have the redirection itself. */
  private readonly patchesByName = new Map<string, number>();
  /** Names that members of the workspace ask for, other members apart. */
  private readonly direct = new Set<string>();

  constructor({ text }: SourceDocument, context: ReadingContext) {
    this.lock = requiredObject(parseYaml(text, context.limits, 'texts').at(-1), '');
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    const version = this.version();
    const entries: BerryEntry[] = [];
    for (const [key, value] of Object.entries(this.lock)) {
      if (key !== '__metadata') entries.push(this.readEntry(key, value));
    }
    for (const entry of entries) this.readDependencies(entry);
    const direct = this.direct.size > 0 ? this.direct.size : null;
    const { declaredEdges: edges } = this.reading;
    return this.reading.build({ name: 'yarn-berry-lock', version: String(version) }, { direct, edges });
  }

  private version(): number {
    const stated = requiredString(requiredObject(this.lock.__metadata, '/__metadata').version, '/__metadata/version');
    const version = Number(stated);
    if (!Number.isInteger(version)) throw new SchemaInvalidError('/__metadata/version', 'a whole number');
    if (SUPPORTED_VERSIONS.includes(version)) return version;
    throw new UnsupportedSpecVersionError('yarn.lock', String(version), SUPPORTED_VERSIONS.join(', '));
  }

  private readEntry(key: string, value: unknown): BerryEntry {
    const at = `/${pointerSegment(key)}`;
    const entry = requiredObject(value, at);
    const resolution = requiredString(entry.resolution, `${at}/resolution`);
    const [, name = '', reference = ''] = DESCRIPTOR.exec(resolution) ?? [];
    if (name === '') throw new SchemaInvalidError(`${at}/resolution`, 'name@reference');
    const isLocal = reference.startsWith('workspace:');
    const isOfRegistry = reference.startsWith('npm:') || reference.startsWith('patch:');
    if (!isLocal && !isOfRegistry) this.reading.warnOfSource(`${at}/resolution`);
    const ordinal = this.reading.add({
      name,
      version: entry.version,
      at,
      ref: resolution,
      isFirstParty: isLocal,
      packageUrl: isOfRegistry ? npmPackageUrl(name) : null,
    });
    for (const descriptor of key.split(', ')) this.index(descriptor, ordinal);
    return { ordinal, entry, isLocal, at };
  }

  private index(descriptor: string, ordinal: number): void {
    this.byDescriptor.set(descriptor, ordinal);
    const [, , reference = ''] = DESCRIPTOR.exec(descriptor) ?? [];
    const [, patched] = PATCH_OF.exec(reference) ?? [];
    if (patched === undefined) return;
    this.patches.set(patched.replaceAll('%3A', ':'), ordinal);
    this.patchesByName.set(descriptor.slice(0, descriptor.indexOf('@', 1)), ordinal);
  }

  private readDependencies({ ordinal, entry, isLocal, at }: BerryEntry): void {
    const meta = optionalObject(entry.dependenciesMeta, `${at}/dependenciesMeta`) ?? {};
    const dependencies = optionalObject(entry.dependencies, `${at}/dependencies`) ?? {};
    for (const [name, range] of Object.entries(dependencies)) {
      const place = `${at}/dependencies/${pointerSegment(name)}`;
      const isOptional = isJsonObject(meta[name]) && meta[name].optional === 'true';
      this.edges(ordinal, name, String(optionalString(range, place) ?? ''), isOptional ? 'optional' : 'runtime', place);
      if (!isLocal) this.reading.declaredEdges += 1;
      else if (!String(range).startsWith('workspace:')) this.direct.add(name);
    }
  }

  private edges(source: number, name: string, range: string, kind: EdgeKind, at: string): void {
    // Up to version 7 the protocol of the registry is left out here and written in the keys.
    const descriptor = /^[a-z+]+:/i.test(range) ? `${name}@${range}` : `${name}@npm:${range}`;
    const target = this.byDescriptor.get(descriptor) ?? this.byDescriptor.get(`${name}@${range}`);
    const patched = this.patches.get(descriptor) ?? (target === undefined ? this.patchesByName.get(name) : undefined);
    this.reading.edge(source, target ?? patched, kind, at);
    // The patched package is what runs; what it was made from stays in the file beside it.
    if (target !== undefined && patched !== undefined && patched !== target) {
      this.reading.edge(source, patched, kind, at);
    }
  }
}
