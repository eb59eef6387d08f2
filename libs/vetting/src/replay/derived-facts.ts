import type { Assumption } from '../events/assumption.js';
import { DAY_MS, daysAtLeast, daysAtMost, dayNumber, dayText, type Moment } from '../events/moment.js';
import { ownersIn } from '../events/people-of-events.js';
import type { PersonLinks } from '../events/person-links.js';
import type { EventOf, ProjectEvent } from '../events/project-event.js';
import { tagsOfPackage } from '../importers/registry-history.js';
import { WorkOfPeople } from './work-of-people.js';

/** Whoever takes a project over has lineage after this time. */
const LINEAGE_DAYS = 30;
/** A tag and the version that it belongs to are as close as this. */
const SAME_RELEASE_DAYS = 1;

export interface DerivedFacts {
  readonly events: readonly ProjectEvent[];
  readonly assumptions: readonly Assumption[];
}

/**
 * Fills in what one source leaves open and another one tells: whether who takes over has worked here, how long somebody who
 * got a right has, and who published a release. What no source tells stays unknown, and each fact that can speak
 * against somebody is said as an assumption.
 */
export function withDerivedFacts(events: readonly ProjectEvent[], links: PersonLinks): DerivedFacts {
  const deriving = new Deriving(links);
  deriving.add(events);
  return { events: events.map((event) => deriving.of(event)), assumptions: deriving.assumptions };
}

/** The same for a history that grows: first all events are added, and then each is filled in. */
export class Deriving {
  readonly assumptions: Assumption[] = [];
  readonly #work: WorkOfPeople;
  readonly #publications = new Map<string, EventOf<'publication'>[]>();

  /** People who got something before any change of theirs was known. */
  readonly #withoutWork = new Set<string>();

  constructor(private readonly links: PersonLinks) {
    this.#work = new WorkOfPeople(links);
  }

  /** Whether a change tells something of events before it: that there is a history of changes, or that somebody has worked after all. */
  isNews({ author }: EventOf<'change'>): boolean {
    return this.#work.isEmpty || this.#withoutWork.has(this.links.personOf(author));
  }

  add(events: readonly ProjectEvent[]): void {
    this.#work.add(events);
    for (const event of events) if (event.kind === 'publication') this.#keep(event);
  }

  of(event: ProjectEvent): ProjectEvent {
    if (event.kind === 'ownershipTransfer') return this.#transfer(event);
    if (event.kind === 'grant') return this.#grant(event);
    return event.kind === 'release' ? this.#release(event) : event;
  }

  /** Without a history of changes nothing is known of anybody's work. */
  #transfer(event: EventOf<'ownershipTransfer'>): ProjectEvent {
    if (event.receiverHasLineage !== null || event.to === null || this.#work.isEmpty) return event;
    for (const name of ownersIn(event.to)) this.#note(name);
    const receiverHasLineage = this.#hasLineage(ownersIn(event.to), event.at);
    const parameters = { receiver: event.to, resource: event.resource, days: LINEAGE_DAYS };
    if (receiverHasLineage === false) this.#assume('vetting.assumption.noLineageInHistory', parameters);
    return { ...event, receiverHasLineage };
  }

  /** Null when it depends on when exactly it happened. */
  #hasLineage(receivers: readonly string[], at: Moment): boolean | null {
    const firsts = receivers.flatMap((name) => this.#work.firstOf(name) ?? []);
    if (firsts.some((first) => daysAtLeast(first, at) >= LINEAGE_DAYS)) return true;
    return firsts.some((first) => daysAtMost(first, at) >= LINEAGE_DAYS) ? null : false;
  }

  /** Of whom nothing is found it is not known whether another name has the work. */
  #grant(event: EventOf<'grant'>): ProjectEvent {
    const { person, at } = event;
    const first = person === null ? null : this.#work.firstOf(person);
    if (person !== null) this.#note(person);
    if (person === null || first === null) return event;
    const tenureDays = event.tenureDays ?? Math.max(0, Math.floor(daysAtMost(first, at)));
    const mergedChanges = event.mergedChanges ?? this.#work.countUntil(person, at.to);
    if (event.tenureDays === null || event.mergedChanges === null) {
      const date = dayText(dayNumber(at.from));
      this.#assume('vetting.assumption.tenureOfHistory', { person, date, days: tenureDays, changes: mergedChanges });
    }
    return { ...event, tenureDays, mergedChanges };
  }

  #note(name: string): void {
    if (this.#work.firstOf(name) === null) this.#withoutWork.add(this.links.personOf(name));
  }

  #release(event: EventOf<'release'>): ProjectEvent {
    if (event.publisher !== null) return event;
    const near = (this.#publications.get(event.version) ?? []).filter(
      ({ at }) => Math.abs(at.from - event.at.from) <= SAME_RELEASE_DAYS * DAY_MS,
    );
    const [publisher, another] = new Set(near.map((one) => one.publisher));
    // Two packages of one tag may come from two people.
    if (publisher === undefined || publisher === null || another !== undefined) return event;
    this.#assume('vetting.assumption.publisherOfRegistry', { publisher, release: event.version });
    return { ...event, publisher };
  }

  #keep(event: EventOf<'publication'>): void {
    for (const tag of tagsOfPackage(event.package, event.version)) {
      const known = this.#publications.get(tag);
      if (known === undefined) this.#publications.set(tag, [event]);
      else known.push(event);
    }
  }

  #assume(messageKey: string, parameters: Assumption['parameters']): void {
    this.assumptions.push({ index: null, messageKey, parameters });
  }
}
