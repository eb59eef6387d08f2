import { join, resolve } from 'node:path';
import { CliError } from '../cli-error.js';
import { ROOT } from '../root.js';
import { DEFAULT_PORT } from '../stack/ports.js';

export interface ServeFlags {
  readonly port?: string;
  readonly dataDir?: string;
}

export function portOf({ port }: ServeFlags): number {
  const value = port === undefined ? DEFAULT_PORT : Number(port);
  if (!Number.isInteger(value) || value < 1_024 || value > 65_500)
    throw new CliError('cli.invalidPort', { port: port ?? '' });
  return value;
}

/** Where a Mainstay of this project may run: the folder that was named, or those of the demo and of the start. */
export function dataDirectories(flags: Pick<ServeFlags, 'dataDir'>): readonly string[] {
  return flags.dataDir === undefined
    ? ['demo', 'data'].map((name) => dataDirectory(flags, name))
    : [dataDirectory(flags, '')];
}

export function dataDirectory({ dataDir }: ServeFlags, name: string): string {
  return dataDir === undefined ? join(ROOT, '.mainstay', name) : resolve(dataDir);
}
