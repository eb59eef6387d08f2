import { Injectable } from '@nestjs/common';
import type { Clearance, Id } from '#platform/kernel';
import { ComponentQueries, type PackageUseRow } from './component.queries.js';
import { routesTo } from './dependency-routes.js';
import { strongestScope, type DependencyScope } from './graph-metrics.js';
import { packageKey, parsePackageUrl } from './package-url.js';

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
    const uses: PackageUse[] = [];
    // One graph at a time: a product's may be large.
    for (const row of rows) uses.push(await this.useOf(clearance, row));
    return uses;
  }

  private async useOf(clearance: Clearance, row: PackageUseRow): Promise<PackageUse> {
    const { inventoryId, productId, ordinals, versions, depth, paths, scopes } = row;
    const graph = await this.components.graph(clearance, inventoryId);
    const routes = graph && routesTo(graph.edges, (ordinal) => graph.firstParty.has(ordinal), ordinals);
    const gateways = routes?.gateways.slice(0, MAX_GATEWAYS_SHOWN) ?? [];
    const path = routes?.shortestPath ?? [];
    const labels = await this.components.names(clearance, inventoryId, [...gateways, ...path]);
    const labelOf = (ordinal: number): string => labels.get(ordinal) ?? '';
    return {
      productId,
      versions,
      depth,
      paths,
      scope: strongestScope(scopes),
      gatewayCount: routes?.gateways.length ?? 0,
      gateways: gateways.map(labelOf),
      shortestPath: path.map(labelOf),
    };
  }
}
