import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { anyone, Refusals, asPayload, NodeRegistry, publicOr, scoped, type GraphqlContext } from '#platform/graphql';
import { asId, formatId, parseId } from '#platform/kernel';
import { asPerson, personOf } from '../access.js';
import { ApiTokensService } from '../api-tokens.service.js';
import { IdentityQueries, type TokenListRow } from '../identity.queries.js';
import { OrganisationsService, firstVisibility } from '../organisations.service.js';
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
  SetOrganisationVisibilityInput,
  SetOrganisationVisibilityPayload,
} from './identity.inputs.js';
import { OrganisationLoader, PersonLoader } from './identity.loaders.js';
import { InvitationType, OrganisationTransferType } from './memberships.types.js';
import { InvitationsLoader, MembersLoader, OpenTransferLoader } from './organisation-details.loaders.js';
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
    nodes.register('usr', anyone, async (id, context) => {
      const row = await personLoader.load(context, id);
      return row && PersonType.from(row);
    });
    nodes.register('org', publicOr(scoped('identity:read')), async (id, context) => {
      const row = await organisationLoader.load(context, id);
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
    return asPerson(principal).memberships.map(({ organisationId, roles }) =>
      Object.assign(new MembershipType(), { organisationId, roles: [...roles] }),
    );
  }

  @ResolveField(() => [ApiTokenType])
  async apiTokens(@Parent() { personId }: ViewerType): Promise<ApiTokenType[]> {
    return (await this.queries.tokensOf(asId(personId))).map(apiTokenFrom);
  }

  @ResolveField(() => [OrganisationTransferType], { description: 'Organisations that are offered to you.' })
  async organisationTransfers(@Parent() { personId }: ViewerType): Promise<OrganisationTransferType[]> {
    const rows = await this.queries.transfersOfferedTo(asId(personId));
    return rows.map((row) => OrganisationTransferType.from(row));
  }

  @Mutation(() => CreateOrganisationPayload, { description: 'Makes an organisation with you as its administrator.' })
  @Refusals()
  createOrganisation(
    @Args('input') input: CreateOrganisationInput,
    @Context() context: GraphqlContext,
  ): Promise<CreateOrganisationPayload> {
    return asPayload<CreateOrganisationPayload>(context, input, { organisation: null }, async () => {
      const id = await this.organisations.create(context.principal, input.kind, input.name);
      return { organisation: OrganisationType.from({ id, ...input, visibility: firstVisibility(input.kind) }) };
    });
  }

  @Mutation(() => SetOrganisationVisibilityPayload, {
    description: 'Says whether everybody may know of the organisation. Needs the role ADMIN.',
  })
  @Refusals('MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  setOrganisationVisibility(
    @Args('input') input: SetOrganisationVisibilityInput,
    @Context() context: GraphqlContext,
  ): Promise<SetOrganisationVisibilityPayload> {
    return asPayload<SetOrganisationVisibilityPayload>(context, input, { organisation: null }, async () => {
      const id = parseId('org', input.organisationId);
      await this.organisations.setVisibility(context.principal, id, input.visibility);
      const row = await this.organisationLoader.load(context, id);
      return { organisation: row && OrganisationType.from(row) };
    });
  }

  @Mutation(() => InviteMemberPayload, { description: 'Needs the role ADMIN.' })
  @Refusals('MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  inviteMember(
    @Args('input') input: InviteMemberInput,
    @Context() context: GraphqlContext,
  ): Promise<InviteMemberPayload> {
    return asPayload<InviteMemberPayload>(context, input, { code: null, expiresAt: null }, () =>
      this.organisations.invite(context.principal, parseId('org', input.organisationId), input.roles),
    );
  }

  @Mutation(() => AcceptInvitationPayload)
  @Refusals('ALREADY_MEMBER', 'INVITATION_NOT_FOUND')
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

  @Mutation(() => CreateApiTokenPayload, { description: 'Makes a token that acts for you in one organisation.' })
  @Refusals('ORGANISATION_NOT_FOUND')
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
  @Refusals('API_TOKEN_NOT_FOUND')
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
  constructor(
    private readonly membersLoader: MembersLoader,
    private readonly invitationsLoader: InvitationsLoader,
    private readonly transferLoader: OpenTransferLoader,
  ) {}

  @ResolveField(() => [OrganisationMemberType], {
    description: 'For members of the organisation; null for others.',
    nullable: true,
  })
  async members(
    @Parent() organisation: OrganisationType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationMemberType[]> {
    const rows = await this.membersLoader.load(context, parseId('org', organisation.id));
    return (rows ?? []).map((row) => ({ person: PersonType.from(row), roles: [...row.roles], joinedAt: row.joinedAt }));
  }

  @ResolveField(() => [InvitationType], {
    description: 'Invitations that can still be accepted. For administrators; null for others.',
    nullable: true,
  })
  async invitations(
    @Parent() organisation: OrganisationType,
    @Context() context: GraphqlContext,
  ): Promise<InvitationType[]> {
    const rows = await this.invitationsLoader.load(context, parseId('org', organisation.id));
    return (rows ?? []).map((row) => InvitationType.from(row));
  }

  @ResolveField(() => OrganisationTransferType, {
    description: 'The offer to hand it over that waits for an answer. For members; null for others.',
    nullable: true,
  })
  async transfer(
    @Parent() organisation: OrganisationType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationTransferType | null> {
    const row = await this.transferLoader.load(context, parseId('org', organisation.id));
    return row && OrganisationTransferType.from(row);
  }
}

@Resolver(() => InvitationType)
export class InvitationResolver {
  constructor(private readonly personLoader: PersonLoader) {}

  @ResolveField(() => PersonType, { nullable: true })
  async invitedBy(
    @Parent() { inviterId }: InvitationType,
    @Context() context: GraphqlContext,
  ): Promise<PersonType | null> {
    const row = await this.personLoader.load(context, inviterId);
    return row && PersonType.from(row);
  }
}

@Resolver(() => OrganisationTransferType)
export class OrganisationTransferResolver {
  constructor(
    private readonly personLoader: PersonLoader,
    private readonly organisationLoader: OrganisationLoader,
  ) {}

  @ResolveField(() => OrganisationType, { nullable: true })
  async organisation(
    @Parent() { organisationId }: OrganisationTransferType,
    @Context() context: GraphqlContext,
  ): Promise<OrganisationType | null> {
    const row = await this.organisationLoader.load(context, organisationId);
    return row && OrganisationType.from(row);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Who offers it.' })
  async from(
    @Parent() { fromPersonId }: OrganisationTransferType,
    @Context() context: GraphqlContext,
  ): Promise<PersonType | null> {
    const row = await this.personLoader.load(context, fromPersonId);
    return row && PersonType.from(row);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Whom it is offered to.' })
  async to(
    @Parent() { toPersonId }: OrganisationTransferType,
    @Context() context: GraphqlContext,
  ): Promise<PersonType | null> {
    const row = await this.personLoader.load(context, toPersonId);
    return row && PersonType.from(row);
  }
}

function apiTokenFrom(row: TokenListRow): ApiTokenType {
  return { ...row, id: formatId('api', row.id), scopes: [...row.scopes] };
}
