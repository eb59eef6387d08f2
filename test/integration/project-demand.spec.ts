import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/audit';
import { DEMAND_BANDS } from '#libs/demand';
import { ConfidentialReads, clear } from '#platform/database';
import {
  FixedClock,
  NO_CLEARANCE,
  clearanceForOrganisation,
  clearanceForSubject,
  newId,
  type Clearance,
} from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';

const CLOCK = new FixedClock(new Date('2026-01-02T03:04:05.678Z'));
const [maintainer, former, stranger] = [newId<'usr'>(), newId<'usr'>(), newId<'usr'>()];
const projectId = newId<'prj'>();

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  for (const id of [maintainer, former, stranger])
    await database.asOwner(`INSERT INTO person (id, sealed_name, created_at) VALUES ($1, 'sealed', now())`, [id]);
  await givenProject(projectId);
  for (const [personId, status] of [
    [maintainer, 'verified'],
    [former, 'expired'],
  ])
    await database.asOwner(
      `INSERT INTO project_claim (id, project_id, person_id, token, status, opened_at, expires_at, verified_at)
       VALUES ($1, $2, $3, $4, $5, now(), now(), now())`,
      [newId<'clm'>(), projectId, personId, newId<'key'>(), status],
    );
});
afterAll(() => database.close());

async function givenProject(id: string): Promise<void> {
  await database.asOwner(
    `INSERT INTO project (id, name, repository_url, is_demo, created_at) VALUES ($1, 'p', 'https://example.org/' || $1::uuid, false, now())`,
    [id],
  );
}

/** As the job does it, with whatever clearance it has. */
function write(clearance: Clearance, statement: string, parameters: readonly unknown[] = []): Promise<unknown> {
  return database.unitOfWork(new AuditLog(), CLOCK).run(TEST_ACTOR, async (tx) => {
    await clear(tx, clearance);
    return tx.manager.query<unknown>(statement, [...parameters]);
  });
}

const INSERT = `INSERT INTO project_demand (project_id, organisations, direct_organisations, counted_on) VALUES ($1, $2, $3, '2026-01-01')`;
const seen = async (clearance: Clearance): Promise<number> =>
  (
    await new ConfidentialReads(database.dataSource, CLOCK).query<unknown[]>(
      clearance,
      'SELECT 1 FROM project_demand',
      [],
    )
  ).length;

it('takes the bands of the rule and no other number', async () => {
  for (let organisations = 0; organisations <= 101; organisations += 1) {
    const made = write(NO_CLEARANCE, INSERT, [projectId, organisations, null]).then(
      () => true,
      () => false,
    );
    expect([organisations, await made]).toEqual([organisations, DEMAND_BANDS.some((band) => band === organisations)]);
    await write(NO_CLEARANCE, 'DELETE FROM project_demand');
  }
  for (const band of DEMAND_BANDS) {
    await write(NO_CLEARANCE, INSERT, [projectId, band, band]);
    await write(NO_CLEARANCE, 'DELETE FROM project_demand');
  }
  for (const direct of [4, 6, 10, 25])
    await expect(write(NO_CLEARANCE, INSERT, [projectId, 5, direct])).rejects.toThrow('project_demand_direct_band');
});

it('is seen by who maintains the project, whatever a statement forgets', async () => {
  await write(NO_CLEARANCE, INSERT, [projectId, 25, 5]);
  expect(await seen(clearanceForSubject(maintainer))).toBe(1);
  expect(await seen(clearanceForSubject(former))).toBe(0);
  expect(await seen(clearanceForSubject(stranger))).toBe(0);
  expect(await seen(clearanceForOrganisation(newId<'org'>()))).toBe(0);
  expect(await seen(NO_CLEARANCE)).toBe(0);
  expect(await database.dataSource.query('SELECT 1 FROM project_demand')).toEqual([]);
});

it('is replaced and never changed', async () => {
  await expect(
    write(clearanceForSubject(maintainer), 'UPDATE project_demand SET organisations = 10000'),
  ).rejects.toThrow('permission denied');
});
