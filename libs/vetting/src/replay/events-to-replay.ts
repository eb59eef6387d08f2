import type { Assumption } from '../events/assumption.js';
import type { EventsFile } from '../events/events-file.js';
import { DAY_MS, dayNumber, dayText } from '../events/moment.js';
import { loginsOfMail } from '../events/logins-of-mail.js';
import { pairsOf, saidToBeOne, type OnePerson } from '../events/one-person.js';
import { namesIn } from '../events/people-of-events.js';
import { PersonLinks } from '../events/person-links.js';
import type { ProjectEvent } from '../events/project-event.js';
import { TimelineInFutureError } from '../timeline/timeline.errors.js';
import type { TimelineEvents } from '../timeline/timeline-events.js';
import { withDerivedFacts } from './derived-facts.js';

/**
 * Events that importers made, as they are replayed. Names are one person when the file or somebody else says so, and when one
 * is the address that a forge gave to the other.
 * @param declared further links between names
 * @throws TimelineInFutureError
 */
export function eventsToReplay(
  { events, people }: EventsFile,
  now: Date,
  declared: readonly OnePerson[] = [],
): TimelineEvents {
  assertPast(events, now);
  const told = [...declared, ...people];
  const ofLogins = loginsOfMail(namesIn(events));
  const links = new PersonLinks([...pairsOf(told), ...ofLogins]);
  const derived = withDerivedFacts(events, links);
  const assumptions = [
    ...told.map(saidToBeOne),
    ...ofLogins.map(addressOfLogin),
    ...betweenTwoTimes(events),
    ...derived.assumptions,
  ];
  return { events: derived.events, links, assumptions, unknownKinds: [], unknownFacts: [] };
}

/** @throws TimelineInFutureError */
export function assertPast(events: readonly ProjectEvent[], now: Date): void {
  const late = events.findIndex(({ at }) => at.from > now.getTime());
  const event = events[late];
  if (event !== undefined) throw new TimelineInFutureError(late, dayText(dayNumber(event.at.from)));
}

/** What two snapshots disagree about happened somewhere between them. */
function betweenTwoTimes(events: readonly ProjectEvent[]): Assumption[] {
  const wide = events.filter(({ at }) => at.to - at.from >= DAY_MS);
  const [first] = wide;
  if (first === undefined) return [];
  const [from, to] = [first.at.from, first.at.to].map((ms) => dayText(dayNumber(ms)));
  const parameters = { count: wide.length, source: first.source, from: from!, to: to! };
  return [{ index: null, messageKey: 'vetting.assumption.betweenTwoTimes', parameters }];
}

function addressOfLogin([person, handle]: readonly [string, string]): Assumption {
  return { index: null, messageKey: 'vetting.assumption.addressOfLogin', parameters: { person, handle } };
}
