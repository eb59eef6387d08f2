/**
 * What the sentence of a record says where its facts say nothing: a few phrases with one meaning, in English, and never a
 * name or a date. Whatever is read here is told as an assumption.
 */
const NOT_IN_SOURCE =
  /\bnot in the (?:tagged )?(?:tree|source|repository)\b|\bonly in the (?:release )?(?:archive|package)\b|\bno (?:matching|release or|such) (?:commit|tag)\b/i;

/** The published artefact holds what its source does not. */
export function saysArtefactDiffers(summary: string): boolean {
  return NOT_IN_SOURCE.test(summary);
}

const JUST_MADE = /\b(?:just|newly|freshly)[- ]created\b/i;
const AGE = /\b(\d+) (minute|hour|day)s? old\b/i;
const DAYS_OF: Readonly<Record<string, number>> = { minute: 1 / 1_440, hour: 1 / 24, day: 1 };

/** How old something is said to be, in whole days; null when it is not said. */
export function saidAgeDays(summary: string): number | null {
  if (JUST_MADE.test(summary)) return 0;
  const age = AGE.exec(summary);
  return age === null ? null : Math.floor(Number(age[1]) * (DAYS_OF[String(age[2]).toLowerCase()] ?? 1));
}

/** Rights that end because nobody used them, and not because somebody was put out. */
export function saysInactivity(text: string): boolean {
  return /\binactiv(?:e|ity)\b/i.test(text);
}
