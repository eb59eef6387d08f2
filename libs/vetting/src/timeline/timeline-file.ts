import { parseMoment, type Moment } from '../events/moment.js';
import { TimelineFacts } from './timeline-facts.js';
import {
  TimelineContradictoryError,
  TimelineInFutureError,
  TimelineInvalidError,
  TimelineTooLargeError,
} from './timeline.errors.js';

export const MAX_TIMELINE_ENTRIES = 200_000;

/** One dated happening, as somebody wrote it down. */
export interface TimelineEntry {
  /** Its place in the file, from 0. */
  readonly index: number;
  readonly date: string;
  readonly at: Moment;
  readonly actor: string;
  readonly kind: string;
  readonly target: string;
  readonly summary: string;
  readonly source: string;
  readonly case: string | null;
  readonly facts: TimelineFacts;
  /** What stands in the record beside its fields. */
  readonly unknownFields: readonly string[];
}

export interface TimelineFile {
  readonly entries: readonly TimelineEntry[];
  /** Places of records that say again what an earlier one says. */
  readonly duplicates: readonly number[];
}

/**
 * Reads `[{ date, actor, kind, target, summary, source, case?, label?, facts? }]`.
 * @param now the end of what can have happened
 * @throws TimelineInvalidError, TimelineContradictoryError, TimelineInFutureError, TimelineTooLargeError
 */
export function readTimeline(value: unknown, now: Date): TimelineFile {
  if (!Array.isArray(value)) throw new TimelineInvalidError('noArray');
  if (value.length > MAX_TIMELINE_ENTRIES) throw new TimelineTooLargeError(MAX_TIMELINE_ENTRIES);
  const entries: TimelineEntry[] = [];
  const duplicates: number[] = [];
  const seen = new Map<string, TimelineEntry[]>();
  for (const [index, record] of (value as unknown[]).entries()) {
    const entry = readEntry(record, index);
    if (entry.at.from > now.getTime()) throw new TimelineInFutureError(index, entry.date);
    const place = placeOf(entry);
    const same = seen.get(place);
    if (same === undefined) seen.set(place, [entry]);
    else {
      if (same.some((other) => isSame(other, entry))) {
        duplicates.push(index);
        continue;
      }
      assertNoContradiction(same, entry);
      same.push(entry);
    }
    entries.push(entry);
  }
  return { entries, duplicates };
}

const FIELDS = ['date', 'actor', 'kind', 'target', 'summary', 'source', 'case', 'label', 'facts'];
const TEXTS = ['date', 'actor', 'kind', 'target', 'summary', 'source'] as const;

function readEntry(record: unknown, index: number): TimelineEntry {
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    throw new TimelineInvalidError('noRecord', { index });
  const fields = record as Readonly<Record<string, unknown>>;
  for (const name of TEXTS) {
    const value = fields[name];
    if (value === undefined) throw new TimelineInvalidError('missing', { index, field: name });
    if (typeof value !== 'string') throw new TimelineInvalidError('noText', { index, field: name });
    if (value.trim() === '') throw new TimelineInvalidError('missing', { index, field: name });
  }
  const { date, actor, kind, target, summary, source } = fields as Readonly<Record<(typeof TEXTS)[number], string>>;
  const at = parseMoment(date);
  if (at === null) throw new TimelineInvalidError('date', { index, date });
  const given = fields.facts ?? null;
  if (typeof given !== 'object' || Array.isArray(given))
    throw new TimelineInvalidError('noText', { index, field: 'facts' });
  const facts =
    given === null ? TimelineFacts.NONE : new TimelineFacts(given as Readonly<Record<string, unknown>>, index);
  const own = fields.case ?? null;
  if (own !== null && typeof own !== 'string') throw new TimelineInvalidError('noText', { index, field: 'case' });
  const unknownFields = Object.keys(fields).filter((name) => !FIELDS.includes(name));
  return { index, date, at, actor, kind, target, summary, source, case: own, facts, unknownFields };
}

function placeOf({ case: own, date, actor, kind, target }: TimelineEntry): string {
  return [own ?? '', date, actor, kind, target].join('\0');
}

function isSame(left: TimelineEntry, right: TimelineEntry): boolean {
  return left.summary === right.summary && left.source === right.source && left.facts.equals(right.facts);
}

/** One person may write two messages on a day; of anything else two records that disagree cannot both be true. */
const REPEATABLE = new Set(['pressure', 'inquiry', 'contribution', 'patch_merged', 'binary_added', 'identity_change']);

function assertNoContradiction(same: readonly TimelineEntry[], entry: TimelineEntry): void {
  if (REPEATABLE.has(entry.kind)) return;
  for (const other of same) {
    const fact = other.facts.firstDifference(entry.facts);
    if (fact !== null) throw new TimelineContradictoryError(other.index, entry.index, fact);
  }
}
