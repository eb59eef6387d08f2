import { daysAtLeast, daysAtMost, type Moment } from '../events/moment.js';
import type { PersonLinks } from '../events/person-links.js';
import { isUnidentified, peopleIn } from './people-of-text.js';
import { isAboutJoining } from './said-removal.js';
import { speaksOfTransfer } from './said-transfer.js';
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

const RELEASES = new Set(['release', 'release_signer_change', 'malicious_release']);

const NOTICE_DAYS = 365;
const CANDIDATE_DAYS = 365;
const KEY_DAYS = 365;
/** A key counts as announced after this time. */
const ANNOUNCED_DAYS = 7;
/** A shorter name could be any word. */
const SHORTEST_NAME = 4;
/** Actors that are called by what they are, and not by a name. */
const ROLE =
  /^(?:the |an? |new |old |former |single )*(?:projects?|teams?|core team|maintainers?|owners?|company|developers?|users?|admin(?:istrator)?s?|committee|council|community|board|release team|founder|author)$/i;
const LINEAGE_DAYS = 30;
const LAST_CHANGE_DAYS = 30;
const MOTION_DAYS = 30;

/** What the records before the one that is read say about people. */
export class TimelineRecord {
  readonly #seen = new Map<string, Moment>();
  /** People by the first word of their name, so that a text is not compared with all of them. */
  readonly #byFirstWord = new Map<string, string[]>();
  readonly #holders = new Set<string>();
  readonly #worked = new Map<string, Moment>();
  /** The latest work of each, the oldest first; what is too long ago for a candidate is dropped. */
  readonly #lastWork = new Map<string, Moment>();
  readonly #accounts = new Map<string, Moment>();
  readonly #releasers = new Set<string>();
  /** Words in public that speak of a transfer. */
  readonly #words: Moment[] = [];
  readonly #votes: Moment[] = [];
  readonly #keys: { readonly by: string; readonly at: Moment }[] = [];
  #lastChange: { readonly by: string; readonly at: Moment } | null = null;

  constructor(private readonly links: PersonLinks) {}

  observe({ actor, at, kind, target, summary }: TimelineEntry): void {
    const text = `${target} ${summary}`;
    if (kind === 'vote_close' && !isAboutJoining(text)) this.#votes.push(at);
    if (isUnidentified(actor)) return;
    if (PUBLIC_WORD.has(kind) && speaksOfTransfer(text)) this.#words.push(at);
    if (!RELEASES.has(kind) && speaksOfKey(text)) this.#keys.push({ by: this.links.personOf(actor), at });
    for (const name of peopleIn(actor)) this.#observePerson(this.links.personOf(name), kind, at);
    if (CHANGES.has(kind)) this.#lastChange = { by: this.links.personOf(actor), at };
  }

  #observePerson(person: string, kind: string, at: Moment): void {
    if (!this.#seen.has(person)) this.#meet(person, at);
    if (HELD.has(kind)) this.#holders.add(person);
    if (RELEASES.has(kind)) this.#releasers.add(person);
    if (kind === 'account_created' && !this.#accounts.has(person)) this.#accounts.set(person, at);
    if (!WORK.has(kind)) return;
    this.#lastWork.delete(person);
    this.#lastWork.set(person, at);
    if (!this.#worked.has(person)) this.#worked.set(person, at);
  }

  #meet(person: string, at: Moment): void {
    this.#seen.set(person, at);
    const [first] = wordsOf(person);
    if (first === undefined) return;
    const known = this.#byFirstWord.get(first);
    if (known === undefined) this.#byFirstWord.set(first, [person]);
    else known.push(person);
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

  hasWorked(name: string): boolean {
    return this.#worked.has(this.links.personOf(name));
  }

  hasReleased(name: string): boolean {
    return this.#releasers.has(this.links.personOf(name));
  }

  /** Days since the account of a person was made; null when that is not on record. */
  accountAgeDays(name: string, at: Moment): number | null {
    const made = this.#accounts.get(this.links.personOf(name));
    return made === undefined ? null : Math.max(0, Math.floor(daysAtMost(made, at)));
  }

  /** People on record whom a text names, beside some. */
  namedIn(text: string, without: readonly string[]): string[] {
    const left = new Set(without.map((name) => this.links.personOf(name)));
    const met = [...new Set(wordsOf(text))].flatMap((word) => this.#byFirstWord.get(word) ?? []);
    return met.filter((person) => !left.has(person) && names(text, person));
  }

  /** The only one who works for the project and holds nothing; null when there are several or none. */
  onlyCandidate(at: Moment, without: readonly string[]): string | null {
    const left = new Set(without.map((name) => this.links.personOf(name)));
    let only: string | null = null;
    for (const [person, last] of this.#lastWork) {
      if (daysAtMost(last, at) > CANDIDATE_DAYS) this.#lastWork.delete(person);
      else if (!this.#holders.has(person) && !left.has(person)) {
        if (only !== null) return null;
        only = person;
      }
    }
    return only;
  }

  /** Who spoke of a key in public a week before or earlier: another who had released, or the newcomer; null for nobody. */
  keyAnnouncedBy(signer: string, at: Moment): 'EXISTING_SIGNER' | 'NEWCOMER' | null {
    const said = this.#keys.filter(
      (key) => daysAtLeast(key.at, at) >= ANNOUNCED_DAYS && daysAtMost(key.at, at) <= KEY_DAYS,
    );
    if (said.some(({ by }) => !this.areOne(by, signer) && this.hasReleased(by))) return 'EXISTING_SIGNER';
    return said.some(({ by }) => this.areOne(by, signer)) ? 'NEWCOMER' : null;
  }

  /** Days since the first work of a person on record; null when none is. */
  tenureDays(name: string, at: Moment): number | null {
    const first = this.#worked.get(this.links.personOf(name));
    return first === undefined ? null : Math.max(0, Math.floor(daysAtLeast(first, at)));
  }

  /** Whether somebody who takes a project over has worked for it. Of whom is not named nothing is on record. */
  hasLineage(receiver: string | null, at: Moment): boolean {
    const first = receiver === null ? undefined : this.#worked.get(this.links.personOf(receiver));
    return first !== undefined && daysAtLeast(first, at) >= LINEAGE_DAYS;
  }

  /** Days since a transfer was first spoken of in public; 0 when it was not. */
  noticeDays(at: Moment): number {
    const first = this.#words.find((word) => daysAtMost(word, at) <= NOTICE_DAYS);
    return first === undefined ? 0 : Math.max(0, Math.floor(daysAtLeast(first, at)));
  }

  /** A vote that is not about who joins was closed in the month before. */
  hasMotion(at: Moment): boolean {
    return this.#votes.some((vote) => daysAtMost(vote, at) <= MOTION_DAYS);
  }

  /** Who made the last change on record shortly before. */
  lastAuthor(at: Moment): string | null {
    const last = this.#lastChange;
    return last !== null && daysAtMost(last.at, at) <= LAST_CHANGE_DAYS ? last.by : null;
  }
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}

function speaksOfKey(text: string): boolean {
  return (
    /\b(?:keys?|fingerprints?|signers?)\b/i.test(text) && /\b(?:announc|publish|add|list|introduc|post)\w*/i.test(text)
  );
}

/** A name as a word of its own: the letters beside it are not part of a longer one. */
function names(text: string, person: string): boolean {
  if (person.length < SHORTEST_NAME || ROLE.test(person)) return false;
  const place = text.toLowerCase().indexOf(person.toLowerCase());
  const beside = `${text.charAt(place - 1)} ${text.charAt(place + person.length)}`;
  return place >= 0 && !/[\p{L}\d]/u.test(beside);
}
