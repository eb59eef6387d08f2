import Bull, { type Queue, type QueueOptions } from 'bull';
import type { OutboxMessage, OutboxStore } from '#platform/database';
import type { Logger } from '#platform/observability';
import { JobRunner } from './job-runner.js';
import type { MessageExecutor } from './message-executor.js';

const QUEUE = 'mainstay';
const CONCURRENCY = 8;
const BATCH = 100;
/** Bull waits for ever for a Redis that is down; a claimed message must not. */
const HANDOVER_TIMEOUT_MS = 2_000;
const CONNECTION_CHECK_MS = 50;
const LONGEST_RECONNECT_WAIT_MS = 2_000;

export interface BullSettings {
  readonly redisUrl: string;
  /** Bull's own options; tests use it to meet a Redis that lacks a command. */
  readonly options?: Pick<QueueOptions, 'createClient' | 'prefix'>;
}

/**
 * Spreads messages over all workers through Bull. A job carries only the id of its message: PostgreSQL holds the
 * truth, so Redis may be wiped at any time.
 */
export class BullRunner extends JobRunner {
  override readonly kind = 'bull';
  private readonly queue: Queue<{ messageId: string }>;

  constructor(
    settings: BullSettings,
    private readonly executor: MessageExecutor,
    private readonly store: OutboxStore,
    private readonly logger: Logger,
  ) {
    super();
    this.queue = new Bull(QUEUE, settings.redisUrl, {
      prefix: 'bull',
      ...settings.options,
      redis: {
        // Bull's own wait grows to 20 s.
        retryStrategy: (attempts) => Math.min(100 * attempts, LONGEST_RECONNECT_WAIT_MS),
        // Otherwise an outage of some minutes makes Bull's workers give up for good.
        maxRetriesPerRequest: null,
      },
      // A job is gone when it ends, so that the relay can hand the same message over again after a failure.
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
    });
    this.queue.on('error', (error) => {
      this.logger.warn({ err: error }, 'Redis does not answer; messages wait in the database');
    });
    this.queue
      .process(CONCURRENCY, async ({ data }) => this.run(data.messageId))
      .catch((error: unknown) => {
        this.logger.error({ err: error }, 'this worker takes no more jobs from Redis');
      });
  }

  capacity(): number {
    return BATCH;
  }

  /** Gives nothing to a client without a connection: it would keep the jobs in memory for as long as Redis is away. */
  async dispatch(messages: readonly OutboxMessage[]): Promise<void> {
    await this.connected();
    const jobs = messages.map(({ id }) => ({ data: { messageId: id }, opts: { jobId: id } }));
    await Promise.race([this.queue.addBulk(jobs), timeout(HANDOVER_TIMEOUT_MS)]);
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  /** Without Redis the queue never closes, and its clients would keep the process alive by connecting again. */
  async stop(): Promise<void> {
    await Promise.race([this.queue.close(), timeout(HANDOVER_TIMEOUT_MS)]).catch(() => undefined);
    for (const client of this.queue.clients) client.disconnect();
  }

  /** Resolves when Redis answers a ping in time. */
  override async ping(): Promise<void> {
    await this.connected();
    await Promise.race([this.queue.client.ping(), timeout(HANDOVER_TIMEOUT_MS)]);
  }

  private async connected(): Promise<void> {
    for (let waitedMs = 0; this.queue.client.status !== 'ready'; waitedMs += CONNECTION_CHECK_MS) {
      if (waitedMs >= HANDOVER_TIMEOUT_MS) throw noAnswer();
      await new Promise((resolve) => setTimeout(resolve, CONNECTION_CHECK_MS));
    }
  }

  private async run(messageId: string): Promise<void> {
    const message = await this.store.find(messageId);
    if (message) await this.executor.execute(message);
  }
}

function timeout(durationMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => {
      reject(noAnswer());
    }, durationMs).unref();
  });
}

function noAnswer(): Error {
  return new Error('Redis did not answer in time');
}
