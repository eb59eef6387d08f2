import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { AuditLog } from '../../libs/audit/src/audit-log.js';
import { LoginAttempts } from '../../libs/platform/auth/src/login-attempts.repository.js';
import { MIGRATIONS } from '../../migrations/index.js';
import { hashSecret } from '#platform/auth';
import { topic } from '#platform/contracts';
import {
  IdempotencyMismatchError,
  InvalidIdempotencyKeyError,
  bigintColumn,
  createDatabase,
  startOf,
  dropDatabase,
  firstDelivery,
  isDatabaseError,
  migrate,
  runOnce,
  toPage,
  violatedConstraint,
  type IdempotentResult,
  type Page,
  type Tx,
  type UnitOfWork,
} from '#platform/database';
import { FixedClock, MINUTE_MS, VirtualClock, uuidv7, type Canonical } from '#platform/kernel';
import { TEST_ACTOR, TEST_SERVER_VARIABLE, openTestDatabase, type TestDatabase } from '#platform/testing';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const THING_HAPPENED = topic<{ thing: string }>('test.thing_happened', 3);

let database: TestDatabase;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  database = await openTestDatabase();
  unitOfWork = database.unitOfWork(new AuditLog(), new FixedClock(NOW));
  await database.asOwner(`
    CREATE TABLE effect (
      name text CONSTRAINT effect_pk PRIMARY KEY,
      value int NOT NULL DEFAULT 0 CONSTRAINT effect_value CHECK (value >= 0),
      place int CONSTRAINT effect_place UNIQUE DEFERRABLE INITIALLY DEFERRED
    );
    GRANT SELECT, INSERT, UPDATE ON effect TO mainstay_app;
  `);
});
afterAll(() => database.close());
beforeEach(() => database.asOwner('TRUNCATE effect, outbox_message, inbox_receipt, idempotency_record'));

const insertEffect = (tx: Tx, name: string) => tx.manager.query('INSERT INTO effect (name) VALUES ($1)', [name]);
const effects = async () =>
  (await database.asOwner<{ name: string }>('SELECT name FROM effect ORDER BY name')).map(({ name }) => name);
const count = async (table: string) =>
  Number((await database.asOwner<{ count: string }>(`SELECT count(*) FROM ${table}`))[0]!.count);
const stored = async () => ({
  effects: await count('effect'),
  messages: await count('outbox_message'),
  leaves: await count('audit_entry'),
});
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('a unit of work', () => {
  async function everything(tx: Tx, name: string): Promise<void> {
    await insertEffect(tx, name);
    tx.audit('effect', name, 'happen', { name });
    tx.emit(THING_HAPPENED, { thing: name });
  }

  it('commits rows, messages and audit entries together, at one instant and as the role of the application', async () => {
    const before = await stored();
    const answer = await unitOfWork.run(TEST_ACTOR, async (tx) => {
      await everything(tx, 'a');
      tx.emit(THING_HAPPENED, { thing: 'later' }, new Date(NOW.getTime() + MINUTE_MS));
      expect(await stored()).toEqual(before);
      return tx.manager.query<unknown[]>(
        `SELECT current_user AS role, current_setting('transaction_isolation') AS isolation`,
      );
    });
    expect(answer).toEqual([{ role: 'mainstay_app', isolation: 'read committed' }]);
    expect(await stored()).toEqual({ effects: 1, messages: 2, leaves: before.leaves + 1 });
    const messages = await database.asOwner('SELECT * FROM outbox_message ORDER BY available_at');
    expect(messages).toEqual([
      expect.objectContaining({
        topic: 'test.thing_happened',
        version: 3,
        payload: { thing: 'a' },
        created_at: NOW,
        available_at: NOW,
        attempts: 0,
        completed_at: null,
      }),
      expect.objectContaining({ payload: { thing: 'later' }, available_at: new Date(NOW.getTime() + MINUTE_MS) }),
    ]);
  });

  it('stores nothing when the closure fails, and passes its error on as it is after one attempt', async () => {
    const before = await stored();
    const error = Object.assign(new Error('stop'), { code: '40001' });
    let attempts = 0;
    const failure = await failureOf(
      unitOfWork.run(TEST_ACTOR, async (tx) => {
        attempts += 1;
        await everything(tx, 'b');
        throw error;
      }),
    );
    expect(failure).toBe(error);
    expect(attempts).toBe(1);
    expect(await stored()).toEqual(before);
  });

  it('stores nothing when a statement is refused, and tells the constraint', async () => {
    const before = await stored();
    const failure = await failureOf(
      unitOfWork.run(TEST_ACTOR, async (tx) => {
        await everything(tx, 'c');
        await insertEffect(tx, 'c');
      }),
    );
    expect([isDatabaseError(failure, ['23505']), violatedConstraint(failure)]).toEqual([true, 'effect_pk']);
    expect([isDatabaseError(new Error('x'), ['23505']), violatedConstraint(new Error('x'))]).toEqual([false, null]);
    expect(await stored()).toEqual(before);
  });

  it('stores nothing when the commit is refused', async () => {
    const before = await stored();
    const failure = await failureOf(
      unitOfWork.run(TEST_ACTOR, async (tx) => {
        await everything(tx, 'd');
        await tx.manager.query(`INSERT INTO effect (name, place) VALUES ('d1', 1), ('d2', 1)`);
      }),
    );
    expect(violatedConstraint(failure)).toBe('effect_place');
    expect(await stored()).toEqual(before);
  });

  it('stores nothing when the audit log refuses its entries', async () => {
    const before = await stored();
    const failure = await failureOf(
      unitOfWork.run(TEST_ACTOR, async (tx) => {
        await everything(tx, 'e');
        tx.audit('effect', 'e', 'measure', { share: 0.5 });
      }),
    );
    expect(failure).toBeInstanceOf(TypeError);
    expect(await stored()).toEqual(before);
  });

  it('refuses to nest, also below other calls, and lets units run side by side and after each other', async () => {
    const nested = (name: string) => unitOfWork.run(TEST_ACTOR, (tx) => insertEffect(tx, name));
    const failure = await failureOf(
      unitOfWork.run(TEST_ACTOR, async (tx) => {
        await insertEffect(tx, 'outer');
        await new Promise((resolve) => setTimeout(resolve, 5));
        await nested('inner');
      }),
    );
    expect(String(failure)).toContain('does not nest');
    expect(await effects()).toEqual([]);
    await Promise.all(['f', 'g', 'h'].map(nested));
    await unitOfWork.run(TEST_ACTOR, (tx) => insertEffect(tx, 'i')).then(() => nested('j'));
    expect(await effects()).toEqual(['f', 'g', 'h', 'i', 'j']);
  });

  it('runs again after a deadlock, so that both of two units that wait for each other succeed', async () => {
    await database.asOwner(`INSERT INTO effect (name) VALUES ('one'), ('two')`);
    let attempts = 0;
    let holding = 0;
    let meet: () => void = () => undefined;
    const bothHoldOne = new Promise<void>((resolve) => (meet = resolve));
    const addInOrder = (order: readonly string[]) =>
      unitOfWork.run(TEST_ACTOR, async (tx) => {
        attempts += 1;
        for (const [index, name] of order.entries()) {
          await tx.manager.query('UPDATE effect SET value = value + 1 WHERE name = $1', [name]);
          if (index === 0) {
            holding += 1;
            if (holding === 2) meet();
            await bothHoldOne;
          }
        }
        tx.emit(THING_HAPPENED, { thing: order[0]! });
      });
    await Promise.all([addInOrder(['one', 'two']), addInOrder(['two', 'one'])]);
    expect(attempts).toBe(3);
    expect(await database.asOwner('SELECT value FROM effect')).toEqual([{ value: 2 }, { value: 2 }]);
    expect(await count('outbox_message')).toBe(2);
  });

  it.each([
    ['serialization_failure', '40001'],
    ['deadlock_detected', '40P01'],
  ])(
    'is tried five times when the database answers %s, and stores what the last attempt did alone',
    async (_case, state) => {
      const raise = `DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '${state}'; END $$`;
      const failingUntil = (last: number) => {
        const run = { attempts: 0 };
        const work = unitOfWork.run(TEST_ACTOR, async (tx) => {
          run.attempts += 1;
          tx.emit(THING_HAPPENED, { thing: String(run.attempts) });
          await insertEffect(tx, `attempt ${String(run.attempts)} of ${String(last)}`);
          if (run.attempts < last) await tx.manager.query(raise);
        });
        return { run, work };
      };
      const fifth = failingUntil(5);
      await fifth.work;
      expect(await effects()).toEqual(['attempt 5 of 5']);
      expect(await count('outbox_message')).toBe(1);
      const sixth = failingUntil(6);
      expect(isDatabaseError(await failureOf(sixth.work), [state])).toBe(true);
      expect(sixth.run.attempts).toBe(5);
      expect(await effects()).toEqual(['attempt 5 of 5']);
    },
  );

  it('does not try again what a second attempt cannot cure', async () => {
    let attempts = 0;
    await failureOf(
      unitOfWork.run(TEST_ACTOR, (tx) => {
        attempts += 1;
        return tx.manager.query(`INSERT INTO effect (name, value) VALUES ('k', -1)`);
      }),
    );
    expect(attempts).toBe(1);
  });

  it('ends the use of its Tx', async () => {
    const leaked = await unitOfWork.run(TEST_ACTOR, (tx) => Promise.resolve(tx));
    await expect(insertEffect(leaked, 'l')).rejects.toThrow(/released/);
    expect(await effects()).toEqual([]);
  });

  it('survives the loss of its connection, and keeps none of the connections of units that failed', async () => {
    const lost = await failureOf(
      unitOfWork.run(TEST_ACTOR, async (tx) => {
        const [row] = await tx.manager.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
        await database.asOwner('SELECT pg_terminate_backend($1)', [row!.pid]);
        await insertEffect(tx, 'm');
      }),
    );
    expect(lost).toBeInstanceOf(Error);
    const failing = () => failureOf(unitOfWork.run(TEST_ACTOR, (tx) => tx.manager.query('SELECT 1 / 0')));
    for (let round = 0; round < 3; round += 1) await Promise.all(Array.from({ length: 20 }, failing));
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        unitOfWork.run(TEST_ACTOR, (tx) => insertEffect(tx, `n${String(index)}`)),
      ),
    );
    expect(await count('effect')).toBe(20);
  });
});

describe('a request with an idempotency key', () => {
  const once = (
    key: string,
    body: Canonical,
    work: (tx: Tx) => Promise<string>,
    { scope = 'usr_a', operation = 'pay' } = {},
  ): Promise<IdempotentResult> =>
    unitOfWork.run(TEST_ACTOR, (tx) => runOnce(tx, { scope, operation, key, body }, () => work(tx)));
  const makes = (name: string) => async (tx: Tx) => {
    await insertEffect(tx, name);
    return name;
  };
  const never = () => Promise.reject(new Error('this must not run'));

  it('is carried out the first time, and the same request again gets the first result', async () => {
    const body = { amount: '5', to: ['x', null] };
    expect(await once('key-0001', body, makes('a'))).toEqual({ resultId: 'a', replayed: false });
    expect(await once('key-0001', body, never)).toEqual({ resultId: 'a', replayed: true });
    expect(await once('key-0001', { to: ['x', null], amount: '5' }, never)).toEqual({ resultId: 'a', replayed: true });
    expect(await effects()).toEqual(['a']);
  });

  it('is refused with another body, and nothing is carried out', async () => {
    await once('key-0002', { amount: '5' }, makes('a'));
    await expect(once('key-0002', { amount: '6' }, never)).rejects.toThrow(IdempotencyMismatchError);
    await expect(once('key-0002', { amount: 5 }, never)).rejects.toThrow(
      expect.objectContaining({ code: 'IDEMPOTENCY_MISMATCH', kind: 'CONFLICT', field: ['idempotencyKey'] }),
    );
    expect(await effects()).toEqual(['a']);
  });

  it('is another request for another caller or another operation', async () => {
    await once('key-0003', {}, makes('a'));
    await once('key-0003', {}, makes('b'), { scope: 'usr_b' });
    await once('key-0003', {}, makes('c'), { operation: 'refund' });
    expect(await effects()).toEqual(['a', 'b', 'c']);
  });

  it('has one effect when it comes five times at once, and all five get its result', async () => {
    let calls = 0;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        once('key-0004', { amount: '5' }, async (tx) => {
          calls += 1;
          await insertEffect(tx, 'once');
          await new Promise((resolve) => setTimeout(resolve, 30));
          return 'once';
        }),
      ),
    );
    expect(calls).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(answers.map(({ resultId }) => resultId))).toEqual(new Set(['once']));
  });

  it('may be tried again under its key after it failed, also by one that waited for it', async () => {
    await expect(once('key-0005', {}, never)).rejects.toThrow('this must not run');
    expect(await once('key-0005', {}, makes('a'))).toEqual({ resultId: 'a', replayed: false });
    let calls = 0;
    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, () =>
        once('key-0006', {}, async (tx) => {
          calls += 1;
          await insertEffect(tx, 'b');
          await new Promise((resolve) => setTimeout(resolve, 20));
          if (calls === 1) throw new Error('the first fails');
          return 'b';
        }),
      ),
    );
    expect(calls).toBe(2);
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(await effects()).toEqual(['a', 'b']);
  });

  it.each([
    '',
    '1234567',
    'x'.repeat(256),
    'with space',
    'line\nbreak',
    '12345678\n',
    'tab\tkey0',
    'schlüssel',
    '\0'.repeat(9),
  ])('is refused with the key %j, and nothing is carried out', async (key) => {
    await expect(once(key, {}, never)).rejects.toThrow(InvalidIdempotencyKeyError);
    expect(await count('idempotency_record')).toBe(0);
  });

  it('is taken with the shortest and the longest key', async () => {
    for (const key of ['!2345678', '~'.repeat(255)]) await once(key, {}, makes(key.slice(0, 9)));
    expect(await count('idempotency_record')).toBe(2);
  });
});

describe('a delivery', () => {
  const deliver = (consumer: string, messageId: string) =>
    unitOfWork.run(TEST_ACTOR, async (tx) => {
      const first = await firstDelivery(tx, consumer, messageId);
      if (first) await insertEffect(tx, `${consumer} ${messageId}`);
      return first;
    });

  it('is the first one once for each consumer, also when it comes five times at once', async () => {
    const id = uuidv7();
    const deliveries = await Promise.all(
      ['a', 'b'].flatMap((name) => Array.from({ length: 5 }, () => deliver(name, id))),
    );
    expect(deliveries.filter(Boolean)).toHaveLength(2);
    expect(await deliver('a', id)).toBe(false);
    expect(await deliver('a', uuidv7())).toBe(true);
    expect(await count('effect')).toBe(3);
  });

  it('is the first one again when the effect of the first failed', async () => {
    const id = uuidv7();
    const failure = await failureOf(
      unitOfWork.run(TEST_ACTOR, async (tx) => {
        await firstDelivery(tx, 'a', id);
        throw new Error('stop');
      }),
    );
    expect(failure).toEqual(new Error('stop'));
    expect(await deliver('a', id)).toBe(true);
  });
});

describe('pages by position', () => {
  interface Row {
    readonly name: string;
    readonly value: number;
  }

  async function page(first: number, after: string | null): Promise<Page<Row>> {
    const start = startOf({ first, after }, ['integer', 'text']);
    const rows = await database.dataSource.query<Row[]>(
      `SELECT name, value FROM effect
        WHERE $1::int IS NULL OR (value, name) > ($1::int, $2::text) ORDER BY value, name LIMIT $3`,
      [...start, first + 1],
    );
    return toPage(rows, first, (row) => [row.value, row.name]);
  }

  async function walk(first: number, between: () => Promise<unknown> = () => Promise.resolve()): Promise<string[]> {
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const { rows, hasNextPage, cursorAt } = await page(first, after);
      seen.push(...rows.map(({ name }) => name));
      if (!hasNextPage) return seen;
      expect(rows).toHaveLength(first);
      after = cursorAt(rows.length - 1);
      await between();
    }
  }

  it.each([1, 7, 10, 69, 70, 71, 100])('of %s rows give the whole list, each row once and in order', async (first) => {
    await database.asOwner(`INSERT INTO effect (name, value) SELECT 'row ' || n, n % 9 FROM generate_series(1, 70) n`);
    const whole = await database.asOwner<Row>('SELECT name FROM effect ORDER BY value, name');
    expect(await walk(first)).toEqual(whole.map(({ name }) => name));
  });

  it('are not shifted by rows that come in before the place reached', async () => {
    await database.asOwner(
      `INSERT INTO effect (name, value) SELECT 'row ' || n, n + 1000 FROM generate_series(1, 30) n`,
    );
    let added = 0;
    const seen = await walk(10, () =>
      database.asOwner('INSERT INTO effect (name, value) VALUES ($1, $2)', [`new ${String((added += 1))}`, added]),
    );
    expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => `row ${String(index + 1)}`));
  });
});

describe('migrations', () => {
  const server = process.env[TEST_SERVER_VARIABLE]!;

  it('are applied once: the second time there is nothing to do', async () => {
    expect(await migrate(database.url, MIGRATIONS)).toEqual([]);
  });

  it('are applied once each when several processes start at the same time', async () => {
    const name = `migrate_${uuidv7().replaceAll('-', '')}`;
    const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
    await createDatabase(server, name);
    try {
      const applied = await Promise.all([1, 2, 3].map(() => migrate(url, MIGRATIONS)));
      expect(applied.flat().sort()).toEqual(MIGRATIONS.map((migration) => new migration().name).sort());
    } finally {
      await dropDatabase(server, name);
    }
  });

  it('belong to a database that is made once and dropped with whatever is connected to it', async () => {
    const name = `made_${uuidv7().replaceAll('-', '')}`;
    await createDatabase(server, name);
    await createDatabase(server, name);
    const guest = new Client({ connectionString: Object.assign(new URL(server), { pathname: `/${name}` }).href });
    guest.on('error', () => undefined);
    await guest.connect();
    await dropDatabase(server, name);
    await dropDatabase(server, name);
    expect(await database.asOwner('SELECT 1 FROM pg_database WHERE datname = $1', [name])).toEqual([]);
  });
});

it('a bigint keeps every digit on its way through a column', async () => {
  const largest = 2n ** 63n - 1n;
  const [row] = await database.dataSource.query<{ value: string }[]>('SELECT $1::bigint AS value', [
    bigintColumn.to(largest),
  ]);
  expect(bigintColumn.from(row!.value)).toBe(largest);
  expect([bigintColumn.to(null), bigintColumn.to(undefined), bigintColumn.from(null)]).toEqual([null, undefined, null]);
});

describe('a sign-in under way', () => {
  const attempt = {
    codeVerifier: 'verifier',
    nonce: 'nonce',
    returnTo: '/here',
    provider: 'openid',
    linkSessionId: null,
  };

  it('is taken once, also when its state comes five times at once', async () => {
    const attempts = new LoginAttempts(database.dataSource, new FixedClock(NOW));
    await attempts.open(hashSecret('state'), attempt);
    expect(await attempts.take(hashSecret('another state'))).toBeNull();
    const taken = await Promise.all(Array.from({ length: 5 }, () => attempts.take(hashSecret('state'))));
    expect(taken.filter((one) => one !== null)).toEqual([attempt]);
    expect(await attempts.take(hashSecret('state'))).toBeNull();
  });

  it('ends after ten minutes, and the next one clears it away', async () => {
    const clock = new VirtualClock();
    const attempts = new LoginAttempts(database.dataSource, clock);
    await attempts.open(hashSecret('early'), attempt);
    await attempts.open(hashSecret('late'), attempt);
    clock.moveTo(9 * MINUTE_MS);
    expect(await attempts.take(hashSecret('early'))).toEqual(attempt);
    clock.moveTo(10 * MINUTE_MS + 1_000);
    expect(await attempts.take(hashSecret('late'))).toBeNull();
    await attempts.open(hashSecret('next'), attempt);
    expect(await database.asOwner('SELECT state_hash FROM login_attempt')).toEqual([
      { state_hash: hashSecret('next') },
    ]);
  });
});
