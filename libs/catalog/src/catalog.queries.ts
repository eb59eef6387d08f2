import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { type Id } from '#platform/kernel';

export interface ProjectRow {
  readonly id: Id<'prj'>;
  readonly name: string;
  readonly repositoryUrl: string;
  /** The own site of the project, when its forge or registry names one. */
  readonly homepageUrl: string | null;
  readonly isDemo: boolean;
}

export interface SignalRow {
  readonly projectId: Id<'prj'>;
  /** Of the package that the figure is about; null when it is about the whole project. */
  readonly packageKey: string | null;
  readonly signal: string;
  readonly value: number;
  readonly source: string;
  readonly observedAt: Date;
  /** A contest of it was upheld, and nothing newer has been seen since: it does not count. */
  readonly isLeftOut: boolean;
}

export interface CatalogueTotals {
  readonly projects: number;
  readonly packages: number;
  readonly signals: number;
  readonly aliases: number;
}

export type ImportRow = CatalogueTotals & {
  readonly source: string;
  readonly importedAt: Date;
};

export interface PackageRow {
  /** `type/namespace/name`. */
  readonly key: string;
  readonly confidence: number;
}

/** A package as a file names it. */
export interface PackageQuestion {
  /** `type/namespace/name`. */
  readonly key: string;
  /** Of the repository that the purl itself names. */
  readonly repositoryUrl: string | null;
}

export interface PackageLink {
  readonly projectId: Id<'prj'>;
  readonly confidence: number;
}

/** The purl names the repository: as good as what a registry says. */
export const NAMED_BY_ITS_PURL = 80;

/** How long the word of a maintainer counts that the project is finished (domain rule 2.3). */
const STABLE_FOR = '12 months';

/** Whether a person ($1) maintains a project ($2). */
export const MAINTAINS = 'SELECT 1 FROM project_maintainer WHERE person_id = $1 AND project_id = $2';

const LEFT_OUT = `EXISTS (
  SELECT 1 FROM signal_contest contest
   WHERE contest.project_id = own.project_id AND contest.signal = own.signal AND contest.purl_key IS NOT DISTINCT FROM own."packageKey"
     AND contest.status = 'upheld' AND contest.decided_at >= own."observedAt")`;

/** Signals of the projects $1 and of their packages, in one order. */
const SIGNALS_OF_PROJECTS = `
  SELECT own.project_id AS "projectId", own."packageKey", own.signal, own.value, own.source, own."observedAt", ${LEFT_OUT} AS "isLeftOut"
    FROM (SELECT project_id, NULL AS "packageKey", signal, value, source, observed_at AS "observedAt"
            FROM project_signal WHERE project_id = ANY($1)
           UNION ALL
          SELECT package.project_id, package.purl_key, package_signal.signal, package_signal.value, package_signal.source, package_signal.observed_at
            FROM package JOIN package_signal ON package_signal.purl_key = package.purl_key WHERE package.project_id = ANY($1)) AS own
   ORDER BY own.project_id, own.signal, own."packageKey"`;

const PROJECT = 'id, name, repository_url AS "repositoryUrl", homepage_url AS "homepageUrl", is_demo AS "isDemo"';

@Injectable()
export class CatalogQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Within a transaction, for scores. */
  async signalsWithin(tx: Tx, projectIds: readonly string[]): Promise<SignalRow[]> {
    return tx.manager.query<SignalRow[]>(SIGNALS_OF_PROJECTS, [projectIds]);
  }

  /** Until when each project counts as finished, as one of its maintainers has said. It may be over. */
  async stableUntil(projectIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    return stableUntil(this.dataSource.manager, projectIds);
  }

  /** The same within a transaction, for scores. */
  async stableUntilWithin(tx: Tx, projectIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    return stableUntil(tx.manager, projectIds);
  }

  async project(id: Id<'prj'>): Promise<ProjectRow | null> {
    return (await this.projects([id]))[0] ?? null;
  }

  async projects(ids: readonly string[]): Promise<ProjectRow[]> {
    return this.dataSource.query<ProjectRow[]>(`SELECT ${PROJECT} FROM project WHERE id = ANY($1)`, [ids]);
  }

  /** Projects by a part of their name or repository, in the order of names. */
  async search(text: string, page: PageRequest): Promise<Page<ProjectRow>> {
    const start = startOf(page, ['text', 'uuid']);
    const rows = await this.dataSource.query<ProjectRow[]>(
      `SELECT ${PROJECT} FROM project
        WHERE (strpos(lower(name), lower($1)) > 0 OR strpos(repository_url, lower($1)) > 0)
          AND ($2::text IS NULL OR (name, id) > ($2::text, $3::uuid))
        ORDER BY name, id LIMIT $4`,
      [text, ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.name, row.id]);
  }

  /**
   * The project of each package that the catalogue knows, with one statement for all packages of a file: by its key, by
   * another name or spelling of it, or by the repository that its purl names.
   * @returns by key; `confidence` from 1 to 100, where 100 is a link that a maintainer verified
   */
  async resolve(questions: readonly PackageQuestion[]): Promise<ReadonlyMap<string, PackageLink>> {
    const rows = await this.dataSource.query<(PackageLink & { key: string })[]>(
      `SELECT question.key, link.project_id AS "projectId", link.confidence
         FROM unnest($1::text[], $2::text[]) AS question (key, url)
        CROSS JOIN LATERAL linked_project(question.key, question.url, $3) AS link`,
      [questions.map(({ key }) => key), questions.map(({ repositoryUrl }) => repositoryUrl), NAMED_BY_ITS_PURL],
    );
    return new Map(rows.map(({ key, projectId, confidence }) => [key, { projectId, confidence }]));
  }

  async signals(projectIds: readonly string[]): Promise<SignalRow[]> {
    return this.dataSource.query<SignalRow[]>(SIGNALS_OF_PROJECTS, [projectIds]);
  }

  /** How much the catalogue holds, and every import, the latest first. */
  async holdings(): Promise<{ readonly totals: CatalogueTotals; readonly imports: readonly ImportRow[] }> {
    const [totals] = await this.dataSource.query<CatalogueTotals[]>(
      `SELECT (SELECT count(*)::int FROM project) AS projects, (SELECT count(*)::int FROM package) AS packages,
              (SELECT count(*)::int FROM project_signal) + (SELECT count(*)::int FROM package_signal) AS signals,
              (SELECT count(*)::int FROM package_alias) AS aliases`,
    );
    const imports = await this.dataSource.query<ImportRow[]>(
      `SELECT source, imported_at AS "importedAt", counts.*
         FROM catalogue_import CROSS JOIN LATERAL jsonb_to_record(counts) AS counts (projects int, packages int, signals int, aliases int, skipped int)
        ORDER BY imported_at DESC, id DESC`,
    );
    return { totals: totals!, imports };
  }

  /** Packages that lead to a project, in the order of their keys. */
  async packages(projectId: Id<'prj'>, page: PageRequest): Promise<Page<PackageRow>> {
    const rows = await this.dataSource.query<PackageRow[]>(
      `SELECT purl_key AS key, confidence FROM package_link
        WHERE project_id = $1 AND ($2::text IS NULL OR purl_key > $2) ORDER BY purl_key LIMIT $3`,
      [projectId, ...startOf(page, ['text']), page.first + 1],
    );
    return toPage(rows, page.first, ({ key }) => [key]);
  }

  async isPackageOf(key: string, projectId: Id<'prj'>): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      'SELECT 1 FROM package WHERE purl_key = $1 AND project_id = $2',
      [key, projectId],
    );
    return rows.length === 1;
  }

  /** Those of the projects that a person maintains. */
  async maintainedAmong(personId: Id<'usr'>, projectIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      'SELECT project_id AS id FROM project_maintainer WHERE person_id = $1 AND project_id = ANY($2)',
      [personId, projectIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Only a claim that stands gives rights. */
  async isMaintainer(personId: Id<'usr'>, projectId: Id<'prj'>): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(MAINTAINS, [personId, projectId]);
    return rows.length > 0;
  }

  /** Whether anybody speaks for a project. */
  async isMaintainedWithin(tx: Tx, projectId: Id<'prj'>): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>('SELECT 1 FROM project_maintainer WHERE project_id = $1 LIMIT 1', [
      projectId,
    ]);
    return rows.length > 0;
  }

  /** Those of the projects for which somebody speaks. */
  async maintained(projectIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      'SELECT DISTINCT project_id AS id FROM project_maintainer WHERE project_id = ANY($1)',
      [projectIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** How many packages the catalogue knows of each project; none for a project without packages. */
  async packageCounts(projectIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.dataSource.query<{ id: string; packages: number }[]>(
      'SELECT project_id AS id, count(*)::int AS packages FROM package WHERE project_id = ANY($1) GROUP BY project_id',
      [projectIds],
    );
    return new Map(rows.map(({ id, packages }) => [id, packages]));
  }
}

async function stableUntil(
  manager: Pick<EntityManager, 'query'>,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await manager.query<{ projectId: string; until: Date }[]>(
    `SELECT confirmation.project_id AS "projectId", max(confirmation.confirmed_at) + $2::interval AS until
       FROM stability_confirmation confirmation JOIN project_maintainer USING (project_id, person_id)
      WHERE confirmation.project_id = ANY($1) GROUP BY confirmation.project_id`,
    [projectIds, STABLE_FOR],
  );
  return new Map(rows.map(({ projectId, until }) => [projectId, until]));
}
