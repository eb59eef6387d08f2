import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../cli-error.js';

const LIMIT_MS = 45_000;
const FIRST_INTERVAL_MS = 60;
const LONGEST_INTERVAL_MS = 600;
/** On a slow machine a steady look would use up the points that a caller has for a minute. */
const GROWTH = 1.2;

/** Looks again and again until there is something; says what it waited for when it takes too long. */
export async function waitFor<Value>(
  what: string,
  look: () => Promise<Value | null | undefined | false>,
): Promise<Value> {
  const end = performance.now() + LIMIT_MS;
  for (let pause = FIRST_INTERVAL_MS; performance.now() < end; pause = Math.min(pause * GROWTH, LONGEST_INTERVAL_MS)) {
    const value = await look();
    if (value !== null && value !== undefined && value !== false) return value;
    await sleep(pause);
  }
  throw new CliError('cli.story.waitedTooLong', { what, seconds: LIMIT_MS / 1_000 });
}
