import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { Clock, type Actor } from '#platform/kernel';
import { isDatabaseError } from './database-errors.js';
import { insertOutbox } from './outbox.js';
import { AuditSink, Tx, type AuditRecord } from './tx.js';

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
      const { result, records } = await this.workAndFlush(runner.manager, actor, work);
      await this.commit(runner, records);
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async workAndFlush<T>(
    manager: EntityManager,
    actor: Actor,
    work: (tx: Tx) => Promise<T>,
  ): Promise<{ readonly result: T; readonly records: readonly AuditRecord[] }> {
    const tx = new Tx(manager, actor, this.clock.now());
    const result = await work(tx);
    const { outbox, records } = tx.drain();
    if (outbox.length > 0) await insertOutbox(manager, outbox, tx.now);
    return { result, records };
  }

  /** The entries and the COMMIT are one message: a round trip of their own would be half of what the entries cost. */
  private async commit(runner: QueryRunner, records: readonly AuditRecord[]): Promise<void> {
    const entries = records.length > 0 ? this.auditSink.statement(records) : '';
    if (entries === '') {
      await runner.commitTransaction();
      return;
    }
    await runner.query(`${entries}; COMMIT`);
    // TypeORM has not seen this COMMIT, and would go on to think of the transaction as open.
    Object.assign(runner, { isTransactionActive: false });
  }
}
