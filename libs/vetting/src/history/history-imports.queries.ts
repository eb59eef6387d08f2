import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Id, PersonPrincipal } from '#platform/kernel';
import { standingOf, type Standing } from './history-access.js';
import type { HistoryRefusal, HistorySource } from './history-imports.repository.js';

export type ImportStatus = 'WAITING' | 'STORED' | 'REFUSED';

export interface HistoryImportRow {
  readonly id: Id<'phi'>;
  readonly projectId: Id<'prj'>;
  readonly importedBy: Id<'usr'>;
  readonly standing: Standing;
  readonly covers: readonly HistorySource[];
  readonly coveredUntil: Date;
  readonly status: ImportStatus;
  readonly requestedAt: Date;
  readonly settledAt: Date | null;
  readonly events: number | null;
  readonly newEvents: number | null;
  readonly differingEvents: number | null;
  readonly leftOutEvents: number | null;
  readonly refusal: (HistoryRefusal & { readonly details: Record<string, string | number> }) | null;
}

const COLUMNS = `id, project_id AS "projectId", imported_by AS "importedBy", standing, covers, covered_until AS "coveredUntil", status, requested_at AS "requestedAt",
  settled_at AS "settledAt", events, new_events AS "newEvents", differing_events AS "differingEvents", left_out_events AS "leftOutEvents", refusal`;

/** Files that were handed in for a project, for those who may hand in one. */
@Injectable()
export class HistoryImportsQueries {
  constructor(private readonly dataSource: DataSource) {}

  async visible({ personId }: PersonPrincipal, id: string): Promise<HistoryImportRow | null> {
    const rows = await this.dataSource.query<HistoryImportRow[]>(
      `SELECT ${COLUMNS} FROM project_history_import AS told WHERE id = $1 AND ${standingOf('told.project_id', '$2')} IS NOT NULL`,
      [id, personId],
    );
    return rows[0] ?? null;
  }

  /** Newest first; none for those who have no standing in the project. */
  async ofProject(
    { personId }: PersonPrincipal,
    projectId: Id<'prj'>,
    page: PageRequest,
  ): Promise<Page<HistoryImportRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<HistoryImportRow[]>(
      `SELECT ${COLUMNS} FROM project_history_import
        WHERE project_id = $1 AND ${standingOf('$1', '$2')} IS NOT NULL
          AND ($3::timestamptz IS NULL OR (requested_at, id) < ($3::timestamptz, $4::uuid))
        ORDER BY requested_at DESC, id DESC LIMIT $5`,
      [projectId, personId, ...start, page.first + 1],
    );
    return toPage(rows, page.first, ({ requestedAt, id }) => [requestedAt.toISOString(), id]);
  }
}
