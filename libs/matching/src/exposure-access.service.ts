import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { UnitOfWork, type Tx } from '#platform/database';
import { type Id, type Principal } from '#platform/kernel';
import { ExposureLimitError } from './matching.errors.js';
import { startOfDay } from './scores/project-scores.js';

/** Of how many projects an organisation sees what makes them weak, on one day (UTC). */
const PROJECTS_PER_DAY = 500;

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
      const seen = await noteSeen(tx, organisationId, projectIds);
      if (seen > PROJECTS_PER_DAY) throw new ExposureLimitError(PROJECTS_PER_DAY);
      tx.audit('exposure', organisationId, 'read', { projectIds: [...projectIds] });
    });
  }
}

/** How many projects the organisation has seen on this day, these among them; of two readers at once one waits for the other. */
async function noteSeen(tx: Tx, organisationId: Id<'org'>, projectIds: readonly Id<'prj'>[]): Promise<number> {
  const day = startOfDay(tx.now).toISOString().slice(0, 10);
  await tx.manager.query('SELECT 1 FROM organisation WHERE id = $1 FOR NO KEY UPDATE', [organisationId]);
  await tx.manager.query('DELETE FROM exposure_access WHERE organisation_id = $1 AND day <> $2::date', [
    organisationId,
    day,
  ]);
  await tx.manager.query(
    'INSERT INTO exposure_access (organisation_id, day, project_id) SELECT $1, $2::date, unnest($3::uuid[]) ON CONFLICT DO NOTHING',
    [organisationId, day, projectIds],
  );
  const rows = await tx.manager.query<{ seen: number }[]>(
    'SELECT count(*)::int AS seen FROM exposure_access WHERE organisation_id = $1',
    [organisationId],
  );
  return rows[0]!.seen;
}
