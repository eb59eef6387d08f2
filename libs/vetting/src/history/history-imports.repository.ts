import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { asksForScope, standingOf, type Standing } from './history-access.js';
import type { StoredCounts } from './project-history.repository.js';

export const HISTORY_SOURCES = ['CHANGES', 'CONTACTS', 'MEMBERS', 'MESSAGES', 'REGISTRY'] as const;
export type HistorySource = (typeof HISTORY_SOURCES)[number];

export interface NewHistoryImport {
  readonly projectId: Id<'prj'>;
  readonly uploadId: Id<'upl'>;
  readonly covers: readonly HistorySource[];
  readonly coveredUntil: Date;
}

export interface WaitingImport {
  readonly id: Id<'phi'>;
  readonly standing: Standing;
  readonly projectId: Id<'prj'>;
  readonly uploadId: Id<'upl'>;
}

export interface HistoryRefusal {
  readonly code: string;
  readonly messageKey: string;
  readonly details: object;
}

@Injectable()
export class HistoryImportsRepository {
  async standing(
    tx: Tx,
    projectId: string,
    personId: string,
  ): Promise<{ readonly standing: Standing | null; readonly isAsking: boolean }> {
    const rows = await tx.manager.query<{ standing: Standing | null; isAsking: boolean }[]>(
      `SELECT ${standingOf('$1', '$2')} AS standing, ${asksForScope('$1', '$2')} AS "isAsking"`,
      [projectId, personId],
    );
    return rows[0]!;
  }

  /** @returns the import of this upload, whether it is new or was there; null when the upload serves another one */
  async insert(
    tx: Tx,
    id: Id<'phi'>,
    personId: Id<'usr'>,
    standing: Standing,
    { projectId, uploadId, covers, coveredUntil }: NewHistoryImport,
  ): Promise<Id<'phi'> | null> {
    await tx.manager.query(
      `INSERT INTO project_history_import (id, project_id, upload_id, imported_by, standing, covers, covered_until, status, requested_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'WAITING', $8) ON CONFLICT (upload_id) DO NOTHING`,
      [...[id, projectId, uploadId, personId, standing, covers], ...[coveredUntil.toISOString(), tx.now.toISOString()]],
    );
    const rows = await tx.manager.query<{ id: Id<'phi'> }[]>(
      'SELECT id FROM project_history_import WHERE upload_id = $1 AND project_id = $2 AND imported_by = $3',
      [uploadId, projectId, personId],
    );
    return rows[0]?.id ?? null;
  }

  /** The upload of an import, and whether it is to be read. */
  async find(tx: Tx, id: Id<'phi'>): Promise<{ readonly uploadId: Id<'upl'>; readonly isWaiting: boolean } | null> {
    const rows = await tx.manager.query<{ uploadId: Id<'upl'>; isWaiting: boolean }[]>(
      `SELECT upload_id AS "uploadId", status = 'WAITING' AS "isWaiting" FROM project_history_import WHERE id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** Held until the end of the transaction; null when it is settled. */
  async lockWaiting(tx: Tx, id: Id<'phi'>): Promise<WaitingImport | null> {
    const rows = await tx.manager.query<WaitingImport[]>(
      `SELECT id, standing, project_id AS "projectId", upload_id AS "uploadId" FROM project_history_import WHERE id = $1 AND status = 'WAITING' FOR UPDATE`,
      [id],
    );
    return rows[0] ?? null;
  }

  async stored(
    tx: Tx,
    id: Id<'phi'>,
    counts: StoredCounts & { readonly events: number; readonly leftOut: number },
  ): Promise<void> {
    await tx.manager.query(
      `UPDATE project_history_import SET status = 'STORED', settled_at = $2, events = $3, new_events = $4, differing_events = $5, left_out_events = $6 WHERE id = $1`,
      [id, tx.now.toISOString(), counts.events, counts.newEvents, counts.differingEvents, counts.leftOut],
    );
  }

  async refused(tx: Tx, id: Id<'phi'>, refusal: HistoryRefusal): Promise<void> {
    await tx.manager.query(
      `UPDATE project_history_import SET status = 'REFUSED', settled_at = $2, refusal = $3 WHERE id = $1 AND status = 'WAITING'`,
      [id, tx.now.toISOString(), JSON.stringify(refusal)],
    );
  }
}
