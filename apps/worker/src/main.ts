import { notificationsMessages } from '#libs/notifications';
import { Config, ConfigurationError } from '#platform/config';
import { Messages } from '#platform/kernel';
import { AppLogger, createLogger, processClock } from '#platform/observability';
import { startWorker, stopWorker } from './create-worker.js';
import { serveHealth } from './health-server.js';

const SHUTDOWN_LIMIT_MS = 25_000;

async function main(): Promise<void> {
  const config = Config.load();
  const logger = new AppLogger(createLogger({ service: 'worker', level: config.get('LOG_LEVEL') }));
  // Refusals are stored as keys and read out by the API; mail is the one thing that the worker says to people.
  const messages = new Messages(notificationsMessages);
  const app = await startWorker({ config, clock: processClock(config), messages, logger });
  const health = await serveHealth(app, config.get('HOST'), config.get('WORKER_PORT'));
  logger.logger.info({ port: config.get('WORKER_PORT') }, 'the worker runs');
  process.send?.({ type: 'ready', port: config.get('WORKER_PORT') });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    health.close();
    void stopWorker(app).then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
});
