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

  /** The project of each package key that the catalogue knows, with one statement for all keys of a file. */
  async resolve(purlKeys: readonly string[]): Promise<ReadonlyMap<string, Id<'prj'>>> {
    const rows = await this.dataSource.query<{ purl_key: string; project_id: Id<'prj'> }[]>(
      'SELECT purl_key, project_id FROM package WHERE purl_key = ANY($1)',
      [purlKeys],
    );
    return new Map(rows.map((row) => [row.purl_key, row.project_id]));
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
