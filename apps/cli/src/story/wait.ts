import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../cli-error.js';

const LIMIT_MS = 45_000;
const INTERVAL_MS = 60;

/** Looks again and again until there is something; says what it waited for when it takes too long. */
export async function waitFor<Value>(
  what: string,
  look: () => Promise<Value | null | undefined | false>,
): Promise<Value> {
  const end = performance.now() + LIMIT_MS;
  while (performance.now() < end) {
    const value = await look();
    if (value !== null && value !== undefined && value !== false) return value;
    await sleep(INTERVAL_MS);
  }
  throw new CliError('cli.story.waitedTooLong', { what, seconds: LIMIT_MS / 1_000 });
}
