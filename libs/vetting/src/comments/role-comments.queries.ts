import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Id } from '#platform/kernel';

export interface RoleCommentRow {
  readonly id: Id<'rcm'>;
  readonly authorId: Id<'usr'>;
  /** Null when it was withdrawn. */
  readonly text: string | null;
  readonly writtenAt: Date;
  readonly withdrawnAt: Date | null;
}

const COLUMNS = `id, author_id AS "authorId", CASE WHEN withdrawn_at IS NULL THEN text END AS text, written_at AS "writtenAt", withdrawn_at AS "withdrawnAt"`;

/** Comments on requests, which everybody may read. */
@Injectable()
export class RoleCommentsQueries {
  constructor(private readonly dataSource: DataSource) {}

  async byIds(ids: readonly string[]): Promise<RoleCommentRow[]> {
    return this.dataSource.query<RoleCommentRow[]>(`SELECT ${COLUMNS} FROM role_comment WHERE id = ANY($1)`, [ids]);
  }

  /** Newest first. */
  async ofGrant(grantId: Id<'rgr'>, page: PageRequest): Promise<Page<RoleCommentRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<RoleCommentRow[]>(
      `SELECT ${COLUMNS} FROM role_comment
        WHERE grant_id = $1 AND ($2::timestamptz IS NULL OR (written_at, id) < ($2::timestamptz, $3::uuid))
        ORDER BY written_at DESC, id DESC LIMIT $4`,
      [grantId, ...start, page.first + 1],
    );
    return toPage(rows, page.first, ({ writtenAt, id }) => [writtenAt.toISOString(), id]);
  }
}
