import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditLog } from '../../libs/audit/src/audit-log.js';
import { Config } from '#platform/config';
import { ConfidentialReads, DataKeys, clear, type UnitOfWork } from '#platform/database';
import { FixedClock, newId, NO_CLEARANCE, type Clearance } from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const IN_A_DAY = '2026-01-03T03:04:05.678Z';
const TABLES = [
  'product',
  'upload',
  'inventory',
  'inventory_document',
  'document_conformance',
  'inventory_graph',
  'inventory_component',
  'project_use',
  'recurring_pledge_use',
  'budget_policy',
  'allocation_plan',
  'allocation_line',
];

const keys = new DataKeys(Config.load({ NODE_ENV: 'test' }));

let database: TestDatabase;
let unitOfWork: UnitOfWork;
let ours: string;
let theirs: string;
const people = { maintainer: newId<'usr'>(), reviewer: newId<'usr'>(), stranger: newId<'usr'>() };

beforeAll(async () => {
  database = await openTestDatabase();
  unitOfWork = database.unitOfWork(new AuditLog(), new FixedClock(NOW));
  for (const id of Object.values(people))
    await database.asOwner(`INSERT INTO person (id, sealed_name, created_at) VALUES ($1, 'sealed', now())`, [id]);
  ours = await givenInventory();
  theirs = await givenInventory();
  await givenEvidence();
});
afterAll(() => database.close());

async function givenOrganisation(kind: string): Promise<string> {
  const id = newId<'org'>();
  await database.asOwner(`INSERT INTO organisation (id, kind, name, created_at) VALUES ($1, $2, 'Acme', now())`, [
    id,
    kind,
  ]);
  return id;
}

/** An organisation with a row in every table that describes what it ships. */
async function givenInventory(): Promise<string> {
  const organisationId = await givenOrganisation('COMPANY');
  const [product, upload, inventory, project] = [newId<'prd'>(), newId<'upl'>(), newId<'inv'>(), newId<'prj'>()];
  const [need, budget, run, recurring] = [newId<'need'>(), newId<'bdg'>(), newId<'alr'>(), newId<'rpl'>()];
  const ids = [organisationId, product, upload, inventory, project, people.stranger, need, budget, run, recurring];
  const statements = [
    `INSERT INTO project (id, name, repository_url, is_demo, created_at) VALUES ($5, 'p', 'https://example.org/' || $5::uuid, false, now())`,
    `INSERT INTO product (id, organisation_id, name, created_at) VALUES ($2, $1, 'Product', now())`,
    `INSERT INTO upload (id, purpose, person_id, organisation_id, product_id, file_name, status, sha256, created_at, expires_at)
       VALUES ($3, 'SBOM', $6, $1, $2, 'f', 'ready', repeat('0', 64), now(), now())`,
    `INSERT INTO inventory (id, organisation_id, product_id, upload_id, sha256, reader_version, component_count, package_count, edge_count, direct_count,
                            resolved_count, unreached_count, cycle_count, flags, quality, warnings, created_at)
       VALUES ($4, $1, $2, $3, repeat('0', 64), 1, 1, 1, 0, 1, 1, 0, 0, '{}', '{}', '{}', now())`,
    `INSERT INTO inventory_document (inventory_id, organisation_id, position, path, format, format_version, size_bytes, sha256, entry_count, edge_count, quality)
       VALUES ($4, $1, 1, 'bom.json', 'cyclonedx-json', '1.5', 1, repeat('0', 64), 1, 0, '{}')`,
    `INSERT INTO document_conformance (organisation_id, sha256, checker_version, result, schema, error_count, errors, checked_at)
       VALUES ($1, repeat('0', 64), 1, 'yes', 's', 0, '[]', now())`,
    `INSERT INTO inventory_graph (inventory_id, organisation_id, offsets, targets, kinds) VALUES ($4, $1, '', '', '')`,
    `INSERT INTO inventory_component (inventory_id, organisation_id, ordinal, is_first_party, name, paths, gateways, scope)
       VALUES ($4, $1, 0, false, 'left', 1, 1, 'runtime')`,
    `INSERT INTO need (id, project_id, recipient_person_id, kind, title, summary, goal_minor, currency, status, created_at)
       VALUES ($7, $5, $6, 'SECURITY_WORK', 't', 's', 100, 'USD', 'draft', now())`,
    `INSERT INTO budget (id, organisation_id, name, method, currency, period, starts_on, policy_version, created_by, created_at)
       VALUES ($8, $1, 'n', 'checkout', 'USD', 'YEAR', '2026-01-01', 1, $6, now())`,
    `INSERT INTO budget_policy (budget_id, organisation_id, version, policy, set_by, set_at) VALUES ($8, $1, 1, '{}', $6, now())`,
    `INSERT INTO allocation_run (id, budget_id, organisation_id, amount_minor, currency, method, period_on, status, created_at)
       VALUES ($9, $8, $1, 100, 'USD', 'balance', '2026-01-01', 'draft', now())`,
    `INSERT INTO allocation_plan (run_id, organisation_id, inputs, result, is_full) VALUES ($9, $1, '{}', '{}', false)`,
    `INSERT INTO allocation_line (run_id, organisation_id, position, need_id, project_id, tenths, tier, weight, amount_minor, parts)
       VALUES ($9, $1, 1, $7, $5, 1, 'LOW', 1, 1, '[]')`,
    `INSERT INTO project_use (inventory_id, organisation_id, project_id, gateways, scope, versions) VALUES ($4, $1, $5, 1, 'runtime', '{1}')`,
    `INSERT INTO recurring_pledge (id, need_id, organisation_id, submitted_by, amount_minor, currency, interval, collection, notice_days, status, submitted_at)
       VALUES ($10, $7, $1, $6, 100, 'USD', 'month', 'card', 0, 'promised', now())`,
    `INSERT INTO recurring_pledge_use (recurring_pledge_id, organisation_id, product_id, inventory_id) VALUES ($10, $1, $2, $4)`,
  ];
  for (const statement of statements) {
    const used = [...new Set(statement.match(/\$\d+/g))].map((name) => Number(name.slice(1)));
    const text = statement.replace(
      /\$(\d+)/g,
      (_all, number: string) => `$${String(used.indexOf(Number(number)) + 1)}`,
    );
    await database.asOwner(
      text,
      used.map((number) => ids[number - 1]),
    );
  }
  return organisationId;
}

/** One milestone with evidence that is public, evidence under embargo, and a review. */
async function givenEvidence(): Promise<void> {
  const foundation = await givenOrganisation('FOUNDATION');
  const { maintainer, reviewer } = people;
  const [project, need, milestone] = [newId<'prj'>(), newId<'need'>(), newId<'mil'>()];
  await database.asOwner('INSERT INTO membership (organisation_id, person_id, joined_at) VALUES ($1, $2, now())', [
    foundation,
    reviewer,
  ]);
  await database.asOwner(
    `INSERT INTO membership_role (organisation_id, person_id, role, granted_by, granted_at) VALUES ($1, $2, 'reviewer', $2, now())`,
    [foundation, reviewer],
  );
  await database.asOwner(
    `INSERT INTO project (id, name, repository_url, is_demo, created_at) VALUES ($1, 'p', 'https://example.org/e', false, now())`,
    [project],
  );
  await database.asOwner(
    `INSERT INTO need (id, project_id, recipient_person_id, kind, title, summary, goal_minor, currency, status, created_at)
     VALUES ($1, $2, $3, 'SECURITY_WORK', 't', 's', 100, 'USD', 'draft', now())`,
    [need, project, maintainer],
  );
  await database.asOwner(
    `INSERT INTO milestone (id, need_id, position, title, deliverable, amount_minor, currency, status)
     VALUES ($1, $2, 1, 't', 'd', 100, 'USD', 'planned')`,
    [milestone, need],
  );
  for (const until of [null, IN_A_DAY]) {
    const upload = newId<'upl'>();
    await database.asOwner(
      `INSERT INTO upload (id, purpose, person_id, file_name, status, sha256, created_at, expires_at)
       VALUES ($1, 'EVIDENCE', $2, 'f', 'ready', repeat('0', 64), now(), now())`,
      [upload, maintainer],
    );
    await database.asOwner(
      `INSERT INTO evidence (id, milestone_id, upload_id, submitted_by, note, sha256, submitted_at, embargoed_until)
       VALUES ($1, $2, $3, $4, 'n', $5, $6, $7)`,
      [newId<'evd'>(), milestone, upload, maintainer, until ?? 'public', NOW.toISOString(), until],
    );
  }
  await database.asOwner(
    `INSERT INTO review (id, milestone_id, reviewer_id, decision, reasons, decided_at) VALUES ($1, $2, $3, 'accept', 'r', now())`,
    [newId<'rvw'>(), milestone, reviewer],
  );
}

const clearedFor = (...organisationIds: string[]): Clearance => ({ ...NO_CLEARANCE, organisationIds });
const asPerson = (id: string): Clearance => ({ ...NO_CLEARANCE, subjectIds: [id] });

async function seen(clearance: Clearance, table: string, at = NOW): Promise<number> {
  const reads = new ConfidentialReads(database.dataSource, new FixedClock(at));
  return (await reads.query<unknown[]>(clearance, `SELECT 1 FROM ${table}`, [])).length;
}

describe('what a company ships', () => {
  it.each(TABLES)('is not seen in %s without a clearance, and only its own with one', async (table) => {
    const stored = (await database.asOwner<object>(`SELECT 1 FROM ${table} WHERE organisation_id IS NOT NULL`)).length;
    expect(stored).toBe(2);
    expect(await database.dataSource.query<unknown[]>(`SELECT 1 FROM ${table}`)).toEqual([]);
    expect(await seen(NO_CLEARANCE, table)).toBe(0);
    expect(await seen(clearedFor(ours), table)).toBe(1);
    expect(await seen(clearedFor(ours, theirs), table)).toBe(2);
    expect(await seen(clearedFor(newId<'org'>()), table)).toBe(0);
  });

  it.each(TABLES)('cannot be written into %s for others', async (table) => {
    const write = unitOfWork.run(TEST_ACTOR, async (tx) => {
      await clear(tx, clearedFor(ours));
      const columns = await tx.manager.query<{ list: string }[]>(
        `SELECT string_agg(quote_ident(column_name), ', ') AS list FROM information_schema.columns
          WHERE table_name = $1 AND column_name <> 'organisation_id'`,
        [table],
      );
      const list = columns[0]!.list;
      await tx.manager.query(
        `INSERT INTO ${table} (${list}, organisation_id) SELECT ${list}, '${theirs}'::uuid FROM ${table}`,
      );
    });
    await expect(write).rejects.toThrow(/row-level security/);
  });

  it('cannot be changed for others: an UPDATE finds none of their rows', async () => {
    const [, changed] = await unitOfWork.run(TEST_ACTOR, async (tx) => {
      await clear(tx, clearedFor(ours));
      return tx.manager.query<[unknown[], number]>(`UPDATE product SET name = 'Changed' WHERE organisation_id = $1`, [
        theirs,
      ]);
    });
    expect(changed).toBe(0);
  });

  it('is tied to one organisation from the product to the last component', async () => {
    for (const table of TABLES.filter((name) => name !== 'product'))
      await expect(
        database.asOwner(`UPDATE ${table} SET organisation_id = $1 WHERE organisation_id = $2`, [theirs, ours]),
      ).rejects.toThrow(/foreign key|violates/);
  });
});

describe('a clearance', () => {
  it('is gone when the connection serves the next one', async () => {
    const settings = `SELECT coalesce(current_setting('app.organisations', true), '') AS cleared, pg_backend_pid() AS pid`;
    const reads = new ConfidentialReads(database.dataSource, new FixedClock(NOW));
    const [during] = await reads.query<{ cleared: string; pid: number }[]>(clearedFor(ours), settings, []);
    expect(during!.cleared).toBe(`{${ours}}`);
    const runners = Array.from({ length: 20 }, () => database.dataSource.createQueryRunner());
    const after = await Promise.all(
      runners.map(async (runner) => ((await runner.query(settings)) as { cleared: string; pid: number }[])[0]!),
    );
    await Promise.all(runners.map((runner) => runner.release()));
    expect(after.map(({ pid }) => pid)).toContain(during!.pid);
    expect(after.map(({ cleared }) => cleared)).toEqual(after.map(() => ''));
  });

  it('ends with a statement that fails, and leaves the connection usable', async () => {
    const reads = new ConfidentialReads(database.dataSource, new FixedClock(NOW));
    await expect(reads.query(clearedFor(ours), 'SELECT 1 / 0', [])).rejects.toThrow(/division/);
    expect(await seen(clearedFor(ours), 'product')).toBe(1);
  });

  it('does not outlive its transaction when that is refused', async () => {
    const refused = unitOfWork.run(TEST_ACTOR, async (tx) => {
      await clear(tx, clearedFor(ours, theirs));
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    expect(await database.dataSource.query<unknown[]>('SELECT 1 FROM product')).toEqual([]);
  });

  it('takes nothing but ids', async () => {
    const hostile = `${ours}}'; SET LOCAL role = 'postgres'; --`;
    await expect(seen(clearedFor(hostile), 'product')).rejects.toThrow('a clearance names ids only');
  });

  it('reads only', async () => {
    const reads = new ConfidentialReads(database.dataSource, new FixedClock(NOW));
    await expect(reads.query(clearedFor(ours), `UPDATE product SET name = 'x'`, [])).rejects.toThrow(/read-only/);
  });
});

describe('keys of personal data', () => {
  const known = (clearance: Clearance, subject: string): Promise<string[]> =>
    new ConfidentialReads(database.dataSource, new FixedClock(NOW))
      .query<{ purpose: string }[]>(clearance, 'SELECT purpose FROM data_key WHERE subject_id = $1 ORDER BY 1', [
        subject,
      ])
      .then((rows) => rows.map(({ purpose }) => purpose));

  it('open names for the person, fellow members, and everybody once the person said so; the rest for the person alone', async () => {
    const { maintainer, reviewer, stranger } = people;
    const [membership] = await database.asOwner<{ id: string }>('SELECT organisation_id AS id FROM membership');
    const fellow = clearedFor(membership!.id);
    await unitOfWork.run(TEST_ACTOR, async (tx) => {
      for (const id of Object.values(people)) {
        await clear(tx, asPerson(id));
        for (const purpose of ['name', 'private'] as const) await keys.create(tx, id, purpose);
      }
    });
    expect(await database.dataSource.query('SELECT 1 FROM data_key')).toEqual([]);
    expect(await known(asPerson(maintainer), maintainer)).toEqual(['name', 'private']);
    expect(await known(asPerson(stranger), maintainer)).toEqual([]);
    expect(await known(fellow, reviewer)).toEqual(['name']);
    expect(await known(fellow, maintainer)).toEqual([]);
    const consent = `INSERT INTO sign_up (person_id, intents, is_named, completed_at) VALUES ($1, '{receive}', $2, now())`;
    await database.asOwner(consent, [maintainer, true]);
    await database.asOwner(consent, [stranger, false]);
    expect(await known(NO_CLEARANCE, maintainer)).toEqual(['name']);
    expect(await known(NO_CLEARANCE, stranger)).toEqual([]);
  });

  it('are made and destroyed for oneself alone', async () => {
    const { maintainer, stranger } = people;
    const make = unitOfWork.run(TEST_ACTOR, async (tx) => {
      await clear(tx, asPerson(stranger));
      await keys.create(tx, newId<'usr'>(), 'private');
    });
    await expect(make).rejects.toThrow(/row-level security/);
    await unitOfWork.run(TEST_ACTOR, async (tx) => {
      await clear(tx, asPerson(stranger));
      expect(await keys.find(tx, maintainer, 'private')).toBeNull();
      await keys.destroy(tx, maintainer);
    });
    expect(await known(asPerson(maintainer), maintainer)).toEqual(['name', 'private']);
  });

  it('are noise without the master key', async () => {
    const stolen = new DataKeys(
      Config.load({ NODE_ENV: 'test', PERSONAL_DATA_KEY: 'somebody-else-s-master-key-0000' }),
    );
    const [row] = await database.asOwner<{ subjectId: string; purpose: 'name'; wrapped: Buffer }>(
      'SELECT subject_id AS "subjectId", purpose, wrapped FROM data_key LIMIT 1',
    );
    expect(() => stolen.unwrap(row!)).toThrow();
    expect(() => keys.unwrap({ ...row!, subjectId: newId<'usr'>() })).toThrow();
    expect(keys.unwrap(row!)).toBeDefined();
  });
});

describe('evidence and reviews', () => {
  it('shows what is public to everybody, and what is under embargo to the maintainer and reviewers', async () => {
    expect(await seen(NO_CLEARANCE, 'evidence')).toBe(1);
    expect(await seen(asPerson(people.stranger), 'evidence')).toBe(1);
    expect(await seen(asPerson(people.maintainer), 'evidence')).toBe(2);
    expect(await seen(asPerson(people.reviewer), 'evidence')).toBe(2);
  });

  it('ends the embargo at its date', async () => {
    const end = new Date(IN_A_DAY);
    expect(await seen(NO_CLEARANCE, 'evidence', new Date(end.getTime() - 1))).toBe(1);
    expect(await seen(NO_CLEARANCE, 'evidence', end)).toBe(2);
  });

  it('shows the reasons of a review to the reviewer and the maintainer alone', async () => {
    expect(await seen(asPerson(people.reviewer), 'review')).toBe(1);
    expect(await seen(asPerson(people.maintainer), 'review')).toBe(1);
    expect(await seen(asPerson(people.stranger), 'review')).toBe(0);
    expect(await seen(NO_CLEARANCE, 'review')).toBe(0);
  });
});
