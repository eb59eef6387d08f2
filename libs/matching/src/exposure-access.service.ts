import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { UnitOfWork, prepared, type Tx } from '#platform/database';
import { Clock, type Id, type Principal } from '#platform/kernel';
import { DataSource } from 'typeorm';
import { BandLimitError, ExposureLimitError, RunExposureLimitError } from './matching.errors.js';
import { startOfDay } from './scores/project-scores.js';

/** Of how many projects an organisation sees what makes them weak, on one day (UTC). */
const PROJECTS_PER_DAY = 500;
/** Over how many its allocation runs are computed from these figures: they need the whole ranking, and tell less of each. */
const RUN_PROJECTS_PER_DAY = 2_000;

/** Of how many a person sees the band, which is on the page of each: wide enough for reading, too narrow for a list of all. */
const BANDS_PER_DAY = 2_000;

/** What was seen: figures on a page, or points that a run was computed with. */
type Kind = 'figures' | 'run';

/**
 * What makes a project easy to attack is need-to-know (T-30): who is shown it is written to the log, project by project,
 * and nobody sees it of more than some hundred projects a day. What goes beyond is refused whole.
 */
@Injectable()
export class ExposureAccess {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * For whoever is about to show figures in full to somebody who does not maintain the projects.
   * @param organisationId the organisation whose clearance opens them
   * @throws ExposureLimitError
   */
  async record(principal: Principal, organisationId: Id<'org'>, projectIds: readonly Id<'prj'>[]): Promise<void> {
    if (projectIds.length === 0) return;
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const seen = await noteSeen(tx, organisationId, 'figures', projectIds);
      if (seen > PROJECTS_PER_DAY) throw new ExposureLimitError(PROJECTS_PER_DAY);
      tx.audit('exposure', organisationId, 'read', { projectIds: [...projectIds] });
    });
  }

  /**
   * For whoever is about to show bands of projects to somebody who may know no more. The first time on a day is an entry in the log;
   * who looks again writes nothing.
   * @throws BandLimitError
   */
  async recordBands(principal: Principal, projectIds: readonly string[]): Promise<void> {
    if (principal.kind === 'anonymous' || projectIds.length === 0) return;
    const { personId } = principal;
    const today = dayOf(this.clock.now());
    const unseen = await this.dataSource.query<{ id: string }[]>(UNSEEN_BANDS, [personId, today, projectIds]);
    if (unseen.length === 0) return;
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const { seen, fresh } = await noteBands(
        tx,
        personId,
        unseen.map(({ id }) => id),
      );
      if (seen > BANDS_PER_DAY) throw new BandLimitError(BANDS_PER_DAY);
      if (fresh.length > 0) tx.audit('exposure', personId, 'readBands', { projectIds: fresh });
    });
  }

  /**
   * In the transaction that keeps what a run was computed with, when that was more than bands. The digest stands for the projects,
   * which may be some thousands.
   * @throws RunExposureLimitError
   */
  async recordRun(
    tx: Tx,
    organisationId: Id<'org'>,
    projectIds: readonly Id<'prj'>[],
    run: { readonly runId: Id<'alr'>; readonly inputsSha256: string },
  ): Promise<void> {
    if (projectIds.length === 0) return;
    const seen = await noteSeen(tx, organisationId, 'run', projectIds);
    if (seen > RUN_PROJECTS_PER_DAY) throw new RunExposureLimitError(RUN_PROJECTS_PER_DAY);
    tx.audit('exposure', organisationId, 'computeRun', { ...run, projects: projectIds.length });
  }

  /** For whoever is about to show what such runs keep. Their projects were counted on the day on which they were computed. */
  async recordRunReads(principal: Principal, organisationId: Id<'org'>, runIds: readonly Id<'alr'>[]): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), (tx) => {
      tx.audit('exposure', organisationId, 'readRun', { runIds: [...runIds] });
      return Promise.resolve();
    });
  }
}

/** How many projects the organisation has seen on this day, these among them; of two readers at once one waits for the other. */
async function noteSeen(
  tx: Tx,
  organisationId: Id<'org'>,
  kind: Kind,
  projectIds: readonly Id<'prj'>[],
): Promise<number> {
  const day = dayOf(tx.now);
  await tx.manager.query('SELECT 1 FROM organisation WHERE id = $1 FOR NO KEY UPDATE', [organisationId]);
  await tx.manager.query('DELETE FROM exposure_access WHERE organisation_id = $1 AND day <> $2::date', [
    organisationId,
    day,
  ]);
  await tx.manager.query(
    'INSERT INTO exposure_access (organisation_id, day, kind, project_id) SELECT $1, $2::date, $3, unnest($4::uuid[]) ON CONFLICT DO NOTHING',
    [organisationId, day, kind, projectIds],
  );
  const rows = await tx.manager.query<{ seen: number }[]>(
    'SELECT count(*)::int AS seen FROM exposure_access WHERE organisation_id = $1 AND kind = $2',
    [organisationId, kind],
  );
  return rows[0]!.seen;
}

const UNSEEN_BANDS = prepared(
  `SELECT asked.id FROM unnest($3::uuid[]) AS asked (id)
    WHERE NOT EXISTS (SELECT 1 FROM band_access known WHERE known.person_id = $1 AND known.day = $2::date AND known.project_id = asked.id)`,
);

/** The same of a person and bands; with those that are new on this day. */
async function noteBands(
  tx: Tx,
  personId: Id<'usr'>,
  projectIds: readonly string[],
): Promise<{ readonly seen: number; readonly fresh: readonly string[] }> {
  const day = dayOf(tx.now);
  await tx.manager.query('SELECT 1 FROM person WHERE id = $1 FOR NO KEY UPDATE', [personId]);
  await tx.manager.query('DELETE FROM band_access WHERE person_id = $1 AND day <> $2::date', [personId, day]);
  const fresh = await tx.manager.query<{ id: string }[]>(
    `INSERT INTO band_access (person_id, day, project_id) SELECT $1, $2::date, unnest($3::uuid[]) ON CONFLICT DO NOTHING RETURNING project_id AS id`,
    [personId, day, projectIds],
  );
  const rows = await tx.manager.query<{ seen: number }[]>(
    'SELECT count(*)::int AS seen FROM band_access WHERE person_id = $1',
    [personId],
  );
  return { seen: rows[0]!.seen, fresh: fresh.map(({ id }) => id) };
}

/** UTC. */
function dayOf(now: Date): string {
  return startOfDay(now).toISOString().slice(0, 10);
}
