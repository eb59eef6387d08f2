import { Injectable } from '@nestjs/common';
import { catalogChanged } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { newId, systemActor } from '#platform/kernel';
import { EmptyCatalogueError } from './facts/catalogue-file.errors.js';
import type { CatalogueRecord, SkippedRecord } from './facts/catalogue-facts.js';
import { storeAliases, storeFacts } from './facts/store-facts.js';

export interface ImportSource {
  /** Where the facts come from, shown beside each signal. */
  readonly source: string;
  readonly isDemo: boolean;
  /** Of the file; the same file from the same source is no work. Null for facts that come from no file. */
  readonly sha256: Buffer | null;
}

export interface ImportCounts {
  readonly records: number;
  /** New ones of each; signals also count when a newer figure replaced an older one. */
  readonly projects: number;
  readonly packages: number;
  readonly signals: number;
  readonly aliases: number;
  readonly skipped: number;
  /** The first of them. */
  readonly firstSkipped: readonly SkippedRecord[];
}

export interface ForgottenCounts {
  readonly packages: number;
  readonly signals: number;
  readonly aliases: number;
}

/** Records that go to the database together: enough to be fast, few enough to be held. */
const BATCH = 5_000;
const SKIPPED_SHOWN = 20;

type MutableCounts = { -readonly [Key in keyof ImportCounts]: ImportCounts[Key] } & { firstSkipped: SkippedRecord[] };

@Injectable()
export class CatalogImportService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Adds projects, packages, signals and aliases in one transaction, as sets. What is known is kept: a package stays with
   * the project that it leads to, and of two figures of one signal the one that was observed later counts.
   * @param records is called again when the database asks for the whole transaction again
   * @param onProgress the number of records that were read
   * @returns null when this file was imported from this source before
   * @throws EmptyCatalogueError, and whatever reading throws; nothing is stored then
   */
  async import(
    records: () => AsyncIterable<CatalogueRecord> | Iterable<CatalogueRecord>,
    { source, isDemo, sha256 }: ImportSource,
    onProgress: (records: number) => void = () => undefined,
  ): Promise<ImportCounts | null> {
    return this.unitOfWork.run(systemActor('catalog.import'), async (tx) => {
      const id = newId<'cim'>();
      const begun = await tx.manager.query<unknown[]>(
        `INSERT INTO catalogue_import (id, source, sha256, counts, imported_at) VALUES ($1, $2, $3, '{}', $4) ON CONFLICT DO NOTHING RETURNING id`,
        [id, source, sha256, tx.now.toISOString()],
      );
      if (begun.length === 0) return null;
      const counts = await this.store(tx, records(), { source, isDemo, onProgress });
      if (counts.records === counts.skipped) throw new EmptyCatalogueError(counts.records);
      await tx.manager.query('UPDATE catalogue_import SET counts = $2 WHERE id = $1', [
        id,
        JSON.stringify(numbersOf(counts)),
      ]);
      tx.emit(catalogChanged, {});
      tx.audit('catalog', 'catalog', 'import', { source, isDemo, ...numbersOf(counts) });
      return counts;
    });
  }

  /**
   * Takes back what came from a source. Projects stay, since claims and needs may rest on them, and figures that the source
   * replaced do not come back. Null when nothing came from it.
   */
  async forget(source: string): Promise<ForgottenCounts | null> {
    return this.unitOfWork.run(systemActor('catalog.import'), async (tx) => {
      const removed = async (statement: string): Promise<number> =>
        (await tx.manager.query<[unknown[], number]>(statement, [source]))[1];
      const imports = await removed('DELETE FROM catalogue_import WHERE source = $1');
      const signals =
        (await removed('DELETE FROM project_signal WHERE source = $1')) +
        (await removed(
          'DELETE FROM package_signal WHERE source = $1 OR purl_key IN (SELECT purl_key FROM package WHERE package.source = $1)',
        ));
      const counts = {
        packages: await removed(
          // What a maintainer confirmed is no longer the word of a list alone.
          'DELETE FROM package WHERE source = $1 AND purl_key NOT IN (SELECT confirmation.purl_key FROM package_confirmation confirmation)',
        ),
        signals,
        aliases: await removed('DELETE FROM package_alias WHERE source = $1'),
      };
      if (imports + counts.packages + counts.signals + counts.aliases === 0) return null;
      tx.emit(catalogChanged, {});
      tx.audit('catalog', 'catalog', 'forget', { source, ...counts });
      return counts;
    });
  }

  private async store(
    tx: Tx,
    records: AsyncIterable<CatalogueRecord> | Iterable<CatalogueRecord>,
    { source, isDemo, onProgress }: Pick<ImportSource, 'source' | 'isDemo'> & { onProgress: (records: number) => void },
  ): Promise<ImportCounts> {
    const counts: MutableCounts = {
      records: 0,
      projects: 0,
      packages: 0,
      signals: 0,
      aliases: 0,
      skipped: 0,
      firstSkipped: [],
    };
    for await (const batch of inBatches(records)) {
      counts.records += batch.length;
      const skipped = batch.filter((record) => 'reason' in record);
      counts.skipped += skipped.length;
      counts.firstSkipped.push(...skipped.slice(0, SKIPPED_SHOWN - counts.firstSkipped.length));
      const added = await storeFacts(
        tx,
        batch.filter((record) => 'repositoryUrl' in record),
        { source, isDemo },
      );
      counts.projects += added.projects;
      counts.packages += added.packages;
      counts.signals += added.signals;
      counts.aliases += await storeAliases(
        tx,
        batch.filter((record) => 'aliasKey' in record),
        source,
      );
      onProgress(counts.records);
    }
    return counts;
  }
}

function numbersOf({ records, projects, packages, signals, aliases, skipped }: ImportCounts) {
  return { records, projects, packages, signals, aliases, skipped };
}

async function* inBatches<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
