import type { Id } from '#platform/kernel';
import type { ConformanceError, NotCheckedReason } from './conformance/conformance.js';
import type { DocumentQuality, InventoryQuality } from './reading/inventory-rows.js';

export interface InventoryDocumentRow {
  readonly path: string;
  readonly format: string;
  readonly formatVersion: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly entryCount: number;
  readonly edgeCount: number;
  /** Null when the file does not tell. */
  readonly directCount: number | null;
  readonly quality: DocumentQuality;
  /** Null until it was looked at. */
  readonly conformance: ConformanceRow | null;
}

export interface ConformanceRow {
  readonly result: 'yes' | 'no' | 'not_checked';
  readonly schema: string | null;
  readonly reason: NotCheckedReason | null;
  readonly errorCount: number;
  readonly errors: readonly ConformanceError[];
}

export interface InventoryRow {
  readonly id: Id<'inv'>;
  readonly organisationId: Id<'org'>;
  readonly productId: Id<'prd'>;
  readonly isCurrent: boolean;
  readonly sha256: string;
  readonly documents: readonly InventoryDocumentRow[];
  readonly componentCount: number;
  readonly packageCount: number;
  readonly edgeCount: number;
  readonly directCount: number;
  readonly resolvedCount: number;
  readonly unreachedCount: number;
  readonly maxDepth: number | null;
  readonly cycleCount: number;
  readonly flags: readonly string[];
  readonly quality: InventoryQuality;
  readonly warnings: {
    readonly total: number;
    readonly counts: Readonly<Record<string, number>>;
    /** The first ones, in the order of the file. */
    readonly kept: readonly { readonly code: string; readonly path: string }[];
  };
  readonly createdAt: Date;
}

/** Columns of an inventory, in the scope of its product. */
export const INVENTORY = `inventory.id, inventory.organisation_id AS "organisationId", inventory.product_id AS "productId",
  product.current_inventory_id = inventory.id AS "isCurrent", inventory.sha256,
  (SELECT jsonb_agg(jsonb_build_object('path', document.path, 'format', document.format, 'formatVersion', document.format_version,
            'sizeBytes', document.size_bytes, 'sha256', document.sha256, 'entryCount', document.entry_count,
            'edgeCount', document.edge_count, 'directCount', document.direct_count, 'quality', document.quality,
            'conformance', (SELECT jsonb_build_object('result', checked.result, 'schema', checked.schema, 'reason', checked.reason,
                'errorCount', checked.error_count, 'errors', checked.errors)
              FROM document_conformance checked
             WHERE checked.organisation_id = document.organisation_id AND checked.sha256 = document.sha256
             ORDER BY checked.checker_version DESC LIMIT 1)) ORDER BY document.position)
     FROM inventory_document document WHERE document.inventory_id = inventory.id) AS documents,
  inventory.component_count AS "componentCount", inventory.package_count AS "packageCount", inventory.edge_count AS "edgeCount",
  inventory.direct_count AS "directCount", inventory.resolved_count AS "resolvedCount", inventory.unreached_count AS "unreachedCount",
  inventory.max_depth AS "maxDepth", inventory.cycle_count AS "cycleCount", inventory.flags, inventory.quality, inventory.warnings,
  inventory.created_at AS "createdAt"`;
