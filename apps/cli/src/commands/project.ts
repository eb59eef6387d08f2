import { readPeopleFile, readSnapshotFile, vettingMessages, writeEventsFile, writeSnapshotFile } from '#libs/vetting';
import { SystemClock } from '#platform/kernel';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { bytesOf, cannotUse } from '../files.js';
import {
  collectArchive,
  collectClone,
  collectContacts,
  collectMembership,
  collectMessages,
  collectRegistry,
} from '../project/collect.js';
import { Collection } from '../project/collection.js';
import { NEVER_COLLECTED, PARTLY_COLLECTED } from '../project/coverage.js';
import { LocalClone } from '../project/local-clone.js';
import { PreviousSnapshots } from '../project/previous.js';
import { assertUsable, type SnapshotFlags } from '../project/snapshot-flags.js';
import { told } from '../told.js';
import { messages, print, say } from '../terminal.js';

messages.add(vettingMessages);

/** Snapshots name people. */
const OWNER_ONLY = 0o600;
const SHOWN = 20;

/** Collects what can be read of a project from a clone and files, and says what is missing. */
export async function projectSnapshot(flags: SnapshotFlags): Promise<void> {
  const collection = new Collection(new SystemClock().now());
  assertUsable(flags);
  await told(() => collect(flags, collection));
  if (flags.out !== undefined) await writeSnapshot(flags.out, flags.key, collection);
  if (flags.events !== undefined) await write(flags.events, writeEventsFile(collection.events, collection.people));
  if (flags.json) print(JSON.stringify(collection.summary(), null, 2));
  else report(collection, [flags.out, flags.events]);
  if (flags.failOnFindings && collection.findings > 0) process.exitCode = 1;
}

/** Checks the digests of a snapshot file and, with a key, its signature. */
export async function projectVerify(file: string, flags: { readonly key?: string }): Promise<void> {
  const key = await textOf(flags.key);
  const { parts, takenAt, isSigned } = await told(async () => readSnapshotFile(await bytesOf(file), file, key));
  const checked = parts.filter(({ content }) => content !== null).length;
  say('cli.project.digests', { file, takenAt, checked, parts: parts.length, others: parts.length - checked });
  if (key !== null) say('cli.project.signed');
  else say(isSigned ? 'cli.project.signatureNotChecked' : 'cli.project.unsigned');
}

async function collect(flags: SnapshotFlags, collection: Collection): Promise<void> {
  const people = flags.people === undefined ? [] : readPeopleFile(await bytesOf(flags.people), basename(flags.people));
  if (flags.clone === undefined) await collectFiles(flags, null, collection);
  else await LocalClone.use(flags.clone, (clone) => collectFiles(flags, clone, collection));
  collection.declare(people, basename(flags.people ?? ''));
}

async function collectFiles(flags: SnapshotFlags, clone: LocalClone | null, collection: Collection): Promise<void> {
  const previous = await PreviousSnapshots.read(flags.previous ?? [], await textOf(flags.previousKey));
  collection.hasPrevious = flags.previous !== undefined;
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
      facts!,
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
  await writeFile(file, text, { mode: OWNER_ONLY }).catch(cannotUse(file));
}

function report(collection: Collection, written: readonly (string | undefined)[]): void {
  for (const { source, name, events } of collection.collected) say('cli.project.collected', { source, name, events });
  for (const [code, sources] of collection.warningSources)
    say('cli.project.warning', {
      text: messages.text(`vetting.warning.${code}`),
      code,
      count: sources.length,
      first: sources[0]!,
    });
  for (const { archive, tag, unexplained, missing } of collection.archives) {
    for (const path of unexplained) say('cli.project.unexplained', { path });
    if (missing.length === 0) continue;
    say('cli.project.notInArchive', { archive, tag, count: missing.length, paths: shown(missing) });
  }
  for (const { needed, blind } of collection.missing) say('cli.project.missing', { needed, signals: blind.join(' ') });
  for (const rule of PARTLY_COLLECTED) say(`cli.project.partly.${rule}`);
  say('cli.project.never', { signals: NEVER_COLLECTED.join(' ') });
  for (const file of written) if (file !== undefined) say('cli.project.written', { file });
  if (collection.findings > 0) say('cli.project.findings', { count: collection.findings });
}

function shown(paths: readonly string[]): string {
  return paths.length <= SHOWN ? paths.join(', ') : `${paths.slice(0, SHOWN).join(', ')} …`;
}
