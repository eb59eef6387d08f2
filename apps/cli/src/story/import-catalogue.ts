import { AuditLog } from '#libs/audit';
import { CatalogImportService, type ProjectFacts } from '#libs/catalog';
import { UnitOfWork, openConnection } from '#platform/database';
import { SystemClock } from '#platform/kernel';

/** Puts a catalogue into the database, marked as demo data, as an operator's import does it. */
export async function importCatalogue(
  databaseUrl: string,
  projects: readonly ProjectFacts[],
  source: string,
): Promise<void> {
  const connection = await openConnection(databaseUrl, 'mainstay-import', null);
  try {
    const unitOfWork = new UnitOfWork(connection, new SystemClock(), new AuditLog());
    await new CatalogImportService(unitOfWork).import(() => projects, { source, isDemo: true, sha256: null });
  } finally {
    await connection.destroy();
  }
}
