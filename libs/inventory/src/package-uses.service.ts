import { Injectable } from '@nestjs/common';
import type { Clearance, Id } from '#platform/kernel';
import { ComponentQueries, type PackageUseRow } from './component.queries.js';
import { routesTo, type Routes } from './dependency-routes.js';
import { strongestScope, type DependencyScope } from './graph-metrics.js';
import { packageKey, parsePackageUrl } from '#platform/kernel';

/** How a product comes to depend on a package. */
export interface PackageUse {
  readonly productId: Id<'prd'>;
  readonly versions: readonly string[];
  readonly depth: number | null;
  readonly paths: number;
  readonly scope: DependencyScope;
  readonly gatewayCount: number;
  /** Labels of the direct dependencies, at most `MAX_GATEWAYS_SHOWN`. */
  readonly gateways: readonly string[];
  /** Labels from a direct dependency to the package. */
  readonly shortestPath: readonly string[];
}

const MAX_GATEWAYS_SHOWN = 100;

/** Which products of a company pull a package in, through which direct dependencies, and by which way. */
@Injectable()
export class PackageUsesService {
  constructor(private readonly components: ComponentQueries) {}

  /**
   * @param packageUrl with a version for that version alone
   * @throws InvalidPackageUrlError
   */
  async usesOf(clearance: Clearance, organisationId: Id<'org'>, packageUrl: string): Promise<PackageUse[]> {
    const purl = parsePackageUrl(packageUrl);
    const rows = await this.components.packageUses(clearance, organisationId, packageKey(purl), purl.version);
    const uses: { readonly row: PackageUseRow; readonly routes: Routes }[] = [];
    // One graph at a time, and never two in memory: a product's may have millions of edges.
    for (const row of rows) uses.push({ row, routes: await this.routesOf(clearance, row) });
    const named = uses.map(({ row, routes }) => ({ inventoryId: row.inventoryId, ordinals: shownOrdinals(routes) }));
    const labelOf = await this.components.labels(clearance, named);
    return uses.map(({ row: { productId, inventoryId, versions, depth, paths, scopes }, routes }) => ({
      productId,
      versions,
      depth,
      paths,
      scope: strongestScope(scopes),
      gatewayCount: routes.gateways.length,
      gateways: routes.gateways.slice(0, MAX_GATEWAYS_SHOWN).map((ordinal) => labelOf(inventoryId, ordinal)),
      shortestPath: routes.shortestPath.map((ordinal) => labelOf(inventoryId, ordinal)),
    }));
  }

  private async routesOf(clearance: Clearance, { inventoryId, ordinals }: PackageUseRow): Promise<Routes> {
    const graph = await this.components.graph(clearance, inventoryId);
    if (graph === null) return { gateways: [], shortestPath: [] };
    return routesTo(graph.edges, (ordinal) => graph.firstParty.has(ordinal), ordinals);
  }
}

function shownOrdinals({ gateways, shortestPath }: Routes): readonly number[] {
  return [...gateways.slice(0, MAX_GATEWAYS_SHOWN), ...shortestPath];
}
