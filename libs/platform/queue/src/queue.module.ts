import { Global, Module } from '@nestjs/common';
import { Config } from '#platform/config';
import { OutboxStore } from '#platform/database';
import { AppLogger } from '#platform/observability';
import { BullRunner } from './bull.runner.js';
import { Consumers } from './consumers.js';
import { InProcessRunner } from './in-process.runner.js';
import { JobRunner } from './job-runner.js';
import { MessageExecutor } from './message-executor.js';
import { OutboxRelay } from './outbox-relay.js';
import { RecurringJobs } from './recurring-jobs.js';

/** The registers of consumers and of recurring jobs. Both processes have them, since the modules of the contexts register themselves there. */
@Global()
@Module({ providers: [Consumers, RecurringJobs], exports: [Consumers, RecurringJobs] })
export class ConsumersModule {}

/** What only the worker has: the relay and the runner that REDIS_URL chooses. */
@Module({
  providers: [
    MessageExecutor,
    OutboxRelay,
    {
      provide: JobRunner,
      inject: [Config, MessageExecutor, OutboxStore, AppLogger],
      useFactory: (config: Config, executor: MessageExecutor, store: OutboxStore, { logger }: AppLogger): JobRunner => {
        const redisUrl = config.get('REDIS_URL');
        return redisUrl === undefined
          ? new InProcessRunner(executor)
          : new BullRunner({ redisUrl }, executor, store, logger);
      },
    },
  ],
  exports: [OutboxRelay, JobRunner, MessageExecutor],
})
export class QueueModule {}
