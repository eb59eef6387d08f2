import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Id } from '#platform/kernel';
import type { PoolDecision, PoolStatus, SeatKind } from './pool-member.states.js';
import type { PoolProfile } from './pool-members.repository.js';

export interface PoolMemberRow extends PoolProfile {
  readonly id: Id<'plm'>;
  readonly personId: Id<'usr'>;
  readonly kind: SeatKind;
  readonly status: PoolStatus;
  readonly appliedAt: Date;
  /** How many seats of the kind they have now. */
  readonly seats: number;
  readonly decisions: readonly PoolDecisionRow[];
}

export interface PoolDecisionRow {
  readonly action: PoolDecision;
  readonly personId: Id<'usr'>;
  readonly reason: string;
  readonly at: string;
}

export interface PoolFilter {
  readonly kind: SeatKind | null;
  readonly status: PoolStatus | null;
}

const COLUMNS = `id, person_id AS "personId", kind, status, statement, skills, ties, tied_projects AS "tiedProjects", tied_organisations AS "tiedOrganisations",
  load_limit AS "loadLimit", CASE WHEN rate_minor IS NOT NULL THEN json_build_object('minor', rate_minor::text, 'currency', rate_currency) END AS rate, applied_at AS "appliedAt",
  (SELECT count(*)::int FROM project_seat seat WHERE seat.person_id = pool_member.person_id AND seat.kind = pool_member.kind AND seat.ended_at IS NULL) AS seats,
  (SELECT coalesce(json_agg(json_build_object('action', action, 'personId', decision.person_id, 'reason', reason, 'at', at) ORDER BY at), '[]')
     FROM pool_decision decision WHERE decision.member_id = pool_member.id) AS decisions`;

/** People who sit for projects, and those who would. What they say and what was decided is public. */
@Injectable()
export class PoolMembersQueries {
  constructor(private readonly dataSource: DataSource) {}

  async byIds(ids: readonly string[]): Promise<PoolMemberRow[]> {
    return this.dataSource.query<PoolMemberRow[]>(`SELECT ${COLUMNS} FROM pool_member WHERE id = ANY($1)`, [ids]);
  }

  /** Newest application first. */
  async list({ kind, status }: PoolFilter, page: PageRequest): Promise<Page<PoolMemberRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<PoolMemberRow[]>(
      `SELECT ${COLUMNS} FROM pool_member
        WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR status = $2)
          AND ($3::timestamptz IS NULL OR (applied_at, id) < ($3::timestamptz, $4::uuid))
        ORDER BY applied_at DESC, id DESC LIMIT $5`,
      [kind, status, ...start, page.first + 1],
    );
    return toPage(rows, page.first, ({ appliedAt, id }) => [appliedAt.toISOString(), id]);
  }
}
