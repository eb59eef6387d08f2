import { Injectable } from '@nestjs/common';
import { CatalogQueries } from '#libs/catalog';
import { NeedsService, remaining } from '#libs/needs';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';

/** What of a line its need can take. */
export interface Fit {
  readonly minor: bigint;
  readonly shortage: 'GAP_SHRANK' | 'NEED_NOT_OPEN' | 'NOT_VERIFIED' | null;
}

/** Looks at the needs of a run again, when its lines become promises. */
@Injectable()
export class LineFits {
  constructor(
    private readonly needs: NeedsService,
    private readonly catalog: CatalogQueries,
  ) {}

  /** Under the lock of the need, which the promise keeps. */
  async of(tx: Tx, needId: Id<'need'>, wanted: bigint): Promise<Fit> {
    const need = await this.needs.lock(tx, needId);
    if (need.status !== 'published') return { minor: 0n, shortage: 'NEED_NOT_OPEN' };
    if (!(await this.catalog.isMaintainedWithin(tx, need.projectId))) return { minor: 0n, shortage: 'NOT_VERIFIED' };
    const gap = remaining(need).minor;
    return gap < wanted ? { minor: gap, shortage: 'GAP_SHRANK' } : { minor: wanted, shortage: null };
  }
}
