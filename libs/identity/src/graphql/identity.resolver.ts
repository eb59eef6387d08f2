import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { NodeRegistry, asPayload, type GraphqlContext } from '#platform/graphql';
import { asId, belongsTo, formatId, parseId } from '#platform/kernel';
import { personOf } from '../access.js';
import { ApiTokensService } from '../api-tokens.service.js';
import { IdentityQueries, type TokenListRow } from '../identity.queries.js';
import { OrganisationsService } from '../organisations.service.js';
import {
  AcceptInvitationInput,
  AcceptInvitationPayload,
  CreateApiTokenInput,
  CreateApiTokenPayload,
  CreateOrganisationInput,
  CreateOrganisationPayload,
  InviteMemberInput,
  InviteMemberPayload,
  RevokeApiTokenInput,
  RevokeApiTokenPayload,
} from './identity.inputs.js';
import { OrganisationLoader, PersonLoader } from './identity.loaders.js';
import {
  ApiTokenType,
  MembershipType,
  OrganisationMemberType,
  OrganisationType,
  PersonType,
  ViewerType,
} from './person.type.js';

@Resolver(() => ViewerType)
export class IdentityResolver {
  constructor(
    private readonly organisations: OrganisationsService,
    private readonly tokens: ApiTokensService,
    private readonly queries: IdentityQueries,
    private readonly organisationLoader: OrganisationLoader,
    private readonly personLoader: PersonLoader,
    nodes: NodeRegistry,
  ) {
    nodes.register('usr', async (id, context) => {
      const row = await personLoader.load(context, id);
      return row && PersonType.from(row);
    });
    nodes.register('org', async (id, context) => {
      const row = belongsTo(context.principal, id) ? await organisationLoader.load(context, id) : null;
      return row && OrganisationType.from(row);
    });
  }

  @Query(() => ViewerType, { description: 'The signed-in person.' })
  viewer(@Context() { principal }: GraphqlContext): ViewerType {
    return { personId: personOf(principal) };
  }

  @ResolveField(() => PersonType)
  async person(@Parent() { personId }: ViewerType, @Context() context: GraphqlContext): Promise<PersonType | null> {
    const row = await this.personLoader.load(context, personId);
    return row && PersonType.from(row);
  }

  @ResolveField(() => [MembershipType])
  memberships(@Context() { principal }: GraphqlContext): MembershipType[] {
    if (principal.kind !== 'person') return [];
    return principal.memberships.map(({ organisationId, roles }) =>
      Object.assign(new MembershipType(), { organisationId, roles: [...roles] }),
    );
  }

  @ResolveField(() => [ApiTokenType])
  async apiTokens(@Parent() { personId }: ViewerType): Promise<ApiTokenType[]> {
    return (await this.queries.tokensOf(asId(personId))).map(apiTokenFrom);
  }

  @Mutation(() => CreateOrganisationPayload, { description: 'Makes an organisation with you as its administrator.' })
  createOrganisation(
    @Args('input') input: CreateOrganisationInput,
    @Context() context: GraphqlContext,
  ): Promise<CreateOrganisationPayload> {
    return asPayload<CreateOrganisationPayload>(context, input, { organisation: null }, async () => {
      const id = await this.organisations.create(context.principal, input.kind, input.name);
      return { organisation: OrganisationType.from({ id, kind: input.kind, name: input.name }) };
    });
  }

  @Mutation(() => InviteMemberPayload, { description: 'Needs the role ADMIN.' })
  inviteMember(
    @Args('input') input: InviteMemberInput,
    @Context() context: GraphqlContext,
  ): Promise<InviteMemberPayload> {
    return asPayload<InviteMemberPayload>(context, input, { code: null, expiresAt: null }, () =>
      this.organisations.invite(context.principal, parseId('org', input.organisationId), input.roles),
    );
  }

  @Mutation(() => AcceptInvitationPayload)
  acceptInvitation(
    @Args('input') input: AcceptInvitationInput,
    @Context() context: GraphqlContext,
  ): Promise<AcceptInvitationPayload> {
    return asPayload<AcceptInvitationPayload>(context, input, { organisation: null }, async () => {
      const id = await this.organisations.acceptInvitation(context.principal, input.code);
      const row = await this.organisationLoader.load(context, id);
      return { organisation: row && OrganisationType.from(row) };
    });
  }

  @Mutation(() => CreateApiTokenPayload, { description: 'Needs a session; a token cannot make tokens.' })
  createApiToken(
    @Args('input') input: CreateApiTokenInput,
    @Context() context: GraphqlContext,
  ): Promise<CreateApiTokenPayload> {
    return asPayload<CreateApiTokenPayload>(context, input, { token: null, apiToken: null }, async () => {
      const organisationId = parseId('org', input.organisationId);
      const { tokenId, token } = await this.tokens.create(context.principal, { ...input, organisationId });
      const rows = await this.queries.tokensOf(personOf(context.principal));
      const row = rows.find((candidate) => candidate.id === tokenId);
      return { token, apiToken: row ? apiTokenFrom(row) : null };
    });
  }

  @Mutation(() => RevokeApiTokenPayload)
  revokeApiToken(
    @Args('input') input: RevokeApiTokenInput,
    @Context() context: GraphqlContext,
  ): Promise<RevokeApiTokenPayload> {
    return asPayload<RevokeApiTokenPayload>(context, input, { revokedId: null }, async () => {
      await this.tokens.revoke(context.principal, parseId('api', input.apiTokenId));
      return { revokedId: input.apiTokenId };
    });
  }
}

@Resolver(() => MembershipType)
export class MembershipResolver {
  constructor(private readonly organisationLoader: OrganisationLoader) {}

  @ResolveField(() => OrganisationType, { nullable: true })
  async organisation(
    @Parent() membership: MembershipType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationType | null> {
    const row = await this.organisationLoader.load(context, membership.organisationId);
    return row && OrganisationType.from(row);
  }
}

@Resolver(() => OrganisationType)
export class OrganisationResolver {
  constructor(private readonly queries: IdentityQueries) {}

  @ResolveField(() => [OrganisationMemberType], {
    description: 'For members of the organisation; null for others.',
    nullable: true,
  })
  async members(@Parent() organisation: OrganisationType): Promise<OrganisationMemberType[]> {
    const rows = await this.queries.members(parseId('org', organisation.id));
    return rows.map((row) => ({ person: PersonType.from(row), roles: [...row.roles] }));
  }
}

function apiTokenFrom(row: TokenListRow): ApiTokenType {
  return { ...row, id: formatId('api', row.id), scopes: [...row.scopes] };
}
