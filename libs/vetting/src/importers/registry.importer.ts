import { DAY_MS, type Moment } from '../events/moment.js';
import type { OnePerson } from '../events/one-person.js';
import type { EventOf, ProjectEvent } from '../events/project-event.js';
import { eventId } from './event-id.js';
import { PackageNotFoundError, SnapshotMalformedError } from './importers.errors.js';
import { UNKNOWN_ACTOR } from '../events/unknown-actor.js';
import { WarningList, type ImportResult } from './import-result.js';
import { readPackument } from './npm-packument.js';
import { readPypiProject } from './pypi-project.js';
import { tagsOfVersion, type RegistryHistory, type RegistryVersion } from './registry-history.js';
import type { Snapshot } from './snapshot.js';

export const REGISTRY_KINDS: readonly string[] = ['npm-packument', 'pypi-project'];

/** What is known of the source: releases for tags, changes for commits and people. Null when no history was given. */
export interface SourceFacts {
  readonly releases: readonly EventOf<'release'>[];
  readonly changes: readonly EventOf<'change'>[];
}

interface Context {
  readonly source: SourceFacts | null;
  /** Histories of packages that this one may depend on, by name. */
  readonly others: ReadonlyMap<string, RegistryHistory>;
}

/**
 * Snapshots of packages. Those named in `packages` are the project's own; the others tell the age of dependencies.
 * @param packages names of the project's own packages; null for all of the snapshots
 * @throws SnapshotMalformedError, PackageNotFoundError
 */
export function importRegistry(
  snapshots: readonly Snapshot[],
  source: SourceFacts | null,
  packages: ReadonlySet<string> | null = null,
): ImportResult {
  const warnings = new WarningList();
  const histories = snapshots.map((snapshot) => historyOf(snapshot, warnings));
  const sorted = histories.sort((one, other) => one.takenAt.from - other.takenAt.from);
  const unknown = [...(packages ?? [])].find((name) => sorted.every((history) => history.name !== name));
  if (unknown !== undefined) throw new PackageNotFoundError(unknown, [...new Set(sorted.map(({ name }) => name))]);
  const others = new Map(sorted.map((history) => [history.name, history]));
  const own = sorted.filter(({ name }) => packages?.has(name) ?? true);
  const events = own.flatMap((history) => [
    ...history.versions.flatMap((version, index) =>
      versionEvents(history, version, history.versions[index - 1] ?? null, { source, others }),
    ),
    ...ownersBetweenSnapshots(own, history),
  ]);
  return {
    events: [...new Map(events.map((event) => [event.id, event])).values()],
    warnings: warnings.list,
    people: sorted.flatMap(peopleOf),
  };
}

/** An account and its addresses. One that several accounts show is that of an organisation, or of nobody. */
function peopleOf({ addresses, packageUrl }: RegistryHistory): OnePerson[] {
  const accounts = new Map<string, Set<string>>();
  for (const [account, mail] of addresses) accounts.set(mail, (accounts.get(mail) ?? new Set()).add(account));
  const mails = new Map<string, string[]>();
  for (const [mail, [account, another]] of accounts)
    if (account !== undefined && another === undefined) mails.set(account, [...(mails.get(account) ?? []), mail]);
  return [...mails].map(([account, own]) => ({ names: [account, ...own.sort()], source: packageUrl }));
}

function historyOf(snapshot: Snapshot, warnings: WarningList): RegistryHistory {
  if (snapshot.kind === 'npm-packument') return readPackument(snapshot, warnings);
  if (snapshot.kind === 'pypi-project') return readPypiProject(snapshot, warnings);
  throw new SnapshotMalformedError(snapshot.source, '/kind', `this should be one of ${REGISTRY_KINDS.join(', ')}`);
}

function versionEvents(
  history: RegistryHistory,
  version: RegistryVersion,
  before: RegistryVersion | null,
  context: Context,
): ProjectEvent[] {
  const owners =
    before === null
      ? []
      : ownerEvents(history.packageUrl, before.owners, version.owners, version.at, sourceOf(history, version));
  return [
    publicationOf(history, version, before, context),
    ...dependenciesOf(history, version, before, context),
    ...owners,
  ];
}

function sourceOf({ packageUrl }: RegistryHistory, { version }: RegistryVersion): string {
  return `${packageUrl}@${version}`;
}

function publicationOf(
  history: RegistryHistory,
  version: RegistryVersion,
  before: RegistryVersion | null,
  { source }: Context,
): EventOf<'publication'> {
  return {
    kind: 'publication',
    id: eventId('publication', history.packageUrl, version.version),
    at: version.at,
    source: sourceOf(history, version),
    package: history.packageUrl,
    version: version.version,
    publisher: version.publisher,
    hasSource: source === null ? null : hasSource(history.name, version, source),
    hadProvenance: before?.hasProvenance ?? null,
    hasProvenance: version.hasProvenance,
  };
}

/** A tag of the version, or the commit that it names, exists at the latest 24 hours after it was published. */
function hasSource(
  name: string,
  { version, commit, at }: RegistryVersion,
  { releases, changes }: SourceFacts,
): boolean {
  const latest = at.to + DAY_MS;
  const names = new Set(tagsOfVersion(name, version));
  const isTagged = releases.some((release) => names.has(release.version) && release.at.from <= latest);
  return isTagged || (commit !== null && changes.some(({ sha, at: made }) => sha === commit && made.from <= latest));
}

/** Dependencies that the version before did not have. */
function dependenciesOf(
  history: RegistryHistory,
  version: RegistryVersion,
  before: RegistryVersion | null,
  { others }: Context,
): EventOf<'dependency'>[] {
  if (before?.dependencies == null || version.dependencies === null) return [];
  const known = new Set(before.dependencies);
  return [...new Set(version.dependencies)]
    .filter((name) => !known.has(name))
    .map((name) => {
      const other = others.get(name);
      const first = other?.versions[0];
      const current = other?.versions.findLast(({ at }) => at.from <= version.at.to);
      const owners = current?.owners ?? other?.owners ?? null;
      return {
        kind: 'dependency',
        id: eventId('dependency', history.packageUrl, version.version, name),
        at: version.at,
        source: sourceOf(history, version),
        name,
        by: version.publisher ?? UNKNOWN_ACTOR,
        ageDays: first === undefined ? null : Math.max(0, (version.at.from - first.at.from) / DAY_MS),
        hasInstallScript: current?.hasInstallScript ?? null,
        isOwnersOwn:
          owners === null || version.owners === null ? null : owners.some((owner) => version.owners!.includes(owner)),
      };
    });
}

/** With the latest earlier snapshot of the same package. */
function ownersBetweenSnapshots(all: readonly RegistryHistory[], history: RegistryHistory): ProjectEvent[] {
  const before = all.findLast(
    (other) => other.packageUrl === history.packageUrl && other.takenAt.to < history.takenAt.from,
  );
  if (!before) return [];
  const at = { from: before.takenAt.from, to: history.takenAt.to };
  return ownerEvents(history.packageUrl, before.owners, history.owners, at, `${history.source} ${history.packageUrl}`);
}

/** Nobody of before is left: the package has changed hands. Otherwise whoever is new may publish from now on. */
function ownerEvents(
  packageUrl: string,
  before: readonly string[] | null,
  after: readonly string[] | null,
  at: Moment,
  source: string,
): ProjectEvent[] {
  if (before === null || after === null || before.length === 0) return [];
  const added = after.filter((owner) => !before.includes(owner));
  const common = { at, source };
  if (after.some((owner) => before.includes(owner)))
    return added.map((person) => ({
      ...common,
      kind: 'grant',
      id: eventId('grant', packageUrl, person, at.from, at.to),
      person,
      scope: 'RELEASE',
      by: null,
      tenureDays: null,
      mergedChanges: null,
    }));
  return [
    {
      ...common,
      kind: 'ownershipTransfer',
      id: eventId('ownershipTransfer', packageUrl, at.from, at.to, ...after),
      resource: packageUrl,
      from: before.join(', '),
      to: after.length === 0 ? null : after.join(', '),
      receiverHasLineage: null,
      noticeDays: null,
    },
  ];
}
