import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/audit';
import { PaymentsQueries } from '#libs/payments';
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
    `INSERT INTO payment (id, pledge_id, need_id, organisation_id, amount_minor, currency, status, created_at)
     VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $1, 'USD', 'settled', now()) RETURNING id`,
    [minor],
  );
  return row!.id;
}

const transfer = (paymentId: string, minor: number, { currency = 'USD', status = 'queued' } = {}): Promise<unknown> =>
  database.dataSource.query(
    `INSERT INTO transfer (id, milestone_id, payment_id, need_id, person_id, amount_minor, currency, status, created_at)
     VALUES (gen_random_uuid(), gen_random_uuid(), $1, gen_random_uuid(), $2, $3, $4, $5, now())`,
    [paymentId, personId, minor, currency, status],
  );

describe('the transfers out of one payment', () => {
  it('reach its amount and never exceed it', async () => {
    const id = await payment(100);
    await transfer(id, 60);
    await transfer(id, 40);
    await expect(transfer(id, 1)).rejects.toMatchObject({ code: 'MS009' });
  });

  it('do not exceed it when they come at once', async () => {
    const id = await payment(100);
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => transfer(id, 30)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(results.filter(({ status }) => status === 'rejected')).toEqual(
      Array.from({ length: 5 }, () => expect.objectContaining({ reason: expect.objectContaining({ code: 'MS009' }) })),
    );
  });

  it('are of its currency', async () => {
    await expect(transfer(await payment(100), 1, { currency: 'EUR' })).rejects.toMatchObject({ code: 'MS009' });
  });

  it('do not count when they were abandoned, and cannot grow afterwards', async () => {
    const id = await payment(100);
    await transfer(id, 100, { status: 'abandoned' });
    await transfer(id, 100);
    await expect(
      database.asOwner(`UPDATE transfer SET amount_minor = 101 WHERE payment_id = $1 AND status = 'queued'`, [id]),
    ).rejects.toMatchObject({ code: 'MS009' });
  });

  it('wait only while they are queued or refused', async () => {
    const id = await payment(100);
    for (const status of ['queued', 'refused', 'confirmed']) await transfer(id, 10, { status });
    const waiting = await new PaymentsQueries(database.dataSource).waitingTransfers(100);
    const rows = await database.asOwner<{ status: string }>(
      'SELECT status FROM transfer WHERE payment_id = $1 AND id = ANY($2) ORDER BY status',
      [id, waiting],
    );
    expect(rows.map(({ status }) => status)).toEqual(['queued', 'refused']);
  });

  it('draw on the payment of the pledge that was made, not on one that was given up before', async () => {
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
    expect(await unitOfWork.run(systemActor('test'), (tx) => queries.paymentOfPledge(tx, row!.pledge))).toBe(made);
  });

  it('are counted by the nightly check as well, whatever became of the trigger', async () => {
    const queries = new PaymentsQueries(database.dataSource);
    expect(await queries.brokenInvariants()).toEqual([expect.objectContaining({ found: 0 })]);
    const id = await payment(100);
    await database.asOwner('ALTER TABLE transfer DISABLE TRIGGER transfer_within_payment');
    await transfer(id, 101);
    await database.asOwner('ALTER TABLE transfer ENABLE TRIGGER transfer_within_payment');
    expect(await queries.brokenInvariants()).toEqual([expect.objectContaining({ found: 1 })]);
  });
});
