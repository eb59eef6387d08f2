import { Injectable } from '@nestjs/common';
import { ExposureAccess, ExposureClearance } from '#libs/matching';
import type { Page } from '#platform/database';
import { type Id, type Principal } from '#platform/kernel';
import type { LineRow } from './runs.queries.js';

/** A line as its organisation may know it now: points are null for one that has lost its clearance. */
export type ShownLine = Omit<LineRow, 'tenths' | 'tier' | 'weight' | 'isFull'> & {
  readonly tenths: number | null;
  readonly tier: string | null;
  readonly weight: number | null;
};

/**
 * What runs keep of how fragile projects are (ADR 0118). A run that was computed from more than bands goes on telling it for as long
 * as it is kept, so it is asked at each reading whether the organisation may still know it, and the log has who read it.
 */
@Injectable()
export class RunFigures {
  constructor(
    private readonly clearance: ExposureClearance,
    private readonly access: ExposureAccess,
  ) {}

  async lines(principal: Principal, organisationId: Id<'org'>, page: Page<LineRow>): Promise<Page<ShownLine>> {
    return { ...page, rows: await this.shown(principal, organisationId, page.rows) };
  }

  async shown(principal: Principal, organisationId: Id<'org'>, lines: readonly LineRow[]): Promise<ShownLine[]> {
    const full = lines.filter(({ isFull }) => isFull);
    const isOpen = await this.mayRead(principal, organisationId, new Set(full.map(({ runId }) => runId)));
    return lines.map(({ isFull, ...row }) =>
      isFull && !isOpen ? { ...row, tenths: null, tier: null, weight: null } : row,
    );
  }

  /** Asked before anything of these runs is shown that tells points. @param runIds those computed from more than bands */
  async mayRead(principal: Principal, organisationId: Id<'org'>, runIds: ReadonlySet<Id<'alr'>>): Promise<boolean> {
    if (runIds.size === 0) return true;
    if (!(await this.clearance.isCleared(organisationId))) return false;
    await this.access.recordRunReads(principal, organisationId, [...runIds]);
    return true;
  }
}
