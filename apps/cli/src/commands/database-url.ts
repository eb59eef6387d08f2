import { join } from 'node:path';
import { Config, processEnvironment } from '#platform/config';
import { ROOT } from '../root.js';
import { runningInstance } from '../stack/instance-lock.js';
import { portBlock } from '../stack/ports.js';

export interface DatabaseFlags {
  readonly database?: string;
}

/** The database that a command is about: the one named, the configured one, or that of a Mainstay running here. */
export async function databaseUrl({ database }: DatabaseFlags): Promise<string> {
  if (database !== undefined) return database;
  if (processEnvironment().DATABASE_URL) return Config.load().get('DATABASE_URL');
  for (const name of ['demo', 'data']) {
    const running = await runningInstance(join(ROOT, '.mainstay', name));
    if (running)
      return `postgres://postgres@127.0.0.1:${String(portBlock(Number(new URL(running.url).port)).postgres)}/mainstay`;
  }
  return Config.load().get('DATABASE_URL');
}
