import { Config, processEnvironment } from '#platform/config';
import { openConnection } from '#platform/database';
import { CliError } from '../cli-error.js';
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
  const connection = await reaching(await databaseUrl(flags), (url) => openConnection(url, 'mainstay-cli', null));
  try {
    await work(connection);
  } finally {
    await connection.destroy();
  }
}

const UNREACHABLE = ['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENOTFOUND', 'ETIMEDOUT'];
/** Classes of SQLSTATE: no connection, no such user or password, no such database. */
const REFUSED = /^(?:08|28|3D|57P)/;

/** What fails because a database is not there, or lets nobody in, is told as one line, without its password. */
export async function reaching<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  if (!URL.canParse(url)) throw new CliError('cli.database.url', { url });
  // A socket on this machine has no host in its address.
  const address = new URL(url).host || 'localhost';
  try {
    return await work(url);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (UNREACHABLE.includes(code)) throw new CliError('cli.database.unreachable', { address }, { cause: error });
    if (REFUSED.test(code)) throw new CliError('cli.database.refuses', { address, reason: message }, { cause: error });
    throw error;
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
