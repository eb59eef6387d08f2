import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { asPerson } from '../access.js';
import { WorkloadsQueries } from '../workloads.queries.js';
import { WorkloadsService } from '../workloads.service.js';
import { WorkloadsLoader } from './organisation-details.loaders.js';
import { OrganisationType } from './person.type.js';
import {
  RegisterTrustedWorkloadInput,
  RegisterTrustedWorkloadPayload,
  RemoveTrustedWorkloadInput,
  RemoveTrustedWorkloadPayload,
  TrustedWorkloadType,
} from './workload.types.js';

@Resolver(() => OrganisationType)
export class WorkloadsResolver {
  constructor(
    private readonly service: WorkloadsService,
    private readonly queries: WorkloadsQueries,
    private readonly workloadsLoader: WorkloadsLoader,
  ) {}

  @ResolveField(() => [TrustedWorkloadType], {
    nullable: true,
    description: 'For members of the organisation, at most 100; null for others.',
  })
  async trustedWorkloads(
    @Parent() { id }: OrganisationType,
    @Context() context: GraphqlContext,
  ): Promise<TrustedWorkloadType[]> {
    const rows = await this.workloadsLoader.load(context, parseId('org', id));
    return (rows ?? []).map((row) => TrustedWorkloadType.from(row));
  }

  @Mutation(() => RegisterTrustedWorkloadPayload, {
    description: 'Needs the role ADMIN. The job then gets its tokens at /oauth/token-exchange.',
  })
  @Refusals('INVALID_WORKLOAD', 'MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  registerTrustedWorkload(
    @Args('input') input: RegisterTrustedWorkloadInput,
    @Context() context: GraphqlContext,
  ): Promise<RegisterTrustedWorkloadPayload> {
    return asPayload<RegisterTrustedWorkloadPayload>(context, input, { trustedWorkload: null }, async () => {
      const organisationId = parseId('org', input.organisationId);
      const { name, issuer, repositoryId, repositoryOwnerId } = input;
      const id = await this.service.register(asPerson(context.principal), {
        organisationId,
        productId: input.productId == null ? null : parseId('prd', input.productId),
        name,
        issuer,
        repositoryId,
        repositoryOwnerId,
        refPattern: input.refPattern ?? null,
        jobWorkflowRef: input.jobWorkflowRef ?? null,
      });
      const row = (await this.queries.ofOrganisations([organisationId])).find((candidate) => candidate.id === id);
      return { trustedWorkload: row ? TrustedWorkloadType.from(row) : null };
    });
  }

  @Mutation(() => RemoveTrustedWorkloadPayload, { description: 'Needs the role ADMIN. Its tokens end at once.' })
  @Refusals('MISSING_ROLE', 'WORKLOAD_NOT_FOUND')
  removeTrustedWorkload(
    @Args('input') input: RemoveTrustedWorkloadInput,
    @Context() context: GraphqlContext,
  ): Promise<RemoveTrustedWorkloadPayload> {
    return asPayload<RemoveTrustedWorkloadPayload>(context, input, { removedId: null }, async () => {
      await this.service.remove(asPerson(context.principal), parseId('wkl', input.trustedWorkloadId));
      return { removedId: input.trustedWorkloadId };
    });
  }
}
