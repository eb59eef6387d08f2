import { Injectable } from '@nestjs/common';
import { OutboxStore } from '#platform/database';
import { Clock } from '#platform/kernel';
import { AppLogger, Metrics } from '#platform/observability';
import { JobRunner } from './job-runner.js';

/** Without a notification the relay looks by itself: for timers, for leases that ended, for notifications lost. */
const POLL_MS = 400;
const BATCH = 50;

/**
 * Takes committed messages out of the database and hands them to the runner. Several relays may run; each message is
 * claimed by one. It never stops on an error: it waits and looks again.
 */
@Injectable()
export class OutboxRelay {
  private stopping = false;
  private loop: Promise<void> | null = null;
  private wake: () => void = () => undefined;
  private woken = false;
  private unlisten: (() => Promise<void>) | null = null;

  constructor(
    private readonly store: OutboxStore,
    private readonly runner: JobRunner,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly log: AppLogger,
  ) {}

  start(): void {
    this.stopping = false;
    this.loop ??= this.run();
  }

  /** Ends after the messages at hand; leases of others are not touched. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.ring();
    await this.loop;
    this.loop = null;
    await this.runner.stop();
    await this.unlisten?.();
    this.unlisten = null;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        this.unlisten ??= await this.store.listen(
          () => {
            this.ring();
          },
          () => {
            this.unlisten = null;
          },
        );
        const taken = await this.handOver();
        if (taken === 0) await this.rest();
      } catch (error) {
        this.log.logger.warn({ err: error }, 'the outbox could not be read; trying again');
        // Whatever rang meanwhile, it rests: without that, messages that keep coming would make it spin.
        this.woken = this.stopping;
        await this.rest();
      }
    }
  }

  private async handOver(): Promise<number> {
    const room = Math.min(BATCH, this.runner.capacity());
    if (room <= 0) {
      await this.runner.drained();
      return 1;
    }
    this.woken = false;
    const messages = await this.store.claim(this.clock.now(), room);
    if (messages.length > 0) await this.runner.dispatch(messages);
    else await this.measure();
    return messages.length;
  }

  private async measure(): Promise<void> {
    const { oldestSeconds, dead } = await this.store.health(this.clock.now());
    this.metrics.outboxOldestSeconds.set(oldestSeconds);
    this.metrics.outboxDead.set(dead);
  }

  private ring(): void {
    this.woken = true;
    this.wake();
  }

  private async rest(): Promise<void> {
    if (this.woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
