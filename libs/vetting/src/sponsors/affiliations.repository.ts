import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';

export interface NewAffiliation {
  readonly id: Id<'aff'>;
  readonly name: string;
  readonly key: string;
}

/** Writes of what people say to belong to. */
@Injectable()
export class AffiliationsRepository {
  /** How many somebody has declared and not withdrawn. All declarations of one person follow one after the other. */
  async countLocked(tx: Tx, personId: Id<'usr'>): Promise<number> {
    await tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`affiliations ${personId}`]);
    const rows = await tx.manager.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM affiliation WHERE person_id = $1 AND withdrawn_at IS NULL',
      [personId],
    );
    return rows[0]!.count;
  }

  async insert(tx: Tx, personId: Id<'usr'>, { id, name, key }: NewAffiliation): Promise<void> {
    await tx.manager.query(
      'INSERT INTO affiliation (id, person_id, name, name_key, declared_at) VALUES ($1, $2, $3, $4, $5)',
      [id, personId, name, key, tx.now.toISOString()],
    );
  }

  /** @returns whether there was one to withdraw */
  async withdraw(tx: Tx, id: Id<'aff'>, personId: Id<'usr'>): Promise<boolean> {
    const [, count] = await tx.manager.query<[unknown[], number]>(
      'UPDATE affiliation SET withdrawn_at = $3 WHERE id = $1 AND person_id = $2 AND withdrawn_at IS NULL',
      [id, personId, tx.now.toISOString()],
    );
    return count === 1;
  }
}
