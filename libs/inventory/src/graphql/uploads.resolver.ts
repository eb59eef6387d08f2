import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Refusals, asPayload, NodeRegistry, scoped, type GraphqlContext } from '#platform/graphql';
import { asId, belongsTo, clearanceOf, parseId, present, type Id } from '#platform/kernel';
import { ProductNotFoundError } from '../inventory.errors.js';
import { InventoryQueries } from '../inventory.queries.js';
import { UploadsService } from '../uploads.service.js';
import { InventoryType } from './inventory.type.js';
import { CreateUploadInput, CreateUploadPayload, UploadType } from './upload.type.js';

@Resolver(() => UploadType)
export class UploadsResolver {
  constructor(
    private readonly uploads: UploadsService,
    private readonly queries: InventoryQueries,
    nodes: NodeRegistry,
  ) {
    nodes.register('upl', scoped('inventory:read', 'inventory:write'), (id, context) => this.find(context, asId(id)));
  }

  @Query(() => UploadType, {
    nullable: true,
    description: 'An upload of yours: how far the reader is, or the refusal when the file could not be read.',
  })
  upload(@Args('id', { type: () => ID }) id: string, @Context() context: GraphqlContext): Promise<UploadType | null> {
    return this.find(context, parseId('upl', id));
  }

  @ResolveField(() => InventoryType, {
    nullable: true,
    description: 'What the file was read into; of bytes that the product had before, the inventory of then.',
  })
  async inventory(
    @Parent() { inventoryId }: UploadType,
    @Context() { principal }: GraphqlContext,
  ): Promise<InventoryType | null> {
    if (inventoryId === null) return null;
    const row = await this.queries.inventory(clearanceOf(principal), asId(inventoryId));
    return row && InventoryType.from(row);
  }

  @Mutation(() => CreateUploadPayload, {
    description: 'Hands out a one-time address for a file.',
  })
  @Refusals('ORGANISATION_NOT_FOUND', 'PRODUCT_ARCHIVED', 'PRODUCT_NOT_FOUND')
  createUpload(
    @Args('input') input: CreateUploadInput,
    @Context() context: GraphqlContext,
  ): Promise<CreateUploadPayload> {
    return asPayload<CreateUploadPayload>(context, input, { upload: null, url: null, expiresAt: null }, async () => {
      const productId = input.purpose === 'SBOM' ? parseId('prd', input.productId ?? '') : null;
      // Evidence is for people: a token of a company has no business with a milestone.
      if (input.purpose !== 'SBOM' && context.principal.kind !== 'person') throw new ProductNotFoundError();
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
  private async find({ principal, messages }: GraphqlContext, id: Id<'upl'>): Promise<UploadType | null> {
    const row = await this.queries.upload(clearanceOf(principal), id);
    if (!row || principal.kind === 'anonymous') return null;
    const mine =
      row.organisationId === null
        ? row.personId === principal.personId && principal.kind === 'person'
        : belongsTo(principal, row.organisationId);
    return mine ? UploadType.from(row, messages) : null;
  }
}
