import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { STANDING_APPROVALS, approvalRefusal, type ApprovalRefusal } from '#libs/approvals';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Id } from '#platform/kernel';
import { RUNS, runRow, type RawRun, type RunRow } from './runs.queries.js';

/** A run that waits, and what a person can do about it. */
export interface WaitingRun {
  readonly run: RunRow;
  readonly required: number;
  /** Approvals of people who may still give them. */
  readonly approvals: number;
  readonly expiresAt: Date;
  /** Null for who can approve it. */
  readonly refusal: ApprovalRefusal | null;
  readonly mayReject: boolean;
}

interface RawWaiting extends RawRun, Omit<WaitingRun, 'run' | 'mayReject'> {
  readonly lockedAt: Date;
}

/** Whose rejection is taken: whoever asked may take it back, and one decision is all that anybody has. */
const MAY_REJECT: readonly (ApprovalRefusal | null)[] = [
  null,
  'SEPARATION_OF_DUTIES',
  'APPROVER_BENEFITS',
  'ROLE_TOO_YOUNG',
];

/** Runs that are locked and not decided on. Heads only, which are as visible as pledges. */
@Injectable()
export class WaitingRuns {
  constructor(private readonly dataSource: DataSource) {}

  /** The one that was locked first comes first. @param personId null for who is no person, and decides on nothing */
  async of(organisationId: Id<'org'>, personId: Id<'usr'> | null, page: PageRequest): Promise<Page<WaitingRun>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<RawWaiting[]>(
      `SELECT run.*, request.required, request.expires_at AS "expiresAt", ${STANDING_APPROVALS} AS approvals, ${approvalRefusal('$2')} AS refusal
         FROM (${RUNS} WHERE organisation_id = $1 AND status = 'locked') run
         JOIN approval_request request ON request.subject_type = 'allocation_run' AND request.subject_id = run.id AND request.status = 'open'
        WHERE $3::timestamptz IS NULL OR (run."lockedAt", run.id) > ($3::timestamptz, $4::uuid)
        ORDER BY run."lockedAt", run.id LIMIT $5`,
      [organisationId, personId, ...start, page.first + 1],
    );
    return toPage(rows.map(waitingRun), page.first, ({ run }) => [run.lockedAt!.toISOString(), run.id]);
  }
}

function waitingRun({ required, approvals, expiresAt, refusal, ...run }: RawWaiting): WaitingRun {
  return { run: runRow(run), required, approvals, expiresAt, refusal, mayReject: MAY_REJECT.includes(refusal) };
}
