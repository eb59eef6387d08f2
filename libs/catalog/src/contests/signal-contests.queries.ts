import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Id } from '#platform/kernel';
import type { SignalContestStatus } from './signal-contest.states.js';

export interface ContestRow {
  readonly id: Id<'sct'>;
  readonly projectId: Id<'prj'>;
  readonly signal: string;
  readonly packageKey: string | null;
  /** The figure as it was contested. */
  readonly value: number;
  readonly source: string;
  readonly observedAt: Date;
  readonly note: string;
  readonly status: SignalContestStatus;
  readonly answer: string | null;
  readonly contestedAt: Date;
  readonly decidedAt: Date | null;
}

const COLUMNS = `id, project_id AS "projectId", signal, purl_key AS "packageKey", value, source, observed_at AS "observedAt", note, status, answer,
  contested_at AS "contestedAt", decided_at AS "decidedAt"`;

@Injectable()
export class SignalContestsQueries {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: Id<'sct'>): Promise<ContestRow | null> {
    const rows = await this.dataSource.query<ContestRow[]>(`SELECT ${COLUMNS} FROM signal_contest WHERE id = $1`, [id]);
    return rows[0] ?? null;
  }

  /** The latest contest of each figure of some projects, without those that were taken back. */
  async latestOf(projectIds: readonly string[]): Promise<ContestRow[]> {
    return this.dataSource.query<ContestRow[]>(
      `SELECT DISTINCT ON (project_id, signal, purl_key) ${COLUMNS} FROM signal_contest
        WHERE project_id = ANY($1) AND status <> 'withdrawn' ORDER BY project_id, signal, purl_key, contested_at DESC, id DESC`,
      [projectIds],
    );
  }

  /** Contests of one project or of all, newest first. */
  async page(filter: ContestFilter, page: PageRequest): Promise<Page<ContestRow>> {
    const rows = await this.dataSource.query<ContestRow[]>(
      `SELECT ${COLUMNS} FROM signal_contest
        WHERE ($1::uuid IS NULL OR project_id = $1) AND ($2::text IS NULL OR status = $2)
          AND ($3::timestamptz IS NULL OR (contested_at, id) < ($3::timestamptz, $4::uuid))
        ORDER BY contested_at DESC, id DESC LIMIT $5`,
      [filter.projectId, filter.status, ...startOf(page, ['instant', 'uuid']), page.first + 1],
    );
    return toPage(rows, page.first, ({ contestedAt, id }) => [contestedAt.toISOString(), id]);
  }
}

export interface ContestFilter {
  readonly projectId: Id<'prj'> | null;
  readonly status: SignalContestStatus | null;
}
