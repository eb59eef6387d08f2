import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { withBallotBox } from '../cases/ballot-box.js';
import type { Removal } from '../control/removal.states.js';

/** A motion under the lock of its transaction. */
export interface LockedRemoval {
  readonly id: string;
  readonly grantId: Id<'rgr'>;
  readonly removal: Removal;
}

interface RemovalRow {
  readonly id: string;
  readonly grantId: Id<'rgr'>;
  readonly holder: string;
  readonly status: Removal['status'];
  readonly proposer: string;
  readonly reasons: string;
  readonly noticeAt: Date;
  readonly openedAt: Date | null;
  readonly roll: readonly string[];
}

const SELECT = `SELECT id::text, grant_id AS "grantId", holder_id AS holder, status, proposer_id AS proposer, reasons, notice_at AS "noticeAt", opened_at AS "openedAt", roll
                  FROM role_removal`;

/** Motions to take a scope from somebody. Their ballots lie apart, as those of requests do. */
@Injectable()
export class RemovalsRepository {
  async insert(tx: Tx, grantId: Id<'rgr'>, { holders, proposer, reasons, noticeAt, roll }: Removal): Promise<string> {
    const rows = await tx.manager.query<{ id: string }[]>(
      `INSERT INTO role_removal (grant_id, holder_id, status, proposer_id, reasons, notice_at, roll)
       VALUES ($1, $2, 'PROPOSED', $3, $4, $5, $6) RETURNING id::text`,
      [grantId, holders[0], proposer, reasons, new Date(noticeAt!), roll],
    );
    return rows[0]!.id;
  }

  /** The open motion about a grant. */
  async lockOpen(tx: Tx, grantId: Id<'rgr'>): Promise<LockedRemoval | null> {
    const rows = await tx.manager.query<RemovalRow[]>(
      `${SELECT} WHERE grant_id = $1 AND status IN ('PROPOSED', 'VOTING') FOR UPDATE`,
      [grantId],
    );
    return this.withVotes(tx, rows[0]);
  }

  async grantOf(tx: Tx, id: string): Promise<Id<'rgr'> | null> {
    const rows = await tx.manager.query<{ grantId: Id<'rgr'> }[]>(
      'SELECT grant_id AS "grantId" FROM role_removal WHERE id = $1',
      [id],
    );
    return rows[0]?.grantId ?? null;
  }

  async update(tx: Tx, { id }: LockedRemoval, { status, openedAt, votes }: Removal): Promise<void> {
    const isClosed = status === 'REMOVE' || status === 'KEEP';
    const sum = (choice: 'YES' | 'NO') => (isClosed ? votes.filter((vote) => vote.choice === choice).length : null);
    await tx.manager.query('UPDATE role_removal SET status = $2, opened_at = $3, yes = $4, no = $5 WHERE id = $1', [
      ...[id, status, openedAt === null ? null : new Date(openedAt), sum('YES'), sum('NO')],
    ]);
  }

  async insertBallot(tx: Tx, { id, grantId }: LockedRemoval, voter: Id<'usr'>, choice: 'YES' | 'NO'): Promise<void> {
    await withBallotBox(tx, grantId, () =>
      tx.manager.query(
        'INSERT INTO role_removal_ballot (removal_id, grant_id, voter_id, choice, cast_at) VALUES ($1, $2, $3, $4, $5)',
        [id, grantId, voter, choice, tx.now.toISOString()],
      ),
    );
  }

  private async withVotes(tx: Tx, row: RemovalRow | undefined): Promise<LockedRemoval | null> {
    if (row === undefined) return null;
    const votes = await withBallotBox(tx, row.grantId, () =>
      tx.manager.query<Removal['votes']>(
        'SELECT voter_id AS voter, choice FROM role_removal_ballot WHERE removal_id = $1 ORDER BY voter_id',
        [row.id],
      ),
    );
    const { id, grantId, holder, status, proposer, reasons, roll } = row;
    const times = { noticeAt: row.noticeAt.getTime(), openedAt: row.openedAt?.getTime() ?? null };
    return {
      ...{ id, grantId },
      removal: { status, grants: [grantId], holders: [holder], proposer, reasons, roll, votes, ...times },
    };
  }
}
