import type { ConfidentialReads } from '#platform/database';
import { clearanceForOrganisation, type Id } from '#platform/kernel';

export interface PackageInUse {
  /** `type/namespace/name`. */
  readonly key: string;
  /** One of the versions in use, null when none is stated. */
  readonly version: string | null;
}

/** Packages of others in the current inventories of an organisation, of one product or of all, by key. */
export function packagesInUse(
  reads: ConfidentialReads,
  organisationId: Id<'org'>,
  productId: Id<'prd'> | null,
): Promise<PackageInUse[]> {
  return reads.query<PackageInUse[]>(
    clearanceForOrganisation(organisationId),
    `SELECT component.purl_key AS key, max(component.version) AS version
       FROM product JOIN inventory_component component ON component.inventory_id = product.current_inventory_id
      WHERE product.organisation_id = $1 AND product.archived_at IS NULL AND ($2::uuid IS NULL OR product.id = $2)
        AND component.purl_key IS NOT NULL AND NOT component.is_first_party
      GROUP BY component.purl_key ORDER BY component.purl_key`,
    [organisationId, productId],
  );
}
