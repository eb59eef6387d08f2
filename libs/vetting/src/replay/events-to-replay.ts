import { dayNumber, dayText } from '../events/moment.js';
import { loginsOfMail } from '../events/logins-of-mail.js';
import { PersonLinks } from '../events/person-links.js';
import type { ProjectEvent } from '../events/project-event.js';
import { TimelineInFutureError } from '../timeline/timeline.errors.js';
import type { TimelineEvents } from '../timeline/timeline-events.js';

/**
 * Events that importers made, as they are replayed. All that is taken for granted is that the address which a forge gave to
 * an account is that account.
 * @throws TimelineInFutureError
 */
export function eventsToReplay(events: readonly ProjectEvent[], now: Date): TimelineEvents {
  const late = events.findIndex(({ at }) => at.from > now.getTime());
  const event = events[late];
  if (event !== undefined) throw new TimelineInFutureError(late, dayText(dayNumber(event.at.from)));
  const pairs = loginsOfMail(events);
  const assumptions = pairs.map(([person, handle]) => ({
    index: null,
    messageKey: 'vetting.assumption.addressOfLogin',
    parameters: { person, handle },
  }));
  return { events, links: new PersonLinks(pairs), assumptions, unknownKinds: [], unknownFacts: [] };
}
