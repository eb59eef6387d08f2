import { Injectable } from '@nestjs/common';
import type { RecurringPayload, Topic } from '#platform/contracts';
import { OutboxStore } from '#platform/database';
import { Clock, slotId, slotStart } from '#platform/kernel';
import { Consumers } from './consumers.js';

interface RecurringJob {
  readonly name: string;
  readonly topic: Topic<RecurringPayload>;
  readonly intervalMs: number;
}

/**
 * Jobs that come again and again. Time is cut into slots of the interval, and each slot has at most one message, whose
 * id follows from the name of the job and the slot: however many workers arrange it, it is there once. Slots that
 * passed while no worker ran are not made up for.
 */
@Injectable()
export class RecurringJobs {
  private readonly jobs: RecurringJob[] = [];

  constructor(
    private readonly consumers: Consumers,
    private readonly store: OutboxStore,
    private readonly clock: Clock,
  ) {}

  /** Registers a job that may run more than once in a slot, and has to end in the same state. */
  recurring(name: string, topic: Topic<RecurringPayload>, intervalMs: number, job: () => Promise<void>): void {
    const recurring = { name, topic, intervalMs };
    this.jobs.push(recurring);
    this.consumers.repeatable(name, topic, async () => {
      // Before the job, so that one that fails, or a worker that dies in it, does not end the series.
      await this.arrange(recurring, 1);
      await job();
    });
  }

  /** Begins every series, or takes it up again; for the worker when it starts. */
  async start(): Promise<void> {
    for (const job of this.jobs) await this.arrange(job, 0);
  }

  private async arrange({ name, topic, intervalMs }: RecurringJob, slotsAhead: number): Promise<void> {
    const now = this.clock.now();
    const slot = slotStart(now, intervalMs, slotsAhead);
    const payload: RecurringPayload = { recurring: name };
    await this.store.schedule(
      slotId(name, slot),
      { topic: topic.name, version: topic.version, payload, availableAt: slot },
      now,
    );
  }
}
