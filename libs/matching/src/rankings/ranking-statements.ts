import { CURRENT_INVENTORIES } from '#libs/inventory';
import { IS_PUBLIC_NEED, NEED_HEAD_COLUMNS } from '#libs/needs';
import { prepared } from '#platform/database';
import { isUnseenBand } from '../exposure-access.repository.js';
import { SCORE_1 } from '../score-1.js';
import type { ScoreAxis } from '../scores/project-scores.js';

/** Statements of `RankingsQueries`. `$1` the organisation, `$2` the method, `$3` the start, `$4` how many. */

const HIGH = SCORE_1.tier.high;

/** `$5`: whether the figures behind the terms are asked for, and what is missing. They are most of the bytes of a page, and rarely read. */
const score = (alias: string, axis: ScoreAxis, terms: string): string =>
  `${alias}.value AS "${axis}", ${alias}.confidence AS "${axis}Confidence", (${terms})::text AS "${axis}Terms", CASE WHEN $5 THEN ${alias}.missing END AS "${axis}Missing"`;

const scoresOf = (project: string): string => `
     LEFT JOIN project_score c ON c.project_id = ${project} AND c.method_id = $2 AND c.axis = 'criticality'
     LEFT JOIN project_score f ON f.project_id = ${project} AND f.method_id = $2 AND f.axis = 'fragility'`;

/** What makes a project weak does not leave the database for an organisation that may not know it. */
const PROJECT = `${isUnseenBand('$6', '$7', 'e.project_id')} AS "isUnseen", e.value AS exposure, e.strongest, e.breadth, e.products::text,
     ${score('c', 'criticality', 'CASE WHEN $5 THEN c.terms ELSE c.shares END')},
     ${score('f', 'fragility', `CASE WHEN NOT header.is_cleared THEN '[]' WHEN $5 THEN f.terms ELSE f.shares END`)}`;

const STATE = `SELECT header.is_cleared AS "isCleared",
     header.method_id = $2 AND header.inventories = ${CURRENT_INVENTORIES} AS "isCurrent"`;

/** The order of a ranking; what is equal in tenths is sorted by the points. */
const ORDER = 'ORDER BY tenths DESC, points DESC, exposure DESC, remaining_minor, need_id';

/**
 * What is stored of a project comes with the first of its needs alone, and is looked up once: needs of one project stand close together. A filter
 * costs what it asks for: the statement without one stays as it is. Each need is looked up (`LIMIT 1`): a plan that is kept for any length of page
 * takes a tenth of all rows for one, and would read the whole table.
 */
const ranks = (filter: string): string =>
  prepared(`
  ${STATE}, $3::uuid IS NULL OR start.need_id IS NOT NULL AS "isStart", page.*
    FROM organisation_ranking header
    LEFT JOIN need anchor ON anchor.id = $3
    LEFT JOIN need_ranking start ON start.organisation_id = $1 AND start.project_id = anchor.project_id AND start.need_id = anchor.id
    LEFT JOIN LATERAL (
      SELECT r.*, ${PROJECT}
        FROM (SELECT shown.*, array_to_json(top.fit) AS fit, row_number() OVER (${ORDER}) AS place, CASE WHEN row_number() OVER (PARTITION BY project_id ${ORDER}) = 1 THEN project_id END AS "firstOf"
                FROM (SELECT own.* FROM need_ranking own
                       WHERE own.organisation_id = $1 AND (start.need_id IS NULL OR (own.tenths <= start.tenths AND own.points <= start.points AND (
                               own.points < start.points OR own.exposure < start.exposure
                               OR (own.exposure = start.exposure AND (own.remaining_minor, own.need_id) > (start.remaining_minor, start.need_id))))) ${filter}
                       ${ORDER} LIMIT $4) AS top
                JOIN LATERAL (SELECT ${NEED_HEAD_COLUMNS} FROM need WHERE need.id = top.need_id AND ${IS_PUBLIC_NEED} LIMIT 1) AS shown ON true) AS r
        LEFT JOIN project_exposure e ON e.organisation_id = $1 AND e.project_id = r."firstOf" ${scoresOf('e.project_id')}
    ) AS page ON true
   WHERE header.organisation_id = $1
   ORDER BY page.place`);

const exposed = (filter: string): string =>
  prepared(`
  ${STATE}, $3::uuid IS NULL OR start.project_id IS NOT NULL AS "isStart", page.*
    FROM organisation_ranking header
    LEFT JOIN project_exposure start ON start.organisation_id = $1 AND start.project_id = $3
    LEFT JOIN LATERAL (
      SELECT e.project_id AS "projectId", e.points, ${PROJECT}
        FROM (SELECT * FROM project_exposure own
               WHERE own.organisation_id = $1 AND (start.project_id IS NULL OR (own.points <= start.points
                       AND (own.points < start.points OR own.project_id > start.project_id))) ${filter}
                 AND NOT EXISTS (SELECT 1 FROM need WHERE need.project_id = own.project_id AND need.status = 'published')
               ORDER BY own.points DESC, own.project_id LIMIT $4) AS e ${scoresOf('e.project_id')}
    ) AS page ON true
   WHERE header.organisation_id = $1
   ORDER BY page.points DESC, page."projectId"`);

const OF_PRODUCT = `jsonb_build_array(jsonb_build_object('productId', $8::uuid))`;

/** The tier as `priority` gives it. What an organisation knows of bands alone has too little confidence for HIGH. */
const TIER = `(SELECT CASE WHEN known.confidence < ${String(SCORE_1.tier.unratedConfidence)} THEN 'UNRATED'
                          WHEN header.is_cleared AND own.points >= ${String(HIGH.points)} AND known.confidence >= ${String(HIGH.confidence)}
                               AND own.exposure >= ${String(HIGH.exposure)} AND known.strong >= ${String(HIGH.strongSignals)} THEN 'HIGH'
                          WHEN own.points >= ${String(SCORE_1.tier.mediumPoints)} THEN 'MEDIUM' ELSE 'LOW' END
                 FROM (SELECT least(coalesce(f.confidence, 0), coalesce(c.confidence, 0)) AS confidence, coalesce(f.strong_signals, 0) AS strong
                         FROM (SELECT) AS one ${scoresOf('own.project_id')}) AS known)`;

export const RANKS = ranks('');
export const RANKS_FILTERED = ranks(`
                 AND ($8::uuid IS NULL OR EXISTS (SELECT 1 FROM project_exposure of_product WHERE of_product.organisation_id = $1
                                                     AND of_product.project_id = own.project_id AND of_product.products @> ${OF_PRODUCT}))
                 AND ($9::text IS NULL OR EXISTS (SELECT 1 FROM need asked WHERE asked.id = own.need_id AND asked.kind = $9))
                 AND ($10::text IS NULL OR ${TIER} = $10)`);

export const EXPOSED = exposed('');
export const EXPOSED_FILTERED = exposed(`AND own.products @> ${OF_PRODUCT}`);

/** Each rounded as a run keeps it, so that the parts come to the whole. */
const MILLIONTHS = 'coalesce(sum(floor(own.value * 1000000 + 0.5)::bigint)';
export const WHOLE_EXPOSURE = prepared(`
  SELECT count(*)::int AS projects, ${MILLIONTHS}, 0)::text AS millionths,
         ${MILLIONTHS} FILTER (WHERE NOT EXISTS (SELECT 1 FROM project_maintainer spoken WHERE spoken.project_id = own.project_id)), 0)::text
           AS "unclaimedMillionths"
    FROM project_exposure own WHERE own.organisation_id = $1`);
