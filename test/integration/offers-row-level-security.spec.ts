import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/audit';
import { ConfidentialReads, clear, type UnitOfWork } from '#platform/database';
import {
  FixedClock,
  NO_CLEARANCE,
  clearanceForOrganisation,
  clearanceForOrganisations,
  clearanceForSubject,
  newId,
  type Clearance,
} from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';

const CLOCK = new FixedClock(new Date('2026-01-02T03:04:05.678Z'));
/** What companies offer, call for and are told. */
const TABLES = [
  'standing_offer',
  'adoption_caller',
  'dependency_alert',
  'dependency_alert_day',
  'dependency_alert_off',
];

let database: TestDatabase;
let unitOfWork: UnitOfWork;
let ours: Given;
let theirs: Given;

interface Given {
  readonly organisationId: string;
  readonly projectId: string;
  readonly callId: string;
  readonly alertId: string;
  /** Who answered the call of the organisation, and has read its alert. */
  readonly personId: string;
}

beforeAll(async () => {
  database = await openTestDatabase();
  unitOfWork = database.unitOfWork(new AuditLog(), CLOCK);
  ours = await given();
  theirs = await given();
});
afterAll(() => database.close());

/** An organisation with a row in every table. */
async function given(): Promise<Given> {
  const [organisationId, projectId, personId] = [newId<'org'>(), newId<'prj'>(), newId<'usr'>()];
  const [callId, alertId] = [newId<'adc'>(), newId<'dal'>()];
  const statements: [string, unknown[]][] = [
    [`INSERT INTO organisation (id, kind, name, created_at) VALUES ($1, 'COMPANY', 'Acme', now())`, [organisationId]],
    [`INSERT INTO person (id, sealed_name, created_at) VALUES ($1, 'sealed', now())`, [personId]],
    [
      `INSERT INTO project (id, name, repository_url, is_demo, created_at) VALUES ($1, 'p', 'https://example.org/' || $1::uuid, false, now())`,
      [projectId],
    ],
    [
      `INSERT INTO standing_offer (id, organisation_id, project_id, author_id, amount_minor, currency, method, is_named, status, opened_at, expires_at)
       VALUES ($1, $2, $3, $4, 1, 'USD', 'checkout', false, 'open', now(), now() + interval '1 day')`,
      [newId<'sof'>(), organisationId, projectId, personId],
    ],
    [
      `INSERT INTO adoption_call (id, project_id, note, has_offer, status, opened_at, expires_at)
       VALUES ($1, $2, 'n', false, 'open', now(), now() + interval '1 day')`,
      [callId, projectId],
    ],
    [
      'INSERT INTO adoption_caller (call_id, organisation_id, project_id, opened_by) VALUES ($1, $2, $3, $4)',
      [callId, organisationId, projectId, personId],
    ],
    [
      `INSERT INTO adoption_answer (id, call_id, person_id, message, answered_at) VALUES ($1, $2, $3, 'm', now())`,
      [newId<'ada'>(), callId, personId],
    ],
    [
      `INSERT INTO dependency_alert (id, organisation_id, project_id, kind, cause_id, day, created_at)
       VALUES ($1, $2, $3, 'maintainer_lost', $4, '2026-01-01', now())`,
      [alertId, organisationId, projectId, newId<'clm'>()],
    ],
    [
      `INSERT INTO dependency_alert_day (organisation_id, project_id, day) VALUES ($1, $2, '2026-01-01')`,
      [organisationId, projectId],
    ],
    [
      `INSERT INTO dependency_alert_off (organisation_id, kind, switched_off_at) VALUES ($1, 'need_posted', now())`,
      [organisationId],
    ],
    ['INSERT INTO dependency_alert_read (alert_id, person_id, read_at) VALUES ($1, $2, now())', [alertId, personId]],
    [`INSERT INTO project_demand (project_id, organisations, counted_on) VALUES ($1, 5, '2026-01-01')`, [projectId]],
  ];
  for (const [statement, parameters] of statements) await database.asOwner(statement, parameters);
  return { organisationId, projectId, callId, alertId, personId };
}

async function seen(clearance: Clearance, table: string): Promise<number> {
  const reads = new ConfidentialReads(database.dataSource, CLOCK);
  return (await reads.query<unknown[]>(clearance, `SELECT 1 FROM ${table}`, [])).length;
}

function write(clearance: Clearance, statement: string): Promise<unknown> {
  return unitOfWork.run(TEST_ACTOR, async (tx) => {
    await clear(tx, clearance);
    return tx.manager.query<unknown>(statement);
  });
}

describe('what a company does about its dependencies', () => {
  it.each(TABLES)('is not seen in %s without a clearance, and only its own with one', async (table) => {
    expect(await database.dataSource.query<unknown[]>(`SELECT 1 FROM ${table}`)).toEqual([]);
    expect(await seen(NO_CLEARANCE, table)).toBe(0);
    expect(await seen(clearanceForOrganisation(ours.organisationId), table)).toBe(1);
    expect(await seen(clearanceForOrganisations([ours.organisationId, theirs.organisationId]), table)).toBe(2);
    expect(await seen(clearanceForSubject(ours.personId), table)).toBe(0);
  });

  it.each([
    ['standing_offer', 'UPDATE standing_offer SET version = version'],
    ['dependency_alert_day', 'UPDATE dependency_alert_day SET told_at = NULL'],
    ['dependency_alert_off', 'DELETE FROM dependency_alert_off'],
  ])('cannot be changed in %s for others', async (_table, statement) => {
    const [, changed] = (await write(
      clearanceForOrganisation(ours.organisationId),
      `${statement} WHERE organisation_id = '${theirs.organisationId}'`,
    )) as [unknown[], number];
    expect(changed).toBe(0);
  });

  it('cannot be written for others', async () => {
    for (const table of TABLES) {
      const inserted = write(
        clearanceForOrganisation(ours.organisationId),
        `INSERT INTO ${table} SELECT (jsonb_populate_record(row, jsonb_build_object('organisation_id', '${theirs.organisationId}'))).* FROM ${table} AS row`,
      );
      await expect(inserted).rejects.toThrow(/row-level security/);
    }
  });

  it('is never erased from the record: offers, calls and alerts stay', async () => {
    for (const table of ['standing_offer', 'adoption_call', 'adoption_caller', 'dependency_alert'])
      await expect(write(clearanceForOrganisation(ours.organisationId), `DELETE FROM ${table}`)).rejects.toThrow(
        'permission denied',
      );
  });
});

describe('what people do about it', () => {
  it('is an answer that its person and the caller see', async () => {
    expect(await seen(NO_CLEARANCE, 'adoption_answer')).toBe(0);
    expect(await seen(clearanceForSubject(ours.personId), 'adoption_answer')).toBe(1);
    expect(await seen(clearanceForSubject(newId<'usr'>()), 'adoption_answer')).toBe(0);
    expect(await seen(clearanceForOrganisation(theirs.organisationId), 'adoption_answer')).toBe(1);
    expect(await seen(clearanceForOrganisation(newId<'org'>()), 'adoption_answer')).toBe(0);
  });

  it('is a mark that its person alone sees', async () => {
    expect(await seen(clearanceForSubject(ours.personId), 'dependency_alert_read')).toBe(1);
    expect(await seen(clearanceForOrganisation(ours.organisationId), 'dependency_alert_read')).toBe(0);
  });

  it('lets people see how many ship a project as long as a call for it is open', async () => {
    expect(await seen(clearanceForSubject(newId<'usr'>()), 'project_demand')).toBe(2);
    expect(await seen(NO_CLEARANCE, 'project_demand')).toBe(0);
    expect(await seen(clearanceForOrganisation(ours.organisationId), 'project_demand')).toBe(0);
    await database.asOwner(`UPDATE adoption_call SET status = 'withdrawn', ended_at = now() WHERE id = $1`, [
      theirs.callId,
    ]);
    expect(await seen(clearanceForSubject(newId<'usr'>()), 'project_demand')).toBe(1);
  });
});
