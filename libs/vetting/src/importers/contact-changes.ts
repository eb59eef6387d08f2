import type { Moment } from '../events/moment.js';
import type { EventOf, ProjectEvent } from '../events/project-event.js';
import type { ContactFacts } from './contact-files.js';
import { eventId } from './event-id.js';

/** One state of a resource after another, and who made the change. */
export interface ContactStep {
  readonly resource: string;
  readonly before: ContactFacts;
  readonly after: ContactFacts;
  readonly by: string;
  readonly at: Moment;
  readonly source: string;
}

/** Changes of contacts, one event for each one who is new, and moves of places. */
export function contactEvents(step: ContactStep): ProjectEvent[] {
  return [...changesOfContacts(step), ...movesOfPlaces(step)];
}

function changesOfContacts({ resource, before, after, by, at, source }: ContactStep): EventOf<'contactChange'>[] {
  const added = [...after.contacts].filter((contact) => !before.contacts.has(contact));
  const removed = [...before.contacts].filter((contact) => !after.contacts.has(contact));
  const isThinner = thinsReporting(before, after, removed.length);
  if (added.length === 0 && removed.length === 0 && !isThinner) return [];
  const isKnownActor = before.contacts.size > 0 && by.includes('@');
  return (added.length === 0 ? [null] : added).map((beneficiary) => ({
    kind: 'contactChange',
    id: eventId('contactChange', resource, source, at.from, beneficiary),
    at,
    source,
    resource,
    proposer: by,
    beneficiary,
    replacesOld: removed.length > 0,
    secondPerson: null,
    isByIncumbent: isKnownActor ? before.contacts.has(by) && by !== beneficiary : null,
    thinsReporting: isThinner,
  }));
}

/** A contact is gone without another one, less is asked of reporters, or the longest wait has grown. */
function thinsReporting(before: ContactFacts, after: ContactFacts, removed: number): boolean {
  const losesContact = removed > 0 && after.contacts.size < before.contacts.size;
  const asksLess = before.intakeLines !== null && (after.intakeLines ?? 0) < before.intakeLines;
  const waitsLonger = before.longestWaitHours !== null && (after.longestWaitHours ?? 0) > before.longestWaitHours;
  return losesContact || asksLess || waitsLonger;
}

function movesOfPlaces({ resource, before, after, by, at, source }: ContactStep): EventOf<'controlMove'>[] {
  const names = new Set([...before.places.keys(), ...after.places.keys()]);
  return [...names]
    .filter((name) => before.places.has(name) && before.places.get(name) !== after.places.get(name))
    .map((name) => ({
      kind: 'controlMove',
      id: eventId('controlMove', resource, name, source, at.from),
      at,
      source,
      resource: `${resource} ${name}`,
      by,
      toward: after.places.get(name) ?? null,
    }));
}
