import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AuditLog } from '#libs/audit';
import { CatalogQueries, replaceFigures, type ProjectFigure } from '#libs/catalog';
import { DEMAND_BANDS } from '#libs/demand';
import { InventoryQueries } from '#libs/inventory';
import { ExposureClearance } from '#libs/matching';
import { NEED_KINDS, NeedsQueries } from '#libs/needs';
import { PledgesQueries } from '#libs/pledges';
import { ConfidentialReads } from '#platform/database';
import { Clock, DAY_MS, addMs, newId, type Id } from '#platform/kernel';
import { openTestDatabase, type TestDatabase } from '#platform/testing';
import { RankingsRepository } from '../../libs/matching/src/rankings/rankings.repository.js';
import { RankingsService } from '../../libs/matching/src/rankings/rankings.service.js';
import { ScoresRepository } from '../../libs/matching/src/scores/scores.repository.js';
import { ScoresService } from '../../libs/matching/src/scores/scores.service.js';

const START = new Date('2026-03-02T10:11:12.000Z');
const SIGNALS = ['contributorAbsenceFactor', 'monthsSinceActivity', 'postureScore', 'openssfScore', 'isOnCuratedSet'];
const PROJECTS = 6;

class MovableClock extends Clock {
  private instant = START;
  override now(): Date {
    return this.instant;
  }
  advance(durationMs: number): void {
    this.instant = addMs(this.instant, durationMs);
  }
}

/** The port that the application fills: who may know fragility in full. */
class Cleared extends ExposureClearance {
  readonly organisations = new Set<Id<'org'>>();
  override clearedAmong(ids: readonly Id<'org'>[]): Promise<ReadonlySet<Id<'org'>>> {
    return Promise.resolve(new Set(ids.filter((id) => this.organisations.has(id))));
  }
}

let database: TestDatabase;
let clock: MovableClock;
let cleared: Cleared;
let scores: ScoresService;
let rankings: RankingsService;
let projects: Id<'prj'>[];
let organisations: Id<'org'>[];
const person = newId<'usr'>();

beforeAll(async () => {
  database = await openTestDatabase();
  await database.asOwner(`INSERT INTO person (id, sealed_name, created_at) VALUES ($1, 'sealed', now())`, [person]);
});
afterAll(() => database.close());

beforeEach(async () => {
  clock = new MovableClock();
  cleared = new Cleared();
  const unitOfWork = database.unitOfWork(new AuditLog(), clock);
  const needs = new NeedsQueries(database.dataSource);
  const inventory = new InventoryQueries(new ConfidentialReads(database.dataSource, clock));
  scores = new ScoresService(unitOfWork, new CatalogQueries(database.dataSource), new ScoresRepository());
  const pledges = new PledgesQueries(database.dataSource);
  rankings = new RankingsService(unitOfWork, inventory, needs, pledges, new RankingsRepository(), cleared);
  await database.asOwner(
    `TRUNCATE project_score, score_due, project_exposure, need_ranking, organisation_ranking, funding_policy, project_signal,
              stability_confirmation, signal_contest, package_signal, pledge, outbox_message CASCADE`,
  );
  projects = [];
  for (let at = 0; at < PROJECTS; at += 1) projects.push(await givenProject());
  organisations = [await givenOrganisation(), await givenOrganisation()];
});

async function givenProject(): Promise<Id<'prj'>> {
  const id = newId<'prj'>();
  await database.asOwner(
    `INSERT INTO project (id, name, repository_url, is_demo, created_at) VALUES ($1, 'p', 'https://example.org/' || $1::uuid, false, now())`,
    [id],
  );
  await database.asOwner(
    `INSERT INTO project_claim (id, project_id, person_id, token, status, opened_at, expires_at, verified_at)
     VALUES ($1, $2, $3, $4, 'verified', now(), now(), now())`,
    [newId<'clm'>(), id, person, newId<'key'>()],
  );
  return id;
}

async function givenOrganisation(): Promise<Id<'org'>> {
  const id = newId<'org'>();
  await database.asOwner(
    `INSERT INTO organisation (id, kind, name, created_at) VALUES ($1, 'COMPANY', 'Acme', now())`,
    [id],
  );
  return id;
}

/** What the organisation ships from now on: its only product has an inventory with these projects. */
async function ship(organisationId: string, uses: readonly (readonly [projectId: string, depth: number])[]) {
  const [product, upload, inventory] = [newId<'prd'>(), newId<'upl'>(), newId<'inv'>()];
  await database.asOwner('UPDATE product SET archived_at = now() WHERE organisation_id = $1', [organisationId]);
  await database.asOwner(
    `INSERT INTO product (id, organisation_id, name, created_at) VALUES ($1, $2, 'p' || $1::uuid, now())`,
    [product, organisationId],
  );
  await database.asOwner(
    `INSERT INTO upload (id, purpose, person_id, organisation_id, product_id, file_name, status, sha256, created_at, expires_at)
     VALUES ($1, 'SBOM', $2, $3, $4, 'f', 'ready', repeat('0', 64), now(), now())`,
    [upload, person, organisationId, product],
  );
  await database.asOwner(
    `INSERT INTO inventory (id, organisation_id, product_id, upload_id, sha256, reader_version, component_count, package_count, edge_count, direct_count,
                            resolved_count, unreached_count, cycle_count, flags, quality, warnings, created_at)
     VALUES ($1, $2, $3, $4, repeat('0', 64), 1, 9, 9, 9, 5, 9, 0, 0, '{}', '{}', '{}', now())`,
    [inventory, organisationId, product, upload],
  );
  for (const [projectId, depth] of uses)
    await database.asOwner(
      `INSERT INTO project_use (inventory_id, organisation_id, project_id, depth, gateways, scope, versions) VALUES ($1, $2, $3, $4, 2, 'runtime', '{1}')`,
      [inventory, organisationId, projectId, depth],
    );
  await database.asOwner('UPDATE product SET current_inventory_id = $2 WHERE id = $1', [product, inventory]);
}

async function givenNeed(projectId: string, daysLeft: number | null, kind: string): Promise<void> {
  await database.asOwner(
    `INSERT INTO need (id, project_id, recipient_person_id, kind, title, summary, goal_minor, currency, deadline, status, created_at, published_at)
     VALUES ($1, $2, $3, $4, 't', 's', 1000, 'USD', $5, 'published', now(), now())`,
    [newId<'need'>(), projectId, person, kind, daysLeft === null ? null : addMs(clock.now(), daysLeft * DAY_MS)],
  );
}

function signal(projectId: string, name: string, value: number): Promise<unknown> {
  return database.dataSource.query(
    `INSERT INTO project_signal (project_id, signal, value, source, observed_at) VALUES ($1, $2, $3, 'test', $4)
     ON CONFLICT ON CONSTRAINT project_signal_pk DO UPDATE SET value = excluded.value, observed_at = excluded.observed_at`,
    [projectId, name, value, clock.now().toISOString()],
  );
}

/** What the worker does with the messages that scoring has written. */
async function deliver(): Promise<void> {
  const messages = await database.asOwner<{ id: string; payload: { projectIds: string[] } }>(
    `WITH due AS (DELETE FROM outbox_message WHERE topic = 'matching.ranking_due' RETURNING id, payload) SELECT * FROM due ORDER BY id`,
  );
  for (const { payload } of messages) await rankProjects(payload.projectIds);
}

/** A pledge of the organisation to each published need of the project, which is in the sums of the need unless it was withdrawn. */
async function givenPledges(
  projectId: string,
  organisationId: string,
  { minor, isWithdrawn }: { readonly minor: number; readonly isWithdrawn: boolean },
): Promise<void> {
  const needs = await database.asOwner<{ id: string }>(
    `WITH moved AS (UPDATE need SET reserved_minor = CASE WHEN $3 THEN reserved_minor ELSE $2 END
                     WHERE project_id = $1 AND status = 'published' RETURNING id) SELECT id FROM moved ORDER BY id`,
    [projectId, minor, isWithdrawn],
  );
  await database.asOwner(
    'DELETE FROM pledge USING need WHERE need.id = pledge.need_id AND need.project_id = $1 AND pledge.organisation_id = $2',
    [projectId, organisationId],
  );
  for (const { id } of needs)
    await database.asOwner(
      `INSERT INTO pledge (id, need_id, organisation_id, submitted_by, amount_minor, currency, method, status, submitted_at)
       VALUES ($1, $2, $3, $4, $5, 'USD', 'checkout', $6, now())`,
      [newId<'plg'>(), id, organisationId, person, minor, isWithdrawn ? 'withdrawn' : 'promised'],
    );
}

/** As the weekly count tells it: bands of some projects, and nothing of the others. */
async function countCompanies(number: number): Promise<void> {
  const figures = projects
    .filter((_id, at) => (number >> at) % 2 === 1)
    .flatMap((projectId, at): ProjectFigure[] => [
      { projectId, signal: 'companyUse', value: DEMAND_BANDS[(number + at) % 4]! },
      { projectId, signal: 'companiesCounted', value: DEMAND_BANDS[4] },
    ]);
  const signals = ['companyUse', 'companiesCounted'] as const;
  await database
    .unitOfWork(new AuditLog(), clock)
    .run({ kind: 'system', name: 'test' }, (tx) =>
      replaceFigures(tx, figures, { source: 'count', signals, observedAt: tx.now, projectId: null }),
    );
}

function rankProjects(projectIds: readonly string[]): Promise<void> {
  return database
    .unitOfWork(new AuditLog(), clock)
    .run({ kind: 'system', name: 'test' }, (tx) => rankings.rankProjects(tx, projectIds));
}

async function afterSignals(): Promise<void> {
  await scores.scoreDue();
  await deliver();
}

interface Stored {
  readonly scored: unknown[];
  readonly exposures: { readonly points: number }[];
  readonly ranks: unknown[];
}

async function stored(): Promise<Stored> {
  const [scored, exposures, ranks] = await Promise.all([
    database.asOwner(
      `SELECT project_id, method_id, axis, value, confidence, strong_signals, terms, missing, is_finished, stale_on::text FROM project_score ORDER BY 1, 2, 3`,
    ),
    database.asOwner<{ points: number }>('SELECT * FROM project_exposure ORDER BY organisation_id, project_id'),
    database.asOwner('SELECT * FROM need_ranking ORDER BY organisation_id, need_id'),
  ]);
  return { scored, exposures, ranks };
}

async function rebuilt(): Promise<Stored> {
  await database.asOwner(
    'TRUNCATE project_score, score_due, project_exposure, need_ranking, organisation_ranking, outbox_message',
  );
  await scores.rebuild();
  for (const id of organisations) await rankings.rank(id);
  return stored();
}

type Step = (given: {
  readonly project: Id<'prj'>;
  readonly organisation: Id<'org'>;
  readonly number: number;
}) => Promise<void>;

/** Every kind of change, with what the worker does about it. */
const STEPS: Readonly<Record<string, Step>> = {
  async ships({ organisation, number }) {
    const uses = projects.filter((_id, at) => (number >> at) % 2 === 1).map((id, at) => [id, (at % 4) + 1] as const);
    await ship(organisation, uses);
    await rankings.rank(organisation);
  },
  async hasFigure({ project, number }) {
    await signal(project, SIGNALS[number % SIGNALS.length]!, (number % 11) + 1);
    await afterSignals();
  },
  async losesFigure({ project, number }) {
    await database.asOwner('DELETE FROM project_signal WHERE project_id = $1 AND signal = $2', [
      project,
      SIGNALS[number % SIGNALS.length],
    ]);
    await afterSignals();
  },
  async hasPackage({ project, number }) {
    await database.asOwner(
      `INSERT INTO package (purl_key, project_id, confidence, source) VALUES ($1, $2, 60, 'test')
       ON CONFLICT ON CONSTRAINT package_pk DO UPDATE SET project_id = excluded.project_id`,
      [`npm/p${String(number % 3)}`, project],
    );
    await database.asOwner(
      `INSERT INTO package_signal (purl_key, signal, value, source, observed_at) VALUES ($1, $2, $3, 'test', $4)
       ON CONFLICT ON CONSTRAINT package_signal_pk DO UPDATE SET value = excluded.value`,
      [`npm/p${String(number % 3)}`, number % 2 ? 'publishers' : 'dependents', (number % 5) + 1, clock.now()],
    );
    await afterSignals();
  },
  async asks({ project, number }) {
    await givenNeed(project, number % 3 === 0 ? null : number % 200, NEED_KINDS[number % NEED_KINDS.length]!);
    await rankProjects([project]);
  },
  async areCounted({ number }) {
    await countCompanies(number);
    await afterSignals();
  },
  async isPledgedTo({ project, number }) {
    await database.asOwner('UPDATE need SET reserved_minor = $2 WHERE project_id = $1', [project, number % 1001]);
    await rankProjects([project]);
  },
  async pledges({ project, organisation, number }) {
    await givenPledges(project, organisation, { minor: (number % 900) + 1, isWithdrawn: number % 4 === 0 });
    await rankProjects([project]);
  },
  async closes({ project }) {
    await database.asOwner(`UPDATE need SET status = 'closed' WHERE project_id = $1`, [project]);
    await rankProjects([project]);
  },
  async isCalledFinished({ project }) {
    await database.asOwner(
      `INSERT INTO stability_confirmation (project_id, person_id, confirmed_at) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT stability_confirmation_pk DO UPDATE SET confirmed_at = excluded.confirmed_at`,
      [project, person, clock.now()],
    );
    await afterSignals();
  },
  async losesItsMaintainer({ project, number }) {
    await database.asOwner('UPDATE project_claim SET status = $2 WHERE project_id = $1', [
      project,
      number % 2 ? 'expired' : 'verified',
    ]);
    await afterSignals();
  },
  async becomesCleared({ organisation, number }) {
    if (number % 2) cleared.organisations.add(organisation);
    else cleared.organisations.delete(organisation);
    await rankings.rank(organisation);
  },
  async prefers({ organisation, number }) {
    await database.asOwner(
      `INSERT INTO funding_policy (organisation_id, need_kinds, set_by, set_at) VALUES ($1, $2, $3, now())
       ON CONFLICT ON CONSTRAINT funding_policy_pk DO UPDATE SET need_kinds = excluded.need_kinds`,
      [organisation, NEED_KINDS.slice(number % NEED_KINDS.length), person],
    );
    await rankings.rank(organisation);
  },
  async aDayPasses({ number }) {
    clock.advance(((number % 30) + 1) * DAY_MS);
    await scores.scoreAged();
    await deliver();
    await rankProjects(projects);
  },
};

describe('stored scores and rankings', () => {
  it('equal a full rebuild after any sequence of changes', async () => {
    const step = fc.record({
      name: fc.constantFrom(...Object.keys(STEPS)),
      project: fc.nat(PROJECTS - 1),
      organisation: fc.nat(1),
      number: fc.nat(1_000),
    });
    let ranks = 0;
    for (const steps of fc.sample(fc.array(step, { minLength: 25, maxLength: 25 }), { numRuns: 20, seed: 7 })) {
      for (const { name, project, organisation, number } of steps)
        await STEPS[name]!({ project: projects[project]!, organisation: organisations[organisation]!, number });
      const kept = await stored();
      expect(kept).toEqual(await rebuilt());
      ranks += kept.ranks.length;
      // Made of the same figures as the needs' points, which a rebuild alone would not tell.
      expect(kept.exposures.filter(({ points }) => points <= 0)).toEqual([]);
    }
    // The sequences must have made something to compare.
    expect(ranks).toBeGreaterThan(50);
  }, 60_000);

  it('equal it too when everything happens at once', async () => {
    await ship(
      organisations[0]!,
      projects.map((id) => [id, 1] as const),
    );
    for (const id of projects) await givenNeed(id, 10, 'AUDIT');
    const changes = Array.from({ length: 8 }, async (_unused, round) => {
      for (const id of projects) {
        await signal(id, 'contributorAbsenceFactor', round + 1);
        await scores.scoreDue();
        await database.asOwner('UPDATE need SET reserved_minor = $2 WHERE project_id = $1', [id, round * 10]);
        await rankProjects([id]);
      }
    });
    const whole = Array.from({ length: 3 }, async () => {
      for (let round = 0; round < 20; round += 1) await rankings.rank(organisations[0]!);
    });
    await Promise.all([...changes, ...whole, rankings.rank(organisations[1]!)]);
    await deliver();
    expect(await stored()).toEqual(await rebuilt());
  });
});

describe('the momentum of a need', () => {
  it.each([
    ['nothing', 0, false, [0.5, 0.5]],
    ['a part', 500, false, [0.5, 0.75]],
    ['a part that it has withdrawn', 500, true, [0.5, 0.5]],
    ['all of it', 1_000, false, [0, 0]],
  ])('is what others have pledged: one organisation pledged %s', async (_case, minor, isWithdrawn, expected) => {
    const [project] = projects;
    for (const id of organisations) await ship(id, [[project!, 1]]);
    await givenNeed(project!, null, 'AUDIT');
    if (minor > 0) await givenPledges(project!, organisations[0]!, { minor, isWithdrawn });
    for (const id of organisations) await rankings.rank(id);
    const rows = await database.asOwner<{ momentum: number }>(
      'SELECT fit[4] AS momentum FROM need_ranking ORDER BY array_position($1::uuid[], organisation_id)',
      [organisations],
    );
    expect(rows.map(({ momentum }) => momentum)).toEqual(expected);
    await rankProjects([project!]);
    expect(await stored()).toEqual(await rebuilt());
  });
});

describe('the clearance of a job about a project', () => {
  it('finds who stands on it and nothing else of them', async () => {
    const [acme] = organisations;
    await ship(acme!, [
      [projects[0]!, 1],
      [projects[1]!, 1],
    ]);
    await rankings.rank(acme!);
    const reads = new ConfidentialReads(database.dataSource, clock);
    const seen = (table: string): Promise<unknown[]> =>
      reads.query({ organisationIds: [], subjectIds: [], projectIds: [projects[0]!] }, `SELECT * FROM ${table}`, []);
    expect(await seen('project_exposure')).toMatchObject([{ organisation_id: acme, project_id: projects[0] }]);
    for (const table of ['product', 'inventory', 'project_use', 'organisation_ranking', 'funding_policy'])
      expect([table, await seen(table)]).toEqual([table, []]);
  });
});
