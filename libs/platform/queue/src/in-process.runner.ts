import type { OutboxMessage } from '#platform/database';
import { JobRunner } from './job-runner.js';
import type { MessageExecutor } from './message-executor.js';

const CONCURRENCY = 6;

/** Runs messages in the worker itself, a few at a time. */
export class InProcessRunner extends JobRunner {
  override readonly kind = 'in-process';
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly executor: MessageExecutor) {
    super();
  }

  capacity(): number {
    return CONCURRENCY - this.running.size;
  }

  dispatch(messages: readonly OutboxMessage[]): Promise<void> {
    for (const message of messages) {
      const run = this.executor.execute(message).finally(() => this.running.delete(run));
      this.running.add(run);
    }
    return Promise.resolve();
  }

  async drained(): Promise<void> {
    if (this.running.size > 0) await Promise.race(this.running);
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.running);
  }
}
