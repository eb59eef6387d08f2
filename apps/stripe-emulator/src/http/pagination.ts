import type { Row } from '../store/tables.js';
import { invalidParameter, noSuchParameter } from '../errors.js';
import type { InstantRange, PageParameters } from './parameters.js';

const DEFAULT_LIMIT = 10;
const V2_DEFAULT_LIMIT = 20;
const V2_MAXIMUM = 100;

export interface ApiList<T> {
  readonly object: 'list';
  readonly data: T[];
  readonly has_more: boolean;
  readonly url: string;
}

interface Listing<T> {
  /** What one element is called in errors, for example `transfer`. */
  readonly kind: string;
  readonly url: string;
  /** All rows the caller may see, oldest first. */
  readonly rows: readonly Row<T>[];
  readonly matches?: (value: T) => boolean;
}

/**
 * A v1 page, newest first. A cursor is the id of an object of the same list; `ending_before` gives the elements that
 * stand directly before it. The filter is applied before paging, and a cursor need not match it.
 */
export function listPage<T>(parameters: PageParameters, { kind, url, rows, matches }: Listing<T>): ApiList<T> {
  const limit = parameters.limit ?? DEFAULT_LIMIT;
  const { starting_after: after, ending_before: before } = parameters;
  if (after !== undefined && before !== undefined) {
    throw invalidParameter('ending_before', 'You cannot use both starting_after and ending_before.');
  }
  const accepted = rows.filter((row) => matches === undefined || matches(row.value)).reverse();
  const envelope = { object: 'list' as const, url };
  if (before !== undefined) {
    const cursor = positionOf(rows, before, kind, 'ending_before');
    const newer = accepted.filter((row) => row.position > cursor);
    return { ...envelope, data: newer.slice(-limit).map((row) => row.value), has_more: newer.length > limit };
  }
  const cursor = after === undefined ? Infinity : positionOf(rows, after, kind, 'starting_after');
  const older = accepted.filter((row) => row.position < cursor);
  return { ...envelope, data: older.slice(0, limit).map((row) => row.value), has_more: older.length > limit };
}

/**
 * A v2 page, newest first. It names the next one by its whole address, in which `page` is the position it begins after;
 * `filters` are what the request asked for besides.
 */
export function v2Page<T, R>(
  rows: readonly Row<T>[],
  parameters: { readonly limit?: number | undefined; readonly page?: string | undefined },
  { path, filters, show }: { path: string; filters: readonly (readonly [string, string])[]; show: (value: T) => R },
): { data: R[]; next_page_url: string | null; previous_page_url: null } {
  const limit = Math.min(parameters.limit ?? V2_DEFAULT_LIMIT, V2_MAXIMUM);
  const start = parameters.page === undefined ? Infinity : Number(parameters.page);
  const older = rows.filter((row) => row.position < start).reverse();
  const shown = older.slice(0, limit);
  const next = new URLSearchParams({ limit: String(limit), page: String(shown.at(-1)?.position) });
  for (const [name, value] of filters) next.append(name, value);
  return {
    data: shown.map(({ value }) => show(value)),
    next_page_url: older.length > limit ? `${path}?${next.toString()}` : null,
    previous_page_url: null,
  };
}

/** A page of the parts of one object, in their own order; a cursor is the id of a part. */
export function arrayPage<T extends { readonly id: string }>(
  { limit = DEFAULT_LIMIT, starting_after: after, ending_before: before }: PageParameters,
  { data, kind, url }: { readonly data: readonly T[]; readonly kind: string; readonly url: string },
): ApiList<T> {
  const indexOf = (id: string, param: string): number => {
    const index = data.findIndex((part) => part.id === id);
    if (index < 0) throw noSuchParameter(kind, id, param);
    return index;
  };
  if (before !== undefined) {
    const earlier = data.slice(0, indexOf(before, 'ending_before'));
    return { object: 'list', data: earlier.slice(-limit), has_more: earlier.length > limit, url };
  }
  const later = after === undefined ? data : data.slice(indexOf(after, 'starting_after') + 1);
  return { object: 'list', data: later.slice(0, limit), has_more: later.length > limit, url };
}

/** Whether an instant (unix seconds) lies in the `created` filter of a list. */
export function inRange(instant: number, range: InstantRange): boolean {
  if (range === undefined) return true;
  if (typeof range === 'number') return instant === range;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return instant > gt && instant >= gte && instant < lt && instant <= lte;
}

function positionOf(rows: readonly Row<unknown>[], id: string, kind: string, param: string): number {
  const row = rows.find((candidate) => candidate.id === id);
  if (row === undefined) throw noSuchParameter(kind, id, param);
  return row.position;
}
