import { DAY_MS, type Moment } from '../events/moment.js';
import type { EventOf, ProjectEvent } from '../events/project-event.js';
import { SCOPES, SECURITY_CONTACT, type Scope } from '../policy/scopes.js';
import { eventId } from './event-id.js';
import { AUTHENTICATOR_ACTIONS, readAuditLog, type AuditEntry } from './github-audit-log.js';
import { UNKNOWN_ACTOR } from '../events/unknown-actor.js';
import { WarningList, type ImportResult } from './import-result.js';
import type { JsonNode } from './json-node.js';
import type { Snapshot } from './snapshot.js';

interface Member {
  readonly person: string;
  readonly scope: Scope | null;
  readonly lastUsed: Moment | null;
}

interface MemberList {
  readonly takenAt: Moment;
  readonly source: string;
  readonly members: ReadonlyMap<string, Member>;
  /** Who made the changes since the snapshot before, when somebody says so. */
  readonly by: string | null;
}

const MEMBER_KINDS = ['membership', 'github-members'];
export const MEMBERSHIP_KINDS: readonly string[] = [...MEMBER_KINDS, 'github-audit-log'];
/** Names that GitHub has for what somebody may do; reading alone is no scope. */
const SCOPE_OF_GITHUB: Readonly<Record<string, Scope>> = {
  admin: 'ADMIN',
  owner: 'ADMIN',
  maintain: 'COMMIT',
  write: 'COMMIT',
  push: 'COMMIT',
  triage: 'TRIAGE',
};

/**
 * Snapshots of who may do what, in any order of time: `membership` (ours), `github-members` (collaborators or members as
 * GitHub's API lists them) and `github-audit-log`. Where an audit log says what happened, lists are only looked at for who
 * holds access, so that nothing counts twice.
 * @throws SnapshotMalformedError
 */
export function importMembership(snapshots: readonly Snapshot[]): ImportResult {
  const warnings = new WarningList();
  const sorted = [...snapshots].sort((one, other) => one.takenAt.from - other.takenAt.from);
  const lists = sorted.filter(({ kind }) => MEMBER_KINDS.includes(kind)).map(readMembers);
  const audit = sorted
    .filter(({ kind }) => kind === 'github-audit-log')
    .flatMap(({ content, source }) => readAuditLog(content, source));
  const events: ProjectEvent[] = lists.map(accessListOf);
  events.push(...audit.flatMap(grantInLog), ...revocationsInLog(audit, lists), ...authenticatorsInLog(audit));
  const firstLogged = Math.min(...audit.map(({ at }) => at.from));
  for (const [index, list] of lists.entries()) {
    const before = lists[index - 1];
    if (before && !(before.takenAt.from >= firstLogged)) events.push(...changesBetween(before, list, warnings));
  }
  return { events, warnings: warnings.list };
}

function readMembers({ kind, content, takenAt, source }: Snapshot): MemberList {
  const isOurs = kind === 'membership';
  const nodes = (isOurs ? content.get('members') : content).items();
  const members = nodes.flatMap((node) => (isOurs ? [memberOf(node)] : githubMember(node)));
  const by = isOurs ? content.get('by').optional((node) => node.text()) : null;
  return { takenAt, source, members: new Map(members.map((member) => [member.person, member])), by };
}

function memberOf(node: JsonNode): Member {
  node.assertOnly(['person', 'scope', 'lastUsed']);
  return {
    person: node.get('person').text(),
    scope: node.get('scope').optional((scope) => scope.oneOf([...SCOPES, SECURITY_CONTACT])),
    lastUsed: node.get('lastUsed').optional((value) => value.moment()),
  };
}

/** `role_name` or `role` when there is one, else the strongest of `permissions`. Readers are left out. */
function githubMember(node: JsonNode): Member[] {
  const person = node.get('login').text();
  const named = ['role_name', 'role'].map((key) => node.get(key)).find(({ isAbsent }) => !isAbsent);
  const permissions = node.get('permissions');
  const held = named
    ? [named.text()]
    : permissions.isAbsent
      ? null
      : permissions.entries().flatMap(([name, granted]) => (granted.value === true ? [name] : []));
  if (held === null) return [{ person, scope: null, lastUsed: null }];
  const scope = Object.keys(SCOPE_OF_GITHUB).find((name) => held.includes(name));
  return scope === undefined ? [] : [{ person, scope: SCOPE_OF_GITHUB[scope]!, lastUsed: null }];
}

function accessListOf({ takenAt, source, members }: MemberList): EventOf<'accessList'> {
  const holders = [...members.values()]
    .filter(({ scope }) => scope !== 'TRIAGE' && scope !== 'REVIEW' && scope !== SECURITY_CONTACT)
    .map(({ person, lastUsed }) => ({ person, lastUsed }));
  return {
    kind: 'accessList',
    id: eventId('accessList', source, takenAt.from, ...holders.map(({ person }) => person)),
    at: takenAt,
    source,
    holders,
  };
}

/** What happened between two lists happened at some time between them. */
function changesBetween(before: MemberList, after: MemberList, warnings: WarningList): ProjectEvent[] {
  const at = { from: before.takenAt.from, to: after.takenAt.to };
  const { source } = after;
  const granted = [...after.members.values()].filter(
    ({ person, scope }) => rank(scope) > rank(before.members.get(person)?.scope),
  );
  const removed = [...before.members.keys()].filter((person) => !after.members.has(person));
  if (after.by === null && removed.length > 0) warnings.add('UNKNOWN_ACTOR', source);
  const grants = granted.map(({ person, scope }): EventOf<'grant'> => ({
    kind: 'grant',
    id: eventId('grant', source, person, String(scope), at.to),
    at,
    source,
    person,
    scope,
    by: after.by,
    tenureDays: null,
    mergedChanges: null,
  }));
  if (removed.length === 0) return grants;
  const revocation = revocationOf(after.by ?? UNKNOWN_ACTOR, removed, before.members.size, at, source);
  return [...grants, revocation];
}

/** -1 for nothing at all; somebody of whom the scope is not known holds something. */
function rank(scope: Scope | null | undefined): number {
  if (scope === undefined) return -1;
  if (scope === null) return 0;
  return scope === SECURITY_CONTACT ? SCOPES.length : SCOPES.indexOf(scope) + 1;
}

function revocationOf(
  by: string,
  removed: readonly string[],
  holdersBefore: number | null,
  at: Moment,
  source: string,
): EventOf<'revocation'> {
  const id = eventId('revocation', source, by, at.from, at.to, ...removed);
  return { kind: 'revocation', id, at, source, by, holders: removed.length, holdersBefore, hasMotion: null };
}

const GRANTS = ['org.add_member', 'repo.add_member', 'team.add_member', 'org.update_member', 'repo.update_member'];
const REMOVALS = ['org.remove_member', 'repo.remove_member', 'team.remove_member', 'org.remove_outside_collaborator'];

function grantInLog({ action, actor, user, permission, at, source }: AuditEntry): EventOf<'grant'>[] {
  if (!GRANTS.includes(action) || user === null) return [];
  const scope = permission === null ? null : (SCOPE_OF_GITHUB[permission] ?? null);
  const id = eventId('grant', source, user, action, at.from);
  return [{ kind: 'grant', id, at, source, person: user, scope, by: actor, tenureDays: null, mergedChanges: null }];
}

/** Everybody whom one actor removed within 24 hours counts as one revocation. Who leaves by himself is not removed. */
function revocationsInLog(audit: readonly AuditEntry[], lists: readonly MemberList[]): EventOf<'revocation'>[] {
  const removals = audit.filter(
    ({ action, user, actor }) => REMOVALS.includes(action) && user !== null && user !== actor,
  );
  const byActor = new Map<string, AuditEntry[]>();
  for (const entry of removals) {
    const actor = entry.actor ?? UNKNOWN_ACTOR;
    const known = byActor.get(actor);
    if (known) known.push(entry);
    else byActor.set(actor, [entry]);
  }
  return [...byActor].flatMap(([actor, entries]) =>
    withinADay(entries).map((group) => revocationOfGroup(actor, group, lists)),
  );
}

function withinADay(entries: readonly AuditEntry[]): AuditEntry[][] {
  const groups: AuditEntry[][] = [];
  for (const entry of [...entries].sort((one, other) => one.at.from - other.at.from)) {
    const open = groups.at(-1);
    if (open && entry.at.from - open[0]!.at.from <= DAY_MS) open.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

function revocationOfGroup(
  actor: string,
  group: readonly AuditEntry[],
  lists: readonly MemberList[],
): EventOf<'revocation'> {
  const at = { from: group[0]!.at.from, to: group.at(-1)!.at.to };
  const before = lists.findLast(({ takenAt }) => takenAt.to <= at.from);
  const removed = [...new Set(group.map(({ user }) => user!))];
  return revocationOf(actor, removed, before?.members.size ?? null, at, group[0]!.source);
}

function authenticatorsInLog(audit: readonly AuditEntry[]): EventOf<'authenticatorChange'>[] {
  return audit.flatMap(({ action, actor, user, at, source }) => {
    const person = user ?? actor;
    if (!AUTHENTICATOR_ACTIONS.test(action) || person === null) return [];
    return [
      {
        kind: 'authenticatorChange',
        id: eventId('authenticatorChange', source, person, action, at.from),
        at,
        source,
        person,
      },
    ];
  });
}
