import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TOPICS } from '#platform/contracts';
import { NestLogger, type Runtime } from '#platform/observability';
import { Consumers, OutboxRelay } from '#platform/queue';
import { WorkerModule } from './worker.module.js';

/** Builds the worker and starts its relay; closing the application ends the messages at hand first. */
export async function startWorker(runtime: Runtime): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(WorkerModule.of(runtime), {
    logger: new NestLogger(runtime.logger.logger),
    abortOnError: false,
  });
  app.get(Consumers).assertComplete(TOPICS);
  app.get(OutboxRelay).start();
  return app;
}

export async function stopWorker(app: INestApplicationContext): Promise<void> {
  await app.get(OutboxRelay).stop();
  await app.close();
}
