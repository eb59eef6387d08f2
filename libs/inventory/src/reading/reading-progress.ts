import { UnitOfWork, clear } from '#platform/database';
import { clearanceForOrganisation, systemActor, type Id } from '#platform/kernel';
import type { StageReport } from './reading-threads.js';

const ACTOR = systemActor('inventory.report-progress');

/** Writes down how far a reader is. Of reports that come faster than they are written only the last one counts. */
export class ReadingProgress {
  private latest: StageReport | null = null;
  private writing: Promise<void> = Promise.resolve();
  private failure: Error | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly uploadId: Id<'upl'>,
    private readonly organisationId: Id<'org'>,
  ) {}

  report(report: StageReport): void {
    const isIdle = this.latest === null;
    this.latest = report;
    if (!isIdle) return;
    // Kept for `settled`: until somebody waits for it, a promise that fails would end the process.
    this.writing = this.writing
      .then(() => this.write())
      .catch((error: Error) => {
        this.failure ??= error;
      });
  }

  /** Nothing is written after this. @throws what went wrong while writing */
  async settled(): Promise<void> {
    await this.writing;
    if (this.failure !== null) throw this.failure;
  }

  private async write(): Promise<void> {
    const { latest } = this;
    this.latest = null;
    if (latest === null) return;
    const { stage, documentsRead, documents, components } = latest;
    await this.unitOfWork.run(ACTOR, async (tx) => {
      await clear(tx, clearanceForOrganisation(this.organisationId));
      // What a crash forgets of it is written anew by the next run; nobody has to wait for the disk.
      await tx.manager.query('SET LOCAL synchronous_commit = off');
      await tx.manager.query(`UPDATE upload SET progress = $2 WHERE id = $1 AND status = 'received'`, [
        this.uploadId,
        JSON.stringify({ stage, documentsRead, documents, components }),
      ]);
    });
  }
}
