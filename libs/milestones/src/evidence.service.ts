import { Injectable } from '@nestjs/common';
import { actorOf, personOf } from '#libs/identity';
import { InventoryQueries } from '#libs/inventory';
import { NeedsService } from '#libs/needs';
import { UnitOfWork, isDatabaseError, runOnce } from '#platform/database';
import { newId, type Id, type Principal } from '#platform/kernel';
import { EvidenceNotReadyError, EvidenceReusedError, NotPayeeError } from './milestone.errors.js';
import { MilestonesRepository } from './milestones.repository.js';

const UNIQUE_VIOLATION = '23505';

export interface NewEvidence {
  readonly milestoneId: Id<'mil'>;
  readonly uploadId: Id<'upl'>;
  readonly note: string;
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
    const { milestoneId, uploadId, note, idempotencyKey: key } = input;
    const upload = await this.uploads.upload(uploadId);
    if (upload?.personId !== personId || upload.purpose !== 'EVIDENCE' || upload.status !== 'ready')
      throw new EvidenceNotReadyError();
    try {
      await this.unitOfWork.run(actorOf(principal), (tx) =>
        runOnce(
          tx,
          { scope: personId, operation: 'submitEvidence', key, body: { milestoneId, uploadId, note } },
          async () => {
            const milestone = await this.milestones.lock(tx, milestoneId);
            const need = await this.needs.find(tx, milestone.needId);
            if (need.recipientPersonId !== personId) throw new NotPayeeError();
            const change = milestone.apply('submit');
            milestone.submittedAt = tx.now;
            await this.milestones.save(tx, milestone);
            const id = newId<'evd'>();
            await tx.manager.query(
              'INSERT INTO evidence (id, milestone_id, upload_id, submitted_by, note, sha256, submitted_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
              [id, milestoneId, uploadId, personId, note, upload.sha256, tx.now.toISOString()],
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
