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
      // A job is gone when it ends, so that the relay can hand the same message over again after a failure.
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
    });
    this.queue.on('error', (error) => {
      this.logger.warn({ err: error }, 'Redis does not answer; messages wait in the database');
    });
    void this.queue.process(CONCURRENCY, async ({ data }) => this.run(data.messageId));
  }

  capacity(): number {
    return BATCH;
  }

  async dispatch(messages: readonly OutboxMessage[]): Promise<void> {
    const jobs = messages.map(({ id }) => ({ data: { messageId: id }, opts: { jobId: id } }));
    const handover = this.queue.addBulk(jobs);
    handover.catch(() => undefined);
    await Promise.race([handover, timeout(HANDOVER_TIMEOUT_MS)]);
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await Promise.race([this.queue.close(), timeout(HANDOVER_TIMEOUT_MS)]).catch(() => undefined);
  }

  /** True when Redis answers a ping in time. */
  override async ping(): Promise<void> {
    await Promise.race([this.queue.client.ping(), timeout(HANDOVER_TIMEOUT_MS)]);
  }

  private async run(messageId: string): Promise<void> {
    const message = await this.store.find(messageId);
    if (message) await this.executor.execute(message);
  }
}

function timeout(durationMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => {
      reject(new Error('Redis did not answer in time'));
    }, durationMs).unref();
  });
}
