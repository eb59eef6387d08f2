import { DAY_MS, type Moment } from '../events/moment.js';
import type { EventOf, ProjectEvent } from '../events/project-event.js';
import { isIgnoreFile, namesBuildInput } from './build-inputs.js';
import { areasOf } from './change-areas.js';
import { eventId } from './event-id.js';
import { addedLines, isAddedBinary, isKeyFile, type GitBlob } from './git-blobs.js';
import { believedTimes, offsetOf } from './git-dates.js';
import type { GitCommit } from './git-log.reader.js';
import { namedBinaries } from './generators.js';
import { GitPeople, personKey } from './git-people.js';
import { annotatedTags, firstTags, type GitTag, type TagRecord } from './git-tags.js';
import { controlEvents } from './git-control-files.js';
import { WarningList, type ImportResult } from './import-result.js';

/** A whole history: the log, the tags, and the contents that `wantedBlobs` asked for. */
export interface GitHistory {
  readonly exportedAt: number;
  readonly commits: readonly GitCommit[];
  readonly tags: readonly TagRecord[];
  readonly blobs: ReadonlyMap<string, GitBlob>;
  /** Which binaries the programs of `wantedMentions` name; null when nobody looked. */
  readonly mentions: ReadonlyMap<string, readonly string[]> | null;
}

const HOUR_MS = 3_600_000;
/** A key counts as announced when it was in the tree for this long. */
const ANNOUNCED_MS = 7 * DAY_MS;
const FINGERPRINT = /(?:[0-9A-F]{4}[ \t]*){10}|SHA256:[A-Za-z0-9+/]{43}/gi;

interface Announcement {
  readonly key: string;
  readonly by: string;
  readonly at: Moment;
}

/** Changes, people, releases, binaries and ignore rules of a history, and changes of its contacts and checks. */
export function importGitHistory({ exportedAt, commits, tags: records, blobs, mentions }: GitHistory): ImportResult {
  const warnings = new WarningList();
  const times = believedTimes(commits, exportedAt, warnings);
  const tags = annotatedTags(records, times, exportedAt, warnings);
  const first = firstTags(tags, commits);
  const people = new GitPeople();
  const isNamed = mentions === null ? null : namedBinaries(commits, mentions);
  const events: ProjectEvent[] = [];
  const announcements: Announcement[] = [];
  for (const commit of commits) {
    const at = times.get(commit.sha)!;
    events.push(changeOf(commit, at), ...identitiesOf(commit, at, people));
    const tag = first.get(commit.sha) ?? null;
    events.push(...ignoreRulesOf(commit, at, blobs), ...binariesOf(commit, at, blobs, { tag, isNamed }));
    events.push(...controlEvents(commit, at, blobs, warnings));
    announcements.push(...announcementsOf(commit, at, blobs));
  }
  const authors = new Map(commits.map((commit) => [commit.sha, personKey(commit.author)]));
  events.push(...releasesOf(tags, authors, announcements));
  return { events, warnings: warnings.list };
}

function sourceOf({ sha }: GitCommit): string {
  return `commit ${sha}`;
}

function changeOf(commit: GitCommit, at: Moment): EventOf<'change'> {
  return {
    kind: 'change',
    id: eventId('change', commit.sha),
    at,
    source: sourceOf(commit),
    sha: commit.sha,
    author: personKey(commit.author),
    committer: personKey(commit.committer),
    authorOffset: offsetOf(commit.author.date),
    committerOffset: offsetOf(commit.committer.date),
    // A "Reviewed-by" line is written by the committer; it says nothing of who approved.
    approvers: null,
    areas: areasOf(commit.files),
  };
}

/** The key of a commit is that of the committer, and counts only when git has verified it. */
function identitiesOf(commit: GitCommit, at: Moment, people: GitPeople): EventOf<'identity'>[] {
  const key = ['G', 'U', 'X', 'Y', 'R'].includes(commit.signature.status) ? commit.signature.key : null;
  const shown = [...people.see(commit.author, null), ...people.see(commit.committer, key)];
  return shown.map(({ account, shows, value }) => ({
    kind: 'identity',
    id: eventId('identity', commit.sha, account, shows, value),
    at,
    source: sourceOf(commit),
    account,
    shows,
    value,
    isAnnounced: null,
  }));
}

function ignoreRulesOf(commit: GitCommit, at: Moment, blobs: ReadonlyMap<string, GitBlob>): EventOf<'ignoreRule'>[] {
  return commit.files
    .filter(({ path }) => isIgnoreFile(path))
    .flatMap((file) =>
      addedLines(file, blobs)
        .filter(namesBuildInput)
        .map((line) => pathOfRule(file.path, line.trim())),
    )
    .map((path) => ({
      kind: 'ignoreRule',
      id: eventId('ignoreRule', commit.sha, path),
      at,
      source: sourceOf(commit),
      path,
      by: personKey(commit.author),
    }));
}

/** A pattern with the folder of the file that has it. */
function pathOfRule(file: string, pattern: string): string {
  return `${file.slice(0, file.lastIndexOf('/') + 1)}${pattern.replace(/^\//, '')}`;
}

interface BinaryContext {
  /** The first that contains the commit. */
  readonly tag: GitTag | null;
  readonly isNamed: ((commit: GitCommit, path: string) => boolean) | null;
}

function binariesOf(
  commit: GitCommit,
  at: Moment,
  blobs: ReadonlyMap<string, GitBlob>,
  { tag, isNamed }: BinaryContext,
): EventOf<'binary'>[] {
  const by = personKey(commit.author);
  return commit.files.filter(isAddedBinary).map(({ path, newBlob }) => ({
    kind: 'binary',
    id: eventId('binary', commit.sha, path),
    at,
    source: sourceOf(commit),
    path,
    by,
    bytes: blobs.get(newBlob)?.bytes ?? null,
    // What names it may make it or only read it.
    hasGenerator: isNamed === null || isNamed(commit, path) ? null : false,
    hoursBeforeTag: tag === null ? null : (tag.at.from - at.to) / HOUR_MS,
    taggerIsAuthor: tag === null ? null : tag.tagger === by,
  }));
}

/** Fingerprints that a commit adds to files where projects name their keys. */
function announcementsOf(commit: GitCommit, at: Moment, blobs: ReadonlyMap<string, GitBlob>): Announcement[] {
  return commit.files
    .filter(({ path }) => isKeyFile(path))
    .flatMap((file) => addedLines(file, blobs).flatMap((line) => line.match(FINGERPRINT) ?? []))
    .map((key) => ({ key: normalKey(key), by: personKey(commit.author), at }));
}

function normalKey(key: string): string {
  return key.startsWith('SHA256:') ? key : key.replaceAll(/\s/g, '').toUpperCase();
}

function releasesOf(
  tags: readonly GitTag[],
  authors: ReadonlyMap<string, string>,
  announcements: readonly Announcement[],
): EventOf<'release'>[] {
  const keys = new Set<string>();
  const signers = new Map<string, Moment>();
  return tags.map((tag) => {
    const key = tag.key;
    const release: EventOf<'release'> = {
      kind: 'release',
      id: eventId('release', tag.name, tag.commit),
      at: tag.at,
      source: `tag ${tag.name}`,
      version: tag.name,
      author: authors.get(tag.commit) ?? null,
      tagger: tag.tagger,
      signer: key === null ? null : tag.tagger,
      publisher: null,
      approver: null,
      key,
      isNewSigner: key === null ? null : !keys.has(key),
      keyAnnouncedBy: key === null ? null : announcerOf(key, tag.at, signers, announcements),
    };
    if (key !== null) {
      keys.add(key);
      if (!signers.has(tag.tagger)) signers.set(tag.tagger, tag.at);
    }
    return release;
  });
}

/** Who announces has to have signed before. A key id is the end of its fingerprint. */
function announcerOf(
  key: string,
  at: Moment,
  signers: ReadonlyMap<string, Moment>,
  announcements: readonly Announcement[],
): 'EXISTING_SIGNER' | 'NEWCOMER' | false {
  const early = announcements.filter((one) => one.key.endsWith(key) && one.at.to <= at.from - ANNOUNCED_MS);
  if (early.length === 0) return false;
  return early.some((one) => (signers.get(one.by)?.from ?? Infinity) <= one.at.from) ? 'EXISTING_SIGNER' : 'NEWCOMER';
}
