import { pairsOf, saidToBeOne, type OnePerson } from '../events/one-person.js';
import { PersonLinks } from '../events/person-links.js';
import type { ProjectEvent } from '../events/project-event.js';
import { isUnidentified, linkedHandles, peopleIn } from './people-of-text.js';
import type { Assumption } from '../events/assumption.js';
import type { Body } from './kind-reader.js';
import { TIMELINE_KINDS } from './timeline-kinds.js';
import { inOrderOfRecords } from './order-of-records.js';
import { TimelineRecord } from './timeline-record.js';
import type { TimelineEntry } from './timeline-file.js';

export interface TimelineEvents {
  readonly events: readonly ProjectEvent[];
  readonly links: PersonLinks;
  readonly assumptions: readonly Assumption[];
  /** Records that no rule can read, by their kind. */
  readonly unknownKinds: readonly { readonly index: number; readonly kind: string }[];
  readonly unknownFacts: readonly { readonly index: number; readonly fact: string }[];
}

/**
 * The events of one project, out of its records.
 * @param people names that somebody says are one person's
 */
export function timelineEvents(entries: readonly TimelineEntry[], people: readonly OnePerson[] = []): TimelineEvents {
  const ordered = inOrderOfRecords(entries);
  const handles = linkedHandles(ordered.flatMap(({ actor }) => (isUnidentified(actor) ? [] : peopleIn(actor))));
  const links = new PersonLinks([...pairsOf(people), ...handles]);
  const assumptions: Assumption[] = [
    ...people.map(saidToBeOne),
    ...handles.map(([person, handle]) => ({
      index: null,
      messageKey: 'vetting.assumption.onePerson',
      parameters: { person, handle },
    })),
  ];
  const unknownKinds: { index: number; kind: string }[] = [];
  const events: ProjectEvent[] = [];
  const record = new TimelineRecord(links);
  for (const entry of ordered) {
    const { index, kind, at, source } = entry;
    const read = Object.hasOwn(TIMELINE_KINDS, kind) ? TIMELINE_KINDS[kind] : undefined;
    if (read === undefined) unknownKinds.push({ index, kind });
    else {
      const assume = (messageKey: string, parameters = {}): void => {
        assumptions.push({ index, messageKey, parameters });
      };
      if (/^\d{4}-\d{2}$/.test(entry.date)) assume('vetting.assumption.wholeMonth', { month: entry.date });
      const bodies = read(entry, record, assume);
      events.push(...bodies.map((body, part) => eventOf(body, { id: `${String(index)}.${String(part)}`, at, source })));
    }
    record.observe(entry);
  }
  const unknownFacts = ordered.flatMap(({ index, facts, unknownFields }) =>
    [...facts.unknown, ...unknownFields].map((fact) => ({ index, fact })),
  );
  return { events, links, assumptions, unknownKinds, unknownFacts };
}

function eventOf(body: Body, occurrence: Pick<ProjectEvent, 'id' | 'at' | 'source'>): ProjectEvent {
  return { ...body, ...occurrence };
}
