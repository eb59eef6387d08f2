import { Injectable } from '@nestjs/common';
import { CatalogQueries } from '#libs/catalog';
import { UnitOfWork, clear, type Tx } from '#platform/database';
import { DomainError, newId, clearanceForOrganisation, systemActor, type Id } from '#platform/kernel';
import type { DependencyGraph } from './dependency-graph.js';
import { graphMetrics, groupMetrics, type GraphMetrics, type GroupMetrics } from './graph-metrics.js';
import { InventoryQueries } from './inventory.queries.js';
import { resolutionPlan } from './project-resolution.js';
import { readDocument } from './readers/read-document.js';
import { UploadFiles } from './upload-files.js';

const ACTOR = systemActor('inventory.read-upload');

interface Reading {
  readonly graph: DependencyGraph;
  readonly metrics: GraphMetrics;
  /** Project of each package key that the catalogue knows. */
  readonly projects: ReadonlyMap<string, Id<'prj'>>;
  readonly uses: ReadonlyMap<string, GroupMetrics>;
}

/** The job that turns an uploaded file into an inventory: bytes, graph, metrics, projects, rows. */
@Injectable()
export class InventoryReaderService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: InventoryQueries,
    private readonly catalog: CatalogQueries,
    private readonly files: UploadFiles,
  ) {}

  /** Reads once; a second run finds the upload done. A file that cannot be read is refused and leaves no rows. */
  async read(uploadId: Id<'upl'>, organisationId: Id<'org'>): Promise<void> {
    const upload = await this.queries.upload(clearanceForOrganisation(organisationId), uploadId);
    if (upload?.status !== 'received') return;
    let reading: Reading;
    try {
      reading = await this.analyse(await this.files.read(uploadId));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.reject(uploadId, organisationId, error);
      return;
    }
    await this.unitOfWork.run(ACTOR, (tx) => this.store(tx, uploadId, organisationId, reading));
  }

  private async analyse(bytes: Buffer): Promise<Reading> {
    const graph = readDocument(bytes);
    const metrics = graphMetrics(graph);
    const keys = new Set(graph.components.flatMap(({ identity }) => resolutionPlan(identity?.packageUrl ?? null).keys));
    const projects = await this.catalog.resolve([...keys]);
    const projectOf = (key: string | undefined): Id<'prj'> | null =>
      key === undefined ? null : (projects.get(key) ?? null);
    const uses = groupMetrics(graph, metrics, ({ identity }) => projectOf(identity?.packageKey));
    return { graph, metrics, projects, uses };
  }

  private async store(tx: Tx, uploadId: Id<'upl'>, organisationId: Id<'org'>, reading: Reading): Promise<void> {
    await clear(tx, clearanceForOrganisation(organisationId));
    const [rows] = await tx.manager.query<[{ product_id: string }[], number]>(
      `UPDATE upload SET status = 'ready' WHERE id = $1 AND status = 'received' RETURNING product_id`,
      [uploadId],
    );
    const productId = rows[0]?.product_id;
    if (productId === undefined) return;
    const inventoryId = newId<'inv'>();
    const key: InventoryKey = { inventoryId, organisationId };
    await insertInventory(tx, key, { productId, uploadId }, reading);
    await insertComponents(tx, key, reading);
    await insertUses(tx, key, reading.uses);
    await tx.manager.query('UPDATE product SET current_inventory_id = $2 WHERE id = $1', [productId, inventoryId]);
    tx.audit('product', productId, 'replaceInventory', { inventoryId, uploadId });
  }

  private async reject(uploadId: Id<'upl'>, organisationId: Id<'org'>, error: DomainError): Promise<void> {
    const refusal = { code: error.code, messageKey: error.messageKey, details: error.details };
    await this.unitOfWork.run(ACTOR, async (tx) => {
      await clear(tx, clearanceForOrganisation(organisationId));
      const [, affected] = await tx.manager.query<[unknown[], number]>(
        `UPDATE upload SET status = 'rejected', refusal = $2 WHERE id = $1 AND status = 'received'`,
        [uploadId, JSON.stringify(refusal)],
      );
      if (affected === 1) tx.audit('upload', uploadId, 'reject', { code: error.code });
    });
    await this.files.remove(uploadId);
  }
}

interface InventoryKey {
  readonly inventoryId: Id<'inv'>;
  readonly organisationId: Id<'org'>;
}

async function insertInventory(
  tx: Tx,
  { inventoryId, organisationId }: InventoryKey,
  { productId, uploadId }: { readonly productId: string; readonly uploadId: string },
  { graph, metrics, projects }: Reading,
): Promise<void> {
  const resolved = graph.components.filter(
    ({ identity }) => identity !== null && projects.has(identity.packageKey),
  ).length;
  const { counts, kept, total } = graph.warnings;
  await tx.manager.query(
    `INSERT INTO inventory (id, organisation_id, product_id, upload_id, format, format_version, component_count, edge_count, direct_count, resolved_count, warnings, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      inventoryId,
      organisationId,
      productId,
      uploadId,
      graph.format.name,
      graph.format.version,
      graph.components.filter(({ isFirstParty }) => !isFirstParty).length,
      graph.edges.targets.length,
      metrics.directCount,
      resolved,
      JSON.stringify({ total, counts: Object.fromEntries(counts), kept }),
      tx.now.toISOString(),
    ],
  );
}

/** One statement for all components, by columns. */
async function insertComponents(
  tx: Tx,
  { inventoryId, organisationId }: InventoryKey,
  { graph, metrics, projects }: Reading,
): Promise<void> {
  const rows = [...graph.components.entries()].filter(([, { isFirstParty }]) => !isFirstParty);
  const column = <Value>(
    value: (ordinal: number, component: DependencyGraph['components'][number]) => Value,
  ): Value[] => rows.map(([ordinal, component]) => value(ordinal, component));
  await tx.manager.query(
    `INSERT INTO inventory_component (inventory_id, organisation_id, ordinal, name, version, package_url, purl_key, depth, gateways, scope, project_id)
     SELECT $1, $2, entry.* FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[], $10::text[], $11::uuid[]) AS entry`,
    [
      inventoryId,
      organisationId,
      column((ordinal) => ordinal),
      column((_ordinal, { name }) => name),
      column((_ordinal, { version }) => version),
      column((_ordinal, { identity }) => identity?.packageUrl ?? null),
      column((_ordinal, { identity }) => identity?.packageKey ?? null),
      column((ordinal) => (metrics.depths[ordinal]! < 0 ? null : metrics.depths[ordinal]!)),
      column((ordinal) => metrics.gateways.countUnion([ordinal])),
      column((ordinal) => metrics.scopes[ordinal]!),
      column((_ordinal, { identity }) => (identity === null ? null : (projects.get(identity.packageKey) ?? null))),
    ],
  );
}

/** Lists of versions differ in length, which `unnest` cannot take; they travel as JSON. */
async function insertUses(
  tx: Tx,
  { inventoryId, organisationId }: InventoryKey,
  uses: ReadonlyMap<string, GroupMetrics>,
): Promise<void> {
  const rows = [...uses].map(([projectId, { depth, gateways, scope, versions }]) => ({
    projectId,
    depth,
    gateways,
    scope,
    versions,
  }));
  await tx.manager.query(
    `INSERT INTO project_use (inventory_id, organisation_id, project_id, depth, gateways, scope, versions)
     SELECT $1, $2, entry."projectId", entry.depth, entry.gateways, entry.scope, ARRAY(SELECT jsonb_array_elements_text(entry.versions))
       FROM jsonb_to_recordset($3::jsonb) AS entry ("projectId" uuid, depth int, gateways int, scope text, versions jsonb)`,
    [inventoryId, organisationId, JSON.stringify(rows)],
  );
}
