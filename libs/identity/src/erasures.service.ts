import { Injectable } from '@nestjs/common';
import { erasureDue, personErased, securityNoticeDue } from '#platform/contracts';
import { UnitOfWork, isDatabaseError, type Tx } from '#platform/database';
import { DAY_MS, addMs, newId, type Id, type Principal, type StatusChange } from '#platform/kernel';
import { actorOf, personOf } from './access.js';
import { Erasure } from './erasure.entity.js';
import { ErasureBlockedError, ErasureNotFoundError, ErasureUnderWayError } from './erasure.errors.js';
import { ErasureObstacles } from './erasure-obstacles.js';
import { ERASURE, type ErasureStatus } from './erasure.states.js';
import { removeMember } from './memberships.repository.js';

/** Long enough to notice the mail about it, and short of the month that the law gives. */
const GRACE_MS = 7 * DAY_MS;
const UNIQUE_VIOLATION = '23505';

/** People leave for good: their keys are destroyed, their rows go, and what others rely on keeps an id that is nobody's. */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly obstacles: ErasureObstacles,
  ) {}

  /** Asks for it. Until it is due the person may take it back. */
  async request(principal: Principal): Promise<void> {
    const personId = personOf(principal);
    try {
      await this.unitOfWork.run(actorOf(principal), async (tx) => {
        const [obstacle] = await this.obstacles.of(tx, personId);
        if (obstacle !== undefined) throw new ErasureBlockedError(obstacle);
        const id = newId<'ers'>();
        const dueAt = addMs(tx.now, GRACE_MS);
        await tx.manager.insert(Erasure, {
          id,
          personId,
          status: ERASURE.initial,
          requestedAt: tx.now,
          dueAt,
          decidedAt: null,
          obstacles: [],
          version: 1,
        });
        tx.audit('person', personId, 'requestErasure', { erasureId: id });
        tx.emit(securityNoticeDue, { personId, notice: 'erasure_requested' });
        tx.emit(erasureDue, { erasureId: id }, dueAt);
      });
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new ErasureUnderWayError();
      throw error;
    }
  }

  async withdraw(principal: Principal): Promise<void> {
    const personId = personOf(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const erasure = await tx.manager.findOne(Erasure, {
        where: { personId, status: 'requested' },
        lock: { mode: 'pessimistic_write' },
      });
      if (!erasure) throw new ErasureNotFoundError();
      await finish(tx, erasure, erasure.apply('withdraw'));
    });
  }

  /** The timer. What stands in the way by now is told to the person, and nothing is erased. */
  async carryOut(tx: Tx, id: Id<'ers'>): Promise<void> {
    const erasure = await tx.manager.findOne(Erasure, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (erasure?.status !== 'requested') return;
    const { personId } = erasure;
    erasure.obstacles = await this.obstacles.of(tx, personId);
    if (erasure.obstacles.length > 0) {
      await finish(tx, erasure, erasure.apply('block'));
      tx.emit(securityNoticeDue, { personId, notice: 'erasure_blocked' });
      return;
    }
    await leaveAll(tx, personId);
    const rows = await tx.manager.query<{ uploads: string[] }[]>('SELECT erase_person($1, $2) AS uploads', [
      id,
      tx.now.toISOString(),
    ]);
    await finish(tx, erasure, erasure.apply('carryOut'));
    tx.emit(personErased, { personId, uploadIds: rows[0]!.uploads });
  }
}

async function leaveAll(tx: Tx, personId: Id<'usr'>): Promise<void> {
  const rows = await tx.manager.query<{ organisationId: Id<'org'> }[]>(
    'SELECT organisation_id AS "organisationId" FROM membership WHERE person_id = $1 ORDER BY organisation_id',
    [personId],
  );
  for (const { organisationId } of rows) {
    await removeMember(tx, { organisationId, personId });
    tx.audit('organisation', organisationId, 'leave', { personId });
  }
}

async function finish(tx: Tx, erasure: Erasure, change: StatusChange<ErasureStatus>): Promise<void> {
  const { id, personId, status, obstacles, version } = erasure;
  await tx.manager.update(Erasure, { id, version }, { status, obstacles, decidedAt: tx.now, version: version + 1 });
  tx.audit('person', personId, `${change.action}Erasure`, { erasureId: id, ...change });
}
