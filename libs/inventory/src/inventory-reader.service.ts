import { Injectable } from '@nestjs/common';
import { CatalogQueries } from '#libs/catalog';
import { conformanceDue, inventoryChanged, inventoryRefreshDue } from '#platform/contracts';
import { UnitOfWork, clear, type Tx } from '#platform/database';
import { clearanceForOrganisation, systemActor, type Id } from '#platform/kernel';
import { InventoryQueries, type UploadRow } from './inventory.queries.js';
import { READER_VERSION, renewResolution, storeInventory } from './inventory-store.js';
import type { InventoryRows } from './reading/inventory-rows.js';
import { ReadingProgress } from './reading/reading-progress.js';
import { ReadingThreads, type Refused, type StageReport } from './reading/reading-threads.js';
import { UploadFiles } from './upload-files.js';

const ACTOR = systemActor('inventory.read-upload');

/** The job that turns an uploaded file into the inventory of a product. The heavy part is done by a thread. */
@Injectable()
export class InventoryReaderService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: InventoryQueries,
    private readonly catalog: CatalogQueries,
    private readonly files: UploadFiles,
    private readonly threads: ReadingThreads,
  ) {}

  /**
   * Reads once; a second run finds the upload done. Bytes that the product had before become its inventory again without
   * being read. A file that cannot be read is refused and leaves no rows.
   */
  async read(uploadId: Id<'upl'>, organisationId: Id<'org'>): Promise<void> {
    const upload = await this.queries.upload(clearanceForOrganisation(organisationId), uploadId);
    if (upload?.status !== 'received') {
      // Of a run that was cut off after its commit.
      if (upload?.status === 'rejected' || upload?.isRepeated === true) await this.files.remove(uploadId);
      return;
    }
    if (await this.unitOfWork.run(ACTOR, (tx) => this.reuse(tx, upload, organisationId))) {
      // The same bytes lie with the upload that they were read from.
      await this.files.remove(uploadId);
      return;
    }
    const progress = new ReadingProgress(this.unitOfWork, uploadId, organisationId);
    const reading = await this.rowsOf(upload, (report) => progress.report(report)).finally(() => progress.settled());
    if ('code' in reading) await this.reject(uploadId, organisationId, reading);
    else await this.unitOfWork.run(ACTOR, (tx) => this.store(tx, upload, organisationId, reading));
  }

  /** After the catalogue has learned: what leads to other projects now is brought up to date. */
  async refresh(organisationId: Id<'org'>): Promise<void> {
    const clearance = clearanceForOrganisation(organisationId);
    for (const { inventoryId, uploadId } of await this.queries.staleInventories(clearance, organisationId)) {
      const upload = await this.queries.upload(clearance, uploadId);
      const rows = await this.rowsOf(upload!, () => undefined);
      // It was readable once; if it is not any more, the reader has a new version, and what is stored stays.
      if ('code' in rows) continue;
      await this.unitOfWork.run(ACTOR, async (tx) => {
        await renewResolution(tx, { inventoryId, organisationId }, rows);
        tx.audit('inventory', inventoryId, 'renewResolution', { resolved: rows.counts.resolved });
        tx.emit(inventoryChanged, { organisationId });
      });
    }
  }

  /** One message for each organisation, so that the files of one never delay the answer about another's for long. */
  async announceRefresh(tx: Tx): Promise<void> {
    const rows = await tx.manager.query<{ id: string }[]>('SELECT id FROM organisation');
    for (const { id } of rows) tx.emit(inventoryRefreshDue, { organisationId: id });
  }

  private rowsOf(
    { id, fileName }: UploadRow,
    onStage: (report: StageReport) => void,
  ): Promise<InventoryRows | Refused> {
    return this.threads.read({
      path: this.files.pathOf(id),
      fileName,
      resolve: (questions) => this.catalog.resolve(questions),
      onStage,
    });
  }

  private async reuse(tx: Tx, { id, sha256, productId }: UploadRow, organisationId: Id<'org'>): Promise<boolean> {
    await clear(tx, clearanceForOrganisation(organisationId));
    const [known] = await tx.manager.query<{ id: Id<'inv'> }[]>(
      `SELECT id FROM inventory WHERE product_id = $1 AND sha256 = $2 AND reader_version = $3 ORDER BY created_at DESC LIMIT 1`,
      [productId, sha256, READER_VERSION],
    );
    if (known === undefined || !(await finish(tx, id, known.id))) return false;
    await makeCurrent(tx, { inventoryId: known.id, productId: productId!, uploadId: id, organisationId });
    tx.emit(conformanceDue, { inventoryId: known.id, organisationId });
    return true;
  }

  private async store(tx: Tx, upload: UploadRow, organisationId: Id<'org'>, rows: InventoryRows): Promise<void> {
    await clear(tx, clearanceForOrganisation(organisationId));
    const { id: uploadId, productId, sha256 } = upload;
    // Locked first: of two runs of the same job the second finds it done.
    const open = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM upload WHERE id = $1 AND status = 'received' FOR UPDATE`,
      [uploadId],
    );
    if (open.length === 0) return;
    const source = { organisationId, productId: productId!, uploadId, sha256: sha256! };
    const inventoryId = await storeInventory(tx, source, rows);
    await finish(tx, uploadId, inventoryId);
    await makeCurrent(tx, { ...source, inventoryId });
    tx.emit(conformanceDue, { inventoryId, organisationId });
  }

  private async reject(uploadId: Id<'upl'>, organisationId: Id<'org'>, refused: Refused): Promise<void> {
    const { code, messageKey, details } = refused;
    await this.unitOfWork.run(ACTOR, async (tx) => {
      await clear(tx, clearanceForOrganisation(organisationId));
      const [, affected] = await tx.manager.query<[unknown[], number]>(
        `UPDATE upload SET status = 'rejected', refusal = $2, progress = NULL WHERE id = $1 AND status = 'received'`,
        [uploadId, JSON.stringify({ code, messageKey, details })],
      );
      if (affected === 1) tx.audit('upload', uploadId, 'reject', { code });
    });
    await this.files.remove(uploadId);
  }
}

async function finish(tx: Tx, uploadId: Id<'upl'>, inventoryId: Id<'inv'>): Promise<boolean> {
  const [, affected] = await tx.manager.query<[unknown[], number]>(
    `UPDATE upload SET status = 'ready', inventory_id = $2, progress = NULL WHERE id = $1 AND status = 'received'`,
    [uploadId, inventoryId],
  );
  return affected === 1;
}

interface CurrentInventory {
  readonly inventoryId: Id<'inv'>;
  readonly productId: Id<'prd'>;
  readonly uploadId: Id<'upl'>;
  readonly organisationId: Id<'org'>;
}

/**
 * What was sent last is what the product ships, whichever file was read last: a small one overtakes a large one. The product
 * is locked first, so that of two readers the second sees what the first one did.
 */
async function makeCurrent(
  tx: Tx,
  { inventoryId, productId, uploadId, organisationId }: CurrentInventory,
): Promise<void> {
  await tx.manager.query('SELECT 1 FROM product WHERE id = $1 FOR UPDATE', [productId]);
  const [, affected] = await tx.manager.query<[unknown[], number]>(
    `UPDATE product SET current_inventory_id = $2
      WHERE id = $1 AND current_inventory_id IS DISTINCT FROM $2 AND NOT EXISTS (
        SELECT 1 FROM upload newer JOIN upload own ON own.id = $3
         WHERE newer.product_id = $1 AND newer.status = 'ready' AND (newer.received_at, newer.id) > (own.received_at, own.id))`,
    [productId, inventoryId, uploadId],
  );
  if (affected === 0) return;
  tx.audit('product', productId, 'replaceInventory', { inventoryId, uploadId });
  tx.emit(inventoryRefreshDue, { organisationId });
  tx.emit(inventoryChanged, { organisationId });
}
