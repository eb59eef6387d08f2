import { resolve } from 'node:path';
import { CliError } from '../cli-error.js';

export interface SnapshotFlags {
  readonly clone?: string;
  readonly messages?: readonly string[];
  readonly maintainer?: readonly string[];
  readonly registry?: readonly string[];
  readonly package?: readonly string[];
  readonly membership?: readonly string[];
  readonly archive?: readonly string[];
  readonly tag?: readonly string[];
  readonly manifest?: readonly string[];
  readonly pins?: string;
  readonly contacts?: string;
  readonly people?: string;
  readonly previous?: readonly string[];
  readonly previousKey?: string;
  readonly out?: string;
  readonly key?: string;
  readonly events?: string;
  readonly failOnFindings?: boolean;
  readonly json?: boolean;
}

/** An option that does nothing by itself, and the one that it belongs to. */
const BELONGS_TO: readonly (readonly [keyof SnapshotFlags, keyof SnapshotFlags])[] = [
  ['maintainer', 'messages'],
  ['package', 'registry'],
  ['tag', 'archive'],
  ['manifest', 'archive'],
  ['pins', 'manifest'],
  ['previousKey', 'previous'],
  ['key', 'out'],
];

/** @throws CliError for what would be ignored, contradicts itself, or overwrites what is read */
export function assertUsable(flags: SnapshotFlags): void {
  const { clone, messages, registry, membership, archive = [], tag = [], manifest = [], contacts } = flags;
  for (const [option, needed] of BELONGS_TO)
    if (flags[option] !== undefined && flags[needed] === undefined)
      throw new CliError('cli.project.belongsTo', { option: flagOf(option), needed: flagOf(needed) });
  if (![clone, messages, registry, membership, contacts].some(Boolean) && archive.length === 0)
    throw new CliError('cli.project.nothing');
  if (archive.length !== tag.length)
    throw new CliError('cli.project.tagForEach', { archives: archive.length, tags: tag.length });
  if (manifest.length > archive.length) throw new CliError('cli.project.manifestForEach');
  if (archive.length > 0 && clone === undefined) throw new CliError('cli.project.cloneForArchive');
  const text = flags.maintainer?.find((mail) => !/^[^\s@<>]+@[^\s@<>]+$/.test(mail));
  if (text !== undefined) throw new CliError('cli.project.noAddress', { text });
  assertNothingOverwritten(flags);
}

/** Two outputs in one file, or one in what is read, would be lost. */
function assertNothingOverwritten(flags: SnapshotFlags): void {
  const { out, events, messages, registry, membership, archive, manifest, previous } = flags;
  const { pins, people, key, previousKey } = flags;
  const lists = [messages, registry, membership, archive, manifest, previous];
  const taken = new Set([...lists.flatMap((list) => list ?? []), pins, people, key, previousKey].flatMap(pathOf));
  for (const file of [out, events]) {
    const [path] = pathOf(file);
    if (path === undefined) continue;
    if (taken.has(path)) throw new CliError('cli.project.fileTwice', { file: file! });
    taken.add(path);
  }
}

function pathOf(file: string | undefined): string[] {
  return file === undefined ? [] : [resolve(file)];
}

function flagOf(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
