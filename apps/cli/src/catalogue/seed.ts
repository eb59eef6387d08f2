import { join } from 'node:path';
import { openConnection } from '#platform/database';
import { ROOT } from '../root.js';
import { importFile } from './import-file.js';

const FOLDER = 'libs/catalog/seed';
/** Best first: a package stays with the project that the first list leads it to. The last one needs the packages of the others. */
const FILES = ['well-known.csv', 'npm-packages.csv', 'aliases.csv'];
/** The day on which the lists were written; they hold no figures. */
const OBSERVED_AT = new Date('2026-11-27T00:00:00Z');

/** Facts that ship with Mainstay (see NOTICE), so that the catalogue of a new installation is not empty. Done once. */
export async function seedCatalogue(databaseUrl: string): Promise<number> {
  const connection = await openConnection(databaseUrl, 'mainstay-seed', null);
  try {
    let projects = 0;
    for (const file of FILES) {
      const source = `Mainstay (${file})`;
      projects +=
        (await importFile(connection, join(ROOT, FOLDER, file), { source, observedAt: OBSERVED_AT }))?.projects ?? 0;
    }
    return projects;
  } finally {
    await connection.destroy();
  }
}
