import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, type Clearance } from '#platform/kernel';
import { clearanceStatement } from './clearance.js';
import { rowStream } from './row-stream.js';

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
      await runner.connect();
      await runner.query(`START TRANSACTION READ ONLY; ${clearanceStatement(clearance, this.clock.now())}`);
      try {
        return (await runner.query(sql, parameters)) as Rows;
      } finally {
        await runner.query('ROLLBACK');
      }
    } finally {
      await runner.release();
    }
  }

  /** The rows of one statement, however many, with a clearance: as `rowStream` gives them. */
  stream<Row>(clearance: Clearance, sql: string, parameters: readonly unknown[]): AsyncGenerator<readonly Row[]> {
    return rowStream<Row>(this.dataSource, sql, parameters, clearanceStatement(clearance, this.clock.now()));
  }
}
