import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AuditLog } from '#libs/audit';
import { CatalogQueries, replaceFigures, type ProjectFigure } from '#libs/catalog';
import { DEMAND_BANDS } from '#libs/demand';
import { InventoryQueries } from '#libs/inventory';
import {
  ExposureAccess,
  ExposureAccessRepository,
  ExposureClearance,
  RankingService,
  SCORE_1,
  compareRankedNeeds,
  needFitOf,
} from '#libs/matching';
import { NEED_KINDS } from '#libs/needs';
import { ConfidentialReads } from '#platform/database';
import { Clock, DAY_MS, addMs, clearanceForOrganisation, newId, type Id } from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';
import { EVERYTHING, RankingsQueries, type RankFilter } from '../../libs/matching/src/rankings/rankings.queries.js';
import { RankingsRepository } from '../../libs/matching/src/rankings/rankings.repository.js';
import { RankingsService } from '../../libs/matching/src/rankings/rankings.service.js';
import { ScoresRepository } from '../../libs/matching/src/scores/scores.repository.js';
import { ScoresService } from '../../libs/matching/src/scores/scores.service.js';

const START = new Date('2026-03-02T10:11:12.000Z');
const SIGNALS = ['contributorAbsenceFactor', 'monthsSinceActivity', 'postureScore', 'openssfScore', 'isOnCuratedSet'];
const PROJECTS = 6;
const ALL = { limit: null, after: null, withFigures: false, reader: null } as const;

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
let pages: RankingsQueries;
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
  const inventory = new InventoryQueries(new ConfidentialReads(database.dataSource, clock));
  scores = new ScoresService(unitOfWork, new CatalogQueries(database.dataSource), new ScoresRepository());
  pages = new RankingsQueries(new ConfidentialReads(database.dataSource, clock));
  rankings = new RankingsService(unitOfWork, inventory, new RankingsRepository(), cleared);
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

interface Exposed {
  readonly organisation_id: string;
  readonly project_id: string;
  readonly points: number;
}

interface Stored {
  readonly scored: unknown[];
  readonly exposures: Exposed[];
  readonly ranks: (Exposed & { readonly fit: readonly number[] })[];
}

async function stored(): Promise<Stored> {
  const [scored, exposures, ranks] = await Promise.all([
    database.asOwner(
      `SELECT project_id, method_id, axis, value, confidence, strong_signals, terms, missing, is_finished, stale_on::text FROM project_score ORDER BY 1, 2, 3`,
    ),
    database.asOwner<Exposed>('SELECT * FROM project_exposure ORDER BY organisation_id, project_id'),
    database.asOwner<Stored['ranks'][number]>('SELECT * FROM need_ranking ORDER BY organisation_id, need_id'),
  ]);
  return { scored, exposures, ranks };
}

function pointsOf(
  { organisation_id, project_id, fit }: Stored['ranks'][number],
  exposures: readonly Exposed[],
): number {
  const exposed = exposures.find((own) => own.organisation_id === organisation_id && own.project_id === project_id);
  return exposed!.points + SCORE_1.points.needFit * needFitOf(fit).value;
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
    await rankProjects([project]);
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
      // To the last bit what the explanation adds up.
      expect(kept.ranks.map(({ points }) => points)).toEqual(kept.ranks.map((rank) => pointsOf(rank, kept.exposures)));
    }
    // The sequences must have made something to compare.
    expect(ranks).toBeGreaterThan(50);
  }, 60_000);

  it('equal it when the last maintainer of a project goes, and when one comes', async () => {
    const [acme] = organisations;
    const [left] = projects;
    await ship(
      acme!,
      projects.map((id) => [id, 1] as const),
    );
    for (const id of projects) await givenNeed(id, null, 'AUDIT');
    await rankings.rank(acme!);
    for (const [number, verification] of [
      [1, 0],
      [0, 1],
    ] as const) {
      await STEPS.losesItsMaintainer!({ project: left!, organisation: acme!, number });
      const fits = await database.asOwner<{ verification: number }>(
        'SELECT fit[2] AS verification FROM need_ranking ORDER BY project_id <> $1',
        [left],
      );
      expect(fits.map((fit) => fit.verification)).toEqual([verification, 1, 1, 1, 1, 1]);
      const kept = await stored();
      expect(kept).toEqual(await rebuilt());
    }
  });

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

describe('a ranking without a clearance', () => {
  it('has points by bands alone, and no term of fragility leaves the database for it', async () => {
    const [acme] = organisations;
    const [lone, pair] = projects;
    await ship(acme!, [
      [lone!, 1],
      [pair!, 1],
    ]);
    for (const [project, people] of [
      [lone!, 1],
      [pair!, 2],
    ] as const) {
      await signal(project, 'contributorAbsenceFactor', people);
      await signal(project, 'monthsSinceActivity', 24);
      await givenNeed(project, null, 'AUDIT');
    }
    await scores.scoreDue();
    const fragilities = await database.asOwner<{ value: number }>(
      `SELECT value FROM project_score WHERE axis = 'fragility' ORDER BY value DESC`,
    );
    // Both are of the band HIGH, and one is weaker than the other.
    expect(fragilities.map(({ value }) => value)).toEqual([6 / 7, 5 / 7]);
    const seen = async () => {
      await rankings.rank(acme!);
      const needs = await database.asOwner<{ points: number }>('SELECT DISTINCT points FROM need_ranking');
      const exposures = await database.asOwner<{ points: number }>('SELECT DISTINCT points FROM project_exposure');
      const terms: number[] = [];
      for (const withFigures of [false, true]) {
        const { rows } = await pages.ranks(clearanceForOrganisation(acme!), acme!, { ...ALL, withFigures });
        terms.push(...rows.map(({ fragility }) => fragility!.terms.length));
      }
      return { needs: needs.length, exposures: exposures.length, terms };
    };
    expect(await seen()).toEqual({ needs: 1, exposures: 1, terms: [0, 0, 0, 0] });
    await rankProjects(projects);
    expect(await database.asOwner('SELECT DISTINCT points FROM need_ranking')).toHaveLength(1);
    cleared.organisations.add(acme!);
    expect(await seen()).toEqual({ needs: 2, exposures: 2, terms: [2, 2, 2, 2] });
  });
});

describe('a ranking that is asked for a tier or a kind', () => {
  it.each([
    ['by bands', false, ['MEDIUM', 'UNRATED']],
    ['in full', true, ['HIGH', 'MEDIUM', 'UNRATED']],
  ])('has the needs to which its explanation gives it, %s', async (_case, isCleared, tiers) => {
    const [acme] = organisations as [Id<'org'>];
    if (isCleared) cleared.organisations.add(acme);
    await ship(
      acme,
      projects.map((id) => [id, 1] as const),
    );
    const known = { openssfScore: 1, isOnCuratedSet: 1, dependents: 200_000 };
    const figures = [
      { ...known, contributorAbsenceFactor: 1, monthsSinceActivity: 24 },
      // As many points, and one strong sign alone.
      { ...known, contributorAbsenceFactor: 1, monthsSinceActivity: 3 },
      { ...known, contributorAbsenceFactor: 8, monthsSinceActivity: 3 },
      { openssfScore: 1, contributorAbsenceFactor: 1, monthsSinceActivity: 24 },
      {},
      { ...known, postureScore: 0 },
    ];
    for (const [at, of] of figures.entries())
      for (const [name, value] of Object.entries(of)) await signal(projects[at]!, name, value);
    for (const [at, id] of projects.entries()) await givenNeed(id, null, at % 2 ? 'AUDIT' : 'TIME');
    await scores.scoreDue();
    await rankings.rank(acme);
    const clearance = clearanceForOrganisation(acme);
    const whole = await ranking().ranked(clearance, acme, NEED_KINDS);
    const idsOf = (rows: readonly { readonly need: { readonly id: string } }[]) => rows.map(({ need }) => need.id);
    const asked = async (filter: Partial<RankFilter>) =>
      (await pages.ranks(clearance, acme, ALL, { ...EVERYTHING, ...filter })).rows.map(({ need }) => need.id);
    expect([...new Set(whole.rows.map(({ priority }) => priority.tier))].sort()).toEqual(tiers);
    for (const tier of ['HIGH', 'MEDIUM', 'LOW', 'UNRATED'] as const)
      expect(await asked({ tier })).toEqual(idsOf(whole.rows.filter(({ priority }) => priority.tier === tier)));
    for (const kind of ['AUDIT', 'TIME', 'FUNDING'] as const)
      expect(await asked({ kind })).toEqual(idsOf(whole.rows.filter(({ need }) => need.kind === kind)));
  });

  function ranking(): RankingService {
    const unitOfWork = database.unitOfWork(new AuditLog(), clock);
    const access = new ExposureAccess(unitOfWork, new ExposureAccessRepository(database.dataSource), clock);
    return new RankingService(pages, rankings, cleared, access);
  }
});

describe('pages of a ranking', () => {
  /** Reads page by page, two rows each. */
  async function read<Row>(
    of: (after: string | null) => Promise<{ readonly rows: readonly Row[] }>,
    keyOf: (row: Row) => string,
  ): Promise<string[]> {
    const keys: string[] = [];
    for (;;) {
      const { rows } = await of(keys.at(-1) ?? null);
      keys.push(...rows.map(keyOf));
      if (rows.length < 2) return keys;
    }
  }

  beforeEach(async () => {
    const [acme] = organisations;
    await ship(
      acme!,
      projects.map((id) => [id, 1] as const),
    );
    for (const id of projects) for (const kind of ['AUDIT', 'FUNDING']) await givenNeed(id, null, kind);
    await rankings.rank(acme!);
  });

  it('have the one order of needs, also among those of equal points, exposure and gap', async () => {
    const [acme] = organisations;
    // Each key has two values, so that every next one decides among some.
    await database.asOwner(
      `UPDATE need_ranking SET points = 50 + 10 * (place % 2), exposure = 0.2 + 0.1 * (place / 2 % 2), remaining_minor = 9 + place / 4 % 2
         FROM (SELECT need_id, row_number() OVER (ORDER BY md5(need_id::text)) AS place FROM need_ranking) AS known
        WHERE known.need_id = need_ranking.need_id`,
    );
    const stored = await database.asOwner<{ needId: string; points: number; exposure: number; gap: string }>(
      'SELECT need_id AS "needId", points, exposure, remaining_minor AS gap FROM need_ranking',
    );
    const expected = stored
      .map((row) => ({ ...row, remainingGapMinor: BigInt(row.gap) }))
      .sort(compareRankedNeeds)
      .map(({ needId }) => needId);
    expect(expected).toHaveLength(2 * PROJECTS);
    const page = (limit: number | null) => (after: string | null) =>
      pages.ranks(clearanceForOrganisation(acme!), acme!, { limit, after, withFigures: false, reader: null });
    expect(await read(page(2), ({ need }) => need.id)).toEqual(expected);
    expect((await page(null)(null)).rows.map(({ need }) => need.id)).toEqual(expected);
  });

  it('have the one order of projects that ask for nothing', async () => {
    const [acme] = organisations;
    await database.asOwner(`UPDATE need SET status = 'closed'`);
    await database.asOwner(
      `UPDATE project_exposure SET points = 50 + 10 * (place % 2)
         FROM (SELECT project_id, row_number() OVER (ORDER BY md5(project_id::text)) AS place FROM project_exposure) AS known
        WHERE known.project_id = project_exposure.project_id`,
    );
    const expected = await database.asOwner<{ id: string }>(
      'SELECT project_id AS id FROM project_exposure ORDER BY points DESC, project_id',
    );
    const seen = await read(
      (after) =>
        pages.exposures(clearanceForOrganisation(acme!), acme!, { limit: 2, after, withFigures: false, reader: null }),
      ({ projectId }) => projectId,
    );
    expect(seen).toEqual(expected.map(({ id }) => id));
    expect(seen).toHaveLength(PROJECTS);
  });

  it('have no need that was cancelled since they were made', async () => {
    const [acme] = organisations;
    const idsOf = async () =>
      (await pages.ranks(clearanceForOrganisation(acme!), acme!, ALL)).rows.map(({ need }) => need.id);
    const [first, second, ...others] = await idsOf();
    await database.asOwner(`UPDATE need SET status = 'cancelled' WHERE id = $1`, [first]);
    await database.asOwner(`UPDATE need SET status = 'closed' WHERE id = $1`, [second]);
    expect(await idsOf()).toEqual([second, ...others]);
  });

  it('tell of which projects their reader has not seen the band on the day', async () => {
    const [acme] = organisations;
    const [seen] = projects;
    await database.asOwner('INSERT INTO band_access (person_id, day, project_id) VALUES ($1, $2, $3)', [
      person,
      '2026-03-02',
      seen,
    ]);
    const unseen = async (day: string, personId = person) => {
      const window = { ...ALL, reader: { personId, day } };
      const { rows } = await pages.ranks(clearanceForOrganisation(acme!), acme!, window);
      return new Set(rows.filter(({ isUnseen }) => isUnseen).map(({ projectId }) => projectId));
    };
    expect(await unseen('2026-03-02')).toEqual(new Set(projects.filter((id) => id !== seen)));
    expect(await unseen('2026-03-03')).toEqual(new Set(projects));
    expect(await unseen('2026-03-02', newId<'usr'>())).toEqual(new Set(projects));
  });

  it('are not current any more when other inventories, or another method, would make them', async () => {
    const [acme] = organisations;
    const state = async () => (await pages.ranks(clearanceForOrganisation(acme!), acme!, ALL)).state!.isCurrent;
    expect(await state()).toBe(true);
    await database.asOwner(`UPDATE organisation_ranking SET method_id = 'score-0'`);
    expect(await state()).toBe(false);
    await rankings.rank(acme!);
    await ship(acme!, [[projects[0]!, 1]]);
    expect(await state()).toBe(false);
    await rankings.rank(acme!);
    expect(await state()).toBe(true);
  });
});

describe('the lock of a ranking', () => {
  const TAKEN = 'SELECT organisation_id FROM organisation_ranking WHERE organisation_id = $1 FOR UPDATE';
  const PREFERS_AUDITS = `UPDATE organisation_ranking SET need_kinds = '{AUDIT}' WHERE organisation_id = $1`;
  const SHIPS_NOTHING = `
    DELETE FROM project_exposure USING (${TAKEN}) AS taken
     WHERE project_exposure.organisation_id = taken.organisation_id`;
  let commit: () => Promise<void>;
  afterEach(() => commit());

  /** Somebody else's transaction has done this to the row of the ranking, and commits when it is told to. */
  async function hold(organisationId: string, statement: string): Promise<void> {
    let tell = (): void => undefined;
    const told = new Promise<void>((resolve) => (tell = resolve));
    let holding = Promise.resolve();
    await new Promise<void>((resolve, reject) => {
      holding = database.unitOfWorkAsOwner(new AuditLog(), clock).run(TEST_ACTOR, async (tx) => {
        await tx.manager.query(statement, [organisationId]);
        resolve();
        await told;
      });
      holding.catch(reject);
    });
    commit = () => {
      tell();
      return holding;
    };
  }

  /** 'waits' as soon as a statement of this database waits for a row, or 'finished' when the work is done before. */
  async function waitsOrFinishes(work: Promise<unknown>): Promise<string> {
    let isOver = false;
    void work.finally(() => (isOver = true)).catch(() => undefined);
    for (;;) {
      const waiting = await database.asOwner(
        `SELECT 1 FROM pg_locks JOIN pg_stat_activity activity USING (pid) WHERE NOT granted AND activity.datname = current_database()`,
      );
      if (waiting.length > 0) return 'waits';
      if (isOver) return 'finished';
    }
  }

  async function given(): Promise<Id<'org'>> {
    const [acme] = organisations;
    await ship(acme!, [[projects[0]!, 1]]);
    await rankings.rank(acme!);
    return acme!;
  }

  const exposed = () => database.asOwner('SELECT project_id FROM project_exposure');
  const fits = () => database.asOwner<{ fit: number[] }>('SELECT fit FROM need_ranking');

  it('is waited for by a job about a project, which then goes by what was committed', async () => {
    await hold(await given(), PREFERS_AUDITS);
    await givenNeed(projects[0]!, null, 'AUDIT');
    const work = rankProjects([projects[0]!]);
    expect(await waitsOrFinishes(work)).toBe('waits');
    expect(await fits()).toEqual([]);
    await commit();
    await work;
    // The kind that the other transaction has put first.
    expect((await fits()).map(({ fit }) => fit[0])).toEqual([1]);
  });

  it('is waited for before a job looks what stands on the project', async () => {
    await hold(await given(), SHIPS_NOTHING);
    await givenNeed(projects[0]!, null, 'AUDIT');
    const work = rankProjects([projects[0]!]);
    expect(await waitsOrFinishes(work)).toBe('waits');
    await commit();
    await work;
    expect(await fits()).toEqual([]);
  });

  it('is waited for by a whole ranking before it writes an exposure', async () => {
    const acme = await given();
    await hold(acme, TAKEN);
    await ship(acme, [[projects[1]!, 1]]);
    const work = rankings.rank(acme);
    expect(await waitsOrFinishes(work)).toBe('waits');
    expect(await exposed()).toEqual([{ project_id: projects[0] }]);
    await commit();
    await work;
    expect(await exposed()).toEqual([{ project_id: projects[1] }]);
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
