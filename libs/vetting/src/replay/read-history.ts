import { readEvents } from '../events/events-file.js';
import { JsonNode } from '../importers/json-node.js';
import { timelineEvents, type TimelineEvents } from '../timeline/timeline-events.js';
import { readTimeline } from '../timeline/timeline-file.js';
import { caseOf } from './case-of-timeline.js';
import { eventsToReplay } from './events-to-replay.js';

export interface History {
  readonly timeline: TimelineEvents;
  /** Places of records that say again what an earlier one says. */
  readonly duplicates: readonly number[];
}

/**
 * Reads a list of records, or the events that importers wrote. Two readers of one file never see two things: it is UTF-8,
 * and no key stands twice in one object.
 * @param name the case that is meant, of several
 */
export function readHistory(input: Uint8Array, source: string, now: Date, name: string | null): History {
  const node = JsonNode.parse(input, source);
  if (node.isObject && !node.get('events').isAbsent)
    return { timeline: eventsToReplay(readEvents(node), now), duplicates: [] };
  const { entries, duplicates } = readTimeline(node.value, now);
  return { timeline: timelineEvents(caseOf(entries, name)), duplicates };
}
