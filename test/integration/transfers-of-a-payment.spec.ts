import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/audit';
import { ErasureObstacles } from '#libs/identity';
import { PaymentsQueries, ReleasePartsService } from '#libs/payments';
import { SystemClock, systemActor } from '#platform/kernel';
import { openTestDatabase, type TestDatabase } from '#platform/testing';

let database: TestDatabase;
let personId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  const [person] = await database.asOwner<{ id: string }>(
    `INSERT INTO person (id, sealed_name, created_at) VALUES (gen_random_uuid(), 'sealed', now()) RETURNING id`,
  );
  personId = person!.id;
});
afterAll(() => database.close());

async function payment(minor: number): Promise<string> {
  const [row] = await database.asOwner<{ id: string }>(
    `INSERT INTO payment (id, pledge_id, need_id, organisation_id, means, amount_minor, currency, status, created_at)
     VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'checkout', $1, 'USD', 'settled', now()) RETURNING id`,
    [minor],
  );
  return row!.id;
}

const part = (paymentId: string | null, minor: number, currency = 'USD'): Promise<{ id: string }[]> =>
  database.dataSource.query(
    `INSERT INTO release_part (id, milestone_id, need_id, pledge_id, payment_id, person_id, amount_minor, currency, released_at)
     VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $1, $2, $3, $4, now()) RETURNING id`,
    [paymentId, personId, minor, currency],
  );

interface GivenTransfer {
  readonly paymentId?: string | null;
  readonly minor?: number;
  readonly currency?: string;
  readonly status?: string;
  readonly parts: readonly string[];
}

/** A transfer with its parts, in one transaction as the product does it. */
const transfer = ({ paymentId = null, minor = 100, currency = 'USD', status = 'queued', parts }: GivenTransfer) =>
  database.dataSource.transaction(async (manager) => {
    const [row] = await manager.query<{ id: string }[]>(
      `INSERT INTO transfer (id, payment_id, person_id, amount_minor, currency, status, created_at)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, now()) RETURNING id`,
      [paymentId, personId, minor, currency, status],
    );
    await manager.query('UPDATE release_part SET transfer_id = $1 WHERE id = ANY($2)', [row!.id, parts]);
    return row!.id;
  });

describe('what is released out of one payment', () => {
  it('reaches its amount and never exceeds it', async () => {
    const id = await payment(100);
    await part(id, 60);
    await part(id, 40);
    await expect(part(id, 1)).rejects.toMatchObject({ code: 'MS009' });
  });

  it('does not exceed it when releases come at once', async () => {
    const id = await payment(100);
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => part(id, 30)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(results.filter(({ status }) => status === 'rejected')).toEqual(
      Array.from({ length: 5 }, () => expect.objectContaining({ reason: expect.objectContaining({ code: 'MS009' }) })),
    );
  });

  it('is of its currency', async () => {
    await expect(part(await payment(100), 1, 'EUR')).rejects.toMatchObject({ code: 'MS009' });
  });

  it('is not what went back of it', async () => {
    const id = await payment(100);
    await database.asOwner('UPDATE payment SET returned_minor = 40 WHERE id = $1', [id]);
    await expect(part(id, 61)).rejects.toMatchObject({ code: 'MS009' });
    await part(id, 60);
  });

  it('cannot grow afterwards, not even by the owner of the schema', async () => {
    const id = await payment(100);
    await part(id, 100);
    await expect(
      database.asOwner('UPDATE release_part SET amount_minor = 101 WHERE payment_id = $1', [id]),
    ).rejects.toMatchObject({ code: 'MS009' });
  });

  it('draws on the payment of the pledge that was made, not on one that was given up before', async () => {
    const [abandoned, made] = [await payment(100), await payment(100)];
    const [row] = await database.asOwner<{ pledge: string }>('SELECT pledge_id AS pledge FROM payment WHERE id = $1', [
      made,
    ]);
    await database.asOwner(
      `UPDATE payment SET status = 'canceled', pledge_id = $2, created_at = now() - interval '1 day' WHERE id = $1`,
      [abandoned, row!.pledge],
    );
    const queries = new PaymentsQueries(database.dataSource);
    const unitOfWork = database.unitOfWorkAsOwner(new AuditLog(), new SystemClock());
    const found = await unitOfWork.run(systemActor('test'), (tx) => queries.paymentsOfPledges(tx, [row!.pledge]));
    expect([...found]).toEqual([[row!.pledge, made]]);
  });

  it('is counted by the nightly check as well, whatever became of the trigger', async () => {
    const queries = new PaymentsQueries(database.dataSource);
    expect(await queries.brokenInvariants()).toEqual([expect.objectContaining({ found: 0 })]);
    const id = await payment(100);
    await database.asOwner('ALTER TABLE release_part DISABLE TRIGGER release_part_within_payment');
    await part(id, 101);
    await database.asOwner('ALTER TABLE release_part ENABLE TRIGGER release_part_within_payment');
    expect(await queries.brokenInvariants()).toEqual([expect.objectContaining({ found: 1 })]);
  });
});

describe('a transfer', () => {
  const MADE_UP = { code: 'MS040' };
  const id = async (made: Promise<{ id: string }[]>): Promise<string> => (await made)[0]!.id;

  it('is the sum of its parts, no more and no less', async () => {
    const parts = [await id(part(null, 60)), await id(part(null, 40))];
    for (const minor of [99, 101]) await expect(transfer({ minor, parts })).rejects.toMatchObject(MADE_UP);
    await expect(transfer({ minor: 100, parts: [] })).rejects.toMatchObject(MADE_UP);
    await transfer({ minor: 100, parts });
  });

  it('does not lose a part to another one', async () => {
    const parts = [await id(part(null, 100))];
    const first = await transfer({ parts });
    await expect(transfer({ parts })).rejects.toMatchObject(MADE_UP);
    expect(
      await database.asOwner(
        `SELECT 1 FROM transfer WHERE id = $1
            AND amount_minor <> (SELECT coalesce(sum(amount_minor), 0) FROM release_part WHERE transfer_id = $1)`,
        [first],
      ),
    ).toEqual([]);
  });

  it('is in the currency of its parts', async () => {
    const parts = [await id(part(null, 100, 'EUR'))];
    await expect(transfer({ parts })).rejects.toMatchObject(MADE_UP);
  });

  it('is tied to a charge only when it is one part of that charge', async () => {
    const [one, other] = [await payment(100), await payment(100)];
    const tied = await id(part(one, 100));
    await expect(transfer({ paymentId: other, parts: [tied] })).rejects.toMatchObject(MADE_UP);
    const small = [await id(part(other, 50)), await id(part(other, 50))];
    await expect(transfer({ paymentId: other, parts: small })).rejects.toMatchObject(MADE_UP);
    await transfer({ paymentId: one, parts: [tied] });
    await transfer({ parts: small });
  });

  it('is due while it is queued or refused, its payee can be paid, and its charge is known; oldest first', async () => {
    const made: string[] = [];
    for (const status of ['queued', 'refused', 'confirmed'])
      made.push(await transfer({ status, minor: 10, parts: [await id(part(null, 10))] }));
    const paymentId = await payment(10);
    made.push(await transfer({ paymentId, minor: 10, parts: [await id(part(paymentId, 10))] }));
    const queries = new PaymentsQueries(database.dataSource);
    const due = async (limit = 1_000, after: Awaited<ReturnType<typeof queries.dueTransfers>>[number] | null = null) =>
      (await queries.dueTransfers(after, limit)).filter((place) => made.includes(place.id));
    expect(await due()).toEqual([]);
    await database.asOwner(
      `INSERT INTO recipient_account (id, person_id, country, rail, stripe_account_id, transfers_status, created_at)
       VALUES (gen_random_uuid(), $1, 'DE', 'connect', 'acct_1', 'pending', now())`,
      [personId],
    );
    expect(await due()).toEqual([]);
    await database.asOwner(`UPDATE recipient_account SET transfers_status = 'active'`);
    expect((await due()).map((place) => place.id)).toEqual(made.slice(0, 2));
    await database.asOwner(`UPDATE payment SET charge_id = 'ch_1' WHERE id = $1`, [paymentId]);
    const all = await due();
    expect(all.map((place) => place.id)).toEqual([made[0], made[1], made[3]]);
    // Page by page each stands once.
    expect(await due(1_000, all[0])).toEqual(all.slice(1));
    expect(await due(1_000, all[2])).toEqual([]);
  });
});

describe('parts that wait', () => {
  const gather = async (): Promise<number> => {
    const parts = new ReleasePartsService(new PaymentsQueries(database.dataSource), new ErasureObstacles());
    return database
      .unitOfWorkAsOwner(new AuditLog(), new SystemClock())
      .run(systemActor('test'), (tx) => parts.gather(tx));
  };
  const without = async (): Promise<number> =>
    Number(
      (await database.asOwner<{ count: string }>('SELECT count(*) FROM release_part WHERE transfer_id IS NULL'))[0]!
        .count,
    );

  it('never stand in front of others while they are too small, however many they are', async () => {
    while ((await gather()) > 0);
    const left = await without();
    // One cent for each of more people than are looked at together, and then a part that can be sent.
    await database.asOwner(
      `WITH people AS (INSERT INTO person (id, sealed_name, created_at) SELECT gen_random_uuid(), 'sealed', now() FROM generate_series(1, 5001) RETURNING id)
       INSERT INTO release_part (id, milestone_id, need_id, pledge_id, person_id, amount_minor, currency, released_at)
       SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), id, 1, 'USD', now() - interval '1 day' FROM people`,
    );
    const paymentId = await payment(500);
    await part(paymentId, 500);
    expect(await gather()).toBe(1);
    expect(await without()).toBe(left + 5_001);
    expect(await gather()).toBe(0);
  }, 60_000);

  it('are sent once when two gather at the same time', async () => {
    const paymentIds = [await payment(500), await payment(500), await payment(500)];
    for (const paymentId of paymentIds) await part(paymentId, 500);
    const made = await Promise.all([gather(), gather(), gather()]);
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(3);
  });
});
