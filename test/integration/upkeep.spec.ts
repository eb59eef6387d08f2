/** Which figures of the catalogue tell whether somebody cares for a project: those that scores count, and no others. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CatalogQueries } from '#libs/catalog';
import { UpkeepService } from '#libs/matching';
import { Clock, DAY_MS, addMs, newId } from '#platform/kernel';
import { openTestDatabase, type TestDatabase } from '#platform/testing';

const NOW = new Date('2026-03-02T10:11:12.000Z');
const daysAgo = (days: number) => addMs(NOW, -days * DAY_MS).toISOString();

class StillClock extends Clock {
  override now(): Date {
    return NOW;
  }
}

let database: TestDatabase;
let upkeep: UpkeepService;
const person = newId<'usr'>();

beforeAll(async () => {
  database = await openTestDatabase();
  upkeep = new UpkeepService(new CatalogQueries(database.dataSource), new StillClock());
  await database.asOwner(`INSERT INTO person (id, sealed_name, created_at) VALUES ($1, 'sealed', now())`, [person]);
});
afterAll(() => database.close());

async function givenProject(): Promise<string> {
  const id = newId<'prj'>();
  await database.asOwner(
    `INSERT INTO project (id, name, repository_url, is_demo, created_at) VALUES ($1, 'p', 'https://example.org/' || $1::uuid, false, now())`,
    [id],
  );
  return id;
}

/** A project of which one figure is known, of so many days ago. */
async function givenFigure(signal: string, value: number, days: number): Promise<string> {
  const id = await givenProject();
  await database.asOwner(
    `INSERT INTO project_signal (project_id, signal, value, source, observed_at) VALUES ($1, $2, $3, 'test', $4)`,
    [id, signal, value, daysAgo(days)],
  );
  return id;
}

async function givenMaintainer(projectId: string): Promise<void> {
  await database.asOwner(
    `INSERT INTO project_claim (id, project_id, person_id, token, status, opened_at, expires_at, verified_at)
     VALUES ($1, $2, $3, $4, 'verified', now(), now(), now())`,
    [newId<'clm'>(), projectId, person, newId<'key'>()],
  );
}

async function confirmStable(projectId: string, days: number): Promise<void> {
  await database.asOwner(
    'INSERT INTO stability_confirmation (project_id, person_id, confirmed_at) VALUES ($1, $2, $3)',
    [projectId, person, daysAgo(days)],
  );
}

async function judged(projectId: string): Promise<readonly [string, readonly string[]]> {
  const { upkeep: verdict, evidence } = (await upkeep.of([projectId])).get(projectId)!;
  return [verdict, evidence];
}

describe('what tells of the upkeep of a project', () => {
  it.each<[string, string, number, number, [string, string[]]]>([
    ['an archive seen 27 days ago', 'isArchived', 1, 27, ['UNMAINTAINED', ['ARCHIVED']]],
    ['an archive seen 29 days ago', 'isArchived', 1, 29, ['UNKNOWN', []]],
    ['activity seen 27 days ago', 'monthsSinceActivity', 0, 27, ['MAINTAINED', ['ACTIVE']]],
    ['activity seen 29 days ago', 'monthsSinceActivity', 0, 29, ['UNKNOWN', []]],
    ['silence seen 27 days ago', 'monthsSinceActivity', 24, 27, ['UNMAINTAINED', ['INACTIVE']]],
    ['silence seen 29 days ago', 'monthsSinceActivity', 24, 29, ['UNKNOWN', []]],
  ])('%s', async (_case, signal, value, days, verdict) => {
    expect(await judged(await givenFigure(signal, value, days))).toEqual(verdict);
  });

  it.each<[string, number, string[]]>([
    ['within twelve months', 360, ['MAINTAINER_HERE', 'CONFIRMED_STABLE']],
    ['more than twelve months ago', 370, ['MAINTAINER_HERE']],
  ])('a maintainer who said that it is stable, %s', async (_case, days, evidence) => {
    const id = await givenFigure('isArchived', 1, 1);
    await givenMaintainer(id);
    await confirmStable(id, days);
    expect(await judged(id)).toEqual(['MAINTAINED', evidence]);
  });

  it('no word of somebody who maintains it no more', async () => {
    const id = await givenFigure('isArchived', 1, 1);
    await confirmStable(id, 1);
    expect(await judged(id)).toEqual(['UNMAINTAINED', ['ARCHIVED']]);
  });
});
