import { DomainError } from '#platform/kernel';
import type { Moment } from '../events/moment.js';
import type { EventOf, ProjectEvent } from '../events/project-event.js';
import { checksIn, isCheckFile, isFuzzTarget } from './check-configuration.js';
import { contactEvents } from './contact-changes.js';
import { contactFactsOrNull, isContactFile } from './contact-files.js';
import { eventId } from './event-id.js';
import type { GitBlob } from './git-blobs.js';
import type { GitCommit, GitFile } from './git-log.reader.js';
import { personKey } from './git-people.js';
import type { WarningList } from './import-result.js';

/** Changes of contacts and checks that a commit makes in the tree. */
export function controlEvents(
  commit: GitCommit,
  at: Moment,
  blobs: ReadonlyMap<string, GitBlob>,
  warnings: WarningList,
): ProjectEvent[] {
  const kept = new Set(
    commit.files
      .filter(({ status }) => status !== 'D')
      .flatMap((file) => [...checksOf(commit, file, file.newBlob, blobs, warnings)]),
  );
  return commit.files.flatMap((file) => [
    ...contactChangesOf(commit, file, at, blobs, warnings),
    ...reductionsOf(
      commit,
      file,
      at,
      [...checksOf(commit, file, file.oldBlob, blobs, warnings)].filter((check) => !kept.has(check)),
    ),
  ]);
}

function contactChangesOf(
  commit: GitCommit,
  file: GitFile,
  at: Moment,
  blobs: ReadonlyMap<string, GitBlob>,
  warnings: WarningList,
): ProjectEvent[] {
  // A first contact replaces nobody and is no change.
  if (!isContactFile(file.path) || file.status === 'A') return [];
  const before = contactFactsOrNull(file.path, blobs.get(file.oldBlob)?.content ?? null);
  const after = contactFactsOrNull(file.path, blobs.get(file.newBlob)?.content ?? null);
  if (before === null || after === null) {
    warnings.add('CONTROL_FILE_UNREADABLE', `commit ${commit.sha} ${file.path}`);
    return [];
  }
  const by = personKey(commit.author);
  return contactEvents({ resource: file.path, before, after, by, at, source: `commit ${commit.sha}` });
}

/** What a file asked for before the commit, and no file of it asks for afterwards. */
function reductionsOf(
  commit: GitCommit,
  file: GitFile,
  at: Moment,
  dropped: readonly string[],
): EventOf<'checkReduction'>[] {
  const gone = [...dropped];
  if (file.status === 'D' && isFuzzTarget(file.path)) gone.push(`fuzz target ${file.path}`);
  return gone.map((check) => ({
    kind: 'checkReduction',
    id: eventId('checkReduction', commit.sha, check),
    at,
    source: `commit ${commit.sha}`,
    check,
    by: personKey(commit.author),
    hasLinkedBug: null,
    hasCompensatingTest: null,
  }));
}

function checksOf(
  { sha }: GitCommit,
  file: GitFile,
  blob: string,
  blobs: ReadonlyMap<string, GitBlob>,
  warnings: WarningList,
): Set<string> {
  const text = isCheckFile(file.path) ? blobs.get(blob)?.content : null;
  if (text === null || text === undefined) return new Set();
  try {
    return checksIn(file.path, text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    warnings.add('CONTROL_FILE_UNREADABLE', `commit ${sha} ${file.path}`);
    return new Set();
  }
}
