import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { money, type Id, type Money } from '#platform/kernel';
import type { NeedKind } from './need.entity.js';
import type { NeedCapacity } from './need.rules.js';
import type { NeedStatus } from './need.states.js';

export interface NeedRow extends NeedCapacity {
  readonly id: Id<'need'>;
  readonly projectId: Id<'prj'>;
  readonly recipientPersonId: Id<'usr'>;
  readonly kind: NeedKind;
  readonly title: string;
  readonly summary: string;
  readonly deadline: Date | null;
  readonly status: NeedStatus;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
}

export interface NeedFilter {
  readonly kind: NeedKind | null;
  readonly projectId: Id<'prj'> | null;
}

const COLUMNS = `need.id, need.project_id AS "projectId", need.recipient_person_id AS "recipientPersonId", need.kind, need.title, need.summary,
  need.goal_minor AS "goalMinor", need.reserved_minor AS "reservedMinor", need.received_minor AS "receivedMinor", need.currency,
  need.deadline, need.status, need.created_at AS "createdAt", need.published_at AS "publishedAt"`;

type RawNeed = Omit<NeedRow, 'goal' | 'reserved' | 'received'> & {
  readonly goalMinor: string;
  readonly reservedMinor: string;
  readonly receivedMinor: string;
  readonly currency: string;
};

/** Reads of needs. A draft is seen by its author alone; the scope is part of each statement. */
@Injectable()
export class NeedsQueries {
  constructor(private readonly dataSource: DataSource) {}

  async visible(ids: readonly string[], viewerPersonId: string | null): Promise<NeedRow[]> {
    const rows = await this.dataSource.query<RawNeed[]>(
      `SELECT ${COLUMNS} FROM need WHERE need.id = ANY($1) AND (need.status IN ('published', 'closed') OR need.recipient_person_id = $2)`,
      [ids, viewerPersonId],
    );
    return rows.map(needRow);
  }

  /** Who is paid for a need, as the transaction sees it. */
  async recipientWithin(tx: Tx, needId: Id<'need'>): Promise<Id<'usr'>> {
    const rows = await tx.manager.query<{ id: Id<'usr'> }[]>(
      'SELECT recipient_person_id AS id FROM need WHERE id = $1',
      [needId],
    );
    return rows[0]!.id;
  }

  /** Published needs, newest first. */
  async published(filter: NeedFilter, page: PageRequest): Promise<Page<NeedRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<RawNeed[]>(
      `SELECT ${COLUMNS} FROM need
        WHERE need.status = 'published' AND ($1::text IS NULL OR need.kind = $1) AND ($2::uuid IS NULL OR need.project_id = $2)
          AND ($3::timestamptz IS NULL OR (need.published_at, need.id) < ($3::timestamptz, $4::uuid))
        ORDER BY need.published_at DESC, need.id DESC LIMIT $5`,
      [filter.kind, filter.projectId, ...start, page.first + 1],
    );
    return toPage(rows.map(needRow), page.first, (row) => [row.publishedAt!.toISOString(), row.id]);
  }

  /** Every published need of the given projects, for ranking. */
  async ofProjects(projectIds: readonly string[]): Promise<NeedRow[]> {
    const rows = await this.dataSource.query<RawNeed[]>(
      `SELECT ${COLUMNS} FROM need WHERE need.status = 'published' AND need.project_id = ANY($1) ORDER BY need.id`,
      [projectIds],
    );
    return rows.map(needRow);
  }
}

function needRow({ goalMinor, reservedMinor, receivedMinor, currency, ...row }: RawNeed): NeedRow {
  const amount = (minor: string): Money => money(BigInt(minor), currency);
  return { ...row, goal: amount(goalMinor), reserved: amount(reservedMinor), received: amount(receivedMinor) };
}
