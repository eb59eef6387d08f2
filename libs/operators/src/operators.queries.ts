import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import { isOperator, type Id, type OperatorRight, type Principal } from '#platform/kernel';
import type { OperatorProposalStatus } from './operator-proposal.states.js';

export interface OperatorGrantRow {
  readonly id: Id<'ogr'>;
  readonly personId: Id<'usr'>;
  readonly right: OperatorRight;
  readonly grantedAt: Date;
  readonly grantedThrough: Id<'opp'> | null;
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
}

export interface OperatorProposalRow {
  readonly id: Id<'opp'>;
  readonly beneficiaryId: Id<'usr'>;
  readonly right: OperatorRight;
  readonly rightExpiresAt: Date;
  readonly reason: string;
  readonly status: OperatorProposalStatus;
  readonly proposedBy: Id<'usr'>;
  readonly proposedAt: Date;
  readonly expiresAt: Date;
  readonly decidedBy: Id<'usr'> | null;
  readonly decidedAt: Date | null;
  readonly version: number;
}

const GRANT = `id, person_id AS "personId", operator_right AS "right", granted_at AS "grantedAt", granted_through AS "grantedThrough",
  expires_at AS "expiresAt", ended_at AS "endedAt", end_reason AS "endReason"`;
const PROPOSAL = `id, beneficiary_id AS "beneficiaryId", operator_right AS "right", right_expires_at AS "rightExpiresAt", reason, status,
  proposed_by AS "proposedBy", proposed_at AS "proposedAt", expires_at AS "expiresAt", decided_by AS "decidedBy",
  decided_at AS "decidedAt", version`;

/** Operators see all of it, others what is about themselves. */
@Injectable()
export class OperatorsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Rights of operators, those of before too, the newest first. */
  async grants(principal: Principal, page: PageRequest): Promise<Page<OperatorGrantRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<OperatorGrantRow[]>(
      `SELECT ${GRANT} FROM operator_grant
        WHERE ($1 OR person_id = $2) AND ($3::timestamptz IS NULL OR (granted_at, id) < ($3::timestamptz, $4::uuid))
        ORDER BY granted_at DESC, id DESC LIMIT $5`,
      [...scopeOf(principal), ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.grantedAt.toISOString(), row.id]);
  }

  async proposals(principal: Principal, openOnly: boolean, page: PageRequest): Promise<Page<OperatorProposalRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<OperatorProposalRow[]>(
      `SELECT ${PROPOSAL} FROM operator_proposal
        WHERE ($1 OR beneficiary_id = $2) AND (NOT $3 OR status = 'proposed')
          AND ($4::timestamptz IS NULL OR (proposed_at, id) < ($4::timestamptz, $5::uuid))
        ORDER BY proposed_at DESC, id DESC LIMIT $6`,
      [...scopeOf(principal), openOnly, ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.proposedAt.toISOString(), row.id]);
  }

  /** Those of the ids that the principal may see. */
  async visibleProposals(principal: Principal, ids: readonly string[]): Promise<OperatorProposalRow[]> {
    return this.dataSource.query<OperatorProposalRow[]>(
      `SELECT ${PROPOSAL} FROM operator_proposal WHERE ($1 OR beneficiary_id = $2) AND id = ANY($3)`,
      [...scopeOf(principal), ids],
    );
  }

  /** Changes with every decision, so that an approval is of the proposal as it was shown. */
  async versionOf(id: Id<'opp'>): Promise<string | null> {
    const rows = await this.dataSource.query<{ version: number }[]>(
      'SELECT version FROM operator_proposal WHERE id = $1',
      [id],
    );
    return rows[0] ? String(rows[0].version) : null;
  }

  /** Rights that stand, for the terminal. */
  standing(now: Date): Promise<OperatorGrantRow[]> {
    return this.dataSource.query<OperatorGrantRow[]>(
      `SELECT ${GRANT} FROM operator_grant WHERE ended_at IS NULL AND (expires_at IS NULL OR expires_at > $1)
        ORDER BY granted_at, id LIMIT 100`,
      [now.toISOString()],
    );
  }
}

function scopeOf(principal: Principal): readonly [boolean, string | null] {
  return [isOperator(principal), principal.kind === 'person' ? principal.personId : null];
}
