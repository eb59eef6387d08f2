import { DAY_MS } from '#platform/kernel';
import type { SignalFact } from '../catalogue-facts.js';
import type { SignalName } from '../signals.js';

const DAYS_PER_MONTH = 365.25 / 12;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|$)/;

/** A figure that is not negative; null for an empty text and for anything else. */
export function figureOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  return figureOf(Number(value));
}

/** A day or a moment in the form of ISO 8601; null for anything else. */
export function momentOf(value: unknown): Date | null {
  if (typeof value !== 'string' || !DATE.test(value)) return null;
  const at = new Date(
    /\d{2}:\d{2}/.test(value) && !/(?:Z|UTC|[+-]\d{2}:?\d{2})$/.test(value) ? `${value}Z` : value.replace(' UTC', 'Z'),
  );
  return Number.isNaN(at.getTime()) ? null : at;
}

/** Months from one moment to a later one, never less than none. */
export function monthsBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / DAY_MS / DAYS_PER_MONTH);
}

export function textOf(value: unknown, longest: number): string | null {
  if (typeof value !== 'string') return null;
  // PostgreSQL takes neither NUL nor half of a character.
  const text = value.replace(/[\0\p{Cs}]/gu, '\uFFFD').trim();
  return text === '' ? null : text.slice(0, longest);
}

/** A signal for each figure that is known. */
export function signalsOf(figures: Iterable<readonly [SignalName, number | null]>, observedAt: Date): SignalFact[] {
  return [...figures].flatMap(([signal, value]) => (value === null ? [] : [{ signal, value, observedAt }]));
}
