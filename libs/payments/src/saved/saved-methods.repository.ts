import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { SavedMethod } from './saved-method.entity.js';
import type { SavedMethodStatus } from './saved-method.states.js';

@Injectable()
export class SavedMethodsRepository {
  async insert(tx: Tx, method: SavedMethod): Promise<void> {
    await tx.manager.insert(SavedMethod, method);
  }

  lock(tx: Tx, id: Id<'svm'>): Promise<SavedMethod | null> {
    return tx.manager.findOne(SavedMethod, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  lockByStripeId(tx: Tx, stripeMethodId: string): Promise<SavedMethod | null> {
    return tx.manager.findOne(SavedMethod, { where: { stripeMethodId }, lock: { mode: 'pessimistic_write' } });
  }

  /** The one of an organisation in this state, of which the database allows one. */
  lockOf(tx: Tx, organisationId: Id<'org'>, status: SavedMethodStatus): Promise<SavedMethod | null> {
    return tx.manager.findOne(SavedMethod, {
      where: { organisationId, status },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** The card that the organisation is charged with, as its last committed state has it. */
  active(tx: Tx, organisationId: Id<'org'>): Promise<SavedMethod | null> {
    return tx.manager.findOne(SavedMethod, { where: { organisationId, status: 'active' } });
  }

  async save(tx: Tx, method: SavedMethod): Promise<void> {
    const { id, version, status, checkoutSessionId, setupUrl, stripeMethodId, brand, last4, expires, savedAt } = method;
    await tx.manager.update(
      SavedMethod,
      { id, version },
      {
        status,
        checkoutSessionId,
        setupUrl,
        stripeMethodId,
        brand,
        last4,
        expires,
        savedAt,
        version: version + 1,
      },
    );
    method.version = version + 1;
  }
}
