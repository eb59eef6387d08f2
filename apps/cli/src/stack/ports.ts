import { createServer } from 'node:net';
import { CliError } from '../cli-error.js';

/** The ports of one running Mainstay: a block, so that one number moves them all. */
export interface Ports {
  readonly api: number;
  readonly openId: number;
  readonly stripe: number;
  readonly origin: number;
  readonly postgres: number;
  readonly worker: number;
  readonly smtp: number;
  readonly mail: number;
}

export const DEFAULT_PORT = 4400;

export function portBlock(first: number): Ports {
  return {
    api: first,
    openId: first + 1,
    stripe: first + 2,
    origin: first + 3,
    postgres: first + 4,
    worker: first + 5,
    smtp: first + 6,
    mail: first + 7,
  };
}

/** Refuses before anything is started, naming the port and what it is for. */
export async function assertFree(ports: Partial<Ports>): Promise<void> {
  for (const [use, port] of Object.entries(ports)) {
    if (!(await isFree(port))) throw new CliError('cli.portInUse', { port, use });
  }
}

/** The first block at or after `first` in which every port is free. */
export async function freeBlock(first: number): Promise<Ports> {
  for (let candidate = first; candidate < first + 5_000; candidate += 10) {
    const ports = portBlock(candidate);
    const free = await Promise.all(Object.values(ports).map(isFree));
    if (free.every(Boolean)) return ports;
  }
  throw new CliError('cli.noFreePorts', { first });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
