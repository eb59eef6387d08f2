import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GitTrial } from '#platform/testing';
import { readEventsFile, writeEventsFile } from '../events/events-file.js';
import { dayNumber } from '../events/moment.js';
import type { ProjectEvent } from '../events/project-event.js';
import { importControlPlane } from '../importers/control-plane.importer.js';
import { archiveEvent, compareArchive } from '../importers/archive-comparison.js';
import { importGitHistory } from '../importers/git-history.importer.js';
import { GIT_LOG_ARGUMENTS, readGitLog } from '../importers/git-log.reader.js';
import { importMembership } from '../importers/membership.importer.js';
import { importMbox, importMessageList } from '../importers/messages.importer.js';
import { importRegistry } from '../importers/registry.importer.js';
import { digestOfContent, readSnapshot, type Snapshot } from '../importers/snapshot.js';
import { POLICY_2026_1 } from '../policy/policy-2026-1.js';
import { computeSignals } from '../signals/compute-signals.js';
import { riskOnDay } from '../signals/risk-on-day.js';
import { eventsToReplay } from './events-to-replay.js';
import { replay } from './replay.js';

const NOW = new Date('2026-01-15T12:00:00Z');
const START = Date.UTC(2024, 0, 1);
const HOUR_MS = 3_600_000;
const RUNS = process.env.MAINSTAY_LONG === undefined ? 40 : 1_000;

/** Few hours, so that much happens at one time. */
const hour = fc.nat(40).map((step) => START + step * 12 * HOUR_MS);
const person = fc.constantFrom('ada', 'ben', 'cy@example.org', '7+ben@users.noreply.github.com', 'dora');

const messages = fc.array(
  fc.record({
    at: hour,
    from: person,
    thread: fc.constantFrom('one', 'two'),
    text: fc.constantFrom(
      'Please give it to somebody else, you have lost interest.',
      'Make ben a maintainer now, this is urgent and being exploited.',
      'When is the next release?',
      'I am burned out.',
    ),
  }),
  { maxLength: 12 },
);
const members = fc.array(
  fc.record({
    at: hour,
    by: fc.option(person),
    people: fc.uniqueArray(person, { minLength: 1 }),
    scope: fc.constantFrom('COMMIT', 'RELEASE', 'ADMIN'),
  }),
  { maxLength: 5 },
);
const tags = fc.array(fc.record({ at: hour, commit: fc.constantFrom('a', 'b') }), { maxLength: 4 });
const packages = fc.array(fc.record({ at: hour, owners: fc.uniqueArray(person, { minLength: 1 }) }), { maxLength: 3 });
const sources = fc.record({ messages, members, tags, packages, extra: fc.subarray(['m4/x.m4']) });
type Sources = typeof sources extends fc.Arbitrary<infer T> ? T : never;

const isoOf = (ms: number) => new Date(ms).toISOString();
const snapshot = (kind: string, at: number, content: unknown): Snapshot =>
  readSnapshot(
    JSON.stringify({ takenAt: isoOf(at), kind, digest: digestOfContent(content), content }),
    `${kind} of ${isoOf(at)}`,
  );

function listOf(given: Sources['messages']): ProjectEvent[] {
  const list = given.map(({ at, ...rest }, index) => ({
    ...rest,
    id: String(index),
    date: isoOf(at),
    inReplyTo: null,
  }));
  const options = { source: 'list', takenAt: NOW.getTime(), maintainers: null, changes: null };
  return [...importMessageList(JSON.stringify(list), options).events];
}

function versionsAt(at: number, owners: readonly string[]): Snapshot {
  const time = { created: isoOf(START), '1.0.0': isoOf(START), '1.1.0': isoOf(at) };
  const version = { name: 'demo', dist: {} };
  const people = owners.map((name) => ({ name }));
  return snapshot('npm-packument', at, {
    ...{ name: 'demo', time, maintainers: people },
    versions: { '1.0.0': { ...version, version: '1.0.0' }, '1.1.0': { ...version, version: '1.1.0' } },
  });
}

let git: readonly ProjectEvent[];
let mbox: readonly ProjectEvent[];
beforeAll(async () => {
  const trial = new GitTrial();
  try {
    const ada = { name: 'Ada Founder', mail: 'ada@example.org' };
    const ben = { name: 'Ben Newcomer', mail: '7+ben@users.noreply.github.com' };
    // Several commits of one second, as a rebase makes them.
    for (let count = 0; count < 30; count += 1)
      trial.commit({
        ...{ author: count % 3 === 0 ? ada : ben, at: `2024-01-0${String(1 + (count % 5))}T10:00:00Z` },
        files: { [`f${String(count)}`]: String(count), 'tests/x.bin': Buffer.alloc(5_000, count) },
      });
    const commits = await readGitLog([trial.git(['log', ...GIT_LOG_ARGUMENTS, '--all'])], 'trial');
    git = importGitHistory({
      exportedAt: NOW.getTime(),
      commits,
      tags: [],
      blobs: new Map(),
      mentions: new Map(),
    }).events;
  } finally {
    trial.remove();
  }
  const mail = (id: string, from: string, day: number) =>
    `From x Mon Jan  1 00:00:00 2024\nMessage-ID: <${id}>\nFrom: ${from}\nDate: ${String(day)} Jan 2024 10:00:00 +0000\n\nYou should step down.\n\n`;
  const text = [mail('1', 'eve@example.org', 3), mail('2', 'fay@example.org', 3), mail('3', 'eve@example.org', 4)];
  const options = { source: 'mbox', takenAt: NOW.getTime(), maintainers: null, changes: null };
  mbox = (await importMbox([Buffer.from(text.join(''))], options)).events;
});

function eventsOf(given: Sources): ProjectEvent[] {
  const lists = given.members.map(({ at, by, people, scope }) =>
    snapshot('membership', at, { by, members: people.map((name) => ({ person: name, scope, lastUsed: null })) }),
  );
  const tagged = given.tags.map(({ at, commit }) =>
    snapshot('tags', at, { by: 'ben', tags: [{ name: 'v1', commit: commit.repeat(40), object: null }], floating: [] }),
  );
  const registry = given.packages.map(({ at, owners }) => versionsAt(at, owners));
  return [
    ...git,
    ...mbox,
    ...listOf(given.messages),
    ...importMembership(lists).events,
    ...importControlPlane(tagged).events,
    ...importRegistry(registry, null).events,
    archiveEvent('v1', 'd'.repeat(64), START, compareArchive(archived(given.extra), archived([]), [], new Map())),
  ];
}

const archived = (paths: readonly string[]) =>
  ['configure.ac', ...paths].map((path) => ({ path, sha256: 'e'.repeat(64), isExecutable: false }));

function inputsOf(events: readonly ProjectEvent[]) {
  const read = readEventsFile(writeEventsFile(events), 'events');
  const { events: inTime, links } = eventsToReplay(read, NOW);
  return { events: inTime, links, policy: POLICY_2026_1, tier: 'T0' as const };
}

describe('events of importers', () => {
  it('replay to the same bytes, whatever their order and however often they were imported', () => {
    fc.assert(
      fc.property(sources, fc.infiniteStream(fc.nat()), (given, keys) => {
        const events = eventsOf(given);
        const mixed = [...events, ...eventsOf(given)]
          .map((event) => ({ event, key: keys.next().value as number }))
          .sort((one, other) => one.key - other.key)
          .map(({ event }) => event);
        expect(JSON.stringify(replay(inputsOf(mixed), []))).toBe(JSON.stringify(replay(inputsOf(events), [])));
      }),
      { numRuns: RUNS },
    );
  });

  it('have the levels of each day, asked by itself (I-13), and a clearing ends one signal (I-12)', () => {
    fc.assert(
      fc.property(sources, fc.nat(), (given, choice) => {
        const inputs = inputsOf(eventsOf(given));
        const signals = computeSignals(inputs);
        expect(new Set(signals.map(({ id }) => id)).size).toBe(signals.length);
        const policy = inputs.policy.signals;
        for (const { date, level, points } of replay(inputs, []).days)
          expect(riskOnDay(signals, [], { day: dayNumber(Date.parse(date)), policy })).toMatchObject({ level, points });
        const cleared = signals[choice % Math.max(1, signals.length)];
        fc.pre(cleared !== undefined);
        const clearing = { signalId: cleared.id, day: cleared.day, reviewers: ['x', 'y'], reason: 'seen' };
        const others = signals.filter(({ id }) => id !== cleared.id);
        for (const { day } of signals.filter((signal) => signal.day >= cleared.day))
          expect(riskOnDay(signals, [clearing], { day, policy })).toEqual(riskOnDay(others, [], { day, policy }));
      }),
      { numRuns: RUNS },
    );
  });

  it('reach a hold, and link the address of a login with it', () => {
    const inputs = inputsOf(git);
    expect(computeSignals(inputs).map(({ rule }) => rule)).toContain('S16');
    const found = fc.sample(sources, 60).map((given) => inputsOf(eventsOf(given)));
    expect(found.some((one) => replay(one, []).firstHold !== null)).toBe(true);
    expect(found.some(({ links }) => links.areOne('ben', '7+ben@users.noreply.github.com'))).toBe(true);
    expect(found.every(({ links }) => !links.areOne('cy@example.org', 'ada'))).toBe(true);
  });
});
