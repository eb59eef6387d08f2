import { dayNumber, dayText } from '../events/moment.js';
import { PersonLinks } from '../events/person-links.js';
import type { ProjectEvent } from '../events/project-event.js';
import { TimelineInFutureError } from '../timeline/timeline.errors.js';
import type { TimelineEvents } from '../timeline/timeline-events.js';

/**
 * Events that importers made, as they are replayed: nothing has to be taken for granted.
 * @throws TimelineInFutureError
 */
export function eventsToReplay(events: readonly ProjectEvent[], now: Date): TimelineEvents {
  const late = events.findIndex(({ at }) => at.from > now.getTime());
  const event = events[late];
  if (event !== undefined) throw new TimelineInFutureError(late, dayText(dayNumber(event.at.from)));
  return { events, links: new PersonLinks(), assumptions: [], unknownKinds: [], unknownFacts: [] };
}
