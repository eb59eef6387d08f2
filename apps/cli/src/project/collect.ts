import {
  CONTROL_KINDS,
  MEMBERSHIP_KINDS,
  REGISTRY_KINDS,
  archiveEvent,
  compareArchive,
  digestOfContent,
  importControlPlane,
  importGitHistory,
  importMbox,
  importMembership,
  importMessageList,
  importRegistry,
  openSnapshot,
  readArchive,
  readGitLog,
  readManifest,
  readPinnedDigests,
  wantedBlobs,
  wantedMentions,
  type EventOf,
  type MessageOptions,
  type Snapshot,
  type SourceFacts,
  type TagRecord,
} from '#libs/vetting';
import { sha256Hex } from '#platform/kernel';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CliError } from '../cli-error.js';
import { bytesOf, cannotRead } from '../files.js';
import { nowOf, type Collection } from './collection.js';
import type { PreviousSnapshots } from './previous.js';
import type { LocalClone } from './local-clone.js';

/** Reads the history of a clone, and gives back what other importers compare with. */
export async function collectClone(
  clone: LocalClone,
  name: string,
  previous: PreviousSnapshots,
  collection: Collection,
): Promise<SourceFacts> {
  const tags = await clone.tags();
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = async function* () {
    for await (const chunk of clone.log(tags)) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  const commits = await readGitLog(counted(), name, (count) => collection.progress('commits', count));
  const { contents, sizes } = wantedBlobs(commits);
  const blobs = await clone.blobs(contents, sizes);
  const mentions = await clone.mentions(wantedMentions(commits));
  const result = importGitHistory({ exportedAt: collection.now, commits, tags, blobs, mentions });
  collection.keepDigest('git-log', name, hash.digest('hex'), bytes);
  const tagsNow = tagsSnapshot(tags, collection);
  collection.keep('tags', name, tagsNow);
  collection.keep('git-blobs', name, Buffer.from(JSON.stringify(Object.fromEntries(blobs))));
  collection.keep('git-mentions', name, Buffer.from(JSON.stringify(Object.fromEntries(mentions))));
  collection.add('clone', name, result);
  const lists = [...previous.of(['tags']), openSnapshot(tagsNow, name, nowOf(collection))];
  if (lists.length > 1) collection.add('clone', `${name} (tags)`, importControlPlane(lists));
  return {
    releases: result.events.filter((event): event is EventOf<'release'> => event.kind === 'release'),
    changes: result.events.filter((event): event is EventOf<'change'> => event.kind === 'change'),
  };
}

/** The tags as a snapshot, which the next one is compared with. */
function tagsSnapshot(tags: readonly TagRecord[], { takenAt }: Collection): Buffer {
  const content = { tags };
  const snapshot = { takenAt: takenAt.toISOString(), kind: 'tags', digest: digestOfContent(content), content };
  return Buffer.from(JSON.stringify(snapshot));
}

/** An mbox of any size, or a JSON list when the file begins with a bracket. */
export async function collectMessages(
  file: string,
  maintainers: ReadonlySet<string> | null,
  facts: SourceFacts | null,
  collection: Collection,
): Promise<void> {
  const source = basename(file);
  const onMessage = (count: number) => collection.progress('messages', count);
  const options: MessageOptions = {
    source,
    takenAt: collection.now,
    maintainers,
    changes: facts?.changes ?? null,
    onMessage,
  };
  if (await beginsAsList(file)) {
    const bytes = await bytesOf(file);
    collection.add('messages', source, importMessageList(bytes, options));
    collection.keep('messages', file, bytes, false);
    return;
  }
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = createReadStream(file).on('data', (chunk) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  collection.add('messages', source, await importMbox(stream, options));
  collection.keepDigest('mbox', file, hash.digest('hex'), bytes);
}

async function beginsAsList(file: string): Promise<boolean> {
  const handle = await open(file).catch(cannotRead(file));
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return /^\uFEFF?\s*\[/.test(buffer.toString('utf8', 0, bytesRead));
  } catch (error) {
    return cannotRead(file)(error);
  } finally {
    await handle.close();
  }
}

export async function collectMembership(
  files: readonly string[],
  previous: PreviousSnapshots,
  collection: Collection,
): Promise<void> {
  const snapshots = [...previous.of(MEMBERSHIP_KINDS), ...(await snapshotsOf(files, MEMBERSHIP_KINDS, collection))];
  collection.add('membership', names(files), importMembership(snapshots));
}

export async function collectRegistry(
  files: readonly string[],
  packages: ReadonlySet<string> | null,
  facts: SourceFacts | null,
  previous: PreviousSnapshots,
  collection: Collection,
): Promise<void> {
  const snapshots = [...previous.of(REGISTRY_KINDS), ...(await snapshotsOf(files, REGISTRY_KINDS, collection))];
  collection.add('registry', names(files), importRegistry(snapshots, facts, packages));
}

/** All snapshots of a folder. */
export async function collectContacts(
  folder: string,
  previous: PreviousSnapshots,
  collection: Collection,
): Promise<void> {
  const entries = await readdir(folder).catch(cannotRead(folder));
  const files = entries.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
  if (files.length === 0) throw new CliError('cli.project.emptyFolder', { folder });
  const earlier = previous.of(CONTROL_KINDS).filter(({ kind }) => kind !== 'tags');
  const snapshots = [...earlier, ...(await snapshotsOf(files.sort(), CONTROL_KINDS, collection))];
  collection.add('contacts', names(files), importControlPlane(snapshots));
}

async function snapshotsOf(
  files: readonly string[],
  kinds: readonly string[],
  collection: Collection,
): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  for (const file of files) {
    const bytes = await bytesOf(file);
    const snapshot = openSnapshot(bytes, basename(file), nowOf(collection));
    if (!kinds.includes(snapshot.kind))
      throw new CliError('cli.project.wrongKind', { file, kind: snapshot.kind, kinds: kinds.join(', ') });
    collection.keep(snapshot.kind, file, bytes);
    snapshots.push(snapshot);
  }
  return snapshots;
}

function names(files: readonly string[]): string {
  return files.map((file) => basename(file)).join(', ');
}

export interface ArchiveFlags {
  readonly archive: string;
  readonly tag: string;
  readonly manifest: string | undefined;
  readonly pins: string | undefined;
}

/** Compares a release archive with the tree of its tag. */
export async function collectArchive(
  flags: ArchiveFlags,
  clone: LocalClone,
  facts: SourceFacts,
  collection: Collection,
): Promise<void> {
  const tag = (await clone.tags()).find(({ name }) => name === flags.tag);
  if (!tag) throw new CliError('cli.project.noSuchTag', { tag: flags.tag });
  const bytes = await bytesOf(flags.archive);
  const name = basename(flags.archive);
  const manifest =
    flags.manifest === undefined ? [] : readManifest(await bytesOf(flags.manifest), basename(flags.manifest));
  const pins =
    flags.pins === undefined
      ? new Map<string, string>()
      : readPinnedDigests(await bytesOf(flags.pins), basename(flags.pins));
  const files = compareArchive(readArchive(bytes, name), await clone.tree(tag.commit), manifest, pins);
  const event = archiveEvent(flags.tag, sha256Hex(bytes), archiveTime(tag, facts, collection), files);
  const missing = files.filter(({ fileClass }) => fileClass === 'MISSING').map(({ path }) => path);
  collection.archives.push({ archive: name, tag: flags.tag, unexplained: event.unexplained, missing });
  collection.keep('archive', flags.archive, bytes, false);
  collection.add('archives', `${name} (${flags.tag})`, { events: [event], warnings: [] });
}

/** An archive is as old as its tag: that is the day of what it has. A lightweight tag has the time of its commit. */
function archiveTime({ name, commit }: TagRecord, { releases, changes }: SourceFacts, { now }: Collection): number {
  const release = releases.find(({ version }) => version === name);
  return (release ?? changes.find(({ sha }) => sha === commit))?.at.from ?? now;
}
