import { SCOPES, SECURITY_CONTACT } from '../policy/scopes.js';
import { JsonNode } from '../importers/json-node.js';
import { isBelievable, type Moment } from './moment.js';
import type { OnePerson } from './one-person.js';
import { MESSAGE_CLASSES, type EventKind, type EventOf, type ProjectEvent } from './project-event.js';

const VERSION = 1;
const COMMON = ['kind', 'id', 'at', 'source'];

type FactsOf<Kind extends EventKind> = Omit<EventOf<Kind>, 'kind' | 'id' | 'at' | 'source'>;
type Readers<Facts> = { readonly [Field in keyof Facts]-?: (node: JsonNode) => Facts[Field] };

const text = (node: JsonNode) => node.text();
const boolean = (node: JsonNode) => node.boolean();
const number = (node: JsonNode) => node.number();
const count = (node: JsonNode) => node.count();
const texts = (node: JsonNode) => node.list(text);
const oneOf =
  <T extends string>(...values: readonly T[]) =>
  (node: JsonNode) =>
    node.oneOf(values);
/** Null has to be written: a field that is left out may be a slip, and "not known" is a statement. */
const orNull =
  <T>(read: (node: JsonNode) => T) =>
  (node: JsonNode): T | null =>
    node.value === null ? null : read(node);
const orFalse =
  <T>(read: (node: JsonNode) => T) =>
  (node: JsonNode): T | false =>
    node.value === false ? false : read(node);

const SCOPE = oneOf(...SCOPES, SECURITY_CONTACT);
const AREA = oneOf('BUILD', 'CI', 'TEST_BINARY', 'INSTALL', 'CRYPTO', 'DEPENDENCY', 'OTHER');

/** Every field of every event; one that is missing here does not compile. */
const READERS: { readonly [Kind in EventKind]: Readers<FactsOf<Kind>> } = {
  message: {
    sender: text,
    accounts: count,
    messages: count,
    thread: orNull(text),
    senderFirstSeen: orNull(moment),
    senderMergedChanges: orNull(count),
    classes: orNull((node) => node.list(oneOf(...MESSAGE_CLASSES))),
    demand: orNull(oneOf('ADD_MAINTAINER', 'REPLACE_MAINTAINER')),
    beneficiary: orNull(text),
  },
  account: { person: text },
  contribution: { person: text },
  distress: { person: text, isSelfReported: orNull(boolean) },
  change: {
    sha: orNull(text),
    author: text,
    committer: orNull(text),
    authorOffset: orNull(number),
    committerOffset: orNull(number),
    approvers: orNull(texts),
    areas: (node) => node.list(AREA),
  },
  identity: { account: text, shows: oneOf('NAME', 'MAIL', 'KEY'), value: text, isAnnounced: orNull(boolean) },
  lineage: { person: text, projectsWithMergedWork: count, oldestLinkMonths: number },
  grant: {
    person: orNull(text),
    scope: orNull(SCOPE),
    by: orNull(text),
    tenureDays: orNull(number),
    mergedChanges: orNull(count),
  },
  revocation: { by: text, holders: count, holdersBefore: orNull(count), hasMotion: orNull(boolean) },
  accessList: { holders: (node) => node.list(holder) },
  contactChange: {
    resource: text,
    proposer: text,
    beneficiary: orNull(text),
    replacesOld: orNull(boolean),
    secondPerson: orNull(orFalse(text)),
    isByIncumbent: orNull(boolean),
    thinsReporting: orNull(boolean),
  },
  controlMove: { resource: text, by: text, toward: orNull(text) },
  ownershipTransfer: {
    resource: text,
    from: orNull(text),
    to: orNull(text),
    receiverHasLineage: orNull(boolean),
    noticeDays: orNull(number),
  },
  release: {
    version: text,
    author: orNull(text),
    tagger: orNull(text),
    signer: orNull(text),
    publisher: orNull(text),
    approver: orNull(text),
    key: orNull(text),
    isNewSigner: orNull(boolean),
    keyAnnouncedBy: orNull(orFalse(oneOf('EXISTING_SIGNER', 'NEWCOMER'))),
  },
  archiveComparison: { release: text, unexplained: texts },
  publication: {
    package: text,
    version: text,
    publisher: orNull(text),
    hasSource: orNull(boolean),
    hadProvenance: orNull(boolean),
    hasProvenance: orNull(boolean),
  },
  tagMove: { tag: text, by: orNull(text), isFloating: orNull(boolean) },
  checkReduction: { check: text, by: text, hasLinkedBug: orNull(boolean), hasCompensatingTest: orNull(boolean) },
  featureTest: { feature: text, by: text, was: boolean, is: boolean, isInChangelog: boolean },
  ignoreRule: { path: text, by: text },
  binary: {
    path: text,
    by: text,
    bytes: orNull(count),
    hasGenerator: orNull(boolean),
    hoursBeforeTag: orNull(number),
    taggerIsAuthor: orNull(boolean),
  },
  weakening: { path: text, by: text },
  dependency: {
    name: text,
    by: text,
    ageDays: orNull(number),
    hasInstallScript: orNull(boolean),
    isOwnersOwn: orNull(boolean),
  },
  downstreamRequest: { target: text, requester: text, accountAgeDays: orNull(number), isReleaser: orNull(boolean) },
  anomalyReport: { release: text, reporter: text },
  sponsorship: { candidate: text, sponsor: text, dependence: texts },
  authenticatorChange: { person: text },
  privilegedAction: { person: text, action: text },
  notice: { by: text, about: text, topic: oneOf('NOMINATION', 'VOTE', 'OBJECTION', 'OTHER') },
};

/** The fields that an event of a kind has beside those of all events. */
export const FIELDS_OF_EVENTS = Object.fromEntries(
  Object.entries(READERS).map(([kind, readers]) => [kind, Object.keys(readers)]),
) as unknown as Readonly<Record<EventKind, readonly string[]>>;

/** Events of a project, and which of the names in them are one person. */
export interface EventsFile {
  readonly events: readonly ProjectEvent[];
  readonly people: readonly OnePerson[];
}

/** Events as JSON, sorted by time and then by id; of two with one id one is kept, whatever their order. */
export function writeEventsFile(events: Iterable<ProjectEvent>, people: readonly OnePerson[] = []): string {
  return `${JSON.stringify({ version: VERSION, people, events: sortedOnce(events) }, null, 1)}\n`;
}

/** @throws SnapshotMalformedError and those of the JSON; a field too many is refused as one too few is */
export function readEventsFile(input: Uint8Array | string, source: string): EventsFile {
  return readEvents(JsonNode.parse(input, source));
}

/** @throws SnapshotMalformedError */
export function readEvents(node: JsonNode): EventsFile {
  node.assertOnly(['version', 'people', 'events']);
  if (node.get('version').value !== VERSION) throw node.get('version').expected(String(VERSION));
  const people = node.get('people').optional((list) => list.list(onePerson)) ?? [];
  return { events: sortedOnce(node.get('events').list(readEvent)), people };
}

function onePerson(node: JsonNode): OnePerson {
  node.assertOnly(['names', 'source']);
  return { names: texts(node.get('names')), source: node.get('source').text() };
}

function sortedOnce(events: Iterable<ProjectEvent>): ProjectEvent[] {
  const byId = new Map<string, ProjectEvent>();
  for (const event of events) {
    const known = byId.get(event.id);
    if (known === undefined || JSON.stringify(event) < JSON.stringify(known)) byId.set(event.id, event);
  }
  return [...byId.values()].sort((one, other) => one.at.from - other.at.from || (one.id < other.id ? -1 : 1));
}

function readEvent(node: JsonNode): ProjectEvent {
  const kind = node.get('kind').oneOf(Object.keys(READERS) as EventKind[]);
  const readers = Object.entries(READERS[kind]) as [string, (node: JsonNode) => unknown][];
  node.assertOnly([...COMMON, ...readers.map(([field]) => field)]);
  const facts = Object.fromEntries(readers.map(([field, read]) => [field, read(node.get(field))]));
  const common = { kind, id: node.get('id').text(), at: moment(node.get('at')), source: node.get('source').text() };
  return { ...common, ...facts } as ProjectEvent;
}

function moment(node: JsonNode): Moment {
  node.assertOnly(['from', 'to']);
  const read = { from: time(node.get('from')), to: time(node.get('to')) };
  if (read.from > read.to) throw node.get('to').expected('not before from');
  return read;
}

/** Milliseconds of a time that some calendar has. */
function time(node: JsonNode): number {
  const ms = node.number();
  if (!isBelievable(ms)) throw node.expected('a time in milliseconds since 1970, of the years 1900 to 9999');
  return ms;
}

function holder(node: JsonNode): EventOf<'accessList'>['holders'][number] {
  node.assertOnly(['person', 'lastUsed']);
  return { person: node.get('person').text(), lastUsed: orNull(moment)(node.get('lastUsed')) };
}
