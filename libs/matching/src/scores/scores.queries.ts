import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ProjectScore } from './project-scores.js';

export interface StoredProjectScore extends ProjectScore {
  readonly projectId: string;
  readonly scoredAt: Date;
}

@Injectable()
export class ScoresQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Every stored score of some projects, under every method. */
  async of(projectIds: readonly string[]): Promise<StoredProjectScore[]> {
    return this.dataSource.query<StoredProjectScore[]>(
      `SELECT project_id AS "projectId", method_id AS "methodId", axis, value, confidence, strong_signals AS "strongSignals", terms, missing,
              is_finished AS "isFinished", stale_on::text AS "staleOn", scored_at AS "scoredAt"
         FROM project_score WHERE project_id = ANY($1) ORDER BY project_id, method_id, axis`,
      [projectIds],
    );
  }
}
