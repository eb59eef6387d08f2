import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ProjectLoader, ProjectType } from '#libs/catalog/graphql';
import { assertBelongs } from '#libs/identity';
import {
  connectionFrom,
  NodeRegistry,
  pageOf,
  scoped,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { asId, belongsTo, clearanceOf, parseId, type Id } from '#platform/kernel';
import { ComponentQueries } from '../component.queries.js';
import { InventoryNotFoundError, ProductNotFoundError } from '../inventory.errors.js';
import { InventoryQueries } from '../inventory.queries.js';
import { PackageUsesService } from '../package-uses.service.js';
import { pathCountText } from '../path-counts.js';
import {
  ComponentConnection,
  ComponentsArgs,
  ComponentType,
  InventoryDifferenceArgs,
  PackageChangeConnection,
  PackageChangeType,
  PackageUseType,
} from './component.type.js';
import { InventoriesArgs, InventoryConnection, InventoryType } from './inventory.type.js';
import { ProductType } from './product.type.js';

@Resolver(() => ComponentType)
export class InventoriesResolver {
  constructor(
    private readonly queries: InventoryQueries,
    private readonly components: ComponentQueries,
    private readonly uses: PackageUsesService,
    private readonly projectLoader: ProjectLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('inv', scoped('inventory:read'), async (id, { principal }) => {
      const row = await queries.inventory(clearanceOf(principal), asId(id));
      return row && belongsTo(principal, row.organisationId) ? InventoryType.from(row) : null;
    });
  }

  @Query(() => InventoryConnection, { description: 'What a product shipped, newest first.' })
  async inventoriesOf(
    @Args() args: InventoriesArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<InventoryType>> {
    const id = parseId('prd', args.productId);
    const product = await this.queries.product(clearanceOf(principal), id);
    if (!product) throw new ProductNotFoundError();
    assertBelongs(principal, product.organisationId);
    const page = await this.queries.inventoriesOf(clearanceOf(principal), id, pageOf(args));
    return connectionFrom(page, (row) => InventoryType.from(row));
  }

  @Query(() => ComponentConnection, { description: 'The components of an inventory.' })
  async componentsOf(
    @Args() args: ComponentsArgs,
    @Context() context: GraphqlContext,
  ): Promise<ConnectionValue<ComponentType>> {
    const id = await this.own(context, args.inventoryId);
    const { search, scope = null, isDirect = null, isResolved = null, orderBy: order } = args;
    const filter = { search, scope, isDirect, isResolved, order };
    const page = await this.components.components(clearanceOf(context.principal), id, filter, pageOf(args));
    return connectionFrom(page, (row) => ComponentType.from(row));
  }

  @Query(() => PackageChangeConnection, {
    description: 'What came, went, or changed its versions from one inventory to another, direct dependencies first.',
  })
  async inventoryDifference(
    @Args() args: InventoryDifferenceArgs,
    @Context() context: GraphqlContext,
  ): Promise<ConnectionValue<PackageChangeType>> {
    const before = await this.own(context, args.beforeId);
    const after = await this.own(context, args.afterId);
    const page = await this.components.difference(clearanceOf(context.principal), before, after, pageOf(args));
    return connectionFrom(page, (row) => PackageChangeType.from(row));
  }

  @Query(() => [PackageUseType], {
    description: 'Which products pull a package in, through which direct dependencies, and by which shortest way.',
  })
  async packageUses(
    @Args('organisationId', { type: () => ID }) organisationId: string,
    @Args('packageUrl', { description: 'With a version for that version alone.' }) packageUrl: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<PackageUseType[]> {
    const id = parseId('org', organisationId);
    assertBelongs(principal, id);
    const clearance = clearanceOf(principal);
    const uses = await this.uses.usesOf(clearance, id, packageUrl);
    const ids = uses.map(({ productId }) => productId);
    const rows = await this.queries.productsById(clearance, ids);
    const products = new Map(rows.map((row) => [row.id, ProductType.from(row)]));
    return uses.flatMap(({ productId, paths, ...use }) => {
      const product = products.get(productId);
      return product ? [Object.assign(new PackageUseType(), { ...use, product, paths: pathCountText(paths) })] : [];
    });
  }

  @ResolveField(() => ProjectType, { nullable: true, description: 'Null when the catalogue does not know it.' })
  async project(
    @Parent() { projectId }: ComponentType,
    @Context() context: GraphqlContext,
  ): Promise<ProjectType | null> {
    const row = projectId === null ? null : await this.projectLoader.load(context, projectId);
    return row && ProjectType.from(row);
  }

  private async own({ principal }: GraphqlContext, inventoryId: string): Promise<Id<'inv'>> {
    const id = parseId('inv', inventoryId);
    const row = await this.queries.inventory(clearanceOf(principal), id);
    if (!row || !belongsTo(principal, row.organisationId)) throw new InventoryNotFoundError();
    return id;
  }
}
