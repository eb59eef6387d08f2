import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { AuditLog } from '#libs/audit';
import { topic, type RecurringPayload } from '#platform/contracts';
import { OutboxStore } from '#platform/database';
import { MINUTE_MS, VirtualClock } from '#platform/kernel';
import { AppLogger, Metrics, createLogger } from '#platform/observability';
import { Consumers, MessageExecutor, RecurringJobs } from '#platform/queue';
import { openTestDatabase, type TestDatabase } from '#platform/testing';

const BEAT = topic<RecurringPayload>('test.beat', 1);
let database: TestDatabase;
let store: OutboxStore;
let clock: VirtualClock;
let runs: number;
let isBroken: boolean;

beforeAll(async () => {
  database = await openTestDatabase();
  store = new OutboxStore(database.dataSource);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.asOwner('TRUNCATE outbox_message');
  clock = new VirtualClock();
  // In the middle of a slot, so that the test does not depend on when it runs.
  clock.moveTo(MINUTE_MS - (clock.now().getTime() % MINUTE_MS) + MINUTE_MS / 2);
  [runs, isBroken] = [0, false];
});

function worker() {
  const consumers = new Consumers(database.unitOfWork(new AuditLog(), clock));
  const jobs = new RecurringJobs(consumers, store, clock);
  jobs.recurring('test.beat', BEAT, MINUTE_MS, () => {
    runs += 1;
    return isBroken ? Promise.reject(new Error('broken')) : Promise.resolve();
  });
  const log = new AppLogger(createLogger({ service: 'test', level: 'silent' }));
  const executor = new MessageExecutor(consumers, store, clock, new Metrics(), log);
  const work = async () => {
    for (const message of await store.claim(clock.now(), 10)) await executor.execute(message);
  };
  return { jobs, work };
}

const waiting = async () =>
  (
    await database.asOwner<{ at: Date }>(
      'SELECT available_at AS at FROM outbox_message WHERE completed_at IS NULL ORDER BY 1',
    )
  ).map(({ at }) => Math.round((at.getTime() - clock.now().getTime()) / 1_000));

it('a recurring job runs once in a slot, however many workers start', async () => {
  const workers = [worker(), worker(), worker()];
  await Promise.all(workers.map(({ jobs }) => jobs.start()));
  await Promise.all(workers.map(({ work }) => work()));
  expect(runs).toBe(1);
  expect(await waiting()).toEqual([30]);
  clock.moveTo(clock.offset + MINUTE_MS);
  await Promise.all(workers.map(({ work }) => work()));
  expect(runs).toBe(2);
});

it('a start within a slot that has had its run adds none', async () => {
  const first = worker();
  await first.jobs.start();
  await first.work();
  const second = worker();
  await second.jobs.start();
  await second.work();
  expect(runs).toBe(1);
});

it('a job goes on in the next slot when it failed, and what failed is tried again', async () => {
  const { jobs, work } = worker();
  await jobs.start();
  isBroken = true;
  await work();
  isBroken = false;
  expect(await waiting()).toHaveLength(2);
  clock.moveTo(clock.offset + MINUTE_MS);
  await work();
  expect(runs).toBe(3);
});

it('slots that passed while nobody worked are not made up for', async () => {
  const { jobs, work } = worker();
  await jobs.start();
  await work();
  clock.moveTo(clock.offset + 100 * MINUTE_MS);
  await work();
  await work();
  expect(runs).toBe(2);
  expect(await waiting()).toEqual([30]);
});
