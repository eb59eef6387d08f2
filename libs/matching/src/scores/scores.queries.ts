import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OPEN_SIGNALS } from '#libs/catalog';
import { SCORE_1 } from '../score-1.js';
import type { ProjectScore } from './project-scores.js';

export interface StoredProjectScore extends ProjectScore {
  readonly projectId: string;
  readonly scoredAt: Date;
}

/** What everybody may know of how fragile a project is follows from these two. */
export interface JudgedFragility {
  readonly projectId: string;
  readonly value: number;
  readonly confidence: number;
}

const FRAGILITY = `method_id = '${SCORE_1.methodId}' AND axis = 'fragility'`;

@Injectable()
export class ScoresQueries {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Stored scores of some projects, under every method: of those in `fullIds` all, of the others those of which every figure is
   * for everybody. A score is as confidential as the figures that it is made of, whatever it is called.
   */
  async of(projectIds: readonly string[], fullIds: readonly string[]): Promise<StoredProjectScore[]> {
    return this.dataSource.query<StoredProjectScore[]>(
      `SELECT project_id AS "projectId", method_id AS "methodId", axis, value, confidence, strong_signals AS "strongSignals", terms, missing,
              is_finished AS "isFinished", stale_on::text AS "staleOn", scored_at AS "scoredAt"
         FROM project_score
        WHERE project_id = ANY($1) AND (project_id = ANY($2) OR (axis <> 'fragility'
              AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(terms) AS term WHERE coalesce(term->>'origin', '') <> ALL($3))))
        ORDER BY project_id, method_id, axis`,
      [projectIds, fullIds, OPEN_SIGNALS],
    );
  }

  /** For bands, without what they are made of. */
  async fragilities(projectIds: readonly string[]): Promise<JudgedFragility[]> {
    return this.dataSource.query<JudgedFragility[]>(
      `SELECT project_id AS "projectId", value, confidence FROM project_score WHERE project_id = ANY($1) AND ${FRAGILITY}`,
      [projectIds],
    );
  }
}
