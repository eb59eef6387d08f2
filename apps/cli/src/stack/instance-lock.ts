import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../cli-error.js';

export interface Instance {
  readonly pid: number;
  readonly url: string;
  /** Key of the emulator that belongs to it, so that commands can ask it; null with a real Stripe. */
  readonly stripeKey: string | null;
}

const FILE = 'running.json';
const WRITTEN_AFTER_MS = 100;

/** Who runs in a data folder, if anybody does; a file that a killed process left behind does not count. */
export async function runningInstance(directory: string): Promise<Instance | null> {
  try {
    const instance = JSON.parse(await readFile(join(directory, FILE), 'utf8')) as Instance;
    process.kill(instance.pid, 0);
    return (await isMainstay(instance.pid)) ? instance : null;
  } catch {
    return null;
  }
}

/** Takes the data folder for this process, or says who has it. Of two that start at once, one gets it. */
export async function lockDirectory(
  directory: string,
  { url, stripeKey }: Omit<Instance, 'pid'>,
): Promise<() => Promise<void>> {
  const path = join(directory, FILE);
  const content = JSON.stringify({ pid: process.pid, url, stripeKey } satisfies Instance);
  try {
    await mkdir(directory, { recursive: true });
    if (!(await create(path, content))) {
      // Whoever made the file a moment ago has written it by now.
      await sleep(WRITTEN_AFTER_MS);
      const running = await runningInstance(directory);
      if (running && running.pid !== process.pid)
        throw new CliError('cli.alreadyRunning', { pid: running.pid, url: running.url });
      await rm(path, { force: true });
      await create(path, content);
    }
  } catch (error) {
    throw error instanceof CliError ? error : unusable(directory, error);
  }
  return () => rm(path, { force: true });
}

/** False when the file is there already. */
async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The number of a process that is gone may be another's by now. Where that cannot be seen it is taken for ours. */
async function isMainstay(pid: number): Promise<boolean> {
  if (pid === process.pid) return true;
  const command = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => null);
  return command === null || /\bnode\b|mainstay/.test(command);
}

export function unusable(directory: string, error: unknown): CliError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const key = code === 'ENOSPC' ? 'cli.diskFull' : 'cli.folderUnusable';
  return new CliError(key, { directory, code }, { cause: error });
}
