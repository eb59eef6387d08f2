import { Injectable } from '@nestjs/common';
import { ConfidentialReads } from '#platform/database';
import { clearanceForOrganisation, type Id } from '#platform/kernel';
import type { DependencyScope } from '#libs/inventory';

/** What a product shipped at an instant. */
export interface ShippedInventory {
  readonly id: Id<'inv'>;
  /** Of the uploaded file. */
  readonly sha256: string;
  readonly uploadedAt: Date;
  readonly componentCount: number;
  readonly packageCount: number;
  readonly directCount: number;
}

/** How one product of the organisation used one project at an instant. */
export interface ShippedUse {
  readonly projectId: Id<'prj'>;
  readonly projectName: string;
  readonly repositoryUrl: string;
  /** Whether somebody shows that they maintain the project, as of today. */
  readonly isClaimed: boolean;
  readonly productId: Id<'prd'>;
  readonly businessWeight: number;
  readonly directCount: number;
  readonly depth: number | null;
  readonly gateways: number | null;
  /** Null when the product did not have the project. */
  readonly scope: DependencyScope | null;
}

export interface ShippedComponent {
  readonly name: string;
  readonly version: string | null;
  readonly packageUrl: string | null;
  readonly depth: number | null;
  readonly scope: DependencyScope;
  readonly projectId: Id<'prj'> | null;
}

/** $1 the organisation, $2 the instant. What a product shipped then is what the log says: the last change before it. */
const SHIPPED = `
  shipped AS MATERIALIZED (
    SELECT product.id AS product_id, product.business_weight, inventory.id AS inventory_id, inventory.direct_count,
           coalesce((SELECT entry.canonical::jsonb ->> 'action' = 'archive' FROM audit_entry entry
                      WHERE entry.subject = 'product:' || product.id AND entry.canonical::jsonb ->> 'action' IN ('archive', 'restore')
                        AND (entry.canonical::jsonb ->> 'at')::timestamptz < $2 ORDER BY entry.seq DESC LIMIT 1), false) AS is_archived
      FROM product
      JOIN inventory ON inventory.id = (
           SELECT (entry.canonical::jsonb -> 'facts' ->> 'inventoryId')::uuid FROM audit_entry entry
            WHERE entry.subject = 'product:' || product.id AND entry.canonical::jsonb ->> 'action' IN ('replaceInventory', 'restoreInventory')
              AND (entry.canonical::jsonb ->> 'at')::timestamptz < $2 ORDER BY entry.seq DESC LIMIT 1)
     WHERE product.organisation_id = $1)`;

/** What products shipped at an instant, read with the clearance of their organisation alone. */
@Injectable()
export class ShippedQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  /** Null when nothing had been uploaded yet. */
  async inventory(organisationId: Id<'org'>, productId: Id<'prd'>, at: Date): Promise<ShippedInventory | null> {
    const rows = await this.reads.query<ShippedInventory[]>(
      clearanceForOrganisation(organisationId),
      `WITH ${SHIPPED}
       SELECT inventory.id, inventory.sha256, upload.received_at AS "uploadedAt", inventory.component_count AS "componentCount",
              inventory.package_count AS "packageCount", inventory.direct_count AS "directCount"
         FROM shipped JOIN inventory ON inventory.id = shipped.inventory_id JOIN upload ON upload.id = inventory.upload_id
        WHERE shipped.product_id = $3`,
      [organisationId, at.toISOString(), productId],
    );
    return rows[0] ?? null;
  }

  /**
   * For each project that the product had, one row for each product that was in use: those of an exposure. The product itself
   * is among them also when it was archived.
   */
  uses(organisationId: Id<'org'>, productId: Id<'prd'>, at: Date): Promise<ShippedUse[]> {
    return this.reads.query<ShippedUse[]>(
      clearanceForOrganisation(organisationId),
      `WITH ${SHIPPED}
       SELECT project.id AS "projectId", project.name AS "projectName", project.repository_url AS "repositoryUrl",
              EXISTS (SELECT 1 FROM project_maintainer maintainer WHERE maintainer.project_id = project.id) AS "isClaimed",
              shipped.product_id AS "productId", shipped.business_weight AS "businessWeight", shipped.direct_count AS "directCount",
              own.depth, own.gateways, own.scope
         FROM shipped reported
         JOIN project_use ON project_use.inventory_id = reported.inventory_id
         JOIN project ON project.id = project_use.project_id
        CROSS JOIN shipped
         LEFT JOIN project_use own ON own.inventory_id = shipped.inventory_id AND own.project_id = project.id
        WHERE reported.product_id = $3 AND (NOT shipped.is_archived OR shipped.product_id = $3)
        ORDER BY project.id, shipped.product_id`,
      [organisationId, at.toISOString(), productId],
    );
  }

  /** Every component of others in an inventory, in the order of the file: one statement, in batches. */
  components(organisationId: Id<'org'>, inventoryId: Id<'inv'>): AsyncGenerator<readonly ShippedComponent[]> {
    return this.reads.stream<ShippedComponent>(
      clearanceForOrganisation(organisationId),
      `SELECT name, version, package_url AS "packageUrl", depth, scope, project_id AS "projectId"
         FROM inventory_component WHERE inventory_id = $1 AND NOT is_first_party ORDER BY ordinal`,
      [inventoryId],
    );
  }
}
