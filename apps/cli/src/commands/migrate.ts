import { migrate } from '#platform/database';
import { MIGRATIONS } from '../../../../migrations/index.js';
import { say } from '../terminal.js';
import { databaseUrl, reaching, type DatabaseFlags } from './connections.js';

export async function migrateDatabase(flags: DatabaseFlags): Promise<void> {
  const applied = await reaching(await databaseUrl(flags), (url) => migrate(url, MIGRATIONS));
  if (applied.length === 0) say('cli.migrate.nothing');
  for (const name of applied) say('cli.migrate.applied', { name });
}
