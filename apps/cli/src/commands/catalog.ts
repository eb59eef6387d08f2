import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  CatalogQueries,
  catalogMessages,
  catalogueRecords,
  type CatalogueRecord,
  type ImportCounts,
} from '#libs/catalog';
import { DomainError } from '#platform/kernel';
import { importFile, importService } from '../catalogue/import-file.js';
import { CliError } from '../cli-error.js';
import { cannotRead } from '../files.js';
import { messages, plain, print, say } from '../terminal.js';
import { withConnection, type DatabaseFlags } from './connections.js';

messages.add(catalogMessages);

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PROGRESS_EVERY = 50_000;

type ImportFlags = DatabaseFlags & {
  readonly source?: string;
  readonly observed?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

/** Imports lists that the operator names; each one whole or not at all. */
export async function catalogImport(files: readonly string[], flags: ImportFlags): Promise<void> {
  if (flags.dryRun) {
    for (const file of files)
      tell(file, await refusing(file, async () => counted(file, await observedAt(file, flags))), flags);
    return;
  }
  await withConnection(flags, async (connection) => {
    for (const file of files) {
      const source = flags.source ?? basename(file);
      const at = await observedAt(file, flags);
      const counts = await refusing(file, () =>
        importFile(connection, file, { source, observedAt: at }, progressOf(file, flags)),
      );
      tell(file, counts, flags);
    }
  });
}

/** What the catalogue holds, and where it comes from. */
export async function catalogList(flags: DatabaseFlags & { readonly json?: boolean }): Promise<void> {
  await withConnection(flags, async (connection) => {
    const { totals, imports } = await new CatalogQueries(connection).holdings();
    if (flags.json) {
      print(JSON.stringify({ totals, imports }));
      return;
    }
    say('cli.catalog.totals', { ...totals });
    for (const { source, importedAt, projects, packages, signals, aliases } of imports)
      say('cli.catalog.import', {
        day: importedAt.toISOString().slice(0, 10),
        source,
        projects,
        packages,
        signals,
        aliases,
      });
  });
}

/** The way back of an import. */
export async function catalogRemove(flags: DatabaseFlags & { readonly source: string }): Promise<void> {
  await withConnection(flags, async (connection) => {
    const removed = await importService(connection).forget(flags.source);
    if (removed === null) throw new CliError('cli.catalog.noSource', { source: flags.source });
    say('cli.catalog.removed', { source: flags.source, ...removed });
  });
}

async function observedAt(file: string, { observed }: ImportFlags): Promise<Date> {
  if (observed === undefined) return (await stat(file).catch(cannotRead(file))).mtime;
  const at = new Date(`${observed}T00:00:00Z`);
  if (!DAY.test(observed) || Number.isNaN(at.getTime())) throw new CliError('cli.catalog.day', { day: observed });
  return at;
}

async function refusing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError)
      throw new CliError('cli.catalog.refused', { file, reason: messages.text(error.messageKey, error.details) });
    return cannotRead(file)(error);
  }
}

/** Reads without keeping anything. */
async function counted(file: string, at: Date): Promise<ImportCounts> {
  const counts = {
    records: 0,
    projects: 0,
    packages: 0,
    signals: 0,
    aliases: 0,
    skipped: 0,
    firstSkipped: [] as SkippedRecord[],
  };
  for await (const record of catalogueRecords(file, { observedAt: at })) {
    counts.records += 1;
    if ('reason' in record) {
      counts.skipped += 1;
      if (counts.firstSkipped.length < 20) counts.firstSkipped.push(record);
    } else if ('aliasKey' in record) counts.aliases += 1;
    else {
      counts.projects += 1;
      counts.packages += record.packages.length;
      counts.signals += record.signals.length + record.packages.reduce((sum, { signals }) => sum + signals.length, 0);
    }
  }
  return counts;
}

type SkippedRecord = Extract<CatalogueRecord, { readonly reason: string }>;

function progressOf(file: string, { json }: ImportFlags): (records: number) => void {
  let told = 0;
  return (records) => {
    if (json === true || records - told < PROGRESS_EVERY) return;
    told = records;
    say('cli.catalog.progress', { file, records });
  };
}

function tell(file: string, counts: ImportCounts | null, { json, dryRun }: ImportFlags): void {
  if (json) print(JSON.stringify({ file, isKnown: counts === null, ...counts }));
  else if (counts === null) say('cli.catalog.known', { file });
  else {
    const { firstSkipped, ...numbers } = counts;
    say(dryRun ? 'cli.catalog.wouldImport' : 'cli.catalog.imported', { file, ...numbers });
    for (const { record, reason } of firstSkipped)
      say('cli.catalog.skipped', { record, reason: plain(messages.text(`catalog.skipped.${reason}`)) });
  }
}
