import { Injectable } from '@nestjs/common';
import { NAMED_BY_ITS_PURL } from '#libs/catalog';
import { ConfidentialReads, startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { type Clearance, type Id, type MessageParameters } from '#platform/kernel';
import type { ProductUse } from './exposure.js';
import type { DependencyScope } from './graph-metrics.js';
import { INVENTORY, type InventoryRow } from './inventory-row.js';
import type { StageReport } from './reading/reading-threads.js';

export interface ProductRow {
  readonly id: Id<'prd'>;
  readonly organisationId: Id<'org'>;
  readonly name: string;
  readonly businessWeight: number;
  readonly archivedAt: Date | null;
  readonly inventory: InventoryRow | null;
}

export interface UploadRow {
  readonly id: Id<'upl'>;
  readonly purpose: 'SBOM' | 'EVIDENCE' | 'HISTORY';
  readonly personId: Id<'usr'>;
  readonly organisationId: Id<'org'> | null;
  readonly productId: Id<'prd'> | null;
  readonly status: 'open' | 'receiving' | 'received' | 'ready' | 'rejected';
  readonly fileName: string;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
  readonly refusal: { readonly code: string; readonly messageKey: string; readonly details: MessageParameters } | null;
  /** How far the reader is, while it reads. */
  readonly progress: Omit<StageReport, 'kind'> | null;
  readonly inventoryId: Id<'inv'> | null;
  /** Whether the product ships now what the file was read into. */
  readonly isCurrent: boolean;
  /** Whether the product had these bytes before, so that nothing had to be read. */
  readonly isRepeated: boolean;
  readonly expiresAt: Date;
}

/** How the products of a company use one project, for every project that any of them uses. */
export type ProjectUses = ReadonlyMap<Id<'prj'>, readonly ProductUse[]>;

@Injectable()
export class InventoryQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  async product(clearance: Clearance, id: Id<'prd'>): Promise<ProductRow | null> {
    return (await this.products(clearance, 'product.id = $1', id))[0] ?? null;
  }

  async productsOf(
    clearance: Clearance,
    organisationId: Id<'org'>,
    { includeArchived }: { readonly includeArchived: boolean },
  ): Promise<ProductRow[]> {
    const which = includeArchived ? '' : ' AND product.archived_at IS NULL';
    return this.products(clearance, `product.organisation_id = $1${which}`, organisationId);
  }

  async productsById(clearance: Clearance, ids: readonly Id<'prd'>[]): Promise<ProductRow[]> {
    return this.products(clearance, 'product.id = ANY($1)', ids);
  }

  async inventory(clearance: Clearance, id: Id<'inv'>): Promise<InventoryRow | null> {
    const rows = await this.reads.query<InventoryRow[]>(
      clearance,
      `SELECT ${INVENTORY} FROM inventory JOIN product ON product.id = inventory.product_id WHERE inventory.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** What a product shipped, newest first. */
  async inventoriesOf(clearance: Clearance, productId: Id<'prd'>, page: PageRequest): Promise<Page<InventoryRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.reads.query<InventoryRow[]>(
      clearance,
      `SELECT ${INVENTORY} FROM inventory JOIN product ON product.id = inventory.product_id
        WHERE inventory.product_id = $1 AND ($2::timestamptz IS NULL OR (inventory.created_at, inventory.id) < ($2::timestamptz, $3::uuid))
        ORDER BY inventory.created_at DESC, inventory.id DESC LIMIT $4`,
      [productId, ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.createdAt.toISOString(), row.id]);
  }

  /** Current inventories of which a component leads to another project now than when it was read. */
  async staleInventories(
    clearance: Clearance,
    organisationId: Id<'org'>,
  ): Promise<readonly { readonly inventoryId: Id<'inv'>; readonly uploadId: Id<'upl'> }[]> {
    return this.reads.query(
      clearance,
      `SELECT inventory.id AS "inventoryId", inventory.upload_id AS "uploadId"
         FROM product JOIN inventory ON inventory.id = product.current_inventory_id
        WHERE product.organisation_id = $1 AND EXISTS (
          SELECT 1 FROM inventory_component component
            LEFT JOIN LATERAL linked_project(component.purl_key, component.repository_url, $2) AS link ON true
           WHERE component.inventory_id = inventory.id AND NOT component.is_first_party
             AND (component.project_id, component.confidence) IS DISTINCT FROM (link.project_id, link.confidence))
        ORDER BY inventory.id`,
      [organisationId, NAMED_BY_ITS_PURL],
    );
  }

  async upload(clearance: Clearance, id: Id<'upl'>): Promise<UploadRow | null> {
    const rows = await this.reads.query<(Omit<UploadRow, 'sizeBytes'> & { sizeBytes: string | null })[]>(
      clearance,
      `SELECT id, purpose, person_id AS "personId", organisation_id AS "organisationId", product_id AS "productId", status,
              file_name AS "fileName", size_bytes AS "sizeBytes", sha256, refusal, progress, inventory_id AS "inventoryId",
              EXISTS (SELECT 1 FROM product WHERE product.id = upload.product_id AND product.current_inventory_id = upload.inventory_id) AS "isCurrent",
              EXISTS (SELECT 1 FROM inventory WHERE inventory.id = upload.inventory_id AND inventory.upload_id <> upload.id) AS "isRepeated",
              expires_at AS "expiresAt"
         FROM upload WHERE id = $1`,
      [id],
    );
    const row = rows[0];
    return row ? { ...row, sizeBytes: row.sizeBytes === null ? null : Number(row.sizeBytes) } : null;
  }

  /** Every project that the company's current inventories contain, with one entry for each of its products. */
  async projectUses(clearance: Clearance, organisationId: Id<'org'>): Promise<ProjectUses> {
    return usesOf(await this.reads.query<RawUse[]>(clearance, USES, [organisationId]));
  }

  /** The same within a transaction that is cleared for the company. */
  async projectUsesWithin(tx: Tx, organisationId: Id<'org'>): Promise<ProjectUses> {
    return usesOf(await tx.manager.query<RawUse[]>(USES, [organisationId]));
  }

  /** See CURRENT_INVENTORIES; within a transaction that is cleared for the company. */
  async currentInventoriesWithin(tx: Tx, organisationId: Id<'org'>): Promise<string> {
    const rows = await tx.manager.query<{ current: string }[]>(`SELECT ${CURRENT_INVENTORIES} AS current`, [
      organisationId,
    ]);
    return rows[0]!.current;
  }

  /** Whether a current inventory of the organisation leads to the project. */
  async usesProject(clearance: Clearance, organisationId: Id<'org'>, projectId: Id<'prj'>): Promise<boolean> {
    const rows = await this.reads.query<unknown[]>(
      clearance,
      `SELECT 1 FROM product JOIN project_use use ON use.inventory_id = product.current_inventory_id
        WHERE product.organisation_id = $1 AND product.archived_at IS NULL AND use.project_id = $2 LIMIT 1`,
      [organisationId, projectId],
    );
    return rows.length > 0;
  }

  private async products(
    clearance: Clearance,
    condition: string,
    parameter: string | readonly string[],
  ): Promise<ProductRow[]> {
    const rows = await this.reads.query<ProductRow[]>(
      clearance,
      `SELECT product.id, product.organisation_id AS "organisationId", product.name, product.business_weight AS "businessWeight",
              product.archived_at AS "archivedAt", to_jsonb(shown.*) AS inventory
         FROM product
         LEFT JOIN LATERAL (SELECT ${INVENTORY} FROM inventory WHERE inventory.id = product.current_inventory_id) shown ON true
        WHERE ${condition} ORDER BY product.name, product.id LIMIT 500`,
      [parameter],
    );
    return rows.map((row) => ({ ...row, inventory: row.inventory && withDate(row.inventory) }));
  }
}

/** Inside of JSON an instant is a text. */
function withDate(row: InventoryRow): InventoryRow {
  return { ...row, createdAt: new Date(row.createdAt) };
}

const USES = `
  SELECT use.project_id AS "projectId", product.id AS "productId", product.business_weight AS "businessWeight",
         inventory.direct_count AS "directCount", own.depth, own.gateways, own.scope
    FROM product
    JOIN inventory ON inventory.id = product.current_inventory_id
   CROSS JOIN (SELECT DISTINCT project_use.project_id FROM project_use JOIN product mine ON mine.current_inventory_id = project_use.inventory_id
                WHERE mine.organisation_id = $1 AND mine.archived_at IS NULL) AS use
    LEFT JOIN project_use own ON own.inventory_id = inventory.id AND own.project_id = use.project_id
   WHERE product.organisation_id = $1 AND product.archived_at IS NULL ORDER BY use.project_id, product.id`;

/** An expression that changes when the organisation $1 ships another inventory, or weighs its products otherwise. */
export const CURRENT_INVENTORIES = `(
  SELECT md5(coalesce(string_agg(concat_ws(' ', product.id, product.current_inventory_id, product.business_weight), ',' ORDER BY product.id), ''))
    FROM product WHERE product.organisation_id = $1 AND product.archived_at IS NULL AND product.current_inventory_id IS NOT NULL)`;

function usesOf(rows: readonly RawUse[]): ProjectUses {
  const uses = new Map<Id<'prj'>, ProductUse[]>();
  for (const { projectId, productId, businessWeight, directCount, depth, gateways, scope } of rows) {
    const use = scope === null || gateways === null ? null : { depth, gateways, scope };
    const list = uses.get(projectId) ?? [];
    list.push({ productId, businessWeight, directCount, use });
    uses.set(projectId, list);
  }
  return uses;
}

interface RawUse {
  readonly projectId: Id<'prj'>;
  readonly productId: string;
  readonly businessWeight: number;
  readonly directCount: number;
  readonly depth: number | null;
  readonly gateways: number | null;
  readonly scope: DependencyScope | null;
}
