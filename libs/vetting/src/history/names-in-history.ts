import type { OnePerson } from '../events/one-person.js';
import type { ProjectEvent } from '../events/project-event.js';
import { UNKNOWN_ACTOR } from '../events/unknown-actor.js';
import { namesOf } from './stored-events.js';

/** Somebody whom events name. */
export interface NameInHistory {
  readonly name: string;
  /** Of something else than a message to the maintainers. */
  readonly isAuthor: boolean;
  /** UTC milliseconds of the last event with the name. */
  readonly lastAt: number;
}

/** All names of events, in the order of their events; of names that are said to be one person's, also those that no event has. */
export function namesInHistory(events: readonly ProjectEvent[], people: readonly OnePerson[]): NameInHistory[] {
  const names = new Map<string, NameInHistory>();
  for (const event of events)
    for (const name of namesOf([event])) {
      const known = names.get(name);
      names.set(name, {
        name,
        isAuthor: known?.isAuthor === true || event.kind !== 'message',
        lastAt: Math.max(known?.lastAt ?? 0, event.at.to),
      });
    }
  names.delete(UNKNOWN_ACTOR);
  for (const { names: same } of people) {
    const known = same.flatMap((name) => names.get(name) ?? []);
    const about = {
      isAuthor: known.some(({ isAuthor }) => isAuthor),
      lastAt: Math.max(0, ...known.map(({ lastAt }) => lastAt)),
    };
    for (const name of same) if (!names.has(name)) names.set(name, { name, ...about });
  }
  return [...names.values()];
}
