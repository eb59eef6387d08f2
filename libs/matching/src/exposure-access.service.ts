import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { UnitOfWork, type Tx } from '#platform/database';
import { Clock, type Id, type Principal } from '#platform/kernel';
import { ExposureAccessRepository, dayOf } from './exposure-access.repository.js';
import { BandLimitError, ExposureLimitError, RunExposureLimitError } from './matching.errors.js';

/** Of how many projects an organisation sees what makes them weak, on one day (UTC). */
const PROJECTS_PER_DAY = 500;
/** Over how many its allocation runs are computed from these figures: they need the whole ranking, and tell less of each. */
const RUN_PROJECTS_PER_DAY = 2_000;

/** Of how many a person sees the band, which is on the page of each: wide enough for reading, too narrow for a list of all. */
const BANDS_PER_DAY = 2_000;

export interface BandReader {
  readonly personId: Id<'usr'>;
  /** UTC, ISO 8601. */
  readonly day: string;
}

/**
 * What makes a project easy to attack is need-to-know (T-30): who is shown it is written to the log, project by project,
 * and nobody sees it of more than some hundred projects a day. What goes beyond is refused whole.
 */
@Injectable()
export class ExposureAccess {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly seen: ExposureAccessRepository,
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
      const seen = await this.seen.noteSeen(tx, organisationId, 'figures', projectIds);
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
    await this.recordUnseenBands(
      principal,
      await this.seen.unseenBands(principal.personId, this.clock.now(), projectIds),
    );
  }

  /** By whom, and on which day, bands are read: for statements that tell themselves which are unseen. */
  bandReader(principal: Principal): BandReader | null {
    return principal.kind === 'anonymous' ? null : { personId: principal.personId, day: dayOf(this.clock.now()) };
  }

  /**
   * The same for bands of which a statement has told that they are unseen.
   * @throws BandLimitError
   */
  async recordUnseenBands(principal: Principal, unseen: readonly string[]): Promise<void> {
    if (principal.kind === 'anonymous' || unseen.length === 0) return;
    const { personId } = principal;
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const { seen, fresh } = await this.seen.noteBands(tx, personId, unseen);
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
    const seen = await this.seen.noteSeen(tx, organisationId, 'run', projectIds);
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
