import { Injectable } from '@nestjs/common';
import { trancheDue } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { present, type Id } from '#platform/kernel';
import { TrancheCommitment } from './tranche-commitment.entity.js';

export interface Tranche {
  readonly pledgeId: Id<'plg'>;
  readonly milestoneId: Id<'mil'>;
}

@Injectable()
export class TrancheCommitmentsRepository {
  async insert(tx: Tx, commitment: TrancheCommitment, tranches: readonly Tranche[]): Promise<void> {
    await tx.manager.insert(TrancheCommitment, commitment);
    await tx.manager.query(
      `INSERT INTO tranche (pledge_id, commitment_id, milestone_id, position)
       SELECT pledge_id, $1, milestone_id, position FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS t (pledge_id, milestone_id, position)`,
      [commitment.id, tranches.map(({ pledgeId }) => pledgeId), tranches.map(({ milestoneId }) => milestoneId)],
    );
  }

  /** Reads without a lock. */
  find(tx: Tx, id: Id<'tcm'>): Promise<TrancheCommitment | null> {
    return tx.manager.findOne(TrancheCommitment, { where: { id } });
  }

  /** Locks one that is known to be there: none is ever deleted. */
  async lock(tx: Tx, id: Id<'tcm'>): Promise<TrancheCommitment> {
    return present(await tx.manager.findOne(TrancheCommitment, { where: { id }, lock: { mode: 'pessimistic_write' } }));
  }

  /** The commitment that a pledge is a tranche of, locked; null for any other pledge. */
  async lockOf(tx: Tx, pledgeId: Id<'plg'>): Promise<TrancheCommitment | null> {
    const rows = await tx.manager.query<{ readonly id: Id<'tcm'> }[]>(
      'SELECT commitment_id AS id FROM tranche WHERE pledge_id = $1',
      [pledgeId],
    );
    return rows[0] ? this.lock(tx, rows[0].id) : null;
  }

  /** Its tranches, in their order. */
  tranchesOf(tx: Tx, id: Id<'tcm'>): Promise<Tranche[]> {
    return tx.manager.query<Tranche[]>(
      'SELECT pledge_id AS "pledgeId", milestone_id AS "milestoneId" FROM tranche WHERE commitment_id = $1 ORDER BY position',
      [id],
    );
  }

  /** Pledges that pay for this milestone in tranches. */
  async tranchesFor(tx: Tx, milestoneId: Id<'mil'>): Promise<Id<'plg'>[]> {
    const rows = await tx.manager.query<{ readonly id: Id<'plg'> }[]>(
      'SELECT pledge_id AS id FROM tranche WHERE milestone_id = $1 ORDER BY pledge_id',
      [milestoneId],
    );
    return rows.map(({ id }) => id);
  }

  /** Sets when a tranche is asked for; a timer is to look then. */
  async setDue(tx: Tx, pledgeId: Id<'plg'>, dueAt: Date): Promise<void> {
    await tx.manager.query('UPDATE tranche SET due_at = $2 WHERE pledge_id = $1', [pledgeId, dueAt.toISOString()]);
    tx.emit(trancheDue, { pledgeId }, dueAt);
  }

  /** Whether a tranche is to be asked for by now: false for one whose day has moved. */
  async isDue(tx: Tx, pledgeId: Id<'plg'>): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>('SELECT 1 FROM tranche WHERE pledge_id = $1 AND due_at <= $2', [
      pledgeId,
      tx.now.toISOString(),
    ]);
    return rows.length > 0;
  }

  async save(tx: Tx, commitment: TrancheCommitment): Promise<void> {
    const { id, version, status, endReason, approvedAt, endedAt } = commitment;
    await tx.manager.update(
      TrancheCommitment,
      { id, version },
      { status, endReason, approvedAt, endedAt, version: version + 1 },
    );
    commitment.version = version + 1;
  }
}
