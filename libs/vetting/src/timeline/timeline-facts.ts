import { parseMoment, type Moment } from '../events/moment.js';
import { MESSAGE_CLASSES, type Demand, type MessageClass } from '../events/project-event.js';
import { SCOPES, SECURITY_CONTACT, type Scope } from '../policy/scopes.js';
import { TimelineInvalidError } from './timeline.errors.js';

type FactValue = string | number | boolean | null | readonly string[] | Moment;
type FactReader = (value: unknown) => FactValue | undefined;

const text: FactReader = (value) => (typeof value === 'string' && value !== '' ? value : undefined);
const flag: FactReader = (value) => (typeof value === 'boolean' ? value : undefined);
const count: FactReader = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
const hours: FactReader = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
const date: FactReader = (value) => (typeof value === 'string' ? (parseMoment(value) ?? undefined) : undefined);
const oneOf =
  (...values: readonly string[]): FactReader =>
  (value) =>
    values.includes(value as string) ? (value as string) : undefined;
const names: FactReader = (value) =>
  Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : undefined;
const classes: FactReader = (value) =>
  Array.isArray(value) && value.every((one) => (MESSAGE_CLASSES as readonly unknown[]).includes(one))
    ? value
    : undefined;
const nameOrNobody: FactReader = (value) => (value === false ? false : text(value));

/** What a record may say beside its sentence. Null, and a fact that is not there, mean "not known". */
const FACTS = {
  accounts: count,
  announced: flag,
  approvers: names,
  author: text,
  beneficiary: text,
  by: text,
  bytes: count,
  classes,
  compensatingTest: flag,
  demand: oneOf('ADD_MAINTAINER', 'REPLACE_MAINTAINER'),
  dependencyAgeDays: count,
  floating: flag,
  generator: flag,
  hadProvenance: flag,
  hasProvenance: flag,
  hasSource: flag,
  holders: count,
  holdersBefore: count,
  hoursBeforeTag: hours,
  inChangelog: flag,
  installScript: flag,
  keyAnnouncedBy: oneOf('EXISTING_SIGNER', 'NEWCOMER', 'NOBODY'),
  linkedUpstreamBug: flag,
  mergedChanges: count,
  messages: count,
  motion: flag,
  noticeDays: count,
  ownersOwn: flag,
  person: text,
  publisher: text,
  receiver: text,
  receiverHasLineage: flag,
  replacesOld: flag,
  requesterAccountAgeDays: count,
  requesterIsReleaser: flag,
  scope: oneOf(...SCOPES, SECURITY_CONTACT),
  secondPerson: nameOrNobody,
  selfReported: flag,
  senderFirstSeen: date,
  senderMergedChanges: count,
  signer: text,
  tagger: text,
  taggerIsAuthor: flag,
  tenureDays: count,
  thinsReporting: flag,
  thread: text,
  unexplained: names,
} as const;

export type FactName = keyof typeof FACTS;

/** The facts of one record, read by name and shape. */
export class TimelineFacts {
  /** Most records have none. */
  static readonly NONE = new TimelineFacts({}, 0);

  readonly unknown: readonly string[];
  readonly #values: ReadonlyMap<string, FactValue>;

  /** @throws TimelineInvalidError when a fact that is known has another shape */
  constructor(given: Readonly<Record<string, unknown>>, index: number) {
    const unknown: string[] = [];
    const values = new Map<string, FactValue>();
    for (const [name, value] of Object.entries(given)) {
      const read = Object.hasOwn(FACTS, name) ? FACTS[name as FactName] : undefined;
      if (read === undefined) unknown.push(name);
      else if (value === null) values.set(name, null);
      else {
        const fact = read(value);
        if (fact === undefined) throw new TimelineInvalidError('fact', { index, fact: name });
        values.set(name, fact);
      }
    }
    this.unknown = unknown;
    this.#values = values;
  }

  has(name: FactName): boolean {
    return this.#values.has(name);
  }

  text(name: FactName): string | null {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : null;
  }

  flag(name: FactName): boolean | null {
    const value = this.#values.get(name);
    return typeof value === 'boolean' ? value : null;
  }

  number(name: FactName): number | null {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : null;
  }

  names(name: FactName): readonly string[] | null {
    const value = this.#values.get(name);
    return Array.isArray(value) ? (value as readonly string[]) : null;
  }

  moment(name: FactName): Moment | null {
    const value = this.#values.get(name);
    return typeof value === 'object' && value !== null && 'from' in value ? value : null;
  }

  classes(): readonly MessageClass[] | null {
    return this.names('classes') as readonly MessageClass[] | null;
  }

  scope(): Scope | null {
    return this.text('scope') as Scope | null;
  }

  demand(): Demand | null {
    return this.text('demand') as Demand | null;
  }

  /** A name, false for nobody, null when it is not known. */
  nameOrNobody(name: FactName): string | false | null {
    return this.#values.get(name) === false ? false : this.text(name);
  }

  /** The facts as one text, whatever their order in the file. */
  get canonical(): string {
    return JSON.stringify([...this.#values].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  equals(other: TimelineFacts): boolean {
    return this.canonical === other.canonical;
  }

  /** The name of the first fact on which two records disagree. */
  firstDifference(other: TimelineFacts): string | null {
    for (const [name, value] of this.#values) {
      const theirs = other.#values.get(name);
      if (value !== null && theirs != null && JSON.stringify(value) !== JSON.stringify(theirs)) return name;
    }
    return null;
  }
}
