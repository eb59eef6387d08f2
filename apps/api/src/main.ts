import { Config, ConfigurationError } from '#platform/config';
import { AppLogger, createLogger, processClock } from '#platform/observability';
import { createApi } from './create-api.js';
import { createMessages } from './messages.js';

/** Waits for requests under way, so that a load balancer that still sends some loses none. */
const SHUTDOWN_LIMIT_MS = 20_000;

async function main(): Promise<void> {
  const config = Config.load();
  const logger = new AppLogger(createLogger({ service: 'api', level: config.get('LOG_LEVEL') }));
  const app = await createApi({ config, clock: processClock(config), messages: createMessages(), logger });
  await app.listen(config.get('PORT'), config.get('HOST'));
  logger.logger.info({ port: config.get('PORT') }, 'the API listens');
  process.send?.({ type: 'ready', port: config.get('PORT') });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    void app.close().then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
});
