import { clear, type Tx } from '#platform/database';
import { clearanceForOrganisation, newId, type Id } from '#platform/kernel';
import { COMPONENT_COLUMNS, type InventoryRows } from './reading/inventory-rows.js';

/** Raise it when a reader makes something else of the same bytes: what older ones read is then read again. */
export const READER_VERSION = 1;

/** Whose inventory it is, and which upload it was read from. */
export interface InventorySource {
  readonly organisationId: Id<'org'>;
  readonly productId: Id<'prd'>;
  readonly uploadId: Id<'upl'>;
  readonly sha256: string;
}

/** Stores an inventory whole, as sets: a statement for each table, and several where there are very many rows. */
export async function storeInventory(tx: Tx, source: InventorySource, rows: InventoryRows): Promise<Id<'inv'>> {
  await clear(tx, clearanceForOrganisation(source.organisationId));
  const inventoryId = newId<'inv'>();
  await insertInventory(tx, inventoryId, source, rows);
  await insertDocuments(tx, inventoryId, source.organisationId, rows);
  const { offsets, targets, kinds } = rows.graph;
  await tx.manager.query(
    'INSERT INTO inventory_graph (inventory_id, organisation_id, offsets, targets, kinds) VALUES ($1, $2, $3, $4, $5)',
    [inventoryId, source.organisationId, ...[offsets, targets, kinds].map((bytes) => Buffer.from(bytes))],
  );
  await insertComponents(tx, inventoryId, source.organisationId, rows);
  await insertUses(tx, inventoryId, source.organisationId, rows);
  return inventoryId;
}

async function insertInventory(
  tx: Tx,
  inventoryId: Id<'inv'>,
  { organisationId, productId, uploadId, sha256 }: InventorySource,
  { counts, flags, quality, warnings }: InventoryRows,
): Promise<void> {
  await tx.manager.query(
    `INSERT INTO inventory (id, organisation_id, product_id, upload_id, sha256, reader_version, component_count, package_count, edge_count,
                            direct_count, resolved_count, unreached_count, max_depth, cycle_count, flags, quality, warnings, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      inventoryId,
      organisationId,
      productId,
      uploadId,
      sha256,
      READER_VERSION,
      counts.components,
      counts.packages,
      counts.edges,
      counts.direct,
      counts.resolved,
      counts.unreached,
      counts.maxDepth,
      counts.cycles,
      flags,
      JSON.stringify(quality),
      warnings,
      tx.now.toISOString(),
    ],
  );
}

async function insertDocuments(
  tx: Tx,
  inventoryId: Id<'inv'>,
  organisationId: Id<'org'>,
  { documents }: InventoryRows,
): Promise<void> {
  await tx.manager.query(
    `INSERT INTO inventory_document (inventory_id, organisation_id, position, path, format, format_version, size_bytes, sha256, entry_count, edge_count, direct_count, quality)
     SELECT $1, $2, entry.* FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::int[], $10::int[], $11::int[], $12::jsonb[]) AS entry`,
    [
      inventoryId,
      organisationId,
      documents.map((_document, index) => index + 1),
      documents.map(({ path }) => path),
      documents.map(({ format }) => format),
      documents.map(({ formatVersion }) => formatVersion),
      documents.map(({ sizeBytes }) => sizeBytes),
      documents.map(({ sha256 }) => sha256),
      documents.map(({ entryCount }) => entryCount),
      documents.map(({ edgeCount }) => edgeCount),
      documents.map(({ directCount }) => directCount),
      documents.map(({ quality }) => JSON.stringify(quality)),
    ],
  );
}

/** The columns come as array literals from the thread, and go on as they are. */
async function insertComponents(
  tx: Tx,
  inventoryId: Id<'inv'>,
  organisationId: Id<'org'>,
  { columns }: InventoryRows,
): Promise<void> {
  const names = Object.keys(COMPONENT_COLUMNS) as (keyof typeof COMPONENT_COLUMNS)[];
  const arrays = names.map((name, index) => `$${String(index + 3)}::${COMPONENT_COLUMNS[name]}[]`);
  for (const slice of columns)
    await tx.manager.query(
      `INSERT INTO inventory_component (inventory_id, organisation_id, ${names.join(', ')})
       SELECT $1, $2, entry.* FROM unnest(${arrays.join(', ')}) AS entry`,
      [inventoryId, organisationId, ...names.map((name) => slice[name])],
    );
}

/** Lists of versions differ in length, which `unnest` cannot take; they travel as JSON. */
async function insertUses(
  tx: Tx,
  inventoryId: Id<'inv'>,
  organisationId: Id<'org'>,
  { uses }: InventoryRows,
): Promise<void> {
  for (const slice of uses)
    await tx.manager.query(
      `INSERT INTO project_use (inventory_id, organisation_id, project_id, depth, gateways, scope, versions)
       SELECT $1, $2, entry."projectId", entry.depth, entry.gateways, entry.scope, ARRAY(SELECT jsonb_array_elements_text(entry.versions))
         FROM jsonb_to_recordset($3::jsonb) AS entry ("projectId" uuid, depth int, gateways int, scope text, versions jsonb)`,
      [inventoryId, organisationId, slice],
    );
}

/**
 * Brings an inventory to what the catalogue knows now: links of its components, and the uses that follow from them. Nothing
 * else of an inventory ever changes.
 */
export async function renewResolution(
  tx: Tx,
  { inventoryId, organisationId }: { readonly inventoryId: Id<'inv'>; readonly organisationId: Id<'org'> },
  rows: InventoryRows,
): Promise<void> {
  await clear(tx, clearanceForOrganisation(organisationId));
  await tx.manager.query('SELECT 1 FROM product WHERE current_inventory_id = $1 FOR UPDATE', [inventoryId]);
  for (const { ordinal, project_id: projectId, confidence } of rows.columns)
    await tx.manager.query(
      `UPDATE inventory_component component SET project_id = entry.project_id, confidence = entry.confidence
         FROM unnest($2::int[], $3::uuid[], $4::int[]) AS entry (ordinal, project_id, confidence)
        WHERE component.inventory_id = $1 AND component.ordinal = entry.ordinal
          AND (component.project_id, component.confidence) IS DISTINCT FROM (entry.project_id, entry.confidence)`,
      [inventoryId, ordinal, projectId, confidence],
    );
  await tx.manager.query('UPDATE inventory SET resolved_count = $2 WHERE id = $1', [inventoryId, rows.counts.resolved]);
  await tx.manager.query('DELETE FROM project_use WHERE inventory_id = $1', [inventoryId]);
  await insertUses(tx, inventoryId, organisationId, rows);
}
