import { PersonLinks } from '../events/person-links.js';

/** The people whom an actor or target names: "Lasse Collin and Jia Tan" are two. */
export function peopleIn(text: string): string[] {
  return text
    .split(/,\s*| and | & /)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Somebody of whom nothing is known but that there was somebody. */
export function isUnidentified(actor: string): boolean {
  return /\b(?:unknown|unnamed|anonymous|unidentified)\b/i.test(actor);
}

/** Holders of rights that are named only as many: "organisation members". */
export function namesMany(text: string): boolean {
  return (
    peopleIn(text).length > 1 ||
    /\b(?:members|maintainers|administrators|admins|owners|committers|holders|developers|volunteers|contributors|names|accounts|personas|users|senders)\b/i.test(
      text,
    )
  );
}

const SHORTEST_HANDLE = 4;

/**
 * A handle whose letters begin a full name is taken to be that person: "JiaT75" is the beginning of "Jia Tan".
 * @returns the links, with the full name as the person
 */
export function linkedHandles(names: Iterable<string>): {
  readonly links: PersonLinks;
  readonly pairs: [string, string][];
} {
  const all = [...new Set(names)];
  const full = all.filter((name) => name.includes(' '));
  const pairs: [string, string][] = [];
  for (const handle of all) {
    const start = lettersOf(handle);
    if (handle.includes(' ') || start.length < SHORTEST_HANDLE) continue;
    const fitting = full.filter((name) => lettersOf(name).startsWith(start));
    // A handle that fits two people says nothing.
    if (fitting.length === 1 && fitting[0] !== undefined) pairs.push([fitting[0], handle]);
  }
  return { links: new PersonLinks(pairs), pairs };
}

function lettersOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');
}
