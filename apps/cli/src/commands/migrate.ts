import { migrate } from '#platform/database';
import { MIGRATIONS } from '../../../../migrations/index.js';
import { seedCatalogue } from '../catalogue/seed.js';
import { say } from '../terminal.js';
import { databaseUrl, reaching, type DatabaseFlags } from './connections.js';

export async function migrateDatabase(flags: DatabaseFlags): Promise<void> {
  const url = await databaseUrl(flags);
  const applied = await reaching(url, (address) => migrate(address, MIGRATIONS));
  if (applied.length === 0) say('cli.migrate.nothing');
  for (const name of applied) say('cli.migrate.applied', { name });
  const projects = await seedCatalogue(url);
  if (projects > 0) say('cli.catalog.seeded', { projects });
}
