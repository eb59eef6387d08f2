import { Injectable } from '@nestjs/common';
import { actorOf, personOf } from '#libs/identity';
import { signalsChanged } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import type { Id, Principal } from '#platform/kernel';
import { ClaimsService } from '../claims.service.js';

/**
 * "Stable, still maintained": a maintainer says that the project is quiet because it is finished. It counts for twelve
 * months and can be said again; whoever stops maintaining takes it along.
 */
@Injectable()
export class StabilityConfirmations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: ClaimsService,
  ) {}

  async confirm(principal: Principal, projectId: Id<'prj'>): Promise<void> {
    const personId = personOf(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.claims.assertStillMaintains(tx, personId, projectId);
      await tx.manager.query(
        `INSERT INTO stability_confirmation (project_id, person_id, confirmed_at) VALUES ($1, $2, $3)
         ON CONFLICT ON CONSTRAINT stability_confirmation_pk DO UPDATE SET confirmed_at = excluded.confirmed_at`,
        [projectId, personId, tx.now.toISOString()],
      );
      tx.audit('project', projectId, 'confirmStable', { personId });
      tx.emit(signalsChanged, {});
    });
  }

  /** Takes the own word back. Twice does no harm. */
  async withdraw(principal: Principal, projectId: Id<'prj'>): Promise<void> {
    const personId = personOf(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.claims.assertStillMaintains(tx, personId, projectId);
      const [, affected] = await tx.manager.query<[unknown[], number]>(
        'DELETE FROM stability_confirmation WHERE project_id = $1 AND person_id = $2',
        [projectId, personId],
      );
      if (affected === 0) return;
      tx.audit('project', projectId, 'withdrawStable', { personId });
      tx.emit(signalsChanged, {});
    });
  }
}
