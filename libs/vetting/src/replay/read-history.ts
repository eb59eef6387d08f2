import { readEvents } from '../events/events-file.js';
import { namesNotIn, type OnePerson } from '../events/one-person.js';
import { JsonNode } from '../importers/json-node.js';
import { timelineEvents, type TimelineEvents } from '../timeline/timeline-events.js';
import { readTimeline } from '../timeline/timeline-file.js';
import { TimelineInvalidError } from '../timeline/timeline.errors.js';
import { caseOf } from './case-of-timeline.js';
import { eventsToReplay } from './events-to-replay.js';

export interface History {
  readonly timeline: TimelineEvents;
  /** Places of records that say again what an earlier one says. */
  readonly duplicates: readonly number[];
  /** Names that were said to be one person's, and that no event has. */
  readonly unknownNames: readonly string[];
}

export interface HistoryOptions {
  /** The case that is meant, of several. */
  readonly case: string | null;
  readonly people: readonly OnePerson[];
}

/**
 * Reads a list of records, or the events that importers wrote. Two readers of one file never see two things: it is UTF-8,
 * and no key stands twice in one object.
 */
export function readHistory(input: Uint8Array, source: string, now: Date, options: HistoryOptions): History {
  const history = read(JsonNode.parse(input, source), now, options);
  return { ...history, unknownNames: namesNotIn(options.people, history.timeline.events) };
}

function read(node: JsonNode, now: Date, { case: name, people }: HistoryOptions): Omit<History, 'unknownNames'> {
  if (node.isObject && !node.get('events').isAbsent) {
    if (name !== null) throw new TimelineInvalidError('noCases', { source: node.source });
    return { timeline: eventsToReplay(readEvents(node), now, people), duplicates: [] };
  }
  const isSnapshot = node.isObject && node.get('parts').isArray;
  if (!node.isArray) throw new TimelineInvalidError(isSnapshot ? 'snapshot' : 'noHistory', { source: node.source });
  const { entries, duplicates } = readTimeline(node.value, now);
  return { timeline: timelineEvents(caseOf(entries, name), people), duplicates };
}
