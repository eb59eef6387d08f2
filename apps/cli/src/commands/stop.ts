import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopEmbeddedPostgres } from '#platform/database';
import { CliError } from '../cli-error.js';
import { runningInstance } from '../stack/instance-lock.js';
import { say } from '../terminal.js';
import { dataDirectories, type ServeFlags } from './serve-options.js';

const LIMIT_MS = 40_000;

/** Ends the Mainstay of this project, as Ctrl-C in its terminal would. */
export async function stop(flags: ServeFlags): Promise<void> {
  const directories = dataDirectories(flags);
  let found = false;
  for (const directory of directories) {
    const running = await runningInstance(directory);
    if (!running) {
      // Whoever was killed could not stop its database.
      if (!(await stopEmbeddedPostgres(join(directory, 'postgres')))) continue;
      found = true;
      say('cli.stoppedDatabase', { directory });
      continue;
    }
    found = true;
    process.kill(running.pid, 'SIGTERM');
    for (const end = performance.now() + LIMIT_MS; performance.now() < end && (await runningInstance(directory));)
      await sleep(100);
    say('cli.stopped', { pid: running.pid });
  }
  if (!found) throw new CliError('cli.notRunning', { directory: directories.join(', ') });
}
