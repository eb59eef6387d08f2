import { Injectable } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { DataSource, QueryFailedError } from 'typeorm';
import { Clock, type Clearance } from '#platform/kernel';
import { clearanceStatement } from './clearance.js';
import { preparedName } from './prepared.js';
import { rowStream } from './row-stream.js';

/** Plans are kept for what is the same for all values; PostgreSQL would guess at each limit, and plan again. */
const KEPT_PLAN = 'SET LOCAL plan_cache_mode = force_generic_plan';

/** Reads of tables under row-level security. A read outside of this finds nothing there. */
@Injectable()
export class ConfidentialReads {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** One statement with a clearance, which is gone before the connection serves anybody else. */
  async query<Rows>(clearance: Clearance, sql: string, parameters: unknown[]): Promise<Rows> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as ClientBase;
      return (await readOnce(client, this.beginning(clearance, sql), sql, parameters)) as Rows;
    } finally {
      await runner.release();
    }
  }

  /** The rows of one statement, however many, with a clearance: as `rowStream` gives them. */
  stream<Row>(clearance: Clearance, sql: string, parameters: readonly unknown[]): AsyncGenerator<readonly Row[]> {
    return rowStream<Row>(this.dataSource, sql, parameters, clearanceStatement(clearance, this.clock.now()));
  }

  private beginning(clearance: Clearance, sql: string): string {
    const settings = [clearanceStatement(clearance, this.clock.now())];
    if (preparedName(sql) !== undefined) settings.push(KEPT_PLAN);
    return `START TRANSACTION READ ONLY; ${settings.join('; ')}`;
  }
}

/**
 * One round trip: nothing of it waits for an answer. A read whose transaction did not begin has no clearance and is refused, as
 * is every answer after a fault.
 */
async function readOnce(client: ClientBase, begin: string, sql: string, parameters: unknown[]): Promise<unknown> {
  const [begun, read, ended] = await Promise.allSettled([
    client.query(begin),
    client.query(sql, parameters),
    client.query('ROLLBACK'),
  ]);
  const failed = [begun, read, ended].find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw new QueryFailedError(sql, parameters, failed.reason as Error);
  return read.status === 'fulfilled' ? read.value.rows : [];
}
