/** What a read under row-level security is on its connection, and what it leaves there. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { ConfidentialReads, prepared } from '#platform/database';
import { FixedClock, NO_CLEARANCE, clearanceForOrganisation, newId } from '#platform/kernel';
import { openTestDatabase, type TestDatabase } from '#platform/testing';

const CLEARED = `SELECT current_setting('app.organisations', true) AS organisations, $1::int AS given`;
const KEPT = prepared('SELECT sum(value)::int AS sum FROM generate_series(1, $1) AS value LIMIT $2');

/** The socket of a connection: chunks go to the system alone, or several by one call. */
interface Corked {
  _write(chunk: unknown, encoding: string, done: () => void): void;
  _writev(chunks: unknown[], done: () => void): void;
}

let database: TestDatabase;
let reads: ConfidentialReads;

beforeAll(async () => {
  database = await openTestDatabase();
  reads = new ConfidentialReads(database.dataSource, new FixedClock(new Date('2026-01-02T03:04:05.678Z')));
});
afterAll(() => database.close());

/** Asks the connections of the pool, which are as many as were used at once. */
const outside = <Row>(sql: string): Promise<Row[]> => database.dataSource.query<Row[]>(sql);

describe('a confidential read', () => {
  it('has its clearance, which nobody has after it', async () => {
    const organisation = newId<'org'>();
    const rows = await reads.query(clearanceForOrganisation(organisation), CLEARED, [7]);
    expect(rows).toEqual([{ organisations: `{${organisation}}`, given: 7 }]);
    expect(await outside(`SELECT current_setting('app.organisations', true) AS it`)).not.toEqual([
      { it: `{${organisation}}` },
    ]);
  });

  it('goes out as one write', async () => {
    const runner = database.dataSource.createQueryRunner();
    const { connection } = (await runner.connect()) as { connection: { stream: Corked } };
    await runner.release();
    const written = [jest.spyOn(connection.stream, '_write'), jest.spyOn(connection.stream, '_writev')];
    await reads.query(NO_CLEARANCE, CLEARED, [1]);
    expect(written.map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
    for (const spy of written) spy.mockRestore();
  });

  it('that fails says so, changes nothing, and leaves a connection that serves', async () => {
    const failed = reads.query(NO_CLEARANCE, 'SELECT 1 / $1::int AS it', [0]);
    await expect(failed).rejects.toThrow(QueryFailedError);
    await expect(failed).rejects.toMatchObject({ driverError: { code: '22012' } });
    await expect(reads.query(NO_CLEARANCE, 'CREATE TABLE left_over (id int)', [])).rejects.toMatchObject({
      driverError: { code: '25006' },
    });
    expect(await reads.query(NO_CLEARANCE, CLEARED, [2])).toMatchObject([{ given: 2 }]);
  });

  it('is refused when its transaction did not begin', async () => {
    const clock = new FixedClock(new Date('2026-01-02T03:04:05.678Z'));
    jest.spyOn(clock, 'now').mockReturnValue({ toISOString: () => `'` } as Date);
    const unbegun = new ConfidentialReads(database.dataSource, clock);
    await expect(unbegun.query(NO_CLEARANCE, CLEARED, [1])).rejects.toThrow(QueryFailedError);
    expect(await reads.query(NO_CLEARANCE, CLEARED, [3])).toMatchObject([{ given: 3 }]);
  });

  it('of a prepared statement is planned once, for all values', async () => {
    for (const last of [1, 2, 3]) {
      const rows = await reads.query<{ sum: number }[]>(NO_CLEARANCE, KEPT, [last, 1]);
      expect(rows).toEqual([{ sum: (last * (last + 1)) / 2 }]);
    }
    const plans = await outside<{ generic: number; custom: number }>(
      `SELECT generic_plans::int AS generic, custom_plans::int AS custom FROM pg_prepared_statements WHERE statement LIKE '%generate_series(1, $1) AS value%'`,
    );
    expect(plans).toEqual([{ generic: 3, custom: 0 }]);
  });

  it('of any other statement leaves none behind', async () => {
    await reads.query(NO_CLEARANCE, CLEARED, [1]);
    expect(
      await outside(`SELECT name FROM pg_prepared_statements WHERE statement LIKE '%AS organisations, $1%'`),
    ).toEqual([]);
  });
});
