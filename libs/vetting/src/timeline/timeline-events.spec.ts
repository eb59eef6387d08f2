import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { ProjectEvent } from '../events/project-event.js';
import { TIMELINE_KINDS } from './timeline-kinds.js';
import { timelineEvents } from './timeline-events.js';
import { readTimeline } from './timeline-file.js';

const NOW = new Date('2026-01-15T12:00:00Z');

interface Given {
  readonly kind: string;
  readonly date?: string;
  readonly actor?: string;
  readonly target?: string;
  readonly summary?: string;
  readonly facts?: object;
}

function eventsOf(...records: Given[]) {
  const filled = records.map((record, index) => ({
    date: '2025-01-01',
    actor: 'Nia New',
    target: 'target',
    summary: 'Something happened.',
    source: `https://example.org/${String(index)}`,
    ...record,
  }));
  return timelineEvents(readTimeline(filled, NOW).entries);
}

const last = (...records: Given[]): ProjectEvent | undefined => eventsOf(...records).events.at(-1);

describe('a record', () => {
  it('of a kind or with a fact that no rule knows is reported, and not left out silently', () => {
    const { events, unknownKinds, unknownFacts } = eventsOf(
      { kind: 'reorganisation' },
      { kind: 'release', facts: { colour: 'red' } },
    );
    expect(unknownKinds).toEqual([{ index: 0, kind: 'reorganisation' }]);
    expect(unknownFacts).toEqual([{ index: 1, fact: 'colour' }]);
    expect(events.map(({ kind }) => kind)).toEqual(['release']);
  });

  it.each([
    ['a team', 'CPython core team', 'Promotion recorded.'],
    ['two people', 'Ann Old, Bea Old', 'Promotion recorded.'],
    ['a former maintainer', 'Ann Old', 'After a quiet year a former maintainer invites three outsiders.'],
  ])('of a grant by %s takes nobody for the one who got the right', (_what, actor, summary) => {
    const { events, assumptions } = eventsOf({ kind: 'role_grant', actor, target: 'demo organisation', summary });
    expect(events).toMatchObject([{ kind: 'grant', person: null, by: actor }]);
    expect(assumptions.map(({ messageKey }) => messageKey)).toEqual(['vetting.assumption.granteeUnknown']);
  });

  it('of a grant by the former maintainer is to its actor', () => {
    const summary = 'Is made committer by the former maintainer.';
    expect(last({ kind: 'role_grant', summary })).toMatchObject({ person: 'Nia New', by: null });
  });

  it('links names that somebody says are one person', () => {
    const given = [{ date: '2025-01-01', actor: 'a1', kind: 'release', target: '1', summary: 's', source: 'x' }];
    const people = [{ names: ['a1', 'Ada'], source: 'people.json' }];
    const { links, assumptions } = timelineEvents(readTimeline(given, NOW).entries, people);
    expect(links.areOne('a1', 'Ada')).toBe(true);
    expect(assumptions.map(({ messageKey }) => messageKey)).toEqual(['vetting.assumption.saidToBeOne']);
  });

  it('is read in the order of dates, whatever the order of the file', () => {
    const dates = ['2025-03-01', '2025-01-01', '2025-02'].map((date) => ({ kind: 'release', date }));
    expect(eventsOf(...dates).events.map(({ id }) => id)).toEqual(['1.0', '2.0', '0.0']);
  });

  it.each([
    ['a fact that is absent', {}, null],
    ['a fact that is null', { bytes: null, generator: null }, null],
    ['a fact', { bytes: 300, generator: false }, 300],
  ])('with %s has it as it is known', (_case, facts, bytes) => {
    expect(last({ kind: 'binary_added', facts })).toMatchObject({
      kind: 'binary',
      bytes,
      hasGenerator: bytes === null ? null : false,
    });
  });

  it('of a month says from where it counts', () => {
    expect(eventsOf({ kind: 'release', date: '2025-02' }).assumptions).toEqual([
      { index: 0, messageKey: 'vetting.assumption.wholeMonth', parameters: { month: '2025-02' } },
    ]);
  });

  it('of every kind of the vocabulary is known', () => {
    const page = readFileSync('docs/vetting/timeline.md', 'utf8');
    const listed = [...page.matchAll(/^\| `(\w+)` +\|/gm)].map(([, kind]) => kind).sort();
    expect(listed).toEqual(Object.keys(TIMELINE_KINDS).sort());
  });
});

describe('people', () => {
  it('are one when a handle begins exactly one full name, and it is said', () => {
    const { links, assumptions } = eventsOf({ kind: 'release' }, { kind: 'release', actor: 'NiaN75' });
    expect(links.areOne('Nia New', 'NiaN75')).toBe(true);
    expect(assumptions[0]).toMatchObject({ index: null, parameters: { person: 'Nia New', handle: 'NiaN75' } });
  });

  it.each([
    ['a handle that fits two', ['Nia New', 'Nia Newman', 'nianew']],
    ['a handle that is too short', ['Nia New', 'nia']],
    ['a name inside another', ['Nia New', 'new1']],
  ])('are not joined by %s', (_case, actors) => {
    const { links } = eventsOf(...actors.map((actor) => ({ kind: 'release', actor })));
    expect(new Set(actors.map((name) => links.personOf(name))).size).toBe(actors.length);
  });

  it('who are named together are two', () => {
    expect(eventsOf({ kind: 'contribution', actor: 'Ann and Nia New' }).events).toMatchObject([
      { person: 'Ann' },
      { person: 'Nia New' },
    ]);
  });
});

describe('a right', () => {
  it('goes to whoever held none and acts, and to nobody known when a holder acts', () => {
    expect(last({ kind: 'role_grant', target: 'push access' })).toMatchObject({
      kind: 'grant',
      person: 'Nia New',
      scope: 'COMMIT',
    });
    expect(last({ kind: 'release' }, { kind: 'role_grant' })).toMatchObject({
      kind: 'grant',
      person: null,
      scope: null,
    });
    expect(last({ kind: 'release' }, { kind: 'role_grant', facts: { person: 'Bo', scope: 'ADMIN' } })).toMatchObject({
      person: 'Bo',
      scope: 'ADMIN',
      by: 'Nia New',
    });
  });

  it('has the tenure that is on record', () => {
    expect(
      last({ kind: 'contribution', date: '2025-01-01' }, { kind: 'role_grant', date: '2025-03-01' }),
    ).toMatchObject({ tenureDays: 58 });
    expect(last({ kind: 'role_grant' })).toMatchObject({ tenureDays: null });
  });
});

describe('a transfer', () => {
  const transfer = { kind: 'ownership_transfer', date: '2025-06-01', actor: 'Buyer' };

  it('has the notice and the lineage that are on record', () => {
    expect(last(transfer)).toMatchObject({ to: 'Buyer', receiverHasLineage: false, noticeDays: 0 });
    const word = { kind: 'policy_change', date: '2025-05-01', actor: 'Owner' };
    expect(last({ ...word, summary: 'Looks for a new home.' }, transfer)).toMatchObject({ noticeDays: 30 });
    expect(last({ ...word, summary: 'The text about cookies changes.' }, transfer)).toMatchObject({ noticeDays: 0 });
    expect(last({ kind: 'contribution', actor: 'Buyer' }, transfer)).toMatchObject({ receiverHasLineage: true });
    expect(last({ kind: 'contribution', actor: 'Buyer', date: '2025-05-31' }, transfer)).toMatchObject({
      receiverHasLineage: false,
    });
  });

  it('by its owner goes to somebody who is not named', () => {
    expect(last({ kind: 'release', actor: 'Buyer' }, transfer)).toMatchObject({
      from: 'Buyer',
      to: null,
      receiverHasLineage: false,
    });
  });
});

describe('a removal', () => {
  it.each([
    [
      { kind: 'revoke', target: 'organisation members' },
      { holders: 2, hasMotion: null },
    ],
    [
      { kind: 'revoke', target: 'Bo' },
      { holders: 1, hasMotion: null },
    ],
    [
      { kind: 'revoke', target: 'Bo, Cy and Di' },
      { holders: 2, hasMotion: null },
    ],
    [
      { kind: 'revoke', target: 'inactive members' },
      { holders: 2, hasMotion: true },
    ],
    [
      { kind: 'inactivity_removal', target: 'several dozen committers' },
      { holders: 2, hasMotion: true },
    ],
    [
      { kind: 'revoke', target: 'members', facts: { holders: 12, holdersBefore: 14, motion: false } },
      { holders: 12, holdersBefore: 14, hasMotion: false },
    ],
  ])('%j is %j', (record, expected) => {
    expect(last(record)).toMatchObject({ kind: 'revocation', ...expected });
  });

  it('after a vote has its motion', () => {
    expect(last({ kind: 'vote_close' }, { kind: 'revoke', date: '2025-01-20' })).toMatchObject({ hasMotion: true });
    expect(last({ kind: 'vote_close' }, { kind: 'revoke', date: '2025-03-20' })).toMatchObject({ hasMotion: null });
  });
});

describe('a sentence', () => {
  it.each([
    ['malicious_release', 'The archive has a macro that is not in the tagged tree.', ['release', 'archiveComparison']],
    ['malicious_release', 'A release that does harm.', ['release']],
    ['release', 'The release has no matching tag.', ['release', 'archiveComparison']],
  ])('of the kind %s that says "%s" gives %j', (kind, summary, kinds) => {
    expect(eventsOf({ kind, summary }).events.map((event) => event.kind)).toEqual(kinds);
  });

  it('says how old a dependency is, and a fact says it better', () => {
    expect(last({ kind: 'dependency_added', summary: 'A package that is 22 minutes old.' })).toMatchObject({
      ageDays: 0,
    });
    expect(
      last({ kind: 'dependency_added', summary: 'A just-created package.', facts: { dependencyAgeDays: 90 } }),
    ).toMatchObject({ ageDays: 90 });
    expect(last({ kind: 'dependency_added' })).toMatchObject({ ageDays: null });
  });

  it('of unknown senders who sum up a series stands for several accounts and messages', () => {
    const summary = 'A series of mails wants the writer to become maintainer.';
    expect(last({ kind: 'pressure', actor: 'unknown names', summary })).toMatchObject({
      accounts: 3,
      messages: 3,
      senderMergedChanges: 0,
      demand: 'ADD_MAINTAINER',
      beneficiary: 'unknown names',
    });
  });

  it('is not read where the facts name the classes', () => {
    const facts = { classes: ['N'], beneficiary: null };
    expect(last({ kind: 'pressure', summary: 'He must become maintainer now.', facts })).toMatchObject({
      classes: ['N'],
      demand: null,
      beneficiary: null,
    });
  });
});
