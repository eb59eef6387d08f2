import { Injectable } from '@nestjs/common';
import type { Exposure } from '#libs/inventory';
import { needHeadOf, type NeedHead, type NeedHeadColumns, type NeedKind } from '#libs/needs';
import { ConfidentialReads, InvalidPageError } from '#platform/database';
import { present, type Clearance, type Id } from '#platform/kernel';
import type { BandReader } from '../exposure-access.service.js';
import type { PriorityTier } from '../priority.js';
import { SCORE_1 } from '../score-1.js';
import type { ScoreTerm } from '../scores/project-scores.js';
import type { SignalTerm, WeightedScore } from '../weighted-score.js';
import { EXPOSED, EXPOSED_FILTERED, RANKS, RANKS_FILTERED, WHOLE_EXPOSURE } from './ranking-statements.js';

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
