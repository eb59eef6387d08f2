import { Injectable } from '@nestjs/common';
import { actorOf, personOf } from '#libs/identity';
import { InventoryQueries } from '#libs/inventory';
import { NeedsService } from '#libs/needs';
import { UnitOfWork, clear, isDatabaseError, runOnce } from '#platform/database';
import { addMs, clearanceOf, DAY_MS, newId, type Id, type Principal } from '#platform/kernel';
import { EmbargoDateError, EvidenceNotReadyError, EvidenceReusedError, NotPayeeError } from './milestone.errors.js';
import { MilestonesRepository } from './milestones.repository.js';

const UNIQUE_VIOLATION = '23505';
/** A year: longer than any common time for a coordinated disclosure. */
const LONGEST_EMBARGO_DAYS = 365;

export interface NewEvidence {
  readonly milestoneId: Id<'mil'>;
  readonly uploadId: Id<'upl'>;
  readonly note: string;
  /** Until when only the maintainer and reviewers see it; null for evidence that is public at once. */
  readonly embargoedUntil: Date | null;
  readonly idempotencyKey: string;
}

/** Evidence is a file by its digest, bound to one milestone for ever. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly milestones: MilestonesRepository,
    private readonly needs: NeedsService,
    private readonly uploads: InventoryQueries,
  ) {}

  async submit(principal: Principal, input: NewEvidence): Promise<void> {
    const personId = personOf(principal);
    const { milestoneId, uploadId, note, embargoedUntil, idempotencyKey: key } = input;
    const until = embargoedUntil?.toISOString() ?? null;
    const upload = await this.uploads.upload(clearanceOf(principal), uploadId);
    if (upload?.personId !== personId || upload.purpose !== 'EVIDENCE' || upload.status !== 'ready')
      throw new EvidenceNotReadyError();
    try {
      await this.unitOfWork.run(actorOf(principal), (tx) =>
        runOnce(
          tx,
          { scope: personId, operation: 'submitEvidence', key, body: { milestoneId, uploadId, note, until } },
          async () => {
            assertEmbargo(embargoedUntil, tx.now);
            await clear(tx, clearanceOf(principal));
            const milestone = await this.milestones.lock(tx, milestoneId);
            const need = await this.needs.find(tx, milestone.needId);
            if (need.recipientPersonId !== personId) throw new NotPayeeError();
            const change = milestone.apply('submit');
            milestone.submittedAt = tx.now;
            await this.milestones.save(tx, milestone);
            const id = newId<'evd'>();
            await tx.manager.query(
              'INSERT INTO evidence (id, milestone_id, upload_id, submitted_by, note, embargoed_until, sha256, submitted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
              [id, milestoneId, uploadId, personId, note, until, upload.sha256, tx.now.toISOString()],
            );
            tx.audit('milestone', milestoneId, 'submit', { ...change, evidenceId: id, sha256: upload.sha256 });
            return id;
          },
        ),
      );
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new EvidenceReusedError();
      throw error;
    }
  }
}

function assertEmbargo(until: Date | null, now: Date): void {
  if (until !== null && (until <= now || until > addMs(now, LONGEST_EMBARGO_DAYS * DAY_MS)))
    throw new EmbargoDateError(LONGEST_EMBARGO_DAYS);
}
