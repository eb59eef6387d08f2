import { Injectable } from '@nestjs/common';
import { CURRENT_INVENTORIES, type Exposure } from '#libs/inventory';
import {
  IS_PUBLIC_NEED,
  NEED_HEAD_COLUMNS,
  needHeadOf,
  type NeedHead,
  type NeedHeadColumns,
  type NeedKind,
} from '#libs/needs';
import { ConfidentialReads, InvalidPageError, prepared } from '#platform/database';
import { present, type Clearance, type Id } from '#platform/kernel';
import { isUnseenBand } from '../exposure-access.repository.js';
import type { BandReader } from '../exposure-access.service.js';
import type { PriorityTier } from '../priority.js';
import { SCORE_1 } from '../score-1.js';
import type { ScoreAxis, ScoreTerm } from '../scores/project-scores.js';
import type { SignalTerm, WeightedScore } from '../weighted-score.js';

/** A stored score as an explanation needs it. */
export interface StoredScore extends Omit<WeightedScore<string>, 'terms'> {
  /** With the figures behind them, where they were asked for. */
  readonly terms: readonly (ScoreTerm | SignalTerm<string>)[];
}

/** What is stored of a project for one organisation; null is "nothing known". */
export interface StoredProject {
  readonly projectId: Id<'prj'>;
  readonly exposure: Pick<Exposure, 'value' | 'strongest' | 'breadth' | 'products'>;
  readonly criticality: StoredScore | null;
  readonly fragility: StoredScore | null;
  /** Whether the reader of the window sees its band for the first time on the day. */
  readonly isUnseen: boolean;
}

export interface StoredRank extends StoredProject {
  readonly need: NeedHead;
  readonly fit: readonly number[];
}

export interface StoredExposure extends StoredProject {
  readonly points: number;
}

/** What a ranking was made under; it is current while these are those of now. */
interface RankingState {
  readonly isCleared: boolean;
  /** Whether the organisation still ships what it was made from, under the method of now. */
  readonly isCurrent: boolean;
}

export interface StoredPage<Row> {
  /** Null when the ranking was never made. */
  readonly state: RankingState | null;
  readonly rows: readonly Row[];
}

/** Which rows of a ranking are asked for; null is all. */
export interface ExposureFilter {
  /** Those that this product adds to. */
  readonly productId: Id<'prd'> | null;
}

export interface RankFilter extends ExposureFilter {
  readonly kind: NeedKind | null;
  readonly tier: PriorityTier | null;
}

/** All known projects that an organisation uses, whether they ask for anything or not. */
export interface WholeExposure {
  readonly projects: number;
  /** The sum of their exposures. */
  readonly millionths: string;
  /** That of projects for which nobody speaks. */
  readonly unclaimedMillionths: string;
}

export interface StoredWindow {
  /** Rows to return; null is all. */
  readonly limit: number | null;
  /** The need, or the project, after which the page starts. */
  readonly after: string | null;
  /** Whether the figures behind the terms of scores are read too. */
  readonly withFigures: boolean;
  /** Who reads bands; null for what nobody is shown. */
  readonly reader: BandReader | null;
}

export const EVERYTHING: RankFilter = { productId: null, kind: null, tier: null };
const HIGH = SCORE_1.tier.high;

/** Reads of stored rankings: a page, with everything that explains it, is one statement. */
@Injectable()
export class RankingsQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  /** @throws InvalidPageError when the need of the cursor has left the ranking */
  ranks(
    clearance: Clearance,
    organisationId: Id<'org'>,
    window: StoredWindow,
    { productId, kind, tier }: RankFilter = EVERYTHING,
  ): Promise<StoredPage<StoredRank>> {
    const isFiltered = productId !== null || kind !== null || tier !== null;
    const statement = isFiltered
      ? { sql: RANKS_FILTERED, filter: [productId, kind, tier] }
      : { sql: RANKS, filter: [] };
    return this.page(clearance, statement, organisationId, window, (row: RankColumns, project) => ({
      ...project,
      need: needHeadOf(row),
      fit: row.fit,
    }));
  }

  /** Projects that the organisation stands on and that have no published need, by their points. */
  exposures(
    clearance: Clearance,
    organisationId: Id<'org'>,
    window: StoredWindow,
    { productId }: ExposureFilter = EVERYTHING,
  ): Promise<StoredPage<StoredExposure>> {
    const statement =
      productId === null ? { sql: EXPOSED, filter: [] } : { sql: EXPOSED_FILTERED, filter: [productId] };
    return this.page(clearance, statement, organisationId, window, (row: ExposureColumns, project) => ({
      ...project,
      points: row.points,
    }));
  }

  /** As it was stored; whoever asks has looked whether it is current. */
  async wholeExposure(clearance: Clearance, organisationId: Id<'org'>): Promise<WholeExposure> {
    const rows = await this.reads.query<WholeExposure[]>(clearance, WHOLE_EXPOSURE, [organisationId]);
    return present(rows[0]);
  }

  private async page<Columns extends ProjectColumns, Row>(
    clearance: Clearance,
    { sql, filter }: { readonly sql: string; readonly filter: readonly (string | null)[] },
    organisationId: Id<'org'>,
    { limit, after, withFigures, reader }: StoredWindow,
    rowOf: (row: Columns, project: StoredProject) => Row,
  ): Promise<StoredPage<Row>> {
    const read = [reader?.personId ?? null, reader?.day ?? null];
    const parameters = [organisationId, SCORE_1.methodId, after, limit, withFigures, ...read, ...filter];
    const rows = await this.reads.query<(RankingState & { isStart: boolean } & Columns)[]>(clearance, sql, parameters);
    const [first] = rows;
    if (first === undefined) return { state: null, rows: [] };
    // The row has left the ranking since: a page from nowhere would repeat or skip, so the caller starts again.
    if (!first.isStart) throw new InvalidPageError('after');
    const { isCleared, isCurrent } = first;
    // An empty page is one row that has the state only.
    const found = rows.filter(({ projectId }) => projectId !== null);
    const projects = storedProjects(found);
    return {
      state: { isCleared, isCurrent },
      // Between the two transactions of a ranking, needs of a project that the organisation has left have no exposure any more.
      rows: found.flatMap((row) => {
        const project = projects.get(row.projectId);
        return project === undefined ? [] : [rowOf(row, project)];
      }),
    };
  }
}

/** Columns of a project as a page has them: put into objects by the database, they would take as long again as the page. */
interface StoredColumns {
  readonly projectId: Id<'prj'>;
  readonly exposure: number;
  readonly strongest: number;
  readonly breadth: number;
  /** JSON, as all terms are. */
  readonly products: string;
  readonly criticality: number | null;
  readonly criticalityConfidence: number;
  readonly criticalityTerms: string;
  readonly criticalityMissing: readonly string[] | null;
  readonly fragility: number | null;
  readonly fragilityConfidence: number;
  readonly fragilityTerms: string;
  readonly fragilityMissing: readonly string[] | null;
  readonly isUnseen: boolean;
}

/** All but the project is null in rows after the first of the project. */
type ProjectColumns = StoredColumns | { readonly projectId: Id<'prj'>; readonly exposure: null };

type RankColumns = ProjectColumns & NeedHeadColumns & { readonly fit: readonly number[] };
type ExposureColumns = ProjectColumns & { readonly points: number };

/** What is stored of each project, which is the same for all of its needs. */
function storedProjects(rows: readonly ProjectColumns[]): ReadonlyMap<string, StoredProject> {
  const projects = new Map<string, StoredProject>();
  for (const row of rows) if (isStored(row)) projects.set(row.projectId, storedProject(row));
  return projects;
}

function isStored(row: ProjectColumns): row is StoredColumns {
  return row.exposure !== null;
}

function storedProject(row: StoredColumns): StoredProject {
  const { projectId, exposure: value, strongest, breadth, isUnseen } = row;
  return {
    projectId,
    exposure: { value, strongest, breadth, products: JSON.parse(row.products) as Exposure['products'] },
    isUnseen,
    criticality: storedScore(row.criticality, row.criticalityConfidence, row.criticalityTerms, row.criticalityMissing),
    fragility: storedScore(row.fragility, row.fragilityConfidence, row.fragilityTerms, row.fragilityMissing),
  };
}

function storedScore(
  value: number | null,
  confidence: number,
  terms: string,
  missing: readonly string[] | null,
): StoredScore | null {
  if (value === null) return null;
  return { value, confidence, terms: JSON.parse(terms) as StoredScore['terms'], missing: missing ?? [] };
}

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

const RANKS = ranks('');
const RANKS_FILTERED = ranks(`
                 AND ($8::uuid IS NULL OR EXISTS (SELECT 1 FROM project_exposure of_product WHERE of_product.organisation_id = $1
                                                     AND of_product.project_id = own.project_id AND of_product.products @> ${OF_PRODUCT}))
                 AND ($9::text IS NULL OR EXISTS (SELECT 1 FROM need asked WHERE asked.id = own.need_id AND asked.kind = $9))
                 AND ($10::text IS NULL OR ${TIER} = $10)`);

const EXPOSED = exposed('');
const EXPOSED_FILTERED = exposed(`AND own.products @> ${OF_PRODUCT}`);

/** Each rounded as a run keeps it, so that the parts come to the whole. */
const MILLIONTHS = 'coalesce(sum(floor(own.value * 1000000 + 0.5)::bigint)';
const WHOLE_EXPOSURE = prepared(`
  SELECT count(*)::int AS projects, ${MILLIONTHS}, 0)::text AS millionths,
         ${MILLIONTHS} FILTER (WHERE NOT EXISTS (SELECT 1 FROM project_maintainer spoken WHERE spoken.project_id = own.project_id)), 0)::text
           AS "unclaimedMillionths"
    FROM project_exposure own WHERE own.organisation_id = $1`);
