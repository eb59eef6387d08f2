import { Injectable } from '@nestjs/common';
import { actorOf, personOf } from '#libs/identity';
import { catalogChanged } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import type { Id, Principal } from '#platform/kernel';
import { PackageNotOfProjectError } from './catalog.errors.js';

import { ClaimsService } from './claims.service.js';

export interface PackageConfirmation {
  readonly projectId: Id<'prj'>;
  /** `type/namespace/name`. */
  readonly packageKey: string;
  readonly isConfirmed: boolean;
}

/**
 * Which packages are published from the repository, as its maintainers say. A claim alone says nothing of packages: it is
 * about the repository, and what leads from a package to it is the free text of a registry. Both together make a link of
 * confidence 100, for as long as the maintainer is one.
 */
@Injectable()
export class PackageConfirmations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: ClaimsService,
  ) {}

  async set(principal: Principal, { projectId, packageKey, isConfirmed }: PackageConfirmation): Promise<void> {
    const personId = personOf(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.claims.assertStillMaintains(tx, personId, projectId);
      const packages = await tx.manager.query<unknown[]>(
        'SELECT 1 FROM package WHERE purl_key = $1 AND project_id = $2',
        [packageKey, projectId],
      );
      if (packages.length === 0) throw new PackageNotOfProjectError();
      if (isConfirmed) await confirmPackage(tx, { packageKey, personId });
      else
        await tx.manager.query('DELETE FROM package_confirmation WHERE purl_key = $1 AND person_id = $2', [
          packageKey,
          personId,
        ]);
      tx.audit('project', projectId, isConfirmed ? 'confirmPackage' : 'unconfirmPackage', { packageKey });
      tx.emit(catalogChanged, {});
    });
  }
}

/** Counts as soon as, and as long as, the person maintains the project. */
export async function confirmPackage(
  tx: Tx,
  { packageKey, personId }: { readonly packageKey: string; readonly personId: Id<'usr'> },
): Promise<void> {
  await tx.manager.query(
    'INSERT INTO package_confirmation (purl_key, person_id, confirmed_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [packageKey, personId, tx.now.toISOString()],
  );
}
