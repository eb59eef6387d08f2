import { failingMessages, retryMessages } from '#platform/database';
import { SystemClock, isUuid } from '#platform/kernel';
import { CliError } from '../cli-error.js';
import { print, say } from '../terminal.js';
import { withConnection, type DatabaseFlags } from './connections.js';

/** Jobs that failed again and again, the oldest first. */
export async function listJobs(flags: DatabaseFlags & { readonly json?: boolean }): Promise<void> {
  await withConnection(flags, async ({ manager }) => {
    const failing = await failingMessages(manager);
    if (flags.json) print(JSON.stringify(failing, null, 2));
    else if (failing.length === 0) say('cli.jobs.none');
    else
      for (const { id, topic, attempts, lastError, createdAt, isDead } of failing)
        say(isDead ? 'cli.jobs.dead' : 'cli.jobs.failing', {
          id,
          topic,
          attempts,
          reason: lastError,
          since: createdAt.toISOString(),
        });
  });
}

type RetryFlags = DatabaseFlags & { readonly all?: boolean };

/** Lets jobs be tried at once, as if they had never failed. */
export async function retryJobs(ids: readonly string[], flags: RetryFlags): Promise<void> {
  if ((ids.length === 0) === (flags.all !== true)) throw new CliError('cli.jobs.which');
  const wrong = ids.find((id) => !isUuid(id));
  if (wrong !== undefined) throw new CliError('cli.jobs.noId', { id: wrong });
  await withConnection(flags, async (connection) => {
    const count = await connection.transaction(async (manager) => {
      const retried = await retryMessages(manager, flags.all ? null : ids, new SystemClock().now());
      for (const id of ids) if (!retried.includes(id)) throw new CliError('cli.jobs.notFailing', { id });
      return retried.length;
    });
    say('cli.jobs.retried', { count });
  });
}
