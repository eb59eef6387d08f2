import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import type { ProjectScore } from './project-scores.js';

/** A score with its project. */
export interface ScoreOfProject {
  readonly projectId: string;
  readonly score: ProjectScore;
}

/** Writes of the read model `project_score`, and the list of projects whose scores are due. */
@Injectable()
export class ScoresRepository {
  /** Takes some projects off the list. Whoever changes one of them after this transaction puts it there again. */
  async takeDue(tx: Tx, limit: number): Promise<Id<'prj'>[]> {
    const [rows] = await tx.manager.query<[{ id: Id<'prj'> }[], number]>(
      `DELETE FROM score_due WHERE project_id IN (SELECT project_id FROM score_due ORDER BY project_id LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING project_id AS id`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Puts projects on the list of which a figure has become too old by a day. */
  async noteAged(tx: Tx, day: string): Promise<void> {
    await tx.manager.query(
      'INSERT INTO score_due (project_id) SELECT DISTINCT project_id FROM project_score WHERE stale_on <= $1::date ORDER BY project_id ON CONFLICT DO NOTHING',
      [day],
    );
  }

  /** Puts every project on the list that has a figure or a score. */
  async noteAll(tx: Tx): Promise<void> {
    await tx.manager.query(
      `INSERT INTO score_due (project_id)
       SELECT project_id FROM project_signal
        UNION SELECT package.project_id FROM package_signal JOIN package ON package.purl_key = package_signal.purl_key
        UNION SELECT project_id FROM project_score
        ORDER BY project_id ON CONFLICT DO NOTHING`,
    );
  }

  /**
   * Makes these the only scores of the projects, writing what differs.
   * @returns the projects of which a score has another value or confidence, or is new or gone: their rankings follow
   */
  async replace(tx: Tx, projectIds: readonly string[], scores: readonly ScoreOfProject[]): Promise<Id<'prj'>[]> {
    const rows = await tx.manager.query<{ id: Id<'prj'> }[]>(REPLACE, [
      projectIds,
      scores.map(({ projectId }) => projectId),
      scores.map(({ score }) => score.methodId),
      scores.map(({ score }) => score.axis),
      scores.map(({ score }) => score.value),
      scores.map(({ score }) => score.confidence),
      scores.map(({ score }) => score.strongSignals),
      scores.map(({ score }) => JSON.stringify(score.terms)),
      // Lists differ in length, which unnest cannot take; they travel as JSON.
      scores.map(({ score }) => JSON.stringify(score.missing)),
      scores.map(({ score }) => score.isFinished),
      scores.map(({ score }) => score.staleOn),
      tx.now.toISOString(),
      scores.map(({ score }) =>
        JSON.stringify(score.terms.map(({ signal, weight, value }) => ({ signal, weight, value }))),
      ),
    ]);
    return rows.map(({ id }) => id);
  }
}

const REPLACE = `
  WITH fresh AS (
    SELECT project_id, method_id, axis, value, confidence, strong_signals, terms::jsonb AS terms, shares::jsonb AS shares,
           ARRAY(SELECT jsonb_array_elements_text(missing::jsonb)) AS missing, is_finished, stale_on
      FROM unnest($2::uuid[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::int[], $8::text[], $9::text[], $10::boolean[], $11::date[], $13::text[])
           AS entry (project_id, method_id, axis, value, confidence, strong_signals, terms, missing, is_finished, stale_on, shares)
  ), gone AS (
    DELETE FROM project_score known WHERE known.project_id = ANY($1)
       AND NOT EXISTS (SELECT 1 FROM fresh WHERE (fresh.project_id, fresh.method_id, fresh.axis) = (known.project_id, known.method_id, known.axis))
    RETURNING known.project_id
  ), differing AS (
    SELECT fresh.project_id FROM fresh LEFT JOIN project_score known USING (project_id, method_id, axis)
     WHERE (fresh.value, fresh.confidence) IS DISTINCT FROM (known.value, known.confidence)
  ), written AS (
    INSERT INTO project_score AS known (project_id, method_id, axis, value, confidence, strong_signals, terms, shares, missing, is_finished, stale_on, scored_at)
    SELECT project_id, method_id, axis, value, confidence, strong_signals, terms, shares, missing, is_finished, stale_on, $12::timestamptz FROM fresh
    ON CONFLICT ON CONSTRAINT project_score_pk DO UPDATE
       SET value = excluded.value, confidence = excluded.confidence, strong_signals = excluded.strong_signals, terms = excluded.terms, shares = excluded.shares,
           missing = excluded.missing, is_finished = excluded.is_finished, stale_on = excluded.stale_on, scored_at = excluded.scored_at
     WHERE (known.value, known.confidence, known.strong_signals, known.terms, known.missing, known.is_finished, known.stale_on)
           IS DISTINCT FROM (excluded.value, excluded.confidence, excluded.strong_signals, excluded.terms, excluded.missing, excluded.is_finished, excluded.stale_on)
  )
  SELECT project_id AS id FROM gone UNION SELECT project_id FROM differing ORDER BY id`;
