import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SigningKey } from '#libs/audit';
import { TOPICS } from '#platform/contracts';
import { NestLogger, type Runtime } from '#platform/observability';
import { Consumers, OutboxRelay, RecurringJobs } from '#platform/queue';
import { WorkerModule } from './worker.module.js';

/** Builds the worker and starts its relay; closing the application ends the messages at hand first. */
export async function startWorker(runtime: Runtime): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(WorkerModule.of(runtime), {
    logger: new NestLogger(runtime.logger.logger),
    abortOnError: false,
  });
  app.get(Consumers).assertComplete(TOPICS);
  // A key that is missing or damaged is told now, and not when the first checkpoint is due.
  await app.get(SigningKey).load();
  await app.get(RecurringJobs).start();
  app.get(OutboxRelay).start();
  return app;
}

export async function stopWorker(app: INestApplicationContext): Promise<void> {
  await app.get(OutboxRelay).stop();
  await app.close();
}
