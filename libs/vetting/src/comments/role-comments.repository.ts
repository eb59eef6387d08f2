import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import type { GrantStatus } from '../grants/grant-status.js';

export interface NewRoleComment {
  readonly id: Id<'rcm'>;
  readonly grantId: Id<'rgr'>;
  /** 10 to 4,000 characters. */
  readonly text: string;
}

/** Writes of what is said in public of a request. */
@Injectable()
export class RoleCommentsRepository {
  /** The status of a grant, held until the end of the transaction, and how often somebody has spoken; null for none that is public. */
  async standing(
    tx: Tx,
    grantId: Id<'rgr'>,
    authorId: Id<'usr'>,
  ): Promise<{ readonly status: GrantStatus; readonly written: number } | null> {
    const rows = await tx.manager.query<{ status: GrantStatus }[]>(
      'SELECT status FROM role_grant WHERE id = $1 AND tier IS NOT NULL FOR UPDATE',
      [grantId],
    );
    if (rows[0] === undefined) return null;
    const [count] = await tx.manager.query<{ written: number }[]>(
      'SELECT count(*)::int AS written FROM role_comment WHERE grant_id = $1 AND author_id = $2',
      [grantId, authorId],
    );
    return { ...rows[0], ...count! };
  }

  async insert(tx: Tx, authorId: Id<'usr'>, { id, grantId, text }: NewRoleComment): Promise<void> {
    await tx.manager.query(
      'INSERT INTO role_comment (id, grant_id, author_id, text, written_at) VALUES ($1, $2, $3, $4, $5)',
      [id, grantId, authorId, text, tx.now.toISOString()],
    );
  }

  /** @returns whether there was one to withdraw */
  async withdraw(tx: Tx, id: Id<'rcm'>, authorId: Id<'usr'>): Promise<boolean> {
    const [, count] = await tx.manager.query<[unknown[], number]>(
      'UPDATE role_comment SET withdrawn_at = $3 WHERE id = $1 AND author_id = $2 AND withdrawn_at IS NULL',
      [id, authorId, tx.now.toISOString()],
    );
    return count === 1;
  }
}
