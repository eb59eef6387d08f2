import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { assertBelongs } from '#libs/identity';
import { Refusals, asPayload, NodeRegistry, scoped, type GraphqlContext } from '#platform/graphql';
import { asId, belongsTo, clearanceOf, formatId, parseId, present, type Id } from '#platform/kernel';
import { InventoryQueries, type UploadRow } from '../inventory.queries.js';
import { ProductNotFoundError } from '../inventory.errors.js';
import { ProductsService } from '../products.service.js';
import { UploadsService } from '../uploads.service.js';
import {
  CreateProductInput,
  CreateProductPayload,
  CreateUploadInput,
  CreateUploadPayload,
  ProductType,
  UploadType,
} from './inventory.types.js';

@Resolver()
export class InventoryResolver {
  constructor(
    private readonly products: ProductsService,
    private readonly uploads: UploadsService,
    private readonly queries: InventoryQueries,
    nodes: NodeRegistry,
  ) {
    nodes.register('prd', scoped('inventory:read'), async (id, { principal }) => {
      const row = await queries.product(clearanceOf(principal), asId(id));
      return row && belongsTo(principal, row.organisationId) ? ProductType.from(row) : null;
    });
    nodes.register('upl', scoped('inventory:read', 'inventory:write'), (id, context) => this.find(context, asId(id)));
  }

  @Query(() => [ProductType], { description: 'Products of an organisation that you belong to.' })
  async productsOf(
    @Args('organisationId', { type: () => ID }) organisationId: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<ProductType[]> {
    const id = parseId('org', organisationId);
    assertBelongs(principal, id);
    return (await this.queries.productsOf(clearanceOf(principal), id)).map((row) => ProductType.from(row));
  }

  @Query(() => UploadType, {
    nullable: true,
    description: 'An upload of yours, with the refusal when the file could not be read.',
  })
  upload(@Args('id', { type: () => ID }) id: string, @Context() context: GraphqlContext): Promise<UploadType | null> {
    return this.find(context, parseId('upl', id));
  }

  @Mutation(() => CreateProductPayload)
  @Refusals('ORGANISATION_NOT_FOUND', 'PRODUCT_EXISTS', 'PRODUCT_NOT_FOUND')
  createProduct(
    @Args('input') input: CreateProductInput,
    @Context() context: GraphqlContext,
  ): Promise<CreateProductPayload> {
    return asPayload<CreateProductPayload>(context, input, { product: null }, async () => {
      const id = await this.products.create(
        context.principal,
        parseId('org', input.organisationId),
        input.name,
        input.businessWeight,
      );
      const row = await this.queries.product(clearanceOf(context.principal), id);
      return { product: row && ProductType.from(row) };
    });
  }

  @Mutation(() => CreateUploadPayload, {
    description: 'Hands out a one-time address for a file.',
  })
  @Refusals('ORGANISATION_NOT_FOUND', 'PRODUCT_NOT_FOUND')
  createUpload(
    @Args('input') input: CreateUploadInput,
    @Context() context: GraphqlContext,
  ): Promise<CreateUploadPayload> {
    return asPayload<CreateUploadPayload>(context, input, { upload: null, url: null, expiresAt: null }, async () => {
      const productId = input.purpose === 'SBOM' ? parseId('prd', input.productId ?? '') : null;
      // Evidence is for people: a token of a company has no business with a milestone.
      if (input.purpose === 'EVIDENCE' && context.principal.kind !== 'person') throw new ProductNotFoundError();
      const { purpose, fileName, idempotencyKey } = input;
      const { uploadId, url, expiresAt } = await this.uploads.create(context.principal, {
        purpose,
        productId,
        fileName,
        idempotencyKey,
      });
      return { upload: present(await this.find(context, uploadId)), url, expiresAt };
    });
  }

  /** Whoever made the upload sees it, and the organisation whose product it describes. */
  private async find(context: GraphqlContext, id: Id<'upl'>): Promise<UploadType | null> {
    const { principal } = context;
    const row = await this.queries.upload(clearanceOf(principal), id);
    if (!row || principal.kind === 'anonymous') return null;
    const mine =
      row.organisationId === null
        ? row.personId === principal.personId && principal.kind === 'person'
        : belongsTo(principal, row.organisationId);
    return mine ? uploadFrom(row, context) : null;
  }
}

function uploadFrom(row: UploadRow, { messages }: GraphqlContext): UploadType {
  const { status, fileName, sha256, sizeBytes, refusal } = row;
  return Object.assign(new UploadType(), {
    id: formatId('upl', row.id),
    status,
    fileName,
    sha256,
    sizeBytes,
    refusal: refusal && { code: refusal.code, message: messages.text(refusal.messageKey, refusal.details) },
  });
}
