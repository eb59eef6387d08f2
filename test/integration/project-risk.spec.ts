/** Signals of stored histories beside those of the same events in memory, and how long they take. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  POLICY_2026_1,
  ProjectEventsService,
  computeSignals,
  inOrder,
  namesIn,
  readHistory,
  writeEventsFile,
  type OnePerson,
  type PersonLinks,
  type ProjectEvent,
} from '#libs/vetting';
import { UnitOfWork } from '#platform/database';
import { DAY_MS, parseId } from '#platform/kernel';
import { TEST_ACTOR } from '#platform/testing';
import { change, handIn, message, transfer } from '../support/given-history.js';
import { givenTier } from '../support/given-role-grants.js';
import { givenSeat } from '../support/given-vetting.js';
import { givenMaintainer, key } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

const XZ = '../shared/data/trust/xz-timeline.json';
const CASES = '../shared/data/trust/takeover-cases.json';

let api: TestApi;
let reviewer: Caller;
beforeAll(async () => {
  api = await TestApi.start();
  reviewer = await api.givenPerson(`Rita ${key()}`);
}, 60_000);
afterAll(() => api.close());

interface Found {
  readonly rule: string;
  readonly points: number;
  readonly day: number;
  readonly isHard: boolean;
}

async function stored(projectId: string): Promise<Found[]> {
  return api.database.asOwner<Found>(
    `SELECT rule, points, day, is_hard AS "isHard" FROM risk_signal WHERE project_id = $1`,
    [parseId('prj', projectId)],
  );
}

const inOneOrder = (found: readonly Found[]) =>
  found.map(({ rule, points, day, isHard }) => `${String(day)} ${rule} ${String(points)} ${String(isHard)}`).sort();

async function givenProject(): Promise<{ readonly projectId: string; readonly maintainer: Caller }> {
  const given = await givenMaintainer(api);
  await givenTier(api, given.projectId, 'T0');
  await givenSeat(api, given.projectId, reviewer, 'REVIEWER');
  return given;
}

/** Whom links make one person, as a file says it. */
function peopleOf(events: readonly ProjectEvent[], links: PersonLinks): OnePerson[] {
  const groups = new Map<string, string[]>();
  for (const name of namesIn(events))
    groups.set(links.personOf(name), [...(groups.get(links.personOf(name)) ?? []), name]);
  return [...groups.values()].filter(({ length }) => length > 1).map((names) => ({ names, source: 'people.json' }));
}

/** A file of events of the records of a case, without what people say of being overloaded. */
function fileOf(path: string, name: string | null): string {
  const { timeline } = readHistory(readFileSync(path), path, api.clock.now(), { case: name, people: [] });
  const events = timeline.events.filter(({ kind }) => kind !== 'distress');
  return writeEventsFile(events, peopleOf(events, timeline.links));
}

/** What the replay finds in a file. */
function replayed(file: string): Found[] {
  const { timeline } = readHistory(Buffer.from(file), 'file', api.clock.now(), { case: null, people: [] });
  const inputs = {
    events: inOrder(timeline.events),
    links: timeline.links,
    policy: POLICY_2026_1,
    tier: 'T0' as const,
  };
  return computeSignals(inputs);
}

const cases = existsSync(CASES)
  ? [...new Set((JSON.parse(readFileSync(CASES, 'utf8')) as { case: string }[]).map((record) => record.case))]
  : [];
const histories: [string, string, string | null][] = [
  ...(existsSync(XZ) ? [['xz', XZ, null] as [string, string, null]] : []),
  ...cases.map((name): [string, string, string] => [name, CASES, name]),
];
if (histories.length === 0) console.warn('skipped: ../shared/data/trust is not there');

describe('signals of a stored history', () => {
  // At least one row, since an empty table is refused.
  it.each(histories.length > 0 ? histories : [['none', '', null] as const])(
    'are those of the replay: %s',
    async (_name, path, name) => {
      const file = path === '' ? writeEventsFile([]) : fileOf(path, name);
      const { projectId } = await givenProject();
      await handIn(api, reviewer, { projectId, events: [], bytes: file });
      const expected = inOneOrder(replayed(file));
      expect(inOneOrder(await stored(projectId))).toEqual(expected);
    },
  );
});

/** A history of twelve months: changes, pressure, a package that goes to somebody new, a publication, and more pressure. */
function mixed(): ProjectEvent[] {
  const at = (days: number) => api.clock.now().getTime() - (400 - days) * DAY_MS;
  const work = Array.from({ length: 60 }, (_, index) => change(`dev${String(index % 3)}@mail.example`, at(index * 5)));
  const pressure = [30, 70, 95, 200, 320, 330].map((days, index) =>
    message(`loud${String(index)}@mail.example`, at(days), {
      demand: 'ADD_MAINTAINER',
      beneficiary: 'dev1@mail.example',
    }),
  );
  return inOrder([...work, ...pressure, transfer('pkg:npm/one', at(150)), transfer('pkg:npm/two', at(310))]);
}

describe('a history that grows', () => {
  it('has the signals of the whole, in whatever steps it grows in the order of time', async () => {
    const events = mixed();
    for (const size of [1, 7, 30]) {
      const { projectId } = await givenProject();
      for (let from = 0; from < events.length; from += size) await record(projectId, events.slice(from, from + size));
      expect(inOneOrder(await stored(projectId))).toEqual(inOneOrder(replayed(writeEventsFile(events))));
      // The same once more changes nothing, and neither does another process that reads it all.
      await handIn(api, reviewer, { projectId, events, people: [{ names: ['a', 'b'], source: 'p' }] });
      expect(inOneOrder(await stored(projectId))).toEqual(inOneOrder(replayed(writeEventsFile(events))));
    }
  });

  it('has at least the signals of the whole, when it comes in another order', async () => {
    const events = mixed();
    const { projectId } = await givenProject();
    for (let from = events.length - 10; from > -10; from -= 10)
      await record(projectId, events.slice(Math.max(0, from), from + 10));
    expect(inOneOrder(await stored(projectId))).toEqual(
      expect.arrayContaining(inOneOrder(replayed(writeEventsFile(events)))),
    );
  });

  it('forgets what a transaction that failed has read', async () => {
    const events = mixed();
    const { projectId } = await givenProject();
    await record(projectId, events.slice(0, 40));
    const phantom = message('phantom@mail.example', events[40]!.at.from, { demand: 'REPLACE_MAINTAINER' });
    const failed = api.app.get(UnitOfWork).run(TEST_ACTOR, async (tx) => {
      await api.app.get(ProjectEventsService, { strict: false }).record(tx, parseId('prj', projectId), [phantom], []);
      throw new Error('killed');
    });
    await expect(failed).rejects.toThrow('killed');
    await record(projectId, events.slice(40));
    expect(inOneOrder(await stored(projectId))).toEqual(inOneOrder(replayed(writeEventsFile(events))));
  });
});

async function record(projectId: string, events: readonly ProjectEvent[]): Promise<void> {
  await api.app
    .get(UnitOfWork)
    .run(TEST_ACTOR, (tx) =>
      api.app.get(ProjectEventsService, { strict: false }).record(tx, parseId('prj', projectId), events, []),
    );
}

const EVENTS = 10_000;
const LIMIT_MS = 50;

/** Eight years of a busy project: changes, messages and releases of forty people. */
function longHistory(): ProjectEvent[] {
  const start = api.clock.now().getTime() - 3_000 * DAY_MS;
  return Array.from({ length: EVENTS }, (_, index) => {
    const at = start + Math.floor((index / EVENTS) * 2_999) * DAY_MS;
    const person = `person${String((index * 7) % 40)}@mail.example`;
    if (index % 7 > 0)
      return change(person, at, {
        committer: `person${String(index % 3)}@mail.example`,
        authorOffset: 60,
        committerOffset: 60,
      });
    return message(person, at, {
      ...{ thread: `t${String(index % 50)}`, classes: index % 5 > 0 ? ['N'] : ['D'], senderMergedChanges: index % 3 },
      senderFirstSeen: { from: at - (index % 200) * DAY_MS, to: at - (index % 200) * DAY_MS },
    });
  });
}

describe('the levels of a project with 10,000 events', () => {
  it('are found again after one more in at most 50 ms', async () => {
    const { projectId } = await givenProject();
    await handIn(api, reviewer, { projectId, events: longHistory() });
    const took: number[] = [];
    for (let run = 0; run < 9; run += 1) {
      const event = change(`fresh${String(run)}@mail.example`, api.clock.now().getTime());
      const begun = performance.now();
      await record(projectId, [event]);
      took.push(performance.now() - begun);
    }
    const [count] = await api.database.asOwner<{ count: number }>(
      'SELECT count(*)::int AS count FROM project_event WHERE project_id = $1',
      [parseId('prj', projectId)],
    );
    expect(count).toEqual({ count: EVENTS + 9 });
    console.info(`with ${String(EVENTS)} events one more took ${took.map((ms) => ms.toFixed(1)).join(', ')} ms`);
    expect(Math.min(...took)).toBeLessThanOrEqual(LIMIT_MS);
  });
});
