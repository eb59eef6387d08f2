import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Id } from '#platform/kernel';
import type { Tier } from '../policy/scopes.js';
import type { TierChange, TierEvidence } from '../policy/tiers.js';

/** What was found or chosen once, as everybody may know it. */
export interface TierChangeRow {
  readonly id: number;
  readonly at: Date;
  readonly kind: TierChange['kind'];
  readonly tier: Tier;
  /** Null where it was found. */
  readonly reason: string | null;
  readonly hasConsent: boolean;
  /** As it was known then. */
  readonly evidence: TierEvidence;
}

@Injectable()
export class ProjectTierQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async changes(projectId: Id<'prj'>, page: PageRequest): Promise<Page<TierChangeRow>> {
    const rows = await this.dataSource.query<TierChangeRow[]>(
      `SELECT id, at, kind, tier, reason, steward_id IS NOT NULL AS "hasConsent", evidence FROM project_tier_change
        WHERE project_id = $1 AND ($2::int IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [projectId, ...startOf(page, ['integer']), page.first + 1],
    );
    return toPage(rows, page.first, ({ id }) => [id]);
  }
}
