import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { UnitOfWork, type Tx } from '#platform/database';
import { type Id, type Principal } from '#platform/kernel';
import { ExposureLimitError, RunExposureLimitError } from './matching.errors.js';
import { startOfDay } from './scores/project-scores.js';

/** Of how many projects an organisation sees what makes them weak, on one day (UTC). */
const PROJECTS_PER_DAY = 500;
/** Over how many its allocation runs are computed from these figures: they need the whole ranking, and tell less of each. */
const RUN_PROJECTS_PER_DAY = 2_000;

/** What was seen: figures on a page, or points that a run was computed with. */
type Kind = 'figures' | 'run';

/**
 * What makes a project easy to attack is need-to-know (T-30): who is shown it is written to the log, project by project,
 * and nobody sees it of more than some hundred projects a day. What goes beyond is refused whole.
 */
@Injectable()
export class ExposureAccess {
  constructor(private readonly unitOfWork: UnitOfWork) {}

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
  const day = startOfDay(tx.now).toISOString().slice(0, 10);
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
