/**
 * When something happened, as exactly as it is known, in UTC milliseconds. An instant has two equal ends; a day that is
 * known without its time reaches from 00:00:00 to 23:59:59.999. A rule that says "at least" counts from the later end of
 * what began and to the earlier end of what followed; a rule that says "at most" the other way round.
 */
export interface Moment {
  readonly from: number;
  readonly to: number;
}

/** "Days" are blocks of 24 hours; neither holidays nor daylight saving play a role. */
export const DAY_MS = 86_400_000;

const DATE = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/;
/** A time without its offset would be a guess. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

const FIRST_YEAR = 1_900;
const EARLIEST_MS = Date.UTC(FIRST_YEAR, 0);
const END_MS = Date.UTC(10_000, 0);

/** Times outside of this are slips, or are made to break what computes with them. */
export function isBelievable(ms: number): boolean {
  return ms >= EARLIEST_MS && ms < END_MS;
}

export function instant(ms: number): Moment {
  return { from: ms, to: ms };
}

/**
 * @param text `YYYY-MM`, `YYYY-MM-DD`, or an ISO 8601 time with its offset
 * @returns null for anything else, days that no calendar has included
 */
export function parseMoment(text: string): Moment | null {
  const date = DATE.exec(text);
  if (date) return partOfCalendar(Number(date[1]), Number(date[2]), date[3] === undefined ? null : Number(date[3]));
  if (!INSTANT.test(text) || parseMoment(text.slice(0, 10)) === null) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : instant(ms);
}

function partOfCalendar(year: number, month: number, day: number | null): Moment | null {
  // Dates before this are slips, and the first hundred years would be read as those of the last century.
  if (year < FIRST_YEAR) return null;
  const from = Date.UTC(year, month - 1, day ?? 1);
  const begun = new Date(from);
  if (month < 1 || month > 12 || begun.getUTCMonth() !== month - 1 || (day !== null && begun.getUTCDate() !== day))
    return null;
  return { from, to: (day === null ? Date.UTC(year, month, 1) : from + DAY_MS) - 1 };
}

/** The number of the UTC day since 1970. */
export function dayNumber(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/** `YYYY-MM-DD` of a day number. */
export function dayText(day: number): string {
  const known = texts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  // A history spans a few thousand days; whoever hands in more of them gets the texts without the memory.
  if (texts.size < MOST_TEXTS) texts.set(day, text);
  return text;
}

const texts = new Map<number, string>();
const MOST_TEXTS = 20_000;

/** The fewest days that can lie between two moments. */
export function daysAtLeast(earlier: Moment, later: Moment): number {
  return (later.from - earlier.to) / DAY_MS;
}

/** The days that an upper bound allows for: of a day that is known without its time both count from 00:00:00. */
export function daysWithin(earlier: Moment, later: Moment): number {
  return (later.from - earlier.from) / DAY_MS;
}

/** The most days that can lie between two moments. */
export function daysAtMost(earlier: Moment, later: Moment): number {
  return (later.to - earlier.from) / DAY_MS;
}
