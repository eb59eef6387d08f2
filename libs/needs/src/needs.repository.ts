import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { present, type Id } from '#platform/kernel';
import { Need } from './need.entity.js';
import { NeedNotFoundError } from './need.errors.js';

@Injectable()
export class NeedsRepository {
  async insert(tx: Tx, need: Partial<Need> & { id: Id<'need'> }): Promise<void> {
    await tx.manager.insert(Need, need);
  }

  /** A need that another row refers to. */
  async find(tx: Tx, id: Id<'need'>): Promise<Need> {
    return present(await tx.manager.findOne(Need, { where: { id } }));
  }

  /** Locks the row of the aggregate; everything that decides about its capacity comes through here. */
  async lock(tx: Tx, id: Id<'need'>): Promise<Need> {
    const need = await tx.manager.findOne(Need, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!need) throw new NeedNotFoundError();
    return need;
  }

  async isFirstOfKind(tx: Tx, id: Id<'need'>): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM need JOIN need earlier ON earlier.project_id = need.project_id AND earlier.kind = need.kind
        WHERE need.id = $1 AND (earlier.published_at, earlier.id) < (need.published_at, need.id) LIMIT 1`,
      [id],
    );
    return rows.length === 0;
  }

  async save(tx: Tx, need: Need): Promise<void> {
    const { id, version, status, reservedMinor, receivedMinor, publishedAt } = need;
    await tx.manager.update(
      Need,
      { id, version },
      { status, reservedMinor, receivedMinor, publishedAt, version: version + 1 },
    );
    need.version = version + 1;
  }
}
