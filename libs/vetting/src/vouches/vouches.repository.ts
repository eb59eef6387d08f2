import { Injectable } from '@nestjs/common';
import { DAY_MS, addMs, type Id } from '#platform/kernel';
import type { Tx } from '#platform/database';
import { hasPart } from './recognised-work.js';

export interface NewVouch {
  readonly personId: Id<'usr'>;
  /** Where both have worked. */
  readonly projectId: Id<'prj'>;
  /** What they have worked on, 20 to 2,000 characters. */
  readonly statement: string;
}

const YEAR_DAYS = 365;

/** Writes of vouches, and what is asked before them. */
@Injectable()
export class VouchesRepository {
  /** All that one person vouches for follows one after the other, so that their number is a limit. */
  async lockVoucher(tx: Tx, voucherId: Id<'usr'>): Promise<void> {
    await tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`vouches ${voucherId}`]);
  }

  /** Withdrawn ones count too: what was said was said. */
  async standing(
    tx: Tx,
    voucherId: Id<'usr'>,
    { personId, projectId }: NewVouch,
  ): Promise<{ readonly isEntitled: boolean; readonly isPerson: boolean; readonly givenInYear: number }> {
    const rows = await tx.manager.query<{ isEntitled: boolean; isPerson: boolean; givenInYear: number }[]>(
      `SELECT ${hasPart('$1', '$2')} AS "isEntitled", EXISTS (SELECT 1 FROM person WHERE id = $3 AND erased_at IS NULL) AS "isPerson",
              (SELECT count(*)::int FROM vouch WHERE voucher_id = $1 AND given_at > $4) AS "givenInYear"`,
      [voucherId, projectId, personId, addMs(tx.now, -YEAR_DAYS * DAY_MS).toISOString()],
    );
    return rows[0]!;
  }

  async insert(
    tx: Tx,
    id: Id<'vch'>,
    voucherId: Id<'usr'>,
    { personId, projectId, statement }: NewVouch,
  ): Promise<void> {
    await tx.manager.query(
      `INSERT INTO vouch (id, person_id, voucher_id, project_id, statement, given_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, personId, voucherId, projectId, statement, tx.now.toISOString()],
    );
  }

  /** @returns whether there was one to withdraw */
  async withdraw(tx: Tx, id: Id<'vch'>, voucherId: Id<'usr'>): Promise<boolean> {
    const [, count] = await tx.manager.query<[unknown[], number]>(
      'UPDATE vouch SET withdrawn_at = $3 WHERE id = $1 AND voucher_id = $2 AND withdrawn_at IS NULL',
      [id, voucherId, tx.now.toISOString()],
    );
    return count === 1;
  }
}
