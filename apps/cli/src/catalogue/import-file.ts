import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { AuditLog } from '#libs/audit';
import { CatalogImportService, catalogueRecords, type ImportCounts } from '#libs/catalog';
import { UnitOfWork } from '#platform/database';
import { SystemClock } from '#platform/kernel';
import type { Connection } from '../commands/connections.js';

export interface FileImport {
  readonly source: string;
  /** Of the figures, where the list does not say it. */
  readonly observedAt: Date;
}

/** Imports one list as an operator; null when the same file was imported from the same source before. */
export async function importFile(
  connection: Connection,
  file: string,
  { source, observedAt }: FileImport,
  onProgress?: (records: number) => void,
): Promise<ImportCounts | null> {
  const sha256 = await digestOf(file);
  return importService(connection).import(
    () => catalogueRecords(file, { observedAt }),
    { source, isDemo: false, sha256 },
    onProgress,
  );
}

export function importService(connection: Connection): CatalogImportService {
  return new CatalogImportService(new UnitOfWork(connection, new SystemClock(), new AuditLog()));
}

async function digestOf(file: string): Promise<Buffer> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest();
}
