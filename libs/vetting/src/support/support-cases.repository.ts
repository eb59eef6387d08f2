import { Injectable } from '@nestjs/common';
import { clear, type Tx } from '#platform/database';
import { NO_CLEARANCE, newId, type Id } from '#platform/kernel';
import { HELD } from '../grants/held.js';
import type { SupportQuestion, SupportStatus } from './support-case.states.js';

export const SUPPORT_CHOICES = ['CO_MAINTAINERS', 'MODERATION', 'NOTHING', 'REVIEW_HOURS'] as const;
export type SupportChoice = (typeof SUPPORT_CHOICES)[number];

export interface LockedSupportCase {
  readonly id: Id<'sup'>;
  readonly status: SupportStatus;
  readonly advocateId: Id<'usr'> | null;
  readonly isOverloaded: boolean;
}

/** What somebody is in a project, as far as its support goes. */
export interface SupportStanding extends Omit<SupportQuestion, 'isAdvocate' | 'isOverloaded'> {
  readonly isHolder: boolean;
}

/** Writes of support cases; each method needs a transaction that is cleared for the project. */
@Injectable()
export class SupportCasesRepository {
  async clearFor(tx: Tx, projectId: Id<'prj'>): Promise<void> {
    await clear(tx, { ...NO_CLEARANCE, projectIds: [projectId] });
  }

  async standing(tx: Tx, projectId: Id<'prj'>, personId: Id<'usr'>): Promise<SupportStanding> {
    const rows = await tx.manager.query<SupportStanding[]>(
      `SELECT EXISTS (SELECT 1 FROM project_maintainer WHERE project_id = $1 AND person_id = $2) AS "isOwner",
              EXISTS (SELECT 1 FROM role_grant WHERE project_id = $1 AND candidate_id = $2 AND ${HELD}) AS "isHolder",
              EXISTS (SELECT 1 FROM project_seat WHERE project_id = $1 AND person_id = $2 AND kind = 'STEWARD' AND ended_at IS NULL) AS "isSteward"`,
      [projectId, personId],
    );
    return rows[0]!;
  }

  /** The case that is open, or a new one. @returns whether it is new */
  async open(
    tx: Tx,
    projectId: Id<'prj'>,
    cause: 'PRESSED' | 'OVERLOADED',
  ): Promise<{ readonly id: Id<'sup'>; readonly isNew: boolean }> {
    const id = newId<'sup'>();
    const rows = await tx.manager.query<{ id: Id<'sup'> }[]>(
      `INSERT INTO support_case AS known (id, project_id, status, opened_at, is_pressed, overloaded_at)
       VALUES ($1, $2, 'OPEN', $3, $4, CASE WHEN $4 THEN NULL ELSE $3::timestamptz END)
       ON CONFLICT (project_id) WHERE status <> 'CLOSED'
         DO UPDATE SET is_pressed = known.is_pressed OR excluded.is_pressed, overloaded_at = coalesce(excluded.overloaded_at, known.overloaded_at)
       RETURNING id`,
      [id, projectId, tx.now.toISOString(), cause === 'PRESSED'],
    );
    return { id: rows[0]!.id, isNew: rows[0]!.id === id };
  }

  async lockOpen(tx: Tx, projectId: Id<'prj'>): Promise<LockedSupportCase | null> {
    const rows = await tx.manager.query<LockedSupportCase[]>(
      `SELECT id, status, advocate_id AS "advocateId", overloaded_at IS NOT NULL AS "isOverloaded" FROM support_case WHERE project_id = $1 AND status <> 'CLOSED' FOR UPDATE`,
      [projectId],
    );
    return rows[0] ?? null;
  }

  async takeUp(tx: Tx, id: Id<'sup'>, advocateId: Id<'usr'>): Promise<void> {
    await tx.manager.query(`UPDATE support_case SET status = 'ADVISED', advocate_id = $2 WHERE id = $1`, [
      id,
      advocateId,
    ]);
  }

  async close(tx: Tx, id: Id<'sup'>): Promise<void> {
    await tx.manager.query(`UPDATE support_case SET status = 'CLOSED', closed_at = $2 WHERE id = $1`, [
      id,
      tx.now.toISOString(),
    ]);
  }

  async choose(tx: Tx, id: Id<'sup'>, personId: Id<'usr'>, choices: readonly SupportChoice[]): Promise<void> {
    await tx.manager.query(
      `INSERT INTO support_choice (case_id, choice, chosen_by, chosen_at) SELECT $1, choice, $2, $3 FROM unnest($4::text[]) AS choice ON CONFLICT DO NOTHING`,
      [id, personId, tx.now.toISOString(), choices],
    );
  }
}
