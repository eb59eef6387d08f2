import { isIgnoreFile } from './build-inputs.js';
import { isCheckFile } from './check-configuration.js';
import { isContactFile } from './contact-files.js';
import type { GitCommit, GitFile } from './git-log.reader.js';
import type { JsonNode } from './json-node.js';

export interface GitBlob {
  readonly bytes: number;
  /** Null when only the size was asked for. */
  readonly content: string | null;
}

const KEY_FILE =
  /(^|\/)(keys?|thanks|authors|maintainers|owners|readme|security|contributing|releasing)(\.(md|txt|rst|adoc))?$|\.asc$/i;
const NONE = /^0+$/;

export function isKeyFile(path: string): boolean {
  return KEY_FILE.test(path);
}

/** Which contents the importer wants to see besides the log, and of which ones the size is enough. */
export function wantedBlobs(commits: readonly GitCommit[]): {
  readonly contents: Set<string>;
  readonly sizes: Set<string>;
} {
  const contents = new Set<string>();
  const sizes = new Set<string>();
  for (const { files } of commits)
    for (const file of files) {
      if (isRead(file)) for (const id of [file.oldBlob, file.newBlob]) if (!NONE.test(id)) contents.add(id);
      if (isAddedBinary(file)) sizes.add(file.newBlob);
    }
  return { contents, sizes };
}

export function isAddedBinary({ isBinary, status }: GitFile): boolean {
  return isBinary && status === 'A';
}

function isRead({ path, isBinary }: GitFile): boolean {
  return !isBinary && (isIgnoreFile(path) || isKeyFile(path) || isContactFile(path) || isCheckFile(path));
}

/** `{ "<id>": { bytes, content } }`. @throws SnapshotMalformedError */
export function readBlobs(node: JsonNode): Map<string, GitBlob> {
  return new Map(
    node
      .entries()
      .map(([id, blob]) => [
        id,
        { bytes: blob.get('bytes').count(), content: blob.get('content').optional((value) => value.text()) },
      ]),
  );
}

/** Lines of the new content that the old one does not have. */
export function addedLines({ oldBlob, newBlob }: GitFile, blobs: ReadonlyMap<string, GitBlob>): string[] {
  const old = new Set(blobs.get(oldBlob)?.content?.split(/\r?\n/));
  return (blobs.get(newBlob)?.content?.split(/\r?\n/) ?? []).filter((line) => line.trim() !== '' && !old.has(line));
}
