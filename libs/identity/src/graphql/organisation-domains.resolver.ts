import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { parseId, present, type Id } from '#platform/kernel';
import { asPerson } from '../access.js';
import { OrganisationDomainsQueries } from '../domains/organisation-domains.queries.js';
import { OrganisationDomainsService } from '../domains/organisation-domains.service.js';
import {
  AddOrganisationDomainInput,
  AddOrganisationDomainPayload,
  CheckOrganisationDomainPayload,
  OrganisationDomainActionInput,
  OrganisationDomainType,
  RemoveOrganisationDomainPayload,
} from './organisation-domain.types.js';
import { DomainsLoader } from './organisation-details.loaders.js';
import { OrganisationType } from './person.type.js';

@Resolver(() => OrganisationType)
export class OrganisationDomainsResolver {
  constructor(
    private readonly service: OrganisationDomainsService,
    private readonly queries: OrganisationDomainsQueries,
    private readonly domainsLoader: DomainsLoader,
  ) {}

  @ResolveField(() => [OrganisationDomainType], {
    nullable: true,
    description: 'For members of the organisation; null for others.',
  })
  async domains(
    @Parent() { id }: OrganisationType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationDomainType[]> {
    const rows = await this.domainsLoader.load(context, parseId('org', id));
    return (rows ?? []).map((row) => OrganisationDomainType.from(row));
  }

  @Mutation(() => AddOrganisationDomainPayload, {
    description: 'Needs the role ADMIN. The payload says which TXT record shows that the domain is yours.',
  })
  @Refusals('DOMAIN_EXISTS', 'INVALID_DOMAIN', 'MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  addOrganisationDomain(
    @Args('input') input: AddOrganisationDomainInput,
    @Context() context: GraphqlContext,
  ): Promise<AddOrganisationDomainPayload> {
    return asPayload<AddOrganisationDomainPayload>(context, input, { organisationDomain: null }, async () => {
      const organisationId = parseId('org', input.organisationId);
      const id = await this.service.add(asPerson(context.principal), organisationId, input.domain);
      return { organisationDomain: await this.shown(id) };
    });
  }

  @Mutation(() => CheckOrganisationDomainPayload, {
    description: 'Needs the role ADMIN. Asks for a look at the record; the status changes within seconds.',
  })
  @Refusals('DOMAIN_NOT_FOUND', 'MISSING_ROLE')
  checkOrganisationDomain(
    @Args('input') input: OrganisationDomainActionInput,
    @Context() context: GraphqlContext,
  ): Promise<CheckOrganisationDomainPayload> {
    return asPayload<CheckOrganisationDomainPayload>(context, input, { organisationDomain: null }, async () => {
      const id = parseId('odm', input.organisationDomainId);
      await this.service.requestCheck(asPerson(context.principal), id);
      return { organisationDomain: await this.shown(id) };
    });
  }

  @Mutation(() => RemoveOrganisationDomainPayload, { description: 'Needs the role ADMIN.' })
  @Refusals('DOMAIN_NOT_FOUND', 'MISSING_ROLE')
  removeOrganisationDomain(
    @Args('input') input: OrganisationDomainActionInput,
    @Context() context: GraphqlContext,
  ): Promise<RemoveOrganisationDomainPayload> {
    return asPayload<RemoveOrganisationDomainPayload>(context, input, { removedId: null }, async () => {
      await this.service.remove(asPerson(context.principal), parseId('odm', input.organisationDomainId));
      return { removedId: input.organisationDomainId };
    });
  }

  private async shown(id: Id<'odm'>): Promise<OrganisationDomainType> {
    return OrganisationDomainType.from(present(await this.queries.find(id)));
  }
}
