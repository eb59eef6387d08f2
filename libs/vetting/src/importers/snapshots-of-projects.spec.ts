import { describe, expect, it } from '@jest/globals';
import { instant } from '../events/moment.js';
import type { EventKind, EventOf } from '../events/project-event.js';
import { importControlPlane } from './control-plane.importer.js';
import type { ImportResult } from './import-result.js';
import { importMembership } from './membership.importer.js';
import { importRegistry, type SourceFacts } from './registry.importer.js';
import { digestOfContent, readSnapshot, type Snapshot } from './snapshot.js';

const snapshot = (kind: string, takenAt: string, content: unknown): Snapshot =>
  readSnapshot(JSON.stringify({ takenAt, kind, digest: digestOfContent(content), content }), `${kind} of ${takenAt}`);
const between = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });

function of<Kind extends EventKind>({ events }: ImportResult, kind: Kind): EventOf<Kind>[] {
  return events.filter((event): event is EventOf<Kind> => event.kind === kind);
}

const FIRST = '2025-09-01T00:00:00Z';
const SECOND = '2025-09-09T00:00:00Z';
const member = (person: string, scope: string | null = 'ADMIN') => ({ person, scope, lastUsed: null });

describe('snapshots of members', () => {
  const before = snapshot('membership', FIRST, { members: [member('a'), member('b'), member('c', 'TRIAGE')] });

  it('tell who came, who rose and who was removed by one actor between them, in any order', () => {
    const after = snapshot('membership', SECOND, {
      by: 'a',
      members: [member('a'), member('c', 'COMMIT'), member('d', 'RELEASE')],
    });
    const result = importMembership([after, before]);
    expect(of(result, 'accessList').map(({ holders }) => holders.map(({ person }) => person))).toEqual([
      ['a', 'b'],
      ['a', 'c', 'd'],
    ]);
    expect(of(result, 'grant').map(({ person, scope, by, at }) => [person, scope, by, at])).toEqual([
      ['c', 'COMMIT', 'a', between(FIRST, SECOND)],
      ['d', 'RELEASE', 'a', between(FIRST, SECOND)],
    ]);
    expect(of(result, 'revocation')).toMatchObject([
      { by: 'a', holders: 1, holdersBefore: 3, hasMotion: null, at: between(FIRST, SECOND) },
    ]);
  });

  it('warn when nobody says who removed somebody', () => {
    const result = importMembership([before, snapshot('membership', SECOND, { members: [member('a')] })]);
    expect(of(result, 'revocation')).toMatchObject([{ by: 'unknown', holders: 2 }]);
    expect(result.warnings.map(({ code }) => code)).toEqual(['UNKNOWN_ACTOR']);
  });

  it('of GitHub are read by role or by permissions, and readers hold nothing', () => {
    const list = [
      { login: 'o', id: 1, role_name: 'admin' },
      { login: 'w', permissions: { admin: false, push: true, triage: true, pull: true } },
      { login: 't', permissions: { triage: true, pull: true } },
      { login: 'r', permissions: { pull: true } },
      { login: 'm' },
    ];
    const { events } = importMembership([snapshot('github-members', FIRST, list)]);
    expect(events).toMatchObject([{ holders: [{ person: 'o' }, { person: 'w' }, { person: 'm' }] }]);
  });
});

describe('an audit log of GitHub', () => {
  const entry = (action: string, actor: string, user: string | null, time: number | string, more: object = {}) => ({
    '@timestamp': time,
    action,
    actor,
    ...(user === null ? {} : { user }),
    ...more,
  });
  const T = Date.parse('2025-09-09T12:00:00Z');
  const HOUR = 3_600_000;

  it('gives grants, removals by one actor within a day as one, and changes of authenticators', () => {
    const log = snapshot('github-audit-log', '2025-09-30T00:00:00Z', [
      entry('org.add_member', 'boss', 'new', T - HOUR, { permission: 'admin' }),
      entry('org.remove_member', 'boss', 'a', T),
      entry('org.remove_member', 'boss', 'b', T + 23 * HOUR),
      entry('org.remove_member', 'boss', 'c', T + 25 * HOUR),
      entry('org.remove_member', 'other', 'd', T),
      entry('org.remove_member', 'leaver', 'leaver', T),
      entry('two_factor_authentication.disabled', 'a', 'a', T),
      entry('public_key.create', 'b', null, T),
      entry('repo.create', 'b', null, T),
    ]);
    const list = snapshot('membership', FIRST, { members: ['a', 'b', 'c', 'd'].map((person) => member(person)) });
    const result = importMembership([log, list]);
    expect(of(result, 'grant')).toMatchObject([{ person: 'new', scope: 'ADMIN', by: 'boss' }]);
    const rows = of(result, 'revocation').map(({ by, holders, holdersBefore }) => [by, holders, holdersBefore]);
    expect(rows).toEqual([
      ['boss', 2, 4],
      ['boss', 1, 4],
      ['other', 1, 4],
    ]);
    expect(of(result, 'authenticatorChange').map(({ person }) => person)).toEqual(['a', 'b']);
  });

  it('counts nothing twice that lists of members show as well', () => {
    const lists = [
      snapshot('membership', FIRST, { members: [member('a'), member('b')] }),
      snapshot('membership', '2025-10-01T00:00:00Z', { by: 'boss', members: [member('a')] }),
    ];
    const log = snapshot('github-audit-log', '2025-10-01T00:00:00Z', [
      entry('org.remove_member', 'boss', 'b', '2025-08-20T00:00:00Z'),
      entry('org.remove_member', 'boss', 'b', T),
    ]);
    expect(of(importMembership([...lists, log]), 'revocation').map(({ holders }) => holders)).toEqual([1, 1]);
    expect(of(importMembership(lists), 'revocation')).toHaveLength(1);
  });

  it('is refused without a time', () => {
    const log = snapshot('github-audit-log', FIRST, [{ action: 'org.add_member', actor: 'a' }]);
    expect(() => importMembership([log])).toThrow(expect.objectContaining({ code: 'SNAPSHOT_MALFORMED' }));
  });
});

describe('a package of npm', () => {
  const people = (...names: string[]) => names.map((name) => ({ name, email: `${name}@example.org` }));
  const version = (publisher: string, more: object = {}) => ({
    _npmUser: { name: publisher },
    maintainers: people('owner'),
    dist: {},
    ...more,
  });
  const packument = (
    takenAt: string,
    versions: Record<string, object>,
    times: Record<string, string>,
    maintainers = people('owner'),
  ) =>
    snapshot('npm-packument', takenAt, {
      name: 'demo',
      versions,
      time: { created: FIRST, modified: FIRST, ...times },
      maintainers,
    });
  const release = (name: string, at: string): EventOf<'release'> => ({
    kind: 'release',
    id: name,
    at: instant(Date.parse(at)),
    source: 's',
    version: name,
    author: null,
    tagger: null,
    signer: null,
    publisher: null,
    approver: null,
    key: null,
    isNewSigner: null,
    keyAnnouncedBy: null,
  });

  it('gives publications with their provenance before and now, and whether a tag exists within a day', () => {
    const attested = { dist: { attestations: { url: 'https://registry.example/a' } } };
    const versions = {
      '1.0.0': version('ci', attested),
      '1.1.0': version('ci', attested),
      '1.1.1': version('thief'),
      '1.2.0': version('thief'),
    };
    const times = {
      '1.0.0': '2025-01-01T00:00:00Z',
      '1.1.0': '2025-02-01T00:00:00Z',
      '1.1.1': '2025-03-01T00:00:00Z',
      '1.2.0': '2025-04-01T00:00:00Z',
    };
    const facts: SourceFacts = {
      releases: [
        release('v1.0.0', '2025-01-01T00:00:00Z'),
        release('demo@1.1.0', '2025-02-01T23:59:00Z'),
        release('v1.1.1', '2025-03-02T00:01:00Z'),
      ],
      changes: [],
    };
    const rows = (facts_: SourceFacts | null) =>
      of(importRegistry([packument(SECOND, versions, times)], facts_), 'publication').map(
        ({ package: name, version: number, publisher, hasSource, hadProvenance, hasProvenance }) => [
          name,
          number,
          publisher,
          hasSource,
          hadProvenance,
          hasProvenance,
        ],
      );
    expect(rows(facts)).toEqual([
      ['pkg:npm/demo', '1.0.0', 'ci', true, null, true],
      ['pkg:npm/demo', '1.1.0', 'ci', true, true, true],
      ['pkg:npm/demo', '1.1.1', 'thief', false, true, false],
      ['pkg:npm/demo', '1.2.0', 'thief', false, false, false],
    ]);
    expect(rows(null).map((row) => row[3])).toEqual([null, null, null, null]);
  });

  it('gives a new dependency with its age, its install script and whether it has the same owner', () => {
    const versions = {
      '1.0.0': version('owner', { dependencies: { old: '1' } }),
      '1.1.0': version('owner', { dependencies: { old: '1', fresh: '1', part: '1', unseen: '1' } }),
    };
    const times = { '1.0.0': '2025-01-01T00:00:00Z', '1.1.0': '2025-02-01T12:00:00Z' };
    const other = (name: string, owner: string, more: object) =>
      snapshot('npm-packument', SECOND, {
        name,
        versions: { '1.0.0': { ...version(owner), maintainers: people(owner), ...more } },
        time: { '1.0.0': '2025-02-01T00:00:00Z' },
      });
    const snapshots = [
      packument(SECOND, versions, times),
      other('fresh', 'stranger', { scripts: { postinstall: 'node x' } }),
      other('part', 'owner', {}),
    ];
    const result = importRegistry(snapshots, null, new Set(['demo']));
    expect(
      of(result, 'dependency').map(({ name, by, ageDays, hasInstallScript, isOwnersOwn }) => [
        name,
        by,
        ageDays,
        hasInstallScript,
        isOwnersOwn,
      ]),
    ).toEqual([
      ['fresh', 'owner', 0.5, true, false],
      ['part', 'owner', 0.5, false, true],
      ['unseen', 'owner', null, null, null],
    ]);
  });

  it('changes hands when none of its owners is left, and grants a right when one is new', () => {
    const versions = {
      '1.0.0': version('a', { maintainers: people('a') }),
      '1.1.0': version('a', { maintainers: people('a', 'b') }),
      '2.0.0': version('z', { maintainers: people('z') }),
    };
    const times = { '1.0.0': '2025-01-01T00:00:00Z', '1.1.0': '2025-02-01T00:00:00Z', '2.0.0': '2025-03-01T00:00:00Z' };
    const snapshots = [packument(FIRST, versions, times, people('z')), packument(SECOND, versions, times, people('y'))];
    const result = importRegistry(snapshots, null);
    expect(of(result, 'grant')).toMatchObject([{ person: 'b', scope: 'RELEASE', by: null }]);
    expect(
      of(result, 'ownershipTransfer').map(({ resource, from, to, noticeDays }) => [resource, from, to, noticeDays]),
    ).toEqual([
      ['pkg:npm/demo', 'a, b', 'z', null],
      ['pkg:npm/demo', 'z', 'y', null],
    ]);
    expect(of(result, 'publication')).toHaveLength(3);
  });

  it('warns about a version without a time, and is refused without a name', () => {
    const { warnings, events } = importRegistry([packument(FIRST, { '1.0.0': version('a') }, {})], null);
    expect([warnings.map(({ code }) => code), events]).toEqual([['VERSION_WITHOUT_TIME'], []]);
    expect(() => importRegistry([snapshot('npm-packument', FIRST, { versions: {}, time: {} })], null)).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_MALFORMED' }),
    );
  });
});

describe('a project of PyPI', () => {
  it('gives a publication with the time of its first file; owners come from its roles', () => {
    const project = (takenAt: string, owner: string) =>
      snapshot('pypi-project', takenAt, {
        info: { name: 'Demo_Tool' },
        releases: {
          '1.0': [
            { upload_time_iso_8601: '2025-01-02T00:00:00.000000Z', provenance: 'https://x' },
            { upload_time_iso_8601: '2025-01-01T00:00:00Z', provenance: 'https://y' },
          ],
          '1.1': [{ upload_time_iso_8601: '2025-02-01T00:00:00Z', provenance: null }],
          '1.2': [],
        },
        ownership: {
          organization: null,
          roles: [
            { role: 'Owner', user: owner },
            { role: 'Maintainer', user: 'm' },
          ],
        },
      });
    const result = importRegistry([project(FIRST, 'a'), project(SECOND, 'b')], null);
    expect(
      of(result, 'publication').map(({ package: name, version, at, hadProvenance, hasProvenance }) => [
        name,
        version,
        at.from,
        hadProvenance,
        hasProvenance,
      ]),
    ).toEqual([
      ['pkg:pypi/demo-tool', '1.0', Date.parse('2025-01-01'), null, true],
      ['pkg:pypi/demo-tool', '1.1', Date.parse('2025-02-01'), true, false],
    ]);
    expect(of(result, 'ownershipTransfer')).toMatchObject([
      { resource: 'pkg:pypi/demo-tool', from: 'a', to: 'b', at: between(FIRST, SECOND) },
    ]);
  });
});

describe('snapshots of the control plane', () => {
  const yaml = (primary: string, ccs: string, home = 'https://a.example') =>
    `homepage: "${home}"\nlanguage: c\nprimary_contact: "${primary}"\nauto_ccs:\n${ccs}`;
  const contacts = (takenAt: string, by: string | null, file: string, dns: object = {}) =>
    snapshot('contacts', takenAt, { by, files: { 'project.yaml': file }, dns });

  it('see the contact of a fuzzing service replaced, as on 2023-03-20', () => {
    const result = importControlPlane([
      contacts(FIRST, null, yaml('ada@example.org', '  - eve@example.org\n')),
      contacts(SECOND, 'ben@example.org', yaml('ben@example.org', '  - eve@example.org\n', 'https://b.example')),
    ]);
    expect(of(result, 'contactChange')).toMatchObject([
      {
        resource: 'project.yaml',
        proposer: 'ben@example.org',
        beneficiary: 'ben@example.org',
        replacesOld: true,
        secondPerson: null,
        isByIncumbent: false,
        thinsReporting: false,
        at: between(FIRST, SECOND),
      },
    ]);
    expect(of(result, 'controlMove')).toMatchObject([
      { resource: 'project.yaml homepage', by: 'ben@example.org', toward: 'https://b.example' },
    ]);
  });

  it('see a contact that is added by one who was there, and one that is gone', () => {
    const added = importControlPlane([
      contacts(FIRST, null, yaml('ada@example.org', '')),
      contacts(SECOND, 'ada@example.org', yaml('ada@example.org', '- ben@example.org')),
    ]);
    expect(of(added, 'contactChange')).toMatchObject([
      { beneficiary: 'ben@example.org', replacesOld: false, isByIncumbent: true, thinsReporting: false },
    ]);
    const gone = importControlPlane([
      contacts(FIRST, null, yaml('ada@example.org', '- ben@example.org')),
      contacts(SECOND, null, yaml('ada@example.org', '')),
    ]);
    expect(of(gone, 'contactChange')).toMatchObject([
      { beneficiary: null, replacesOld: true, proposer: 'unknown', isByIncumbent: null, thinsReporting: true },
    ]);
    expect(gone.warnings.map(({ code }) => code)).toEqual(['UNKNOWN_ACTOR']);
  });

  it('see name servers and the registrant change', () => {
    const dns = (ns: string[], organisation: string) => ({
      'xz.example': { ns, a: ['192.0.2.1'], registrantOrganisation: organisation },
    });
    const result = importControlPlane([
      contacts(FIRST, null, yaml('a@example.org', ''), dns(['b.ns', 'A.ns'], 'Old')),
      contacts(SECOND, 'x', yaml('a@example.org', ''), dns(['a.ns', 'c.ns'], 'New')),
    ]);
    expect(of(result, 'controlMove')).toMatchObject([{ resource: 'xz.example NS', by: 'x', toward: 'a.ns, c.ns' }]);
    expect(of(result, 'ownershipTransfer')).toMatchObject([
      { resource: 'xz.example', from: 'Old', to: 'New', noticeDays: null },
    ]);
  });

  it.each([
    ['an anchor', 'primary_contact: &x a@example.org\n'],
    ['a tag', 'primary_contact: !!str a\n'],
    ['a key twice', 'homepage: a\nhomepage: b\n'],
    ['no YAML', '{{{'],
  ])('refuse a project.yaml with %s', (_what, text) => {
    expect(() => importControlPlane([contacts(FIRST, null, text), contacts(SECOND, null, text)])).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_MALFORMED' }),
    );
  });

  it('see a check that is gone, and one that has moved to another file only when its name has it', () => {
    const checks = (takenAt: string, content: object) => snapshot('ci-configuration', takenAt, content);
    const result = importControlPlane([
      checks(FIRST, {
        files: {
          'project.yaml': 'sanitizers:\n- address\n- memory\nfuzzing_engines: [libfuzzer, afl]\n',
          '.eslintrc.json': '{"rules":{"eqeqeq":"error","semi":"off"}}',
        },
        checks: ['branch rule: two reviews'],
      }),
      checks(SECOND, {
        by: 'ben',
        files: {
          'project.yaml': 'sanitizers:\n- address\nfuzzing_engines: [libfuzzer]\n',
          '.eslintrc.json': '{"rules":{"eqeqeq":["off"]}}',
        },
        checks: [],
      }),
    ]);
    expect(of(result, 'checkReduction').map(({ check, by }) => [check, by])).toEqual([
      ['branch rule: two reviews', 'ben'],
      ['sanitizer memory in project.yaml', 'ben'],
      ['fuzzing engine afl in project.yaml', 'ben'],
      ['lint rule eqeqeq', 'ben'],
    ]);
  });

  it('see a tag move; it floats only when that was declared before', () => {
    const tag = (name: string, commit: string) => ({ name, commit, object: null });
    const result = importControlPlane([
      snapshot('tags', FIRST, {
        tags: [tag('v1', 'a'), tag('v1.0', 'a'), tag('v0', 'a'), tag('v2', 'a')],
        floating: ['v1'],
      }),
      snapshot('tags', SECOND, {
        by: 'thief',
        tags: [tag('v1', 'b'), tag('v1.0', 'b'), tag('v2', 'a')],
        floating: ['v1', 'v1.0'],
      }),
    ]);
    expect(of(result, 'tagMove').map(({ tag: name, by, isFloating }) => [name, by, isFloating])).toEqual([
      ['v1', 'thief', true],
      ['v1.0', 'thief', false],
    ]);
    expect(result.warnings.map(({ code }) => code)).toEqual(['TAG_GONE']);
  });

  it('refuse a kind that is not theirs', () => {
    expect(() => importControlPlane([snapshot('membership', FIRST, {})])).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_MALFORMED' }),
    );
    expect(() => importRegistry([snapshot('tags', FIRST, {})], null)).toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_MALFORMED' }),
    );
  });
});
