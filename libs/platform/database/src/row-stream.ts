import type { DataSource } from 'typeorm';

/** How many rows are in memory at once. */
const BATCH = 500;
/** How long a reader may leave the cursor alone; whoever reads more slowly loses the connection and gets no whole file. */
const PATIENCE = '60s';

/**
 * The rows of one statement, in batches and as of one moment, however many there are: a cursor of the server, on a
 * connection of its own that is given back when the reader ends or goes away.
 * @param first what the transaction begins with, such as a clearance
 */
export async function* rowStream<Row>(
  dataSource: DataSource,
  sql: string,
  parameters: readonly unknown[],
  first = '',
): AsyncGenerator<readonly Row[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.connect();
    await runner.query(
      `START TRANSACTION READ ONLY; SET LOCAL idle_in_transaction_session_timeout = '${PATIENCE}'; ${first}`,
    );
    await runner.query(`DECLARE rows NO SCROLL CURSOR FOR ${sql}`, [...parameters]);
    for (;;) {
      const batch = (await runner.query(`FETCH ${String(BATCH)} FROM rows`)) as Row[];
      if (batch.length > 0) yield batch;
      if (batch.length < BATCH) return;
    }
  } finally {
    // After a fault the transaction is over anyway, and a dead connection must not hide what killed it.
    await runner.query('ROLLBACK').catch(() => undefined);
    await runner.release();
  }
}
