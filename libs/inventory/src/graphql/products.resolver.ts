import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { assertBelongs } from '#libs/identity';
import { Refusals, asPayload, NodeRegistry, scoped, type GraphqlContext } from '#platform/graphql';
import { asId, belongsTo, clearanceOf, parseId, type Id } from '#platform/kernel';
import { InventoryQueries } from '../inventory.queries.js';
import { ProductsService } from '../products.service.js';
import {
  ArchiveProductPayload,
  CreateProductInput,
  CreateProductPayload,
  ProductActionInput,
  ProductType,
  RestoreInventoryInput,
  RestoreInventoryPayload,
  RestoreProductPayload,
  UpdateProductInput,
  UpdateProductPayload,
} from './product.type.js';

@Resolver()
export class ProductsResolver {
  constructor(
    private readonly products: ProductsService,
    private readonly queries: InventoryQueries,
    nodes: NodeRegistry,
  ) {
    nodes.register('prd', scoped('inventory:read'), async (id, { principal }) => {
      const row = await queries.product(clearanceOf(principal), asId(id));
      return row && belongsTo(principal, row.organisationId) ? ProductType.from(row) : null;
    });
  }

  @Query(() => [ProductType], { description: 'Products of an organisation that you belong to.' })
  async productsOf(
    @Args('organisationId', { type: () => ID }) organisationId: string,
    @Args('includeArchived', { defaultValue: false }) includeArchived: boolean,
    @Context() { principal }: GraphqlContext,
  ): Promise<ProductType[]> {
    const id = parseId('org', organisationId);
    assertBelongs(principal, id);
    const rows = await this.queries.productsOf(clearanceOf(principal), id, { includeArchived });
    return rows.map((row) => ProductType.from(row));
  }

  @Mutation(() => CreateProductPayload)
  @Refusals('ORGANISATION_NOT_FOUND', 'PRODUCT_EXISTS', 'PRODUCT_NOT_FOUND')
  createProduct(
    @Args('input') input: CreateProductInput,
    @Context() context: GraphqlContext,
  ): Promise<CreateProductPayload> {
    return this.answer(context, input, () =>
      this.products.create(context.principal, parseId('org', input.organisationId), input.name, input.businessWeight),
    );
  }

  @Mutation(() => UpdateProductPayload, { description: 'Changes the name or the weight of a product.' })
  @Refusals('ORGANISATION_NOT_FOUND', 'PRODUCT_EXISTS', 'PRODUCT_NOT_FOUND')
  updateProduct(
    @Args('input') input: UpdateProductInput,
    @Context() context: GraphqlContext,
  ): Promise<UpdateProductPayload> {
    return this.answer(context, input, async () => {
      const id = parseId('prd', input.productId);
      const { name, businessWeight } = input;
      await this.products.update(context.principal, id, {
        ...(name ? { name } : {}),
        ...(businessWeight ? { businessWeight } : {}),
      });
      return id;
    });
  }

  @Mutation(() => ArchiveProductPayload, {
    description: 'Takes a product out of use: it counts in no figure any more. What it shipped is kept.',
  })
  @Refusals('ORGANISATION_NOT_FOUND', 'PRODUCT_NOT_FOUND')
  archiveProduct(
    @Args('input') input: ProductActionInput,
    @Context() context: GraphqlContext,
  ): Promise<ArchiveProductPayload> {
    return this.answer(context, input, async () => {
      const id = parseId('prd', input.productId);
      await this.products.archive(context.principal, id);
      return id;
    });
  }

  @Mutation(() => RestoreProductPayload, { description: 'Takes an archived product back into use.' })
  @Refusals('ORGANISATION_NOT_FOUND', 'PRODUCT_NOT_FOUND')
  restoreProduct(
    @Args('input') input: ProductActionInput,
    @Context() context: GraphqlContext,
  ): Promise<RestoreProductPayload> {
    return this.answer(context, input, async () => {
      const id = parseId('prd', input.productId);
      await this.products.restore(context.principal, id);
      return id;
    });
  }

  @Mutation(() => RestoreInventoryPayload, {
    description: 'Makes an earlier inventory of a product the current one: the way back after a wrong upload.',
  })
  @Refusals('INVENTORY_NOT_FOUND', 'ORGANISATION_NOT_FOUND', 'PRODUCT_ARCHIVED', 'PRODUCT_NOT_FOUND')
  restoreInventory(
    @Args('input') input: RestoreInventoryInput,
    @Context() context: GraphqlContext,
  ): Promise<RestoreInventoryPayload> {
    return this.answer(context, input, async () => {
      const id = parseId('prd', input.productId);
      await this.products.restoreInventory(context.principal, id, parseId('inv', input.inventoryId));
      return id;
    });
  }

  private answer(
    context: GraphqlContext,
    input: ProductActionInput | CreateProductInput,
    run: () => Promise<Id<'prd'>>,
  ): Promise<CreateProductPayload> {
    return asPayload<CreateProductPayload>(context, input, { product: null }, async () => {
      const row = await this.queries.product(clearanceOf(context.principal), await run());
      return { product: row && ProductType.from(row) };
    });
  }
}
