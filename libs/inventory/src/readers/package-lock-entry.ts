import type { JsonObject } from './json-values.js';

/** What is read of an entry of `packages`, still as it came. */
export interface PackageLockEntry {
  name: unknown;
  version: unknown;
  resolved: unknown;
  link: unknown;
  dev: unknown;
  optional: unknown;
  devOptional: unknown;
  extraneous: unknown;
  dependencies: unknown;
  optionalDependencies: unknown;
  devDependencies: unknown;
  peerDependencies: unknown;
  peerDependenciesMeta: unknown;
}

/**
 * Goes once through what an entry has. Entries have hundreds of shapes: to ask each for all of these names, most of which it
 * has not, takes twice as long.
 */
export function packageLockEntry(value: JsonObject): PackageLockEntry {
  const entry: PackageLockEntry = {
    name: undefined,
    version: undefined,
    resolved: undefined,
    link: undefined,
    dev: undefined,
    optional: undefined,
    devOptional: undefined,
    extraneous: undefined,
    dependencies: undefined,
    optionalDependencies: undefined,
    devDependencies: undefined,
    peerDependencies: undefined,
    peerDependenciesMeta: undefined,
  };
  for (const key in value) set(entry, key, value[key]);
  return entry;
}

// A switch, since each of its stores is to a place that the engine knows.
function set(entry: PackageLockEntry, key: string, value: unknown): unknown {
  switch (key) {
    case 'version':
      return (entry.version = value);
    case 'resolved':
      return (entry.resolved = value);
    case 'dependencies':
      return (entry.dependencies = value);
    case 'dev':
      return (entry.dev = value);
    case 'optional':
      return (entry.optional = value);
    case 'peerDependencies':
      return (entry.peerDependencies = value);
    case 'name':
      return (entry.name = value);
    case 'link':
      return (entry.link = value);
    case 'devOptional':
      return (entry.devOptional = value);
    case 'optionalDependencies':
      return (entry.optionalDependencies = value);
    case 'devDependencies':
      return (entry.devDependencies = value);
    case 'peerDependenciesMeta':
      return (entry.peerDependenciesMeta = value);
    case 'extraneous':
      return (entry.extraneous = value);
    default:
      return undefined;
  }
}
