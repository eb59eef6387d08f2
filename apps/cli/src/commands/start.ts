import { join } from 'node:path';
import { processEnvironment } from '#platform/config';
import { seedCatalogue } from '../catalogue/seed.js';
import { portBlock } from '../stack/ports.js';
import { Stack } from '../stack/stack.js';
import type { StackEvent } from '../stack/settings.js';
import { say } from '../terminal.js';
import { dataDirectory, portOf, type ServeFlags } from './serve-options.js';
import { untilSignal } from './until-signal.js';

/** Serves without a story; data is kept between runs. */
export async function start(flags: ServeFlags): Promise<void> {
  const directory = dataDirectory(flags, 'data');
  const stack = new Stack(
    {
      directory,
      ports: portBlock(portOf(flags)),
      virtualClock: false,
      claimOrigin: null,
      restart: true,
      onEvent: tellEvent,
    },
    processEnvironment(),
  );
  const { ended, end, isAskedTo } = untilSignal(() => stack.stop());
  try {
    await stack.start();
    await seedCatalogue(stack.databaseUrl);
  } catch (error) {
    await end();
    if (isAskedTo()) return;
    throw error;
  }
  tellWhereToGo(stack, directory);
  await ended;
}

export function tellEvent({ kind, name }: StackEvent): void {
  say(`cli.${kind}`, { name });
}

export function tellWhereToGo({ url, mailUrl }: Stack, directory: string): void {
  say('cli.serving', { url });
  say('cli.open', { url, logs: join(directory, 'logs') });
  if (mailUrl !== null) say('cli.mail', { url: mailUrl });
  say('cli.stopHint');
}
