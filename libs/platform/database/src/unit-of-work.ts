import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, type Actor } from '#platform/kernel';
import { isDatabaseError } from './database-errors.js';
import { insertOutbox } from './outbox.js';
import { AuditSink, Tx } from './tx.js';

const MAX_ATTEMPTS = 5;
/** serialization_failure and deadlock_detected: PostgreSQL asks for the whole transaction again. */
const RETRYABLE = ['40001', '40P01'];

const inside = new AsyncLocalStorage<true>();

/**
 * Runs a business fact as one transaction: rows, postings, audit entries and messages commit together or not at all.
 * Isolation is READ COMMITTED; rows that a decision depends on are locked. The closure may run more than once, so it
 * must not keep state outside of itself, and must not call anything over a network.
 */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly auditSink: AuditSink,
  ) {}

  async run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (inside.getStore()) throw new Error('a unit of work does not nest: pass the Tx on');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inside.run(true, () => this.attempt(actor, work));
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isDatabaseError(error, RETRYABLE)) throw error;
      }
    }
  }

  /** A connection of its own for each attempt: a failed one may be broken in ways that a retry would inherit. */
  private async attempt<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.connect();
      // The level is a setting of the connection; naming it here would cost a round trip at every transaction.
      await runner.startTransaction();
      const result = await this.workAndFlush(runner.manager, actor, work);
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async workAndFlush<T>(manager: EntityManager, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    const tx = new Tx(manager, actor, this.clock.now());
    const result = await work(tx);
    const { outbox, records } = tx.drain();
    if (outbox.length > 0) await insertOutbox(manager, outbox, tx.now);
    if (records.length > 0) await this.auditSink.append(manager, records);
    return result;
  }
}
