import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';

export interface LockedSignal {
  readonly id: string;
  readonly subject: string;
  /** People in the events that it was found in. */
  readonly people: readonly string[];
  /** Who has said that it no longer counts, in their order. */
  readonly clearedBy: readonly string[];
}

@Injectable()
export class SignalClearingsRepository {
  async projectOf(tx: Tx, id: Id<'sig'>): Promise<Id<'prj'> | null> {
    const rows = await tx.manager.query<{ projectId: Id<'prj'> }[]>(
      'SELECT project_id AS "projectId" FROM risk_signal WHERE id = $1',
      [id],
    );
    return rows[0]?.projectId ?? null;
  }

  /** The caller has locked the history of its project. */
  async lock(tx: Tx, id: Id<'sig'>): Promise<LockedSignal> {
    const rows = await tx.manager.query<LockedSignal[]>(
      `SELECT id, subject,
              ARRAY(SELECT DISTINCT found[1] FROM project_event event, regexp_matches(event.event::text, '"(@[0-9]+)"', 'g') AS found
                     WHERE event.project_id = risk_signal.project_id AND event.event_id = ANY (risk_signal.evidence)) AS people, ARRAY(SELECT person_id::text FROM signal_clearing WHERE signal_id = $1 ORDER BY place) AS "clearedBy" FROM risk_signal WHERE id = $1`,
      [id],
    );
    return rows[0]!;
  }

  /** Under which names of the history people are known, those included that they have taken back. */
  async namesOf(
    tx: Tx,
    projectId: Id<'prj'>,
    personIds: readonly string[],
  ): Promise<{ readonly name: string; readonly personId: string }[]> {
    return tx.manager.query(
      `SELECT DISTINCT '@' || same.number AS name, claim.person_id AS "personId"
         FROM project_name_claim claim JOIN project_name name USING (project_id, number) JOIN project_name same ON same.project_id = name.project_id AND same.root = name.root
        WHERE claim.project_id = $1 AND claim.person_id = ANY($2) ORDER BY 1, 2`,
      [projectId, personIds],
    );
  }

  async insert(
    tx: Tx,
    id: Id<'sig'>,
    personId: Id<'usr'>,
    { place, reason }: { readonly place: number; readonly reason: string },
  ): Promise<void> {
    await tx.manager.query(
      'INSERT INTO signal_clearing (signal_id, person_id, place, reason, at) VALUES ($1, $2, $3, $4, $5)',
      [...[id, personId, place, reason, tx.now.toISOString()]],
    );
  }
}
