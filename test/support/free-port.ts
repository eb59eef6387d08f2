import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below those that the system gives to outgoing connections, one of which could take a port between the look and its use, and
 * above 10080, the last one that `fetch` refuses to open.
 */
const FIRST = 11_000;
/** Ports of each of the processes in which files run side by side. */
const WIDTH = 4_000;
const STRIPES = 5;

const stripe = (Number(process.env.JEST_WORKER_ID ?? 1) - 1) % STRIPES;
/** Another one with each call; begins anywhere, since other runs may go on at the same time. */
let offset = randomInt(WIDTH);

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < WIDTH; tries += 1) {
    offset = (offset + 1) % WIDTH;
    const port = FIRST + stripe * WIDTH + offset;
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
