import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../cli-error.js';

export interface Instance {
  readonly pid: number;
  readonly url: string;
}

const FILE = 'running.json';

/** Who runs in a data folder, if anybody does; a file that a killed process left behind does not count. */
export async function runningInstance(directory: string): Promise<Instance | null> {
  try {
    const instance = JSON.parse(await readFile(join(directory, FILE), 'utf8')) as Instance;
    process.kill(instance.pid, 0);
    return instance;
  } catch {
    return null;
  }
}

/** Takes the data folder for this process, or says who has it. */
export async function lockDirectory(directory: string, url: string): Promise<() => Promise<void>> {
  const running = await runningInstance(directory);
  if (running && running.pid !== process.pid)
    throw new CliError('cli.alreadyRunning', { pid: running.pid, url: running.url });
  const path = join(directory, FILE);
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(path, JSON.stringify({ pid: process.pid, url } satisfies Instance));
  } catch (error) {
    throw unusable(directory, error);
  }
  return () => rm(path, { force: true });
}

function unusable(directory: string, error: unknown): CliError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const key = code === 'ENOSPC' ? 'cli.diskFull' : 'cli.folderUnusable';
  return new CliError(key, { directory, code }, { cause: error });
}
