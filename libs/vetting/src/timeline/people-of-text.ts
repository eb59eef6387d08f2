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

const GROUP = /\b(?:team|committee|council|community|board|collective|organi[sz]ation|foundation|group|project)s?$/i;

/** A name that can be one person's: not a team, not several, and not nobody. */
export function isOnePerson(actor: string): boolean {
  return !isUnidentified(actor) && !namesMany(actor) && !GROUP.test(actor.trim());
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
 * @returns pairs of the full name and the handle
 */
export function linkedHandles(names: Iterable<string>): [string, string][] {
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
  return pairs;
}

function lettersOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');
}
