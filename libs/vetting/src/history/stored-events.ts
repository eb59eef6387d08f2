import { sha256Hex } from '#platform/kernel';
import { FIELDS_OF_EVENTS } from '../events/events-file.js';
import { namesIn, renamed } from '../events/people-of-events.js';
import type { EventKind, ProjectEvent } from '../events/project-event.js';

/** An event as it is stored: people by number, and without what is not known. */
export interface StoredEvent {
  readonly id: string;
  readonly kind: EventKind;
  readonly at: readonly [from: number, to: number];
}

/** Ids and names of what happened in this installation begin with it, and nothing else does. */
export const OWN_PREFIX = 'here:';

const HEAD = ['id', 'kind', 'at', 'source'];
/** Rules do not read it, and the source of a change says the same. */
const LEFT_OUT = ['sha'];

/** Whole words alone: a package may be called `x@7`. */
const NUMBERED = /(?<!\S)@\d+(?!\S)/g;

/** People in stored events and signals are "@" and their number in the project. */
export function numbered(number: number): string {
  return `@${String(number)}`;
}

/** Whether a text has a word that stands for a person, or a character that the database cannot keep. */
export function isReserved(text: string): boolean {
  return text.search(NUMBERED) >= 0 || text.includes('\u0000');
}

/** The number that a text is; null for a text that is none. */
export function numberIn(text: string): number | null {
  const found = /^@(\d+)$/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

/** A text with each number in it replaced by that of the same person's first name. */
export function rooted(text: string, rootOf: (name: string) => string): string {
  return text.replaceAll(NUMBERED, rootOf);
}

/** Every name that an event has, a name that an account shows included. */
export function namesOf(events: Iterable<ProjectEvent>): Set<string> {
  const all = [...events];
  const names = namesIn(all);
  for (const event of all) if (event.kind === 'identity') names.add(event.value);
  return names;
}

export function toStored(event: ProjectEvent, numberOf: (name: string) => number): StoredEvent {
  const { id, kind, at, ...facts } = withoutThread(renamed(event, (name) => numbered(numberOf(name))));
  const known = Object.entries(facts).filter(
    ([field, value]) => value !== null && field !== 'source' && !LEFT_OUT.includes(field),
  );
  return { id, kind, at: [at.from, at.to], ...Object.fromEntries(known) };
}

/** What rules read of it; where it can be looked up is asked for apart. */
export function fromStored(stored: StoredEvent): ProjectEvent {
  const [from, to] = stored.at;
  return { ...NOTHING_KNOWN[stored.kind], ...stored, at: { from, to }, source: '' } as unknown as ProjectEvent;
}

const NOTHING_KNOWN = Object.fromEntries(
  Object.entries(FIELDS_OF_EVENTS).map(([kind, fields]) => [
    kind,
    Object.fromEntries(fields.filter((field) => !HEAD.includes(field)).map((field) => [field, null])),
  ]),
) as Readonly<Record<EventKind, object>>;

/** A thread is often called by the address of a message. Rules ask only whether two are one. */
function withoutThread(event: ProjectEvent): ProjectEvent {
  if (event.kind !== 'message' || event.thread === null) return event;
  return { ...event, thread: sha256Hex(event.thread).slice(0, 16) };
}
