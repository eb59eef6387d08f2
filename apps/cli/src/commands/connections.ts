import { Config, processEnvironment } from '#platform/config';
import { openConnection } from '#platform/database';
import { runningInstance, type Instance } from '../stack/instance-lock.js';
import { portBlock, type Ports } from '../stack/ports.js';
import { dataDirectories } from './serve-options.js';

export interface DatabaseFlags {
  readonly database?: string;
  readonly dataDir?: string;
}

export type Connection = Awaited<ReturnType<typeof openConnection>>;

/** Does something with a connection to that database, and closes it. */
export async function withConnection(
  flags: DatabaseFlags,
  work: (connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = await openConnection(await databaseUrl(flags), 'mainstay-cli', null);
  try {
    await work(connection);
  } finally {
    await connection.destroy();
  }
}

/** The database that a command is about: the one named, the configured one, or that of a Mainstay running here. */
export async function databaseUrl(flags: DatabaseFlags): Promise<string> {
  if (flags.database !== undefined) return flags.database;
  const running = await instanceMeant(flags);
  if (!running) return Config.load().get('DATABASE_URL');
  return `postgres://postgres@127.0.0.1:${String(portsOf(running).postgres)}/mainstay`;
}

/** How to reach the Stripe, or the emulator, that belongs to that database; null when nothing says which one it is. */
export async function stripeConfig(flags: DatabaseFlags): Promise<Config | null> {
  const environment = processEnvironment();
  if (environment.STRIPE_SECRET_KEY) return Config.load();
  const running = await instanceMeant(flags);
  if (!running?.stripeKey) return null;
  return Config.load({
    ...environment,
    STRIPE_EMULATOR_KEY: running.stripeKey,
    STRIPE_EMULATOR_PORT: String(portsOf(running).stripe),
  });
}

/** A Mainstay that runs here, when nothing else was named or configured. */
async function instanceMeant(flags: DatabaseFlags): Promise<Instance | null> {
  if (flags.database !== undefined || processEnvironment().DATABASE_URL) return null;
  for (const directory of dataDirectories(flags)) {
    const running = await runningInstance(directory);
    if (running) return running;
  }
  return null;
}

function portsOf({ url }: Instance): Ports {
  return portBlock(Number(new URL(url).port));
}
