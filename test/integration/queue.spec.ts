import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { AuditLog } from '../../libs/audit/src/audit-log.js';
import { topic } from '#platform/contracts';
import { LONGEST_WAIT_MS, MAX_DELIVERY_ATTEMPTS, OutboxStore, type OutboxMessage } from '#platform/database';
import { HOUR_MS, SECOND_MS, VirtualClock, addMs, uuidv7 } from '#platform/kernel';
import { AppLogger, Metrics, createLogger } from '#platform/observability';
import {
  BullRunner,
  Consumers,
  InProcessRunner,
  JobRunner,
  MessageExecutor,
  OutboxRelay,
  type BullSettings,
} from '#platform/queue';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';

const HAPPENED = topic<{ n: number }>('test.happened', 1);
const LEASE_MS = 30 * SECOND_MS;

let database: TestDatabase;
let clock: VirtualClock;
let store: OutboxStore;
let stops: (() => Promise<unknown>)[];

beforeAll(async () => {
  database = await openTestDatabase();
  store = new OutboxStore(database.dataSource);
  await database.asOwner('CREATE TABLE effect (name text NOT NULL, n int NOT NULL)');
  await database.asOwner('GRANT SELECT, INSERT ON effect TO mainstay_app');
});
afterAll(async () => {
  await database.close();
  // Bull's own timers end a moment after its queues, and jest complains of what outlives a file.
  await sleep(2_500);
});
beforeEach(async () => {
  clock = new VirtualClock();
  stops = [];
  await database.asOwner('TRUNCATE effect, outbox_message, inbox_receipt');
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

const log = new AppLogger(createLogger({ service: 'test', level: 'silent' }));

/** Everything that one worker process has, on the clock of the test. */
function worker(runnerOf: (executor: MessageExecutor) => JobRunner = (executor) => new InProcessRunner(executor)) {
  const consumers = new Consumers(database.unitOfWork(new AuditLog(), clock));
  const metrics = new Metrics();
  const executor = new MessageExecutor(consumers, store, clock, metrics, log);
  const runner = runnerOf(executor);
  const relay = new OutboxRelay(store, runner, clock, metrics, log);
  stops.push(() => relay.stop());
  return { consumers, executor, runner, relay, metrics };
}

/** Registers the effect that is one transaction: a row, which nothing but the receipt keeps from coming twice. */
function writesEffect(consumers: Consumers, name = 'writer'): void {
  consumers.inTransaction(name, HAPPENED, (tx, { n }) =>
    tx.manager.query('INSERT INTO effect (name, n) VALUES ($1, $2)', [name, n]),
  );
}

const emit = (numbers: readonly number[], availableAt?: Date) =>
  database.unitOfWork(new AuditLog(), clock).run(TEST_ACTOR, (tx) => {
    for (const n of numbers) tx.emit(HAPPENED, { n }, availableAt);
    return Promise.resolve();
  });
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const effects = async () =>
  (await database.asOwner<{ n: number }>('SELECT n FROM effect ORDER BY n')).map(({ n }) => n);
const open = async () =>
  Number(
    (
      await database.asOwner<{ open: string }>('SELECT count(*) AS open FROM outbox_message WHERE completed_at IS NULL')
    )[0]!.open,
  );
const sleep = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));

async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline)
      throw new Error(`still not true after ${String(timeoutMs)} ms: ${String(condition)}`);
    await sleep(15);
  }
}

const allDone = async () => (await open()) === 0;
const row = async () =>
  (
    await database.asOwner<{
      attempts: number;
      available_at: Date;
      leased_until: Date | null;
      completed_at: Date | null;
      dead_at: Date | null;
      last_error: string | null;
    }>('SELECT * FROM outbox_message')
  )[0]!;

async function claimOne(): Promise<OutboxMessage> {
  const [message] = await store.claim(clock.now(), 1);
  if (!message) throw new Error('nothing is due');
  return message;
}

describe('the relay', () => {
  it('hands each of 200 messages over once, when two relays run and messages keep coming', async () => {
    const handled: number[] = [];
    const workers = [worker(), worker()];
    for (const { consumers, relay } of workers) {
      writesEffect(consumers);
      consumers.repeatable('counter', HAPPENED, async ({ n }) => {
        handled.push(n);
        await sleep(1);
      });
      relay.start();
    }
    for (let first = 0; first < 200; first += 40) await emit(upTo(40).map((n) => first + n));
    await until(allDone);
    expect(handled.sort((a, b) => a - b)).toEqual(upTo(200));
    expect(await effects()).toEqual(upTo(200));
  });

  it('wakes when a message is committed, and not when its transaction fails', async () => {
    const { consumers, relay } = worker();
    writesEffect(consumers);
    relay.start();
    await until(isListening);
    await database
      .unitOfWork(new AuditLog(), clock)
      .run(TEST_ACTOR, (tx) => {
        tx.emit(HAPPENED, { n: 1 });
        return Promise.reject(new Error('stop'));
      })
      .catch(() => undefined);
    await emit([2]);
    await until(allDone);
    expect(await effects()).toEqual([2]);
  });

  it('does not deliver a timer early, and delivers it when its instant has come', async () => {
    const { consumers, relay } = worker();
    writesEffect(consumers);
    await emit([1], addMs(clock.now(), HOUR_MS));
    await emit([2]);
    relay.start();
    await until(async () => (await open()) === 1);
    clock.moveTo(HOUR_MS - 10 * SECOND_MS);
    await sleep(900);
    expect(await effects()).toEqual([2]);
    clock.moveTo(HOUR_MS);
    await until(allDone, 2_000);
    expect(await effects()).toEqual([1, 2]);
  });

  it('finishes what runs when it is stopped, takes nothing new, and can be started again', async () => {
    const { consumers, relay } = worker();
    let running = 0;
    consumers.repeatable('slow', HAPPENED, async () => {
      running += 1;
      await sleep(150);
      running -= 1;
    });
    await emit(upTo(3));
    relay.start();
    await until(() => running === 3);
    await relay.stop();
    expect([running, await open()]).toEqual([0, 0]);
    await emit([9]);
    await sleep(500);
    expect(await open()).toBe(1);
    relay.start();
    await until(allDone);
  });

  it('goes on when all its connections are lost, and listens again', async () => {
    const { consumers, relay } = worker();
    writesEffect(consumers);
    relay.start();
    await until(isListening);
    await database.asOwner(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%outbox_message%'`,
    );
    await until(async () => !(await isListening()));
    await until(isListening);
    await emit(upTo(5));
    await until(allDone);
    expect(await effects()).toEqual(upTo(5));
  });

  it('keeps one connection to listen, however often its runner is out of order', async () => {
    let handovers = 0;
    class BrokenRunner extends JobRunner {
      override readonly kind = 'bull';
      capacity = () => 1;
      dispatch(): Promise<void> {
        handovers += 1;
        return Promise.reject(new Error('Redis did not answer in time'));
      }
      drained = () => Promise.resolve();
      stop = () => Promise.resolve();
    }
    const { relay } = worker(() => new BrokenRunner());
    await emit(upTo(10));
    relay.start();
    await until(() => handovers >= 4);
    expect(await listeners()).toBe(1);
    await relay.stop();
    expect(await listeners()).toBe(0);
    expect(await open()).toBe(10);
  });

  it('rests between attempts while the database or the runner is out of order', async () => {
    let handovers = 0;
    class NoisyRunner extends InProcessRunner {
      override capacity = () => 1;
      override async dispatch(): Promise<void> {
        handovers += 1;
        // A message that is committed in this moment rings the relay, whose next attempt fails as well.
        await emit([handovers]);
        await sleep(20);
        throw new Error('out of order');
      }
    }
    const { relay } = worker((executor) => new NoisyRunner(executor));
    await emit([0]);
    relay.start();
    await sleep(1_000);
    expect(handovers).toBeGreaterThan(0);
    expect(handovers).toBeLessThanOrEqual(4);
  });

  it('shows the age of the oldest message that is due, and the messages that need a person', async () => {
    const { relay, metrics } = worker();
    await emit([1, 2]);
    const held = await store.claim(clock.now(), 2);
    clock.moveTo(20 * SECOND_MS);
    await store.fail({ ...held[0]!, attempts: MAX_DELIVERY_ATTEMPTS - 1 }, 'tired', clock.now());
    relay.start();
    await until(async () => (await metrics.text()).includes('mainstay_outbox_dead_messages 1'));
    expect(await metrics.text()).toMatch(/mainstay_outbox_oldest_seconds 2\d(\.\d+)?\n/);
  });
});

const listeners = async () =>
  Number(
    (
      await database.asOwner<{ count: string }>(
        `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN outbox_message'`,
      )
    )[0]!.count,
  );
const isListening = async () => (await listeners()) > 0;

describe('a message', () => {
  it('whose consumer fails is tried again after a wait that grows, and after the last attempt waits for a person', async () => {
    const { consumers, executor } = worker();
    consumers.repeatable('broken', HAPPENED, () => Promise.reject(new TypeError('x'.repeat(900))));
    await emit([1]);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 13; attempt += 1) {
      const message = await claimOne();
      expect(message.attempts).toBe(attempt - 1);
      await executor.execute(message);
      const { attempts, available_at: availableAt, leased_until: leasedUntil, last_error: reason } = await row();
      expect([attempts, leasedUntil]).toEqual([attempt, null]);
      expect(reason).toMatch(/^TypeError: x{400,}$/);
      expect(reason!.length).toBeLessThanOrEqual(500);
      expect(await store.claim(clock.now(), 1)).toEqual([]);
      const waitMs = availableAt.getTime() - clock.now().getTime();
      waits.push(waitMs);
      clock.moveTo(clock.offset + waitMs - 150);
      expect(await store.claim(clock.now(), 1)).toEqual([]);
      clock.moveTo(clock.offset + 200);
    }
    const planned = waits.map((_wait, index) => Math.min(LONGEST_WAIT_MS, 250 * 2 ** (index + 1)));
    for (const [index, waitMs] of waits.entries()) {
      expect(waitMs).toBeLessThanOrEqual(planned[index]!);
      expect(waitMs).toBeGreaterThan(planned[index]! - 150);
    }
    // Stripe itself tries to deliver an event for three days.
    expect((MAX_DELIVERY_ATTEMPTS - 13) * LONGEST_WAIT_MS).toBeGreaterThan(71 * HOUR_MS);
    const last = MAX_DELIVERY_ATTEMPTS - 1;
    await database.asOwner('UPDATE outbox_message SET attempts = $1', [last]);
    expect((await row()).dead_at).toBeNull();
    await executor.execute(await claimOne());
    expect((await row()).dead_at).not.toBeNull();
    clock.moveTo(clock.offset + 1_000 * HOUR_MS);
    expect(await store.claim(clock.now(), 1)).toEqual([]);
    expect(await store.health(clock.now())).toEqual({ oldestSeconds: 0, dead: 1 });
  });

  it('that fails and then succeeds is completed, and keeps no error', async () => {
    const { consumers, relay } = worker();
    let calls = 0;
    consumers.repeatable('shaky', HAPPENED, () => {
      calls += 1;
      return calls < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
    });
    await emit([1]);
    relay.start();
    await until(() => calls === 1);
    clock.moveTo(clock.offset + SECOND_MS);
    await until(() => calls === 2);
    clock.moveTo(clock.offset + 2 * SECOND_MS);
    await until(allDone);
    expect(await row()).toMatchObject({ attempts: 2, last_error: null, leased_until: null, dead_at: null });
  });

  it('that a worker took and lost is claimed again when its lease has ended, and not before', async () => {
    await emit([1]);
    const first = await claimOne();
    expect(await store.claim(clock.now(), 1)).toEqual([]);
    clock.moveTo(LEASE_MS - 5 * SECOND_MS);
    expect(await store.claim(clock.now(), 1)).toEqual([]);
    clock.moveTo(LEASE_MS + SECOND_MS);
    const { consumers, relay } = worker();
    writesEffect(consumers);
    relay.start();
    await until(allDone, 5_000);
    expect(await effects()).toEqual([1]);
    expect(await store.find(first.id)).toBeNull();
  });

  it('is claimed by one of many who claim at once', async () => {
    // Connections that are open already, so that the claims meet.
    await Promise.all(Array.from({ length: 12 }, () => database.dataSource.query('SELECT pg_sleep(0.1)')));
    await emit(upTo(600));
    const claims = await Promise.all(Array.from({ length: 12 }, () => store.claim(clock.now(), 50)));
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await store.claim(clock.now(), 600);
    expect(new Set([...ids, ...rest.map(({ id }) => id)]).size).toBe(600);
  });

  it('has exactly one effect when it is executed five times at once, and five times more', async () => {
    const { consumers, executor } = worker();
    writesEffect(consumers, 'one');
    writesEffect(consumers, 'two');
    await emit([1]);
    const message = await claimOne();
    for (let round = 0; round < 2; round += 1)
      await Promise.all(Array.from({ length: 5 }, () => executor.execute(message)));
    expect(await database.asOwner('SELECT name FROM effect ORDER BY name')).toEqual([{ name: 'one' }, { name: 'two' }]);
    expect(await row()).toMatchObject({ attempts: 0, last_error: null });
  });

  it('repeats only what failed, when one of its consumers fails', async () => {
    const { consumers, executor } = worker();
    let failing = true;
    writesEffect(consumers, 'before');
    consumers.inTransaction('shaky', HAPPENED, async (tx, { n }) => {
      await tx.manager.query(`INSERT INTO effect (name, n) VALUES ('shaky', $1)`, [n]);
      if (failing) throw new Error('not yet');
    });
    writesEffect(consumers, 'after');
    await emit([1]);
    await executor.execute(await claimOne());
    expect(await database.asOwner('SELECT name FROM effect')).toEqual([{ name: 'before' }]);
    expect(await open()).toBe(1);
    failing = false;
    clock.moveTo(SECOND_MS);
    await executor.execute(await claimOne());
    expect(await database.asOwner('SELECT name FROM effect ORDER BY name')).toEqual(
      ['after', 'before', 'shaky'].map((name) => ({ name })),
    );
    expect(await open()).toBe(0);
  });

  it('that nobody here knows is given back for a newer worker, and never counts as done', async () => {
    const old = worker();
    await emit([1]);
    await old.executor.execute(await claimOne());
    expect(await row()).toMatchObject({
      attempts: 1,
      completed_at: null,
      last_error: expect.stringContaining('test.happened.v1'),
    });
    clock.moveTo(SECOND_MS);
    const newer = worker();
    writesEffect(newer.consumers);
    await newer.executor.execute(await claimOne());
    expect(await effects()).toEqual([1]);
  });
});

describe('consumers', () => {
  const register = (names: readonly string[]) => {
    const { consumers } = worker();
    for (const name of names) consumers.repeatable('reader', topic(name, 1), () => Promise.resolve());
    return consumers;
  };
  const topics = [topic('a', 1), topic('b', 1), topic('b', 2), topic('c', 1)];

  it('are complete when every topic has one and none is of a topic that does not exist', () => {
    expect(() => {
      register(['a', 'b', 'c']).assertComplete(topics.filter(({ version }) => version === 1));
    }).not.toThrow();
  });

  it('stop the start when topics have nobody, and every one is named with its version', () => {
    expect(() => {
      register(['a', 'b']).assertComplete(topics);
    }).toThrow('nobody consumes: b.v2, c.v1');
  });

  it('stop the start when they wait for topics that do not exist, and every one is named', () => {
    expect(() => {
      register(['a', 'b', 'gone', 'lost']).assertComplete(topics.slice(0, 2));
    }).toThrow('consumers of topics that do not exist: gone.v1, lost.v1');
  });

  it('have different names for the same topic, since the name is on their receipts', () => {
    const consumers = register(['a']);
    expect(() => {
      consumers.repeatable('reader', topic('a', 1), () => Promise.resolve());
    }).toThrow('reader is registered twice for a.v1');
    expect(() => {
      consumers.repeatable('reader', topic('a', 2), () => Promise.resolve());
    }).not.toThrow();
  });
});

/** Stands between Bull and Redis, so that a test can take Redis away and bring it back, whoever runs it. */
class Cable {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  port = 0;

  constructor(private readonly target: URL) {
    this.server = createServer((near) => {
      const far = connect(Number(target.port || 6379), target.hostname);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
  }

  get connections(): number {
    return this.sockets.size;
  }

  get url(): string {
    return Object.assign(new URL(this.target), { hostname: '127.0.0.1', port: String(this.port) }).href;
  }

  async plug(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async unplug(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

describe('on Bull over Redis', () => {
  const redisUrl = process.env.MAINSTAY_TEST_REDIS_URL!;
  const inJavaScript = process.env.MAINSTAY_TEST_REDIS_KIND === 'js-redis-server';
  /** The Redis written in JavaScript does not notice that a client which waits for a job has gone, and hands it the job. */
  const outage = inJavaScript ? describe.skip : describe;
  /** Keys of its own for each test, so that wiping them touches nobody else's. */
  let prefix: string;
  let admin: Redis;

  beforeEach(() => {
    prefix = `test_${uuidv7()}`;
    admin = new Redis(redisUrl);
  });
  afterEach(async () => {
    await wipe();
    admin.disconnect();
  });

  /** The Redis written in JavaScript lacks one command, which another one can do. */
  function options(url: string): BullSettings['options'] {
    if (!inJavaScript) return { prefix };
    const createClient = () => {
      const client = new Redis(url, { maxRetriesPerRequest: null, enableReadyCheck: false });
      return Object.assign(client, {
        brpoplpush: (source: string, target: string, seconds: number) =>
          client.blmove(source, target, 'RIGHT', 'LEFT', seconds),
      });
    };
    return { prefix, createClient: createClient };
  }

  const bullWorker = (url = redisUrl) =>
    worker((executor) => new BullRunner({ redisUrl: url, options: options(url) }, executor, store, log.logger));

  async function wipe(): Promise<number> {
    const keys = await admin.keys(`${prefix}*`);
    return keys.length === 0 ? 0 : admin.del(...keys);
  }

  outage('while it is away', () => {
    it('refuses a handover in time, and the message is handled when Redis is back', async () => {
      const cable = new Cable(new URL(redisUrl));
      await cable.plug();
      stops.push(() => cable.unplug());
      const { consumers, relay, runner } = bullWorker(cable.url);
      writesEffect(consumers);
      await emit([1]);
      relay.start();
      await until(allDone);
      await (runner as BullRunner).ping();

      await cable.unplug();
      await emit([2, 3]);
      const [held] = await store.claim(clock.now(), 1);
      const started = performance.now();
      const lost = { ...(held ?? { topic: HAPPENED.name, version: 1, payload: { n: 9 }, attempts: 0 }), id: uuidv7() };
      await expect(runner.dispatch([lost])).rejects.toThrow('Redis did not answer in time');
      await expect((runner as BullRunner).ping()).rejects.toThrow();
      expect(performance.now() - started).toBeLessThan(6_000);
      expect(await effects()).toEqual([1]);

      await cable.plug();
      await until(async () => {
        clock.moveTo(clock.offset + LEASE_MS + SECOND_MS);
        await sleep(300);
        return allDone();
      });
      expect(await effects()).toEqual([1, 2, 3]);
    }, 30_000);

    it('waits for a Redis that comes after the worker, and then handles what is due', async () => {
      const cable = new Cable(new URL(redisUrl));
      await cable.plug();
      await cable.unplug();
      stops.push(() => cable.unplug());
      const { consumers, relay } = bullWorker(cable.url);
      writesEffect(consumers);
      await emit(upTo(3));
      relay.start();
      await sleep(4_000);
      expect(await effects()).toEqual([]);
      await cable.plug();
      await sleep(2_100);
      clock.moveTo(LEASE_MS + 10 * SECOND_MS);
      await until(allDone, 4_000);
      expect(await effects()).toEqual(upTo(3));
    });

    it('stops in time, and leaves no connection that tries again', async () => {
      const cable = new Cable(new URL(redisUrl));
      await cable.plug();
      const { relay } = bullWorker(cable.url);
      relay.start();
      await sleep(200);
      await cable.unplug();
      const started = performance.now();
      await relay.stop();
      expect(performance.now() - started).toBeLessThan(4_000);
      await cable.plug();
      await sleep(2_500);
      expect(cable.connections).toBe(0);
      await cable.unplug();
    });
  });

  it('hands each of 100 messages over once, with two workers', async () => {
    const handled: number[] = [];
    for (const { consumers, relay } of [bullWorker(), bullWorker()]) {
      writesEffect(consumers);
      consumers.repeatable('counter', HAPPENED, ({ n }) => {
        handled.push(n);
        return Promise.resolve();
      });
      relay.start();
    }
    await emit(upTo(100));
    await until(allDone);
    expect(handled.sort((a, b) => a - b)).toEqual(upTo(100));
    expect(await effects()).toEqual(upTo(100));
  });

  it('tries a message whose consumer failed again, under the same id', async () => {
    const { consumers, relay } = bullWorker();
    let calls = 0;
    consumers.repeatable('shaky', HAPPENED, () => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve();
    });
    await emit([1]);
    relay.start();
    await until(async () => calls === 1 && (await row()).attempts === 1);
    await sleep(100);
    clock.moveTo(SECOND_MS);
    await until(allDone);
    expect(calls).toBe(2);
  });

  it('loses no message when Redis is wiped in the middle', async () => {
    const { consumers, relay } = bullWorker();
    writesEffect(consumers);
    consumers.repeatable('slow', HAPPENED, () => sleep(20).then(() => undefined));
    await emit(upTo(100));
    relay.start();
    await until(async () => (await open()) < 90);
    expect(await wipe()).toBeGreaterThan(10);
    await until(async () => {
      const before = await open();
      await sleep(200);
      return before === (await open());
    });
    expect(await open()).toBeGreaterThan(0);
    clock.moveTo(LEASE_MS + SECOND_MS);
    await until(allDone);
    expect(await effects()).toEqual(upTo(100));
  });
});
