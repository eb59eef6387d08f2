import { Injectable } from '@nestjs/common';
import { UnitOfWork, isDatabaseError } from '#platform/database';
import { newId, type Id, type PersonPrincipal } from '#platform/kernel';
import { actorOf, assertRole } from './access.js';
import { InvalidWorkloadError, WorkloadNotFoundError } from './workload.errors.js';
import type { WorkloadTrust } from './workload.rules.js';

const FOREIGN_KEY_VIOLATION = '23503';
const CHECK_VIOLATION = '23514';
const MAX_ISSUER_LENGTH = 200;

export interface NewWorkload extends WorkloadTrust {
  readonly organisationId: Id<'org'>;
  readonly productId: Id<'prd'> | null;
  readonly name: string;
  readonly issuer: string;
}

/** Build jobs that may trade their own identity for a token that uploads, in place of a stored secret. */
@Injectable()
export class WorkloadsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async register(principal: PersonPrincipal, workload: NewWorkload): Promise<Id<'wkl'>> {
    assertRole(principal, workload.organisationId, ['admin']);
    assertIssuer(workload.issuer);
    const { organisationId, productId, name, issuer, repositoryId, repositoryOwnerId } = workload;
    try {
      return await this.unitOfWork.run(actorOf(principal), async (tx) => {
        const id = newId<'wkl'>();
        await tx.manager.query(
          `INSERT INTO trusted_workload (id, organisation_id, product_id, name, issuer, repository_id,
             repository_owner_id, ref_pattern, job_workflow_ref, registered_by, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [
            id,
            organisationId,
            productId,
            name,
            issuer,
            repositoryId,
            repositoryOwnerId,
            workload.refPattern,
            workload.jobWorkflowRef,
            principal.personId,
            tx.now.toISOString(),
          ],
        );
        tx.audit('trustedWorkload', id, 'register', { organisationId, issuer, repositoryId, repositoryOwnerId });
        return id;
      });
    } catch (error) {
      if (isDatabaseError(error, [FOREIGN_KEY_VIOLATION])) throw new InvalidWorkloadError('productId');
      if (isDatabaseError(error, [CHECK_VIOLATION])) throw new InvalidWorkloadError('repositoryId');
      throw error;
    }
  }

  /** Its tokens end with it, at once. */
  async remove(principal: PersonPrincipal, workloadId: Id<'wkl'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const rows = await tx.manager.query<{ organisationId: Id<'org'> }[]>(
        'SELECT organisation_id AS "organisationId" FROM trusted_workload WHERE id = $1 AND removed_at IS NULL FOR UPDATE',
        [workloadId],
      );
      const organisationId = rows[0]?.organisationId;
      const isMine = principal.memberships.some((membership) => membership.organisationId === organisationId);
      if (organisationId === undefined || !isMine) throw new WorkloadNotFoundError();
      assertRole(principal, organisationId, ['admin']);
      await tx.manager.query('UPDATE trusted_workload SET removed_at = $2 WHERE id = $1', [
        workloadId,
        tx.now.toISOString(),
      ]);
      tx.audit('trustedWorkload', workloadId, 'remove', { organisationId });
    });
  }
}

/** Whether it can be reached, and may be, is asked when its keys are read. */
function assertIssuer(issuer: string): void {
  const url = URL.canParse(issuer) ? new URL(issuer) : null;
  const isPlain = url?.search === '' && url.hash === '' && url.username === '' && /^https?:$/.test(url.protocol);
  if (!isPlain || issuer.length > MAX_ISSUER_LENGTH) throw new InvalidWorkloadError('issuer');
}
