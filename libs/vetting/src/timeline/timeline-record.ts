import { daysAtLeast, daysAtMost, type Moment } from '../events/moment.js';
import type { PersonLinks } from '../events/person-links.js';
import { isUnidentified, peopleIn } from './people-of-text.js';
import type { TimelineEntry } from './timeline-file.js';

/** Kinds whose actor must already have held rights in the project. */
const HELD = new Set(['release', 'patch_merged', 'maintainer_distress', 'vote_close', 'resignation']);
const WORK = new Set(['contribution', 'contribution_suspicious', 'patch_merged', 'release', 'release_signer_change']);
const CHANGES = new Set([
  'contribution',
  'contribution_suspicious',
  'binary_added',
  'build_change',
  'dependency_added',
]);
const PUBLIC_WORD = new Set([
  'policy_change',
  'nomination',
  'role_hint',
  'onboarding',
  'maintainer_distress',
  'vote_close',
]);

const NOTICE_DAYS = 365;
const LINEAGE_DAYS = 30;
const LAST_CHANGE_DAYS = 30;
const MOTION_DAYS = 30;

/** What the records before the one that is read say about people. */
export class TimelineRecord {
  readonly #seen = new Map<string, Moment>();
  readonly #holders = new Set<string>();
  readonly #worked = new Map<string, Moment>();
  readonly #words: Moment[] = [];
  readonly #votes: Moment[] = [];
  #lastChange: { readonly by: string; readonly at: Moment } | null = null;

  constructor(private readonly links: PersonLinks) {}

  observe({ actor, at, kind }: TimelineEntry): void {
    if (PUBLIC_WORD.has(kind)) this.#words.push(at);
    if (kind === 'vote_close') this.#votes.push(at);
    if (isUnidentified(actor)) return;
    for (const name of peopleIn(actor)) {
      const person = this.links.personOf(name);
      if (!this.#seen.has(person)) this.#seen.set(person, at);
      if (HELD.has(kind)) this.#holders.add(person);
      if (WORK.has(kind) && !this.#worked.has(person)) this.#worked.set(person, at);
    }
    if (CHANGES.has(kind)) this.#lastChange = { by: this.links.personOf(actor), at };
  }

  areOne(one: string, other: string): boolean {
    return this.links.areOne(one, other);
  }

  firstSeen(name: string): Moment | null {
    return this.#seen.get(this.links.personOf(name)) ?? null;
  }

  isHolder(name: string): boolean {
    return this.#holders.has(this.links.personOf(name));
  }

  /** Days since the first work of a person on record; null when none is. */
  tenureDays(name: string, at: Moment): number | null {
    const first = this.#worked.get(this.links.personOf(name));
    return first === undefined ? null : Math.max(0, Math.floor(daysAtLeast(first, at)));
  }

  /**
   * Whether somebody who takes a project over has worked for it: the receiver, or when nobody is named anybody but those
   * who held it.
   */
  hasLineage(receiver: string | null, at: Moment): boolean {
    return [...this.#worked].some(([person, first]) => {
      const fits = receiver === null ? !this.#holders.has(person) : this.links.areOne(receiver, person);
      return fits && daysAtLeast(first, at) >= LINEAGE_DAYS;
    });
  }

  /** Days since the future of the project was first spoken of in public; 0 when it was not. */
  noticeDays(at: Moment): number {
    const first = this.#words.find((word) => daysAtMost(word, at) <= NOTICE_DAYS);
    return first === undefined ? 0 : Math.max(0, Math.floor(daysAtLeast(first, at)));
  }

  /** A vote was closed in the month before. */
  hasMotion(at: Moment): boolean {
    return this.#votes.some((vote) => daysAtMost(vote, at) <= MOTION_DAYS);
  }

  /** Who made the last change on record shortly before. */
  lastAuthor(at: Moment): string | null {
    const last = this.#lastChange;
    return last !== null && daysAtMost(last.at, at) <= LAST_CHANGE_DAYS ? last.by : null;
  }
}
