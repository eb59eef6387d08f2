import { Injectable } from '@nestjs/common';
import { ConfidentialReads } from '#platform/database';
import { type Clearance, type Id, type MessageParameters } from '#platform/kernel';
import type { ProductUse } from './exposure.js';
import type { DependencyScope } from './graph-metrics.js';

export interface ProductRow {
  readonly id: Id<'prd'>;
  readonly organisationId: Id<'org'>;
  readonly name: string;
  readonly businessWeight: number;
  readonly inventory: InventoryRow | null;
}

export interface InventoryRow {
  readonly format: string;
  readonly formatVersion: string;
  readonly componentCount: number;
  readonly edgeCount: number;
  readonly directCount: number;
  readonly resolvedCount: number;
  readonly warningCount: number;
  readonly createdAt: Date;
}

export interface UploadRow {
  readonly id: Id<'upl'>;
  readonly purpose: 'SBOM' | 'EVIDENCE';
  readonly personId: Id<'usr'>;
  readonly organisationId: Id<'org'> | null;
  readonly status: 'open' | 'receiving' | 'received' | 'ready' | 'rejected';
  readonly fileName: string;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
  readonly refusal: { readonly code: string; readonly messageKey: string; readonly details: MessageParameters } | null;
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

  async productsOf(clearance: Clearance, organisationId: Id<'org'>): Promise<ProductRow[]> {
    return this.products(clearance, 'product.organisation_id = $1', organisationId);
  }

  async upload(clearance: Clearance, id: Id<'upl'>): Promise<UploadRow | null> {
    const rows = await this.reads.query<(Omit<UploadRow, 'sizeBytes'> & { sizeBytes: string | null })[]>(
      clearance,
      `SELECT id, purpose, person_id AS "personId", organisation_id AS "organisationId", status, file_name AS "fileName",
              size_bytes AS "sizeBytes", sha256, refusal, expires_at AS "expiresAt"
         FROM upload WHERE id = $1`,
      [id],
    );
    const row = rows[0];
    return row ? { ...row, sizeBytes: row.sizeBytes === null ? null : Number(row.sizeBytes) } : null;
  }

  /** Every project that the company's current inventories contain, with one entry for each of its products. */
  async projectUses(clearance: Clearance, organisationId: Id<'org'>): Promise<ProjectUses> {
    const rows = await this.reads.query<RawUse[]>(
      clearance,
      `SELECT use.project_id AS "projectId", product.id AS "productId", product.business_weight AS "businessWeight",
              inventory.direct_count AS "directCount", own.depth, own.gateways, own.scope
         FROM product
         JOIN inventory ON inventory.id = product.current_inventory_id
        CROSS JOIN (SELECT DISTINCT project_use.project_id FROM project_use JOIN product mine ON mine.current_inventory_id = project_use.inventory_id
                     WHERE mine.organisation_id = $1) AS use
         LEFT JOIN project_use own ON own.inventory_id = inventory.id AND own.project_id = use.project_id
        WHERE product.organisation_id = $1 ORDER BY use.project_id, product.id`,
      [organisationId],
    );
    const uses = new Map<Id<'prj'>, ProductUse[]>();
    for (const row of rows) {
      const { projectId, productId, businessWeight, directCount, depth, gateways, scope } = row;
      const use = scope === null || gateways === null ? null : { depth, gateways, scope };
      const list = uses.get(projectId) ?? [];
      list.push({ productId, businessWeight, directCount, use });
      uses.set(projectId, list);
    }
    return uses;
  }

  private async products(clearance: Clearance, condition: string, parameter: string): Promise<ProductRow[]> {
    const rows = await this.reads.query<(Omit<ProductRow, 'inventory'> & InventoryRow & { format: string | null })[]>(
      clearance,
      `SELECT product.id, product.organisation_id AS "organisationId", product.name, product.business_weight AS "businessWeight",
              inventory.format, inventory.format_version AS "formatVersion", inventory.component_count AS "componentCount",
              inventory.edge_count AS "edgeCount", inventory.direct_count AS "directCount", inventory.resolved_count AS "resolvedCount",
              (inventory.warnings ->> 'total')::int AS "warningCount", inventory.created_at AS "createdAt"
         FROM product LEFT JOIN inventory ON inventory.id = product.current_inventory_id
        WHERE ${condition} ORDER BY product.name, product.id LIMIT 500`,
      [parameter],
    );
    return rows.map(({ id, organisationId, name, businessWeight, ...inventory }) => ({
      id,
      organisationId,
      name,
      businessWeight,
      inventory: inventory.format === null ? null : inventory,
    }));
  }
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
