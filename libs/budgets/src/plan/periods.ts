import type { BudgetPeriod } from '../budget.row.js';

/** A period of a budget by its first day and that of the one after it; null when there is none. ISO 8601 days. */
export interface Period {
  readonly startsOn: string;
  readonly nextOn: string | null;
}

const MONTHS: Readonly<Record<BudgetPeriod, number>> = { ONCE: 0, MONTH: 1, QUARTER: 3, YEAR: 12 };

/** The period that a day is in; null before the first. A day that a month does not have is its last one. */
export function periodOf(period: BudgetPeriod, startsOn: string, day: string): Period | null {
  if (day < startsOn) return null;
  const months = MONTHS[period];
  if (months === 0) return { startsOn, nextOn: null };
  // A day too early or too late by clipping is at most one period away.
  let count = Math.max(0, Math.floor(monthsBetween(startsOn, day) / months) - 1);
  while (addMonths(startsOn, (count + 1) * months) <= day) count += 1;
  return { startsOn: addMonths(startsOn, count * months), nextOn: addMonths(startsOn, (count + 1) * months) };
}

function monthsBetween(from: string, to: string): number {
  const [first, second] = [parts(from), parts(to)];
  return (second.year - first.year) * 12 + second.month - first.month;
}

function addMonths(day: string, months: number): string {
  const { year, month, date } = parts(day);
  const [toYear, toMonth] = [year + Math.floor((month - 1 + months) / 12), (month - 1 + months) % 12];
  const last = new Date(Date.UTC(toYear, toMonth + 1, 0)).getUTCDate();
  return new Date(Date.UTC(toYear, toMonth, Math.min(date, last))).toISOString().slice(0, 10);
}

function parts(day: string): { readonly year: number; readonly month: number; readonly date: number } {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return { year, month, date };
}
