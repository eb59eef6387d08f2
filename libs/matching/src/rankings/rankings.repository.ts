import { Injectable } from '@nestjs/common';
import type { Exposure } from '#libs/inventory';
import { OWN_PLEDGED } from '#libs/pledges';
import type { Tx } from '#platform/database';
import { sha256Hex } from '#platform/kernel';
import { NEED_FIT_VALUES, needFitSum, typeFit } from '../need-fit.js';
import { SCORE_1 } from '../score-1.js';
import type { Stake } from './exposed-points.js';

export interface StakeOf extends Stake {
  readonly organisationId: string;
  readonly projectId: string;
  /** As they are stored. */
  readonly points: number;
}

/** What an organisation's ranking is made under. */
export interface RankingHeader {
  /** Kinds of needs that it funds, the one it cares for most first. */
  readonly needKinds: readonly string[];
  /** Whether it may know fragility in full; others are ranked by bands. */
  readonly isCleared: boolean;
}

export type RankingHeaders = ReadonlyMap<string, RankingHeader>;

/** Which places are made anew. */
interface PlacesOf {
  readonly headers: RankingHeaders;
  /** Null is all. */
  readonly projectIds: readonly string[] | null;
  /** The beginning of the day that deadlines are counted from. */
  readonly day: Date;
}

export interface PointsOf {
  readonly organisationId: string;
  readonly projectId: string;
  readonly points: number;
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
  async lockMade(tx: Tx, organisationIds: readonly string[]): Promise<RankingHeaders> {
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

  /** Stakes of one organisation. */
  async stakesOf(tx: Tx, organisationId: string): Promise<StakeOf[]> {
    return (await tx.manager.query<StakeColumns[]>(`${STAKES} WHERE e.organisation_id = $1`, [organisationId])).map(
      stakeOf,
    );
  }

  /** Stakes of all organisations in some projects, for which the transaction is cleared. */
  async stakesIn(tx: Tx, projectIds: readonly string[]): Promise<StakeOf[]> {
    return (await tx.manager.query<StakeColumns[]>(`${STAKES} WHERE e.project_id = ANY($1)`, [projectIds])).map(
      stakeOf,
    );
  }

  /** Organisations that stand on some projects, for which the transaction is cleared. */
  async organisationsOn(tx: Tx, projectIds: readonly string[]): Promise<string[]> {
    const rows = await tx.manager.query<{ id: string }[]>(
      'SELECT DISTINCT organisation_id AS id FROM project_exposure WHERE project_id = ANY($1)',
      [projectIds],
    );
    return rows.map(({ id }) => id);
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

  /** Makes the places of published needs in some rankings what exposures, points and needs say now: about some projects, or about all. */
  async placeNeeds(tx: Tx, { headers, projectIds, day }: PlacesOf): Promise<void> {
    const organisationIds = [...headers.keys()];
    const liked = [...headers].flatMap(([organisationId, { needKinds }]) =>
      needKinds.map((kind) => ({ organisationId, kind, fit: typeFit(kind, needKinds) })),
    );
    await tx.manager.query(PLACE_NEEDS, [
      organisationIds,
      projectIds,
      day.toISOString(),
      liked.map(({ organisationId }) => organisationId),
      liked.map(({ kind }) => kind),
      liked.map(({ fit }) => fit),
    ]);
    await tx.manager.query(REMOVE_PLACES, [organisationIds, projectIds]);
  }
}

interface StakeColumns {
  readonly organisationId: string;
  readonly projectId: string;
  readonly points: number;
  readonly exposure: number;
  readonly criticality: number;
  readonly criticalityConfidence: number;
  readonly fragility: number;
  readonly fragilityConfidence: number;
}

function stakeOf({
  criticality,
  criticalityConfidence,
  fragility,
  fragilityConfidence,
  ...row
}: StakeColumns): StakeOf {
  return {
    ...row,
    criticality: { value: criticality, confidence: criticalityConfidence },
    fragility: { value: fragility, confidence: fragilityConfidence },
  };
}

/** Without a stored score nothing is known. */
const score = (alias: string, axis: string): string =>
  `coalesce(${alias}.value, ${SCORE_1.prior.value}) AS "${axis}", coalesce(${alias}.confidence, 0) AS "${axis}Confidence"`;
const scoresOf = (alias: string, axis: string): string =>
  `LEFT JOIN project_score ${alias} ON ${alias}.project_id = e.project_id AND ${alias}.method_id = '${SCORE_1.methodId}' AND ${alias}.axis = '${axis}'`;
const STAKES = `
  SELECT e.organisation_id AS "organisationId", e.project_id AS "projectId", e.points, e.value AS exposure, ${score('c', 'criticality')}, ${score('f', 'fragility')}
    FROM project_exposure e ${scoresOf('c', 'criticality')} ${scoresOf('f', 'fragility')}`;

const REPLACE_EXPOSURES = `
  WITH gone AS (DELETE FROM project_exposure WHERE organisation_id = $1 AND project_id = ANY($2))
  INSERT INTO project_exposure (organisation_id, project_id, value, strongest, breadth, products, digest, points)
  SELECT $1, project_id, value, strongest, breadth, products::jsonb, digest, 0
    FROM unnest($3::uuid[], $4::float8[], $5::float8[], $6::float8[], $7::text[], $8::text[]) AS entry (project_id, value, strongest, breadth, products, digest)
  ON CONFLICT ON CONSTRAINT project_exposure_pk DO UPDATE
     SET value = excluded.value, strongest = excluded.strongest, breadth = excluded.breadth, products = excluded.products, digest = excluded.digest`;

/** Needs that the organisations `$1` stand on, in the projects `$2` or in all: what makes their points, on the day `$3`, for what each likes. */
const ASKED = `
  SELECT e.organisation_id, e.project_id, e.value AS exposure, e.points, need.id AS need_id, need.goal_minor, coalesce(liked.fit, 0) AS type_fit,
         EXISTS (SELECT 1 FROM project_maintainer spoken WHERE spoken.project_id = e.project_id) AS is_verified,
         extract(epoch FROM need.deadline - $3::timestamptz)::float8 / 86400 AS days_left,
         need.reserved_minor + need.received_minor AS pledged_minor,
         need.reserved_minor + need.received_minor - coalesce(own.minor, 0) AS others_minor
    FROM project_exposure e
    JOIN need ON need.project_id = e.project_id AND need.status = 'published'
    LEFT JOIN unnest($4::uuid[], $5::text[], $6::float8[]) AS liked (organisation_id, kind, fit)
           ON liked.organisation_id = e.organisation_id AND liked.kind = need.kind
    LEFT JOIN (${OWN_PLEDGED}) AS own ON own.organisation_id = e.organisation_id AND own.need_id = need.id
   WHERE e.organisation_id = ANY($1) AND ($2::uuid[] IS NULL OR e.project_id = ANY($2))`;

/** Joins of whole sets: looking for each row's conflict would take twice as long. The lock of the ranking keeps others out. */
const PLACE_NEEDS = `
  MERGE INTO need_ranking known USING (
    SELECT organisation_id, need_id, project_id, exposure, remaining_minor, terms, points + ${SCORE_1.points.needFit}::float8 * ${needFitSum('terms')} AS points
      FROM (SELECT asked.*, asked.goal_minor - asked.pledged_minor AS remaining_minor, ${NEED_FIT_VALUES} AS terms FROM (${ASKED}) AS asked OFFSET 0) AS fitted
  ) AS fresh
     ON (known.organisation_id, known.project_id, known.need_id) = (fresh.organisation_id, fresh.project_id, fresh.need_id)
   WHEN MATCHED AND (known.points, known.exposure, known.remaining_minor, known.fit)
                    IS DISTINCT FROM (fresh.points, fresh.exposure, fresh.remaining_minor, fresh.terms) THEN
     UPDATE SET points = fresh.points, exposure = fresh.exposure, remaining_minor = fresh.remaining_minor, fit = fresh.terms
   WHEN NOT MATCHED THEN
     INSERT (organisation_id, need_id, project_id, points, exposure, remaining_minor, fit)
     VALUES (fresh.organisation_id, fresh.need_id, fresh.project_id, fresh.points, fresh.exposure, fresh.remaining_minor, fresh.terms)`;

const REMOVE_PLACES = `
  DELETE FROM need_ranking known
   WHERE known.organisation_id = ANY($1) AND ($2::uuid[] IS NULL OR known.project_id = ANY($2))
     AND NOT EXISTS (SELECT 1 FROM project_exposure e JOIN need ON need.project_id = e.project_id
                      WHERE need.id = known.need_id AND need.status = 'published' AND (e.organisation_id, e.project_id) = (known.organisation_id, known.project_id))`;
