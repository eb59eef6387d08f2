interface Recurrence {
  /** `day`, `week`, `month` or `year`. */
  readonly interval: string;
  readonly interval_count: number;
}

const DAY_SECONDS = 24 * 60 * 60;
const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7 };

/**
 * The start of the nth period after an anchor (unix seconds, n from 0). A month that has no such day ends it on its
 * last one, and the next period comes back to the day of the anchor.
 */
export function periodStart(anchor: number, { interval, interval_count: count }: Recurrence, n: number): number {
  const days = DAYS[interval];
  if (days !== undefined) return anchor + n * count * days * DAY_SECONDS;
  const months = n * count * (interval === 'year' ? 12 : 1);
  const from = new Date(anchor * 1000);
  const first = new Date(from);
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return Math.floor(first.getTime() / 1000);
}
