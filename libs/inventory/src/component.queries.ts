import { Injectable } from '@nestjs/common';
import { ConfidentialReads, startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Clearance, Id } from '#platform/kernel';
import type { EdgeRows } from './dependency-graph.js';
import type { DependencyScope } from './graph-metrics.js';

export interface ComponentRow {
  readonly rank: number;
  readonly name: string;
  readonly version: string | null;
  readonly packageUrl: string | null;
  readonly depth: number | null;
  readonly gateways: number;
  /** Infinite above 10^308. */
  readonly paths: number;
  readonly scope: DependencyScope;
  readonly projectId: Id<'prj'> | null;
  readonly confidence: number | null;
}

export interface ComponentFilter {
  /** A part of the name or package URL. */
  readonly search: string;
  readonly scope: DependencyScope | null;
  readonly isDirect: boolean | null;
  readonly isResolved: boolean | null;
  readonly order: ComponentOrder;
}

export type ComponentOrder = keyof typeof ORDERS;

/** Ties go by the order of the file. */
const ORDERS = {
  GATEWAYS: 'gateways DESC, depth NULLS LAST',
  DEPTH: 'depth NULLS LAST, gateways DESC',
  NAME: 'lower(name), version',
} as const;

export interface PackageChange {
  readonly rank: number;
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED';
  /** `type/namespace/name`, or the name of a component without a package URL. */
  readonly key: string;
  readonly versionsBefore: readonly string[];
  readonly versionsAfter: readonly string[];
  readonly wasDirect: boolean;
  readonly isDirect: boolean;
}

/** Where a package is in the current inventory of a product. */
export interface PackageUseRow {
  readonly productId: Id<'prd'>;
  readonly inventoryId: Id<'inv'>;
  readonly ordinals: readonly number[];
  readonly versions: readonly string[];
  readonly depth: number | null;
  readonly paths: number;
  readonly scopes: readonly DependencyScope[];
}

export interface InventoryGraph {
  readonly edges: EdgeRows;
  readonly firstParty: ReadonlySet<number>;
}

/** Reads of what is in an inventory. It never changes, so a row's rank in an order is a position that stays. */
@Injectable()
export class ComponentQueries {
  constructor(private readonly reads: ConfidentialReads) {}

  async components(
    clearance: Clearance,
    inventoryId: Id<'inv'>,
    { search, scope, isDirect, isResolved, order }: ComponentFilter,
    page: PageRequest,
  ): Promise<Page<ComponentRow>> {
    const rows = await this.reads.query<ComponentRow[]>(
      clearance,
      `SELECT * FROM (
         SELECT row_number() OVER (ORDER BY ${ORDERS[order]}, ordinal)::int AS rank, name, version, package_url AS "packageUrl", depth, gateways,
                paths, scope, project_id AS "projectId", confidence
           FROM inventory_component
          WHERE inventory_id = $1 AND NOT is_first_party
            AND ($2 = '' OR strpos(lower(name), lower($2)) > 0 OR strpos(package_url, $2) > 0)
            AND ($3::text IS NULL OR scope = $3)
            AND ($4::boolean IS NULL OR (depth IS NOT DISTINCT FROM 1) = $4)
            AND ($5::boolean IS NULL OR (project_id IS NOT NULL) = $5)) AS ranked
        WHERE $6::int IS NULL OR rank > $6 ORDER BY rank LIMIT $7`,
      [inventoryId, search, scope, isDirect, isResolved, ...startOf(page, ['integer']), page.first + 1],
    );
    return toPage(rows, page.first, ({ rank }) => [rank]);
  }

  /** What came, went, or changed its versions from one inventory to another; what is needed directly comes first. */
  async difference(
    clearance: Clearance,
    before: Id<'inv'>,
    after: Id<'inv'>,
    page: PageRequest,
  ): Promise<Page<PackageChange>> {
    const rows = await this.reads.query<PackageChange[]>(
      clearance,
      `WITH side AS (
         SELECT inventory_id, COALESCE(purl_key, name) AS key, array_agg(DISTINCT COALESCE(version, '') ORDER BY COALESCE(version, '')) AS versions,
                bool_or(depth IS NOT DISTINCT FROM 1) AS direct
           FROM inventory_component WHERE inventory_id IN ($1, $2) AND NOT is_first_party GROUP BY 1, 2),
       change AS (
         SELECT COALESCE(old.key, new.key) AS key, CASE WHEN old.key IS NULL THEN 'ADDED' WHEN new.key IS NULL THEN 'REMOVED' ELSE 'CHANGED' END AS kind,
                COALESCE(old.versions, '{}') AS "versionsBefore", COALESCE(new.versions, '{}') AS "versionsAfter",
                COALESCE(old.direct, false) AS "wasDirect", COALESCE(new.direct, false) AS "isDirect"
           FROM (SELECT * FROM side WHERE inventory_id = $1) old
           FULL JOIN (SELECT * FROM side WHERE inventory_id = $2) new ON new.key = old.key
          WHERE old.versions IS DISTINCT FROM new.versions OR old.direct IS DISTINCT FROM new.direct)
       SELECT * FROM (SELECT row_number() OVER (ORDER BY ("wasDirect" OR "isDirect") DESC, kind, key)::int AS rank, change.* FROM change) AS ranked
        WHERE $3::int IS NULL OR rank > $3 ORDER BY rank LIMIT $4`,
      [before, after, ...startOf(page, ['integer']), page.first + 1],
    );
    return toPage(rows, page.first, ({ rank }) => [rank]);
  }

  /** @param version null for any */
  async packageUses(
    clearance: Clearance,
    organisationId: Id<'org'>,
    key: string,
    version: string | null,
  ): Promise<PackageUseRow[]> {
    return this.reads.query<PackageUseRow[]>(
      clearance,
      `SELECT product.id AS "productId", component.inventory_id AS "inventoryId",
              array_agg(component.ordinal ORDER BY component.ordinal) AS ordinals,
              COALESCE(array_agg(DISTINCT component.version) FILTER (WHERE component.version IS NOT NULL), '{}') AS versions,
              min(component.depth) AS depth, sum(component.paths) AS paths, array_agg(DISTINCT component.scope) AS scopes
         FROM product JOIN inventory_component component ON component.inventory_id = product.current_inventory_id
        WHERE product.organisation_id = $1 AND product.archived_at IS NULL AND NOT component.is_first_party
          AND component.purl_key = $2 AND ($3::text IS NULL OR component.version = $3)
        GROUP BY product.id, product.name, component.inventory_id ORDER BY product.name, product.id LIMIT 100`,
      [organisationId, key, version],
    );
  }

  async graph(clearance: Clearance, inventoryId: Id<'inv'>): Promise<InventoryGraph | null> {
    const rows = await this.reads.query<{ offsets: Buffer; targets: Buffer; kinds: Buffer; firstParty: number[] }[]>(
      clearance,
      `SELECT offsets, targets, kinds, ARRAY(SELECT ordinal FROM inventory_component
               WHERE inventory_component.inventory_id = inventory_graph.inventory_id AND is_first_party) AS "firstParty"
         FROM inventory_graph WHERE inventory_id = $1`,
      [inventoryId],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const { offsets, targets, kinds, firstParty } = row;
    return {
      edges: { offsets: numbersOf(offsets), targets: numbersOf(targets), kinds },
      firstParty: new Set(firstParty),
    };
  }

  /** What components of several inventories are called, with one statement for all. */
  async labels(
    clearance: Clearance,
    wanted: readonly { readonly inventoryId: Id<'inv'>; readonly ordinals: readonly number[] }[],
  ): Promise<(inventoryId: Id<'inv'>, ordinal: number) => string> {
    const pairs = wanted.flatMap(({ inventoryId, ordinals }) => ordinals.map((ordinal) => ({ inventoryId, ordinal })));
    const rows = await this.reads.query<{ inventoryId: Id<'inv'>; ordinal: number; label: string }[]>(
      clearance,
      `SELECT component.inventory_id AS "inventoryId", component.ordinal,
              COALESCE(component.package_url, component.name || COALESCE('@' || component.version, '')) AS label
         FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::int[]) AS pair (inventory_id, ordinal)) AS wanted
         JOIN inventory_component component USING (inventory_id, ordinal)`,
      [pairs.map(({ inventoryId }) => inventoryId), pairs.map(({ ordinal }) => ordinal)],
    );
    const labels = new Map(rows.map(({ inventoryId, ordinal, label }) => [`${inventoryId} ${ordinal}`, label]));
    return (inventoryId, ordinal) => labels.get(`${inventoryId} ${ordinal}`) ?? '';
  }
}

/** A copy: the driver's buffer need not lie where 32-bit numbers may. */
function numbersOf(bytes: Buffer): Uint32Array {
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}
