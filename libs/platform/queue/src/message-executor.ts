import { Injectable } from '@nestjs/common';
import { topicKey } from '#platform/contracts';
import { OutboxStore, type OutboxMessage } from '#platform/database';
import { Clock } from '#platform/kernel';
import { AppLogger, Metrics, withLogScope } from '#platform/observability';
import { Consumers, type Consumer } from './consumers.js';

/** Runs all consumers of a message, wherever it came from, and writes down how it ended. */
@Injectable()
export class MessageExecutor {
  constructor(
    private readonly consumers: Consumers,
    private readonly store: OutboxStore,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly log: AppLogger,
  ) {}

  /** Resolves when the message is completed or given back; a failure of a consumer is not an error of the caller. */
  async execute(message: OutboxMessage): Promise<void> {
    const stop = this.metrics.jobDuration.startTimer({ topic: message.topic });
    await withLogScope({ jobId: message.id }, async () => {
      try {
        for (const consumer of this.consumersOf(message)) await consumer.handle(message.payload, message);
        await this.store.complete([message.id], this.clock.now());
        stop({ outcome: 'done' });
      } catch (error) {
        stop({ outcome: 'failed' });
        await this.giveBack(message, error);
      }
    });
  }

  /** During a deployment an older worker meets messages of newer versions: they wait for a worker that knows them. */
  private consumersOf(message: OutboxMessage): readonly Consumer[] {
    const consumers = this.consumers.of(message);
    if (consumers.length === 0)
      throw new Error(`nobody here consumes ${topicKey({ name: message.topic, version: message.version })}`);
    return consumers;
  }

  private async giveBack(message: OutboxMessage, error: unknown): Promise<void> {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.log.logger.warn(
      { topic: message.topic, attempts: message.attempts + 1, err: error },
      'a message was not handled and waits for its next try',
    );
    // When the database itself is away the lease ends by itself, and the message is claimed again.
    await this.store.fail(message, reason, this.clock.now()).catch(() => undefined);
  }
}
