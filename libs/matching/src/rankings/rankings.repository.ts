import { Injectable } from '@nestjs/common';
import type { Exposure } from '#libs/inventory';
import type { Tx } from '#platform/database';
import { sha256Hex } from '#platform/kernel';
import { NEED_FIT_SIGNALS } from '../need-fit.js';
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
  /**
   * Locks the ranking of an organisation, which is made if there is none. Its commit does not wait for the disk: what a crash takes
   * is made again, since the message that asked for it is marked as done by a later commit, which does wait.
   */
  async lock(tx: Tx, organisationId: string): Promise<void> {
    await tx.manager.query('SET LOCAL synchronous_commit = off');
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
    const known = await tx.manager.query<{ projectId: string; digest: string }[]>(
      'SELECT project_id AS "projectId", digest FROM project_exposure WHERE organisation_id = $1',
      [organisationId],
    );
    const digests = new Map(known.map(({ projectId, digest }) => [projectId, digest]));
    const gone = known.flatMap(({ projectId }) => (exposures.has(projectId) ? [] : [projectId]));
    const changed = [...exposures].flatMap(([projectId, { value, strongest, breadth, products }]) => {
      const digest = sha256Hex(JSON.stringify([value, strongest, breadth, products]));
      return digests.get(projectId) === digest ? [] : [{ projectId, value, strongest, breadth, products, digest }];
    });
    if (gone.length + changed.length === 0) return;
    await tx.manager.query(REPLACE_EXPOSURES, [
      organisationId,
      gone,
      changed.map(({ projectId }) => projectId),
      changed.map(({ value }) => value),
      changed.map(({ strongest }) => strongest),
      changed.map(({ breadth }) => breadth),
      changed.map(({ products }) => JSON.stringify(products)),
      changed.map(({ digest }) => digest),
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

  /** Makes these the only rows in the rankings of some organisations: about some projects, or about all of them. */
  async replaceRows(
    tx: Tx,
    organisationIds: readonly string[],
    projectIds: readonly string[] | null,
    rows: readonly RowOf[],
  ): Promise<void> {
    await tx.manager.query(REPLACE_ROWS, [organisationIds, projectIds, ...columnsOf(rows)]);
  }
}

const EXPOSURES = `SELECT organisation_id AS "organisationId", project_id AS "projectId", value FROM project_exposure`;

const REPLACE_EXPOSURES = `
  WITH gone AS (DELETE FROM project_exposure WHERE organisation_id = $1 AND project_id = ANY($2))
  INSERT INTO project_exposure (organisation_id, project_id, value, strongest, breadth, products, digest, points)
  SELECT $1, project_id, value, strongest, breadth, products::jsonb, digest, 0
    FROM unnest($3::uuid[], $4::float8[], $5::float8[], $6::float8[], $7::text[], $8::text[]) AS entry (project_id, value, strongest, breadth, products, digest)
  ON CONFLICT ON CONSTRAINT project_exposure_pk DO UPDATE
     SET value = excluded.value, strongest = excluded.strongest, breadth = excluded.breadth, products = excluded.products, digest = excluded.digest`;

/** Joins of whole sets: looking for each row's conflict would take twice as long. The lock of the ranking keeps others out. */
const REPLACE_ROWS = `
  WITH fresh AS (
    SELECT organisation_id, need_id, project_id, points, exposure, remaining_minor, ARRAY[${NEED_FIT_SIGNALS.join(', ')}] AS fit
      FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::float8[], $7::float8[], $8::bigint[], ${NEED_FIT_SIGNALS.map((_, at) => `$${9 + at}::float8[]`).join(', ')})
           AS entry (organisation_id, need_id, project_id, points, exposure, remaining_minor, ${NEED_FIT_SIGNALS.join(', ')})
  ), gone AS (
    DELETE FROM need_ranking known WHERE known.organisation_id = ANY($1) AND ($2::uuid[] IS NULL OR known.project_id = ANY($2))
       AND NOT EXISTS (SELECT 1 FROM fresh WHERE (known.organisation_id, known.project_id, known.need_id) = (fresh.organisation_id, fresh.project_id, fresh.need_id))
  )
  MERGE INTO need_ranking known USING fresh
     ON (known.organisation_id, known.project_id, known.need_id) = (fresh.organisation_id, fresh.project_id, fresh.need_id)
   WHEN MATCHED AND (known.points, known.exposure, known.remaining_minor, known.fit)
                    IS DISTINCT FROM (fresh.points, fresh.exposure, fresh.remaining_minor, fresh.fit) THEN
     UPDATE SET points = fresh.points, exposure = fresh.exposure, remaining_minor = fresh.remaining_minor, fit = fresh.fit
   WHEN NOT MATCHED THEN
     INSERT (organisation_id, need_id, project_id, points, exposure, remaining_minor, fit)
     VALUES (fresh.organisation_id, fresh.need_id, fresh.project_id, fresh.points, fresh.exposure, fresh.remaining_minor, fresh.fit)`;

/** As array literals: the driver would look at each of some hundred thousand values to quote it, and none of these needs it. */
function columnsOf(rows: readonly RowOf[]): string[] {
  return [
    literal(rows, ({ organisationId }) => organisationId),
    literal(rows, ({ row }) => row.needId),
    literal(rows, ({ row }) => row.projectId),
    literal(rows, ({ row }) => String(row.points)),
    literal(rows, ({ row }) => String(row.exposure)),
    literal(rows, ({ row }) => row.remainingMinor.toString()),
    ...NEED_FIT_SIGNALS.map((_, at) => literal(rows, ({ row }) => String(row.fit[at]))),
  ];
}

function literal(rows: readonly RowOf[], valueOf: (row: RowOf) => string): string {
  return `{${rows.map(valueOf).join(',')}}`;
}
