import type { Scope } from '../policy/scopes.js';

const WORDS: readonly (readonly [RegExp, Scope])[] = [
  [/\b(?:admin|administrator|owner|ownership)\b/i, 'ADMIN'],
  [/\b(?:publish|release|releases|registry)\b/i, 'RELEASE'],
  [/\b(?:push|commit|write|merge)\b/i, 'COMMIT'],
  [/\btriage\b/i, 'TRIAGE'],
];

/** The right that a text names; null when it names none. */
export function scopeOf(text: string): Scope | null {
  return WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
