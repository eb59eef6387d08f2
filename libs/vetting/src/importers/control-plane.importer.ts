import type { Moment } from '../events/moment.js';
import type { EventOf, ProjectEvent } from '../events/project-event.js';
import { contactEvents } from './contact-changes.js';
import { NO_FACTS, readContactFile, type ContactFacts } from './contact-files.js';
import { checksIn } from './check-configuration.js';
import { eventId } from './event-id.js';
import { SnapshotMalformedError } from './importers.errors.js';
import { UNKNOWN_ACTOR } from '../events/unknown-actor.js';
import { WarningList, type ImportResult } from './import-result.js';
import type { JsonNode } from './json-node.js';
import type { Snapshot } from './snapshot.js';

export const CONTROL_KINDS: readonly string[] = ['contacts', 'ci-configuration', 'tags'];

interface Step<State> {
  readonly before: State;
  readonly after: State;
  readonly at: Moment;
  readonly by: string | null;
  readonly source: string;
}

/**
 * Snapshots of contacts and places, of the configuration of checks, and of tags, each kind compared with the one before it.
 * @throws SnapshotMalformedError
 */
export function importControlPlane(snapshots: readonly Snapshot[]): ImportResult {
  const warnings = new WarningList();
  const other = snapshots.find(({ kind }) => !CONTROL_KINDS.includes(kind));
  if (other)
    throw new SnapshotMalformedError(other.source, '/kind', `this should be one of ${CONTROL_KINDS.join(', ')}`);
  const events = [
    ...stepsOf(snapshots, 'contacts', readContacts).flatMap((step) => contactStep(step, warnings)),
    ...stepsOf(snapshots, 'ci-configuration', readChecks).flatMap((step) => checkStep(step, warnings)),
    ...stepsOf(snapshots, 'tags', readTags).flatMap((step) => tagStep(step, warnings)),
  ];
  return { events, warnings: warnings.list };
}

function stepsOf<State>(
  snapshots: readonly Snapshot[],
  kind: string,
  read: (content: JsonNode) => State,
): Step<State>[] {
  const sorted = snapshots
    .filter((snapshot) => snapshot.kind === kind)
    .sort((one, other) => one.takenAt.from - other.takenAt.from);
  const states = sorted.map(({ content, takenAt, source }) => {
    const by = content.get('by').optional((node) => node.text());
    return { state: read(content), takenAt, source, by };
  });
  return states.slice(1).map(({ state, takenAt, source, by }, index) => ({
    before: states[index]!.state,
    after: state,
    at: { from: states[index]!.takenAt.from, to: takenAt.to },
    by,
    source,
  }));
}

interface Contacts {
  readonly files: ReadonlyMap<string, ContactFacts>;
  readonly domains: ReadonlyMap<string, { readonly places: ContactFacts; readonly organisation: string | null }>;
}

/** `{ by, files: { path: text }, dns: { domain: { ns, a, registrantOrganisation } } }` */
function readContacts(content: JsonNode): Contacts {
  content.assertOnly(['by', 'files', 'dns']);
  const files = content.get('files').optional((node) => node.entries()) ?? [];
  const domains = content.get('dns').optional((node) => node.entries()) ?? [];
  return {
    files: new Map(files.map(([path, text]) => [path, readContactFile(path, text.text())])),
    domains: new Map(domains.map(([domain, node]) => [domain, readDomain(node)])),
  };
}

function readDomain(node: JsonNode): { readonly places: ContactFacts; readonly organisation: string | null } {
  node.assertOnly(['ns', 'a', 'registrantOrganisation']);
  const places = ['ns', 'a'].flatMap((key): [string, string][] => {
    const values = node.get(key).optional((list) => list.list((value) => value.text().toLowerCase()));
    return values === null ? [] : [[key.toUpperCase(), values.sort().join(', ')]];
  });
  const organisation = node.get('registrantOrganisation').optional((value) => value.text());
  return { places: { ...NO_FACTS, places: new Map(places) }, organisation };
}

function contactStep({ before, after, at, by, source }: Step<Contacts>, warnings: WarningList): ProjectEvent[] {
  const actor = by ?? UNKNOWN_ACTOR;
  const ofFiles = [...before.files].flatMap(([resource, facts]) =>
    contactEvents({ resource, before: facts, after: after.files.get(resource) ?? NO_FACTS, by: actor, at, source }),
  );
  const ofDomains = [...before.domains].flatMap(([resource, { places }]) => {
    const later = after.domains.get(resource);
    return later ? contactEvents({ resource, before: places, after: later.places, by: actor, at, source }) : [];
  });
  const events = [...ofFiles, ...ofDomains, ...transfersOf(before, after, at, source)];
  if (by === null && events.length > 0) warnings.add('UNKNOWN_ACTOR', source);
  return events;
}

function transfersOf(before: Contacts, after: Contacts, at: Moment, source: string): EventOf<'ownershipTransfer'>[] {
  return [...before.domains].flatMap(([resource, { organisation: from }]) => {
    const to = after.domains.get(resource)?.organisation ?? null;
    if (from === null || to === null || from === to) return [];
    const id = eventId('ownershipTransfer', resource, from, to, at.from, at.to);
    return [
      { kind: 'ownershipTransfer', id, at, source, resource, from, to, receiverHasLineage: null, noticeDays: null },
    ];
  });
}

/** `{ by, files: { path: text }, checks: [name] }` */
function readChecks(content: JsonNode): Set<string> {
  content.assertOnly(['by', 'files', 'checks']);
  const files = content.get('files').optional((node) => node.entries()) ?? [];
  const named = content.get('checks').optional((node) => node.list((check) => check.text())) ?? [];
  return new Set([...named, ...files.flatMap(([path, text]) => [...checksIn(path, text.text())])]);
}

function checkStep(
  { before, after, at, by, source }: Step<Set<string>>,
  warnings: WarningList,
): EventOf<'checkReduction'>[] {
  const gone = [...before].filter((check) => !after.has(check));
  if (by === null && gone.length > 0) warnings.add('UNKNOWN_ACTOR', source);
  return gone.map((check) => ({
    kind: 'checkReduction',
    id: eventId('checkReduction', check, at.from, at.to),
    at,
    source,
    check,
    by: by ?? UNKNOWN_ACTOR,
    hasLinkedBug: null,
    hasCompensatingTest: null,
  }));
}

interface Tags {
  readonly commits: ReadonlyMap<string, string>;
  readonly floating: ReadonlySet<string>;
}

/** `{ by, tags: [{ name, commit, object }], floating: [name] }` */
function readTags(content: JsonNode): Tags {
  content.assertOnly(['by', 'tags', 'floating']);
  const floating = content.get('floating').optional((node) => node.list((name) => name.text())) ?? [];
  const tags = content.get('tags').list((tag) => [tag.get('name').text(), tag.get('commit').text()] as const);
  return { commits: new Map(tags), floating: new Set(floating) };
}

/** A tag floats when it was declared so before it moved; a declaration that comes with the move is none. */
function tagStep({ before, after, at, by, source }: Step<Tags>, warnings: WarningList): EventOf<'tagMove'>[] {
  const hasNone = before.commits.size > 0 && [...before.commits.keys()].every((name) => !after.commits.has(name));
  if (hasNone) warnings.add('ALL_TAGS_GONE', source);
  for (const name of before.commits.keys())
    if (!after.commits.has(name)) warnings.add('TAG_GONE', `${source} tag ${name}`);
  return [...before.commits]
    .filter(([name, commit]) => after.commits.has(name) && after.commits.get(name) !== commit)
    .map(([tag]) => ({
      kind: 'tagMove',
      id: eventId('tagMove', tag, before.commits.get(tag)!, after.commits.get(tag)!),
      at,
      source,
      tag,
      by,
      isFloating: before.floating.has(tag),
    }));
}
