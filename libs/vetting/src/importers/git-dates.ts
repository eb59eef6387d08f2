import { instant, parseMoment, type Moment } from '../events/moment.js';
import type { GitCommit } from './git-log.reader.js';
import type { WarningList } from './import-result.js';

const HOUR_MS = 3_600_000;
/** Clocks of two machines may differ this much without a word. */
const TOLERANCE_MS = HOUR_MS;
/** A patch may wait for long; from here on somebody should look. */
const FAR_MS = 180 * 24 * HOUR_MS;

/**
 * When each commit was made, as far as it can be believed. Both dates of a commit are what its maker wrote. The time used is
 * the committer's, pushed between the time of the latest parent and the time of the export: a commit cannot be older than
 * what it stands on, nor made after it was seen. Whatever had to be pushed, or looks odd, is warned about.
 */
export function believedTimes(
  commits: readonly GitCommit[],
  exportedAt: number,
  warnings: WarningList,
): ReadonlyMap<string, Moment> {
  const times = new Map<string, Moment>();
  const shas = new Set(commits.map(({ sha }) => sha));
  for (const commit of commits) {
    for (const parent of commit.parents)
      if (!times.has(parent)) warnings.add(shas.has(parent) ? 'PARENT_AFTER_CHILD' : 'SHALLOW_HISTORY', commit.sha);
    const parents = commit.parents.flatMap((parent) => times.get(parent) ?? []);
    times.set(commit.sha, timeOf(commit, parents, exportedAt, warnings));
  }
  return times;
}

function timeOf(
  { sha, author, committer }: GitCommit,
  parents: readonly Moment[],
  exportedAt: number,
  warnings: WarningList,
): Moment {
  const earliest = Math.min(exportedAt, Math.max(0, ...parents.map(({ from }) => from)));
  const authored = parseMoment(author.date)?.from ?? null;
  const committed = parseMoment(committer.date)?.from ?? null;
  if (committed === null || authored === null) warnings.add('DATE_UNREADABLE', sha);
  if (committed === null) return { from: earliest, to: exportedAt };
  if (committed > exportedAt || (authored ?? 0) > exportedAt) warnings.add('DATE_IN_FUTURE', sha);
  if (committed < earliest - TOLERANCE_MS) warnings.add('COMMITTER_RUNS_BACKWARDS', sha);
  if (authored !== null && authored > committed + TOLERANCE_MS) warnings.add('AUTHOR_AFTER_COMMITTER', sha);
  if (authored !== null && authored < committed - FAR_MS) warnings.add('AUTHOR_DATE_FAR', sha);
  return instant(Math.min(Math.max(committed, earliest), exportedAt));
}

const OFFSET = /(?:([+-])(\d{2}):?(\d{2})|Z)$/;

/** Minutes east of UTC at the end of an ISO time; null when there is none. */
export function offsetOf(date: string): number | null {
  const match = OFFSET.exec(date);
  if (!match) return null;
  const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' && minutes > 0 ? -minutes : minutes;
}
