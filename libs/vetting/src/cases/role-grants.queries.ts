import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Id } from '#platform/kernel';
import type { GrantState } from '../grants/grant-state.js';
import type { GrantStatus } from '../grants/grant-status.js';
import type { Scope, Tier } from '../policy/scopes.js';

/** A grant as everybody may see it; of a vote never more than two sums, once it is closed. */
export interface RoleGrantRow {
  readonly id: Id<'rgr'>;
  readonly projectId: Id<'prj'>;
  readonly candidateId: Id<'usr'>;
  readonly scope: Scope;
  readonly status: GrantStatus;
  /** Frozen when the request was submitted; null before. */
  readonly tier: Tier | null;
  readonly policyVersion: string | null;
  readonly createdAt: Date;
  readonly enteredAt: Date;
  readonly dueAt: Date | null;
  readonly heldSince: Date | null;
  readonly result: GrantState['result'];
  readonly sponsorships: readonly Omit<GrantState['sponsorships'][number], 'affiliations'>[];
  /** Who was asked to sponsor and did not want to. */
  readonly refusals: GrantState['refusals'];
}

export interface RoleGrantFilter {
  readonly scope: Scope | null;
  readonly status: GrantStatus | null;
}

const COLUMNS = `id, project_id AS "projectId", candidate_id AS "candidateId", scope, status, tier, policy_version AS "policyVersion", created_at AS "createdAt",
  entered_at AS "enteredAt", due_at AS "dueAt", to_timestamp((state ->> 'heldSince')::float8 / 1000) AS "heldSince", state -> 'result' AS result,
  state -> 'sponsorships' AS sponsorships, state -> 'refusals' AS refusals`;

/** What was never submitted is its candidate's alone. */
const seenBy = (viewer: string): string => `(tier IS NOT NULL OR candidate_id = ${viewer})`;

/** Reads of grants. What a request says is public from the day on which it is submitted (G21). */
@Injectable()
export class RoleGrantsQueries {
  constructor(private readonly dataSource: DataSource) {}

  async visible(ids: readonly string[], viewerId: string | null): Promise<RoleGrantRow[]> {
    return this.dataSource.query<RoleGrantRow[]>(
      `SELECT ${COLUMNS} FROM role_grant WHERE id = ANY($1) AND ${seenBy('$2::uuid')}`,
      [ids, viewerId],
    );
  }

  /** Grants of a project, newest first. */
  async ofProject(
    projectId: Id<'prj'>,
    viewerId: string | null,
    { scope, status }: RoleGrantFilter,
    page: PageRequest,
  ): Promise<Page<RoleGrantRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<RoleGrantRow[]>(
      `SELECT ${COLUMNS} FROM role_grant
        WHERE project_id = $1 AND ${seenBy('$2::uuid')} AND ($3::text IS NULL OR scope = $3) AND ($4::text IS NULL OR status = $4)
          AND ($5::timestamptz IS NULL OR (created_at, id) < ($5::timestamptz, $6::uuid))
        ORDER BY created_at DESC, id DESC LIMIT $7`,
      [projectId, viewerId, scope, status, ...start, page.first + 1],
    );
    return pageOfGrants(rows, page);
  }

  /** What a person has asked for, newest first. */
  async ofCandidate(personId: Id<'usr'>, page: PageRequest): Promise<Page<RoleGrantRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<RoleGrantRow[]>(
      `SELECT ${COLUMNS} FROM role_grant
        WHERE candidate_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2::timestamptz, $3::uuid))
        ORDER BY created_at DESC, id DESC LIMIT $4`,
      [personId, ...start, page.first + 1],
    );
    return pageOfGrants(rows, page);
  }
}

function pageOfGrants(rows: readonly RoleGrantRow[], { first }: PageRequest): Page<RoleGrantRow> {
  return toPage(rows, first, ({ createdAt, id }) => [createdAt.toISOString(), id]);
}
