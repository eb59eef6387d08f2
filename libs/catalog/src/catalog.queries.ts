import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { type Id } from '#platform/kernel';
import { Claim } from './claim.entity.js';

export interface ProjectRow {
  readonly id: Id<'prj'>;
  readonly name: string;
  readonly repositoryUrl: string;
  readonly isDemo: boolean;
}

export interface SignalRow {
  readonly projectId: Id<'prj'>;
  readonly signal: string;
  readonly value: number;
  readonly source: string;
  readonly observedAt: Date;
}

/** A package as a file names it. */
export interface PackageQuestion {
  /** `type/namespace/name`. */
  readonly key: string;
  /** Other spellings of the key, best first. */
  readonly aliases: readonly string[];
  /** Of the repository that the purl itself names. */
  readonly repositoryUrl: string | null;
}

export interface PackageLink {
  readonly projectId: Id<'prj'>;
  readonly confidence: number;
}

/** The purl names the repository: as good as what a registry says. */
export const NAMED_BY_ITS_PURL = 80;

const PROJECT = 'id, name, repository_url AS "repositoryUrl", is_demo AS "isDemo"';

@Injectable()
export class CatalogQueries {
  constructor(private readonly dataSource: DataSource) {}

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
   * another spelling of it, or by the repository that its purl names. Each is looked up by its index: left to itself the
   * planner reads the whole catalogue for a file.
   * @returns by key; `confidence` from 1 to 100, where 100 is a link that a maintainer verified
   */
  async resolve(questions: readonly PackageQuestion[]): Promise<ReadonlyMap<string, PackageLink>> {
    const rows = await this.dataSource.query<(PackageLink & { key: string })[]>(
      `SELECT question.key, COALESCE(own.project_id, other.project_id, repository.id) AS "projectId",
              COALESCE(own.confidence, other.confidence, $4::int) AS confidence
         FROM unnest($1::text[], $2::text[], $3::text[]) AS question (key, alias, url)
         LEFT JOIN LATERAL (SELECT project_id, confidence FROM package WHERE purl_key = question.key LIMIT 1) own ON true
         LEFT JOIN LATERAL (SELECT project_id, confidence FROM package WHERE purl_key = question.alias LIMIT 1) other ON true
         LEFT JOIN LATERAL (SELECT id FROM project WHERE repository_url = question.url LIMIT 1) repository ON true
        WHERE COALESCE(own.project_id, other.project_id, repository.id) IS NOT NULL`,
      [
        questions.map(({ key }) => key),
        questions.map(({ aliases }) => aliases[0] ?? null),
        questions.map(({ repositoryUrl }) => repositoryUrl),
        NAMED_BY_ITS_PURL,
      ],
    );
    return new Map(rows.map(({ key, projectId, confidence }) => [key, { projectId, confidence }]));
  }

  async signals(projectIds: readonly string[]): Promise<SignalRow[]> {
    return this.dataSource.query<SignalRow[]>(
      `SELECT project_id AS "projectId", signal, value, source, observed_at AS "observedAt" FROM project_signal WHERE project_id = ANY($1)`,
      [projectIds],
    );
  }

  async claim(id: Id<'clm'>): Promise<Claim | null> {
    return this.dataSource.manager.findOne(Claim, { where: { id } });
  }

  async isMaintainer(personId: Id<'usr'>, projectId: Id<'prj'>): Promise<boolean> {
    return this.dataSource.manager.exists(Claim, { where: { personId, projectId, status: 'verified' } });
  }
}
