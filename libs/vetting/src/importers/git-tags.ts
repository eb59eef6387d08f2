import { instant, type Moment } from '../events/moment.js';
import { personKey } from './git-people.js';
import type { GitCommit } from './git-log.reader.js';
import type { WarningList } from './import-result.js';
import type { JsonNode } from './json-node.js';
import { claimedKey } from './signature-issuer.js';

/** One tag as the export has it: `object` is the text of an annotated tag, null for a lightweight one. */
export interface TagRecord {
  readonly name: string;
  /** The commit that it leads to. */
  readonly commit: string;
  readonly object: string | null;
}

export interface GitTag {
  readonly name: string;
  readonly commit: string;
  readonly tagger: string;
  readonly at: Moment;
  /** Fingerprint that the signature names; null when the tag is not signed. It is not verified here. */
  readonly key: string | null;
}

const TAGGER = /^tagger (.*?) ?<([^<>\n]*)> (-?\d+) ([+-]\d{4})$/m;

/** `{ "tags": [{ name, commit, object }] }`. @throws SnapshotMalformedError */
export function readTagRecords(node: JsonNode): TagRecord[] {
  return node.get('tags').list((tag) => ({
    name: tag.get('name').text(),
    commit: tag.get('commit').text(),
    object: tag.get('object').optional((value) => value.text()),
  }));
}

/** Annotated tags, oldest first. A tag is not older than its commit, nor younger than the export. */
export function annotatedTags(
  records: readonly TagRecord[],
  times: ReadonlyMap<string, Moment>,
  exportedAt: number,
  warnings: WarningList,
): GitTag[] {
  const tags = records.flatMap((record) => tagOf(record, times, exportedAt, warnings) ?? []);
  return tags.sort((one, other) => one.at.from - other.at.from || (one.name < other.name ? -1 : 1));
}

function tagOf(
  { name, commit, object }: TagRecord,
  times: ReadonlyMap<string, Moment>,
  exportedAt: number,
  warnings: WarningList,
): GitTag | null {
  const source = `tag ${name}`;
  const head = object?.split('\n\n', 1)[0];
  const tagger = head === undefined ? null : TAGGER.exec(head);
  if (!tagger) {
    warnings.add('LIGHTWEIGHT_TAG', source);
    return null;
  }
  if (!times.has(commit)) warnings.add('TAG_OF_UNKNOWN_COMMIT', source);
  const earliest = times.get(commit)?.from ?? 0;
  const written = Number(tagger[3]) * 1_000;
  if (written > exportedAt) warnings.add('DATE_IN_FUTURE', source);
  if (written < earliest) warnings.add('COMMITTER_RUNS_BACKWARDS', source);
  const key = claimedKey(object!);
  if (key === false) warnings.add('SIGNATURE_UNREADABLE', source);
  else if (key !== null) warnings.add('SIGNATURE_NOT_VERIFIED', source);
  const at = instant(Math.min(Math.max(written, earliest), exportedAt));
  return {
    name,
    commit,
    tagger: personKey({ name: tagger[1]!, mail: tagger[2]! }),
    at,
    key: key === false ? null : key,
  };
}

/** For each commit the first tag, by time, that contains it. */
export function firstTags(tags: readonly GitTag[], commits: readonly GitCommit[]): ReadonlyMap<string, GitTag> {
  const parents = new Map(commits.map((commit) => [commit.sha, commit.parents]));
  const first = new Map<string, GitTag>();
  for (const tag of tags) {
    const open = [tag.commit];
    for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
      if (first.has(sha) || !parents.has(sha)) continue;
      first.set(sha, tag);
      open.push(...parents.get(sha)!);
    }
  }
  return first;
}
