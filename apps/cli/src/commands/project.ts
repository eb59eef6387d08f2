import { readSnapshotFile, vettingMessages, writeEventsFile, writeSnapshotFile } from '#libs/vetting';
import { SystemClock } from '#platform/kernel';
import { writeFile } from 'node:fs/promises';
import { CliError } from '../cli-error.js';
import {
  collectArchive,
  collectClone,
  collectContacts,
  collectMembership,
  collectMessages,
  collectRegistry,
} from '../project/collect.js';
import { Collection, bytesOf, told } from '../project/collection.js';
import { NEVER_COLLECTED } from '../project/coverage.js';
import { LocalClone } from '../project/local-clone.js';
import { PreviousSnapshots } from '../project/previous.js';
import { messages, print, say } from '../terminal.js';

messages.add(vettingMessages);

/** Snapshots name people. */
const OWNER_ONLY = 0o600;

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
  readonly previous?: readonly string[];
  readonly previousKey?: string;
  readonly out?: string;
  readonly key?: string;
  readonly events?: string;
  readonly json?: boolean;
}

/** Collects what can be read of a project from a clone and files, and says what is missing. */
export async function projectSnapshot(flags: SnapshotFlags): Promise<void> {
  const collection = new Collection(new SystemClock().now());
  assertUsable(flags);
  await told(() => collect(flags, collection));
  if (flags.out !== undefined) await writeSnapshot(flags.out, flags.key, collection);
  if (flags.events !== undefined) await write(flags.events, writeEventsFile(collection.events));
  if (flags.json) print(JSON.stringify(collection.summary(), null, 2));
  else report(collection);
}

/** Checks the digests of a snapshot file and, with a key, its signature. */
export async function projectVerify(file: string, flags: { readonly key?: string }): Promise<void> {
  const key = await textOf(flags.key);
  const snapshot = await told(async () => readSnapshotFile(await bytesOf(file), file, key));
  say(key === null ? 'cli.project.intactUnsigned' : 'cli.project.intact', {
    file,
    parts: snapshot.parts.length,
    takenAt: snapshot.takenAt,
  });
}

function assertUsable(flags: SnapshotFlags): void {
  const { clone, messages, registry, membership, archive = [], tag = [], manifest = [], contacts } = flags;
  if (![clone, messages, registry, membership, contacts].some(Boolean) && archive.length === 0)
    throw new CliError('cli.project.nothing');
  if (archive.length !== tag.length)
    throw new CliError('cli.project.tagForEach', { archives: archive.length, tags: tag.length });
  if (manifest.length > archive.length) throw new CliError('cli.project.manifestForEach');
  if (archive.length > 0 && clone === undefined) throw new CliError('cli.project.cloneForArchive');
}

async function collect(flags: SnapshotFlags, collection: Collection): Promise<void> {
  if (flags.clone === undefined) await collectFiles(flags, null, collection);
  else await LocalClone.use(flags.clone, (clone) => collectFiles(flags, clone, collection));
}

async function collectFiles(flags: SnapshotFlags, clone: LocalClone | null, collection: Collection): Promise<void> {
  const previous = await PreviousSnapshots.read(flags.previous ?? [], await textOf(flags.previousKey));
  const facts = clone === null ? null : await collectClone(clone, flags.clone!, previous, collection);
  const maintainers = flags.maintainer ? new Set(flags.maintainer.map((mail) => mail.toLowerCase())) : null;
  for (const file of flags.messages ?? []) await collectMessages(file, maintainers, facts, collection);
  if (flags.membership) await collectMembership(flags.membership, previous, collection);
  const packages = flags.package ? new Set(flags.package) : null;
  if (flags.registry) await collectRegistry(flags.registry, packages, facts, previous, collection);
  if (flags.contacts !== undefined) await collectContacts(flags.contacts, previous, collection);
  for (const [index, archive] of (flags.archive ?? []).entries())
    await collectArchive(
      { archive, tag: flags.tag![index]!, manifest: flags.manifest?.[index], pins: flags.pins },
      clone!,
      collection,
    );
}

async function writeSnapshot(file: string, keyFile: string | undefined, { takenAt, parts }: Collection): Promise<void> {
  const key = await textOf(keyFile);
  const text = await told(() => writeSnapshotFile({ version: 1, takenAt: takenAt.toISOString(), parts }, key));
  await write(file, text);
}

async function textOf(file: string | undefined): Promise<string | null> {
  return file === undefined ? null : (await bytesOf(file)).toString('utf8');
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: OWNER_ONLY }).catch((error: NodeJS.ErrnoException) => {
    throw new CliError('cli.cannotUseFile', { file, code: error.code ?? 'unknown' }, { cause: error });
  });
}

function report(collection: Collection): void {
  for (const { source, name, events } of collection.collected) say('cli.project.collected', { source, name, events });
  for (const [code, sources] of collection.warningSources)
    say('cli.project.warning', { code, count: sources.length, first: sources[0]! });
  const unexplained = collection.events.flatMap((event) =>
    event.kind === 'archiveComparison' ? event.unexplained : [],
  );
  for (const path of unexplained) say('cli.project.unexplained', { path });
  for (const { source, flag, blind } of collection.missing)
    say('cli.project.missing', { source, flag, signals: blind.join(' ') });
  say('cli.project.never', { signals: NEVER_COLLECTED.join(' ') });
}
