import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { present, type Id } from '#platform/kernel';
import { Pledge } from './pledge.entity.js';

@Injectable()
export class PledgesRepository {
  async insert(tx: Tx, pledge: Pledge): Promise<void> {
    await tx.manager.insert(Pledge, pledge);
  }

  /** Reads without a lock, to learn which need has to be locked first. */
  async find(tx: Tx, id: Id<'plg'>): Promise<Pledge | null> {
    return tx.manager.findOne(Pledge, { where: { id } });
  }

  /** Locks a pledge that is known to be there: none is ever deleted. */
  async lock(tx: Tx, id: Id<'plg'>): Promise<Pledge> {
    return present(await tx.manager.findOne(Pledge, { where: { id }, lock: { mode: 'pessimistic_write' } }));
  }

  /** Locks the approved promises that wait until the goal of a need is met; the caller has locked the need. */
  async lockWaitingForGoal(tx: Tx, needId: Id<'need'>): Promise<Pledge[]> {
    return tx.manager.find(Pledge, {
      where: { needId, status: 'scheduled', chargeTime: 'goal' },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async save(tx: Tx, pledge: Pledge): Promise<void> {
    const { id, version, status, approvedAt, paidAt, releasedMinor, returnedMinor, holdExpiresAt } = pledge;
    await tx.manager.update(
      Pledge,
      { id, version },
      { status, approvedAt, paidAt, releasedMinor, returnedMinor, holdExpiresAt, version: version + 1 },
    );
    pledge.version = version + 1;
  }
}
