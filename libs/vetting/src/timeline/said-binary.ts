import { daysSaid, numberOf, SPAN } from './said-number.js';

const SIZE = /\b(\d[\d,.]*) ?-?(bytes?|kb|kib|mb|mib)\b/i;
const BYTES_OF: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000, b: 1 };

/** The size that a sentence gives, in bytes. */
export function saidBytes(summary: string): number | null {
  const [, count, unit] = SIZE.exec(summary) ?? [];
  if (count === undefined || unit === undefined) return null;
  const bytes = Math.trunc(numberOf(count) * (BYTES_OF[unit.charAt(0).toLowerCase()] ?? 1));
  return Number.isSafeInteger(bytes) ? bytes : null;
}

const MAKER = String.raw`(?:generators?|scripts?|recipes?|sources?)`;
const NO_MAKER = new RegExp(
  String.raw`\b(?:without|no|lacks?|lacking) (?:an?y? |the |its )?${MAKER}\b|\b(?:cannot|can't|could not) be (?:rebuilt|reproduced|regenerated)\b`,
  'i',
);
const HAS_MAKER = new RegExp(
  String.raw`\b(?:with|beside|by) (?:an? |the |its |their )?${MAKER}\b|\breproduc(?:ed|ible) (?:by|from|with)\b`,
  'i',
);

/** Whether there is a script that makes the binary; null when it is not said. */
export function saidGenerator(summary: string): boolean | null {
  if (NO_MAKER.test(summary)) return false;
  return HAS_MAKER.test(summary) ? true : null;
}

const BEFORE_TAG: readonly RegExp[] = [
  new RegExp(String.raw`\b${SPAN} before (?:the |its |their )?(?:[\w-]+ )?(?:tag|release)\b`, 'i'),
];

export function saidHoursBeforeTag(summary: string): number | null {
  const days = daysSaid(summary, BEFORE_TAG);
  return days === null ? null : days * 24;
}

/** The one who added it also made the release. */
export function saysSameTagger(summary: string): boolean {
  return /\b(?:same (?:person|one|hand)|(?:he|she|they|who) (?:also |then )?(?:sets?|tags?|tagged|releases?|released)(?: (?:it|the release))?(?: (?:him|her|them)sel(?:f|ves))?)\b/i.test(
    summary,
  );
}
