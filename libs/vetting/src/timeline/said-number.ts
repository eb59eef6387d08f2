/** Numbers and spans of time as sentences have them, in digits or in English words. */
const WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fourteen: 14,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
  'a hundred': 100,
  'a dozen': 12,
  'a few': 3,
  several: 3,
};
const DAYS_OF: Readonly<Record<string, number>> = {
  minute: 1 / 1_440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30,
  year: 365,
};

const NUMBER = String.raw`\d[\d,.]*|${Object.keys(WORDS)
  .sort((left, right) => right.length - left.length)
  .join('|')}`;

/** A pattern for a span of time, with its number and its unit as groups; without a number it is two of the unit, and none of a number that is not read. */
export const SPAN = String.raw`(?:(${NUMBER})[- ]|(?<!(?:teen|ty|hundred|thousand)[- ]))(minute|hour|day|week|month|year)s?`;

export function numberOf(text: string): number {
  return WORDS[text.toLowerCase()] ?? Number(text.replaceAll(',', ''));
}

/** The days of the first span of a text that one of the patterns finds, whose first two groups are those of `SPAN`. */
export function daysSaid(text: string, patterns: readonly RegExp[]): number | null {
  for (const pattern of patterns) {
    const [, count, unit] = pattern.exec(text) ?? [];
    const days = unit === undefined ? NaN : numberOf(count ?? 'two') * (DAYS_OF[unit.toLowerCase()] ?? NaN);
    if (Number.isFinite(days)) return days;
  }
  return null;
}

/** "several", "six", "12": how many at the least, and null for what counts nothing. */
export const COUNT_OF_MANY = String.raw`(?:all|both|most|many|a dozen|a few|dozens of|hundreds of|(?!(?:an?|one|1)\b)(?:${NUMBER}))`;
