import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Id } from '#platform/kernel';
import { isRecognised } from './recognised-work.js';

export interface VouchRow {
  readonly id: Id<'vch'>;
  readonly personId: Id<'usr'>;
  readonly voucherId: Id<'usr'>;
  readonly projectId: Id<'prj'>;
  readonly statement: string;
  readonly givenAt: Date;
  readonly withdrawnAt: Date | null;
  readonly isCounted: boolean;
}

const COLUMNS = `id, person_id AS "personId", voucher_id AS "voucherId", project_id AS "projectId", statement, given_at AS "givenAt", withdrawn_at AS "withdrawnAt",
  withdrawn_at IS NULL AND ${isRecognised('vouch.project_id')} AS "isCounted"`;

/** Vouches, for the two people that each is between. */
@Injectable()
export class VouchesQueries {
  constructor(private readonly dataSource: DataSource) {}

  async visible(ids: readonly string[], viewerId: string | null): Promise<VouchRow[]> {
    return this.dataSource.query<VouchRow[]>(
      `SELECT ${COLUMNS} FROM vouch WHERE id = ANY($1) AND $2::uuid IN (person_id, voucher_id)`,
      [ids, viewerId],
    );
  }

  /** Given and received, newest first. */
  async of(personId: Id<'usr'>, page: PageRequest): Promise<Page<VouchRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<VouchRow[]>(
      `SELECT ${COLUMNS} FROM vouch
        WHERE $1 IN (person_id, voucher_id) AND ($2::timestamptz IS NULL OR (given_at, id) < ($2::timestamptz, $3::uuid))
        ORDER BY given_at DESC, id DESC LIMIT $4`,
      [personId, ...start, page.first + 1],
    );
    return toPage(rows, page.first, ({ givenAt, id }) => [givenAt.toISOString(), id]);
  }
}
