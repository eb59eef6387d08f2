import { Injectable } from '@nestjs/common';
import type { Exposure } from '#libs/inventory';
import type { Tx } from '#platform/database';
import { SCORE_1 } from '../score-1.js';
import { UNKNOWN_STANDING, type Judged, type RankingRow, type Standing } from './ranking-rows.js';

export interface ExposureOf {
  readonly organisationId: string;
  readonly projectId: string;
  readonly value: number;
}

export interface RankingHeader {
  readonly needKinds: readonly string[];
  readonly isCleared: boolean;
}

export interface PointsOf {
  readonly organisationId: string;
  readonly projectId: string;
  readonly points: number;
}

export interface RowOf {
  readonly organisationId: string;
  readonly row: RankingRow;
}

/** Writes of the read models of rankings. The transaction is cleared for what it writes. */
@Injectable()
export class RankingsRepository {
  /** Locks the ranking of an organisation, which is made if there is none. */
  async lock(tx: Tx, organisationId: string): Promise<void> {
    await tx.manager.query(
      `INSERT INTO organisation_ranking (organisation_id, method_id, need_kinds, is_cleared, inventories, ranked_at)
       VALUES ($1, '', '{}', false, '', '-infinity') ON CONFLICT DO NOTHING`,
      [organisationId],
    );
    await tx.manager.query('SELECT 1 FROM organisation_ranking WHERE organisation_id = $1 FOR UPDATE', [
      organisationId,
    ]);
  }

  /** Locks those of several that have been made, in one order, and tells what they were made under. */
  async lockMade(tx: Tx, organisationIds: readonly string[]): Promise<ReadonlyMap<string, RankingHeader>> {
    const rows = await tx.manager.query<(RankingHeader & { organisationId: string })[]>(
      `SELECT organisation_id AS "organisationId", need_kinds AS "needKinds", is_cleared AS "isCleared" FROM organisation_ranking
        WHERE organisation_id = ANY($1) AND method_id = $2 ORDER BY organisation_id FOR UPDATE`,
      [organisationIds, SCORE_1.methodId],
    );
    return new Map(rows.map(({ organisationId, ...header }) => [organisationId, header]));
  }

  async finish(
    tx: Tx,
    organisationId: string,
    { needKinds, isCleared, inventories }: RankingHeader & { readonly inventories: string },
  ): Promise<void> {
    await tx.manager.query(
      `UPDATE organisation_ranking SET method_id = $2, need_kinds = $3, is_cleared = $4, inventories = $5, ranked_at = $6 WHERE organisation_id = $1`,
      [organisationId, SCORE_1.methodId, [...needKinds], isCleared, inventories, tx.now.toISOString()],
    );
  }

  /** Makes these the only exposures of an organisation, writing what differs. Points follow with the ranking. */
  async replaceExposures(tx: Tx, organisationId: string, exposures: ReadonlyMap<string, Exposure>): Promise<void> {
    const entries = [...exposures];
    await tx.manager.query(REPLACE_EXPOSURES, [
      organisationId,
      entries.map(([projectId]) => projectId),
      entries.map(([, { value }]) => value),
      entries.map(([, { strongest }]) => strongest),
      entries.map(([, { breadth }]) => breadth),
      entries.map(([, { products }]) => JSON.stringify(products)),
    ]);
  }

  /** Exposures of one organisation. */
  async exposuresOf(tx: Tx, organisationId: string): Promise<ExposureOf[]> {
    return tx.manager.query<ExposureOf[]>(`${EXPOSURES} WHERE organisation_id = $1 ORDER BY project_id`, [
      organisationId,
    ]);
  }

  /** Exposures of all organisations to some projects, for which the transaction is cleared. */
  async exposuresTo(tx: Tx, projectIds: readonly string[]): Promise<ExposureOf[]> {
    return tx.manager.query<ExposureOf[]>(
      `${EXPOSURES} WHERE project_id = ANY($1) ORDER BY organisation_id, project_id`,
      [projectIds],
    );
  }

  async setPoints(tx: Tx, points: readonly PointsOf[]): Promise<void> {
    await tx.manager.query(
      `UPDATE project_exposure known SET points = fresh.points
         FROM unnest($1::uuid[], $2::uuid[], $3::float8[]) AS fresh (organisation_id, project_id, points)
        WHERE known.organisation_id = fresh.organisation_id AND known.project_id = fresh.project_id AND known.points <> fresh.points`,
      [
        points.map(({ organisationId }) => organisationId),
        points.map(({ projectId }) => projectId),
        points.map(({ points: own }) => own),
      ],
    );
  }

  /** Value and confidence of both axes, of the projects that have scores. */
  async standings(tx: Tx, projectIds: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
    const rows = await tx.manager.query<(Judged & { projectId: string; axis: keyof Standing })[]>(
      `SELECT project_id AS "projectId", axis, value, confidence FROM project_score WHERE project_id = ANY($1) AND method_id = $2`,
      [projectIds, SCORE_1.methodId],
    );
    const standings = new Map<string, Standing>();
    for (const { projectId, axis, value, confidence } of rows) {
      const known = standings.get(projectId) ?? UNKNOWN_STANDING;
      standings.set(projectId, { ...known, [axis]: { value, confidence } });
    }
    return standings;
  }

  /** Makes these the only rows of a whole ranking. */
  async replaceRanking(tx: Tx, organisationId: string, rows: readonly RowOf[]): Promise<void> {
    await tx.manager.query(
      `${FRESH}, gone AS (
      DELETE FROM need_ranking known WHERE known.organisation_id = $8
         AND NOT EXISTS (SELECT 1 FROM fresh WHERE fresh.project_id = known.project_id AND fresh.need_id = known.need_id)) ${WRITE}`,
      [...columnsOf(rows), organisationId],
    );
  }

  /** Makes these the only rows about some projects in the rankings of some organisations. */
  async replaceProjects(
    tx: Tx,
    organisationIds: readonly string[],
    projectIds: readonly string[],
    rows: readonly RowOf[],
  ): Promise<void> {
    await tx.manager.query(
      `${FRESH}, gone AS (
      DELETE FROM need_ranking known WHERE known.project_id = ANY($9) AND known.organisation_id = ANY($8)
         AND NOT EXISTS (SELECT 1 FROM fresh WHERE fresh.organisation_id = known.organisation_id AND fresh.need_id = known.need_id)) ${WRITE}`,
      [...columnsOf(rows), [...organisationIds], projectIds],
    );
  }
}

const EXPOSURES = `SELECT organisation_id AS "organisationId", project_id AS "projectId", value FROM project_exposure`;

const REPLACE_EXPOSURES = `
  WITH fresh AS (
    SELECT project_id, value, strongest, breadth, products::jsonb AS products
      FROM unnest($2::uuid[], $3::float8[], $4::float8[], $5::float8[], $6::text[]) AS entry (project_id, value, strongest, breadth, products)
  ), gone AS (
    DELETE FROM project_exposure known WHERE known.organisation_id = $1
       AND NOT EXISTS (SELECT 1 FROM fresh WHERE fresh.project_id = known.project_id)
  )
  INSERT INTO project_exposure AS known (organisation_id, project_id, value, strongest, breadth, products, points)
  SELECT $1, project_id, value, strongest, breadth, products, 0 FROM fresh
  ON CONFLICT ON CONSTRAINT project_exposure_pk DO UPDATE
     SET value = excluded.value, strongest = excluded.strongest, breadth = excluded.breadth, products = excluded.products
   WHERE (known.value, known.strongest, known.breadth, known.products) IS DISTINCT FROM (excluded.value, excluded.strongest, excluded.breadth, excluded.products)`;

const FRESH = `
  WITH fresh AS (
    SELECT organisation_id, need_id, project_id, points, exposure, remaining_minor, fit::float8[] AS fit
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::float8[], $5::float8[], $6::bigint[], $7::text[])
           AS entry (organisation_id, need_id, project_id, points, exposure, remaining_minor, fit))`;

const WRITE = `
  INSERT INTO need_ranking AS known (organisation_id, need_id, project_id, points, exposure, remaining_minor, fit)
  SELECT organisation_id, need_id, project_id, points, exposure, remaining_minor, fit FROM fresh
  ON CONFLICT ON CONSTRAINT need_ranking_pk DO UPDATE
     SET points = excluded.points, exposure = excluded.exposure,
         remaining_minor = excluded.remaining_minor, fit = excluded.fit
   WHERE (known.points, known.exposure, known.remaining_minor, known.fit) IS DISTINCT FROM (excluded.points, excluded.exposure, excluded.remaining_minor, excluded.fit)`;

/** As array literals: the driver would look at each of some hundred thousand values to quote it, and none of these needs it. */
function columnsOf(rows: readonly RowOf[]): string[] {
  return [
    literal(rows, ({ organisationId }) => organisationId),
    literal(rows, ({ row }) => row.needId),
    literal(rows, ({ row }) => row.projectId),
    literal(rows, ({ row }) => String(row.points)),
    literal(rows, ({ row }) => String(row.exposure)),
    literal(rows, ({ row }) => row.remainingMinor.toString()),
    // unnest takes no lists of lists, so each fit is a text until it is there.
    literal(rows, ({ row }) => `"{${row.fit.join(',')}}"`),
  ];
}

function literal(rows: readonly RowOf[], valueOf: (row: RowOf) => string): string {
  return `{${rows.map(valueOf).join(',')}}`;
}
