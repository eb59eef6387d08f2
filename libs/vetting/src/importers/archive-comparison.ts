import { sha256Hex } from '#platform/kernel';
import { instant } from '../events/moment.js';
import type { EventOf } from '../events/project-event.js';
import { isExecutedAtBuild, lastSegment } from './build-inputs.js';
import { eventId } from './event-id.js';
import { JsonNode } from './json-node.js';
import { readTar, type ArchiveFile, type ArchiveLimits } from './tar.js';

type FileClass = 'IDENTICAL' | 'MANIFESTED' | 'UNKNOWN_EXTRA' | 'MODIFIED' | 'MISSING';

export interface TreeFile {
  readonly path: string;
  readonly sha256: string;
  readonly isExecutable: boolean;
}

/** One generated file, as the project explains it. Its own digest explains nothing. */
export interface ManifestFile {
  readonly path: string;
  readonly generator: string;
  /** Where the original is found: `gettext-0.22.5.tar.xz!/gettext-runtime/m4/foo.m4`. */
  readonly upstream: string;
}

/** Digests that we hold ourselves, by upstream place. */
export type PinnedDigests = ReadonlyMap<string, string>;

export interface ComparedFile {
  readonly path: string;
  readonly fileClass: FileClass;
  /** It runs while somebody builds or installs. */
  readonly isExecuted: boolean;
}

/** A tar as a list of digests, without the single folder that everything lies in. @throws what `readTar` throws */
export function readArchive(bytes: Uint8Array, archive: string, limits?: ArchiveLimits): TreeFile[] {
  const files = readTar(bytes, archive, limits);
  const folder = singleFolder(files);
  return files.map(({ path, content, isExecutable }) => ({
    path: path.slice(folder.length),
    sha256: sha256Hex(Buffer.from(content.buffer, content.byteOffset, content.byteLength)),
    isExecutable,
  }));
}

function singleFolder(files: readonly ArchiveFile[]): string {
  const first = files[0]?.path ?? '';
  const folder = first.slice(0, first.indexOf('/') + 1);
  return folder !== '' && files.every(({ path }) => path.startsWith(folder)) ? folder : '';
}

/** `{ version: 1, tag, commit, files: [{ path, sha256, generator, upstream, upstreamSha256 }] }`. @throws SnapshotMalformedError and those of the JSON */
export function readManifest(input: Uint8Array | string, source: string): ManifestFile[] {
  const node = JsonNode.parse(input, source);
  if (node.get('version').value !== 1) throw node.get('version').expected('1');
  return node.get('files').list((file) => ({
    path: file.get('path').text(),
    generator: file.get('generator').text(),
    upstream: file.get('upstream').text(),
  }));
}

/** `{ version: 1, pins: { "<upstream>": "<sha256>" } }`. @throws SnapshotMalformedError and those of the JSON */
export function readPinnedDigests(input: Uint8Array | string, source: string): PinnedDigests {
  const node = JsonNode.parse(input, source);
  if (node.get('version').value !== 1) throw node.get('version').expected('1');
  return new Map(
    node
      .get('pins')
      .entries()
      .map(([upstream, digest]) => [upstream, digest.text()]),
  );
}

/** Every path of the archive and of the tree, with its class, sorted. */
export function compareArchive(
  archive: readonly TreeFile[],
  tree: readonly TreeFile[],
  manifest: readonly ManifestFile[],
  pins: PinnedDigests,
): ComparedFile[] {
  const ofTree = new Map(tree.map((file) => [file.path, file]));
  const explained = new Map(manifest.map((file) => [file.path, file]));
  const inArchive = new Set(archive.map(({ path }) => path));
  const compared = archive.map((file) => {
    const original = ofTree.get(file.path);
    return comparedFile(
      file.path,
      original ? classInTree(file, original) : classOfExtra(file, explained.get(file.path), pins),
    );
  });
  const missing = tree.filter(({ path }) => !inArchive.has(path)).map(({ path }) => comparedFile(path, 'MISSING'));
  return [...compared, ...missing].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function comparedFile(path: string, fileClass: FileClass): ComparedFile {
  return { path, fileClass, isExecuted: isExecutedAtBuild(path) };
}

/** A file that may be executed and was not before is another file. */
function classInTree(file: TreeFile, original: TreeFile): FileClass {
  return file.sha256 === original.sha256 && file.isExecutable === original.isExecutable ? 'IDENTICAL' : 'MODIFIED';
}

/** Only a digest that we pinned ourselves explains a file; what runs at build time must also have the name of its original. */
function classOfExtra(file: TreeFile, line: ManifestFile | undefined, pins: PinnedDigests): FileClass {
  const pinned = line === undefined ? undefined : pins.get(line.upstream);
  if (line === undefined || pinned === undefined) return 'UNKNOWN_EXTRA';
  if (isExecutedAtBuild(file.path) && lastSegment(line.upstream) !== lastSegment(file.path)) return 'UNKNOWN_EXTRA';
  return pinned === file.sha256 ? 'MANIFESTED' : 'MODIFIED';
}

/** @param at when the archive was taken */
export function archiveEvent(
  release: string,
  archiveDigest: string,
  at: number,
  files: readonly ComparedFile[],
): EventOf<'archiveComparison'> {
  const unexplained = files
    .filter(({ fileClass }) => fileClass === 'UNKNOWN_EXTRA' || fileClass === 'MODIFIED')
    .map(({ path }) => path);
  const id = eventId('archiveComparison', release, archiveDigest, ...unexplained);
  return {
    kind: 'archiveComparison',
    id,
    at: instant(at),
    source: `archive sha256:${archiveDigest}`,
    release,
    unexplained,
  };
}
