import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { parseId, type Id } from '#platform/kernel';
import { IdentityQueries } from '../identity.queries.js';
import { MembershipsService } from '../memberships.service.js';
import { OrganisationTransfersService } from '../organisation-transfers.service.js';
import { OrganisationsService } from '../organisations.service.js';
import { OrganisationLoader } from './identity.loaders.js';
import {
  AcceptOrganisationTransferPayload,
  AnswerOrganisationTransferInput,
  ChangeMemberRolesInput,
  ChangeMemberRolesPayload,
  DeclineOrganisationTransferPayload,
  LeaveOrganisationInput,
  LeaveOrganisationPayload,
  OrganisationTransferType,
  ProposeOrganisationTransferInput,
  ProposeOrganisationTransferPayload,
  RemoveMemberInput,
  RemoveMemberPayload,
  RevokeInvitationInput,
  RevokeInvitationPayload,
  WithdrawOrganisationTransferPayload,
} from './memberships.types.js';
import { OrganisationType } from './person.type.js';

/** Who belongs to an organisation, in which roles, and whose it is. */
@Resolver()
export class MembershipsResolver {
  constructor(
    private readonly memberships: MembershipsService,
    private readonly organisations: OrganisationsService,
    private readonly transfers: OrganisationTransfersService,
    private readonly queries: IdentityQueries,
    private readonly organisationLoader: OrganisationLoader,
  ) {}

  @Mutation(() => ChangeMemberRolesPayload, {
    description:
      'Gives a member exactly these roles. Needs the role ADMIN. A role counts for approvals of what is asked for after it was given.',
  })
  @Refusals('LAST_ADMIN', 'MEMBER_NOT_FOUND', 'MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  changeMemberRoles(
    @Args('input') input: ChangeMemberRolesInput,
    @Context() context: GraphqlContext,
  ): Promise<ChangeMemberRolesPayload> {
    return asPayload<ChangeMemberRolesPayload>(context, input, { organisation: null }, async () => {
      const member = memberOf(input);
      await this.memberships.changeRoles(context.principal, member, input.roles);
      return { organisation: await this.organisation(context, member.organisationId) };
    });
  }

  @Mutation(() => RemoveMemberPayload, {
    description: 'Ends a membership, with its API tokens and open invitations. Needs the role ADMIN.',
  })
  @Refusals('LAST_ADMIN', 'MEMBER_NOT_FOUND', 'MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  removeMember(
    @Args('input') input: RemoveMemberInput,
    @Context() context: GraphqlContext,
  ): Promise<RemoveMemberPayload> {
    return asPayload<RemoveMemberPayload>(context, input, { organisation: null }, async () => {
      const member = memberOf(input);
      await this.memberships.remove(context.principal, member);
      return { organisation: await this.organisation(context, member.organisationId) };
    });
  }

  @Mutation(() => LeaveOrganisationPayload, {
    description: 'Ends your own membership. The last administrator hands the organisation over first.',
  })
  @Refusals('LAST_ADMIN', 'MEMBER_NOT_FOUND', 'ORGANISATION_NOT_FOUND')
  leaveOrganisation(
    @Args('input') input: LeaveOrganisationInput,
    @Context() context: GraphqlContext,
  ): Promise<LeaveOrganisationPayload> {
    return asPayload<LeaveOrganisationPayload>(context, input, { endedId: null }, async () => {
      await this.memberships.leave(context.principal, parseId('org', input.organisationId));
      return { endedId: input.organisationId };
    });
  }

  @Mutation(() => RevokeInvitationPayload, { description: 'Needs the role ADMIN.' })
  @Refusals('INVITATION_NOT_FOUND')
  revokeInvitation(
    @Args('input') input: RevokeInvitationInput,
    @Context() context: GraphqlContext,
  ): Promise<RevokeInvitationPayload> {
    return asPayload<RevokeInvitationPayload>(context, input, { endedId: null }, async () => {
      await this.organisations.revokeInvitation(context.principal, parseId('inv', input.invitationId));
      return { endedId: input.invitationId };
    });
  }

  @Mutation(() => ProposeOrganisationTransferPayload, {
    description: 'Offers the organisation to another person, who has 14 days to take it. Needs the role ADMIN.',
  })
  @Refusals('ALREADY_ADMIN', 'MISSING_ROLE', 'ORGANISATION_NOT_FOUND', 'PERSON_NOT_FOUND', 'TRANSFER_UNDER_WAY')
  proposeOrganisationTransfer(
    @Args('input') input: ProposeOrganisationTransferInput,
    @Context() context: GraphqlContext,
  ): Promise<ProposeOrganisationTransferPayload> {
    return asPayload<ProposeOrganisationTransferPayload>(context, input, { transfer: null }, async () => {
      const organisationId = parseId('org', input.organisationId);
      await this.transfers.propose(context.principal, organisationId, parseId('usr', input.toPersonId));
      const [row] = await this.queries.openTransfersOf([organisationId]);
      return { transfer: row ? OrganisationTransferType.from(row) : null };
    });
  }

  @Mutation(() => AcceptOrganisationTransferPayload, {
    description: 'Takes the organisation over: you become its administrator, and whoever offered it is one no longer.',
  })
  @Refusals('ALREADY_MEMBER', 'ILLEGAL_TRANSITION', 'MEMBER_NOT_FOUND', 'TRANSFER_NOT_FOUND')
  acceptOrganisationTransfer(
    @Args('input') input: AnswerOrganisationTransferInput,
    @Context() context: GraphqlContext,
  ): Promise<AcceptOrganisationTransferPayload> {
    return asPayload<AcceptOrganisationTransferPayload>(context, input, { organisation: null }, async () => {
      const id = await this.transfers.accept(context.principal, parseId('otr', input.transferId));
      return { organisation: await this.organisation(context, id) };
    });
  }

  @Mutation(() => DeclineOrganisationTransferPayload, { description: 'Refuses an offer that was made to you.' })
  @Refusals('ILLEGAL_TRANSITION', 'TRANSFER_NOT_FOUND')
  declineOrganisationTransfer(
    @Args('input') input: AnswerOrganisationTransferInput,
    @Context() context: GraphqlContext,
  ): Promise<DeclineOrganisationTransferPayload> {
    return asPayload<DeclineOrganisationTransferPayload>(context, input, { endedId: null }, async () => {
      await this.transfers.decline(context.principal, parseId('otr', input.transferId));
      return { endedId: input.transferId };
    });
  }

  @Mutation(() => WithdrawOrganisationTransferPayload, { description: 'Takes an offer back. Needs the role ADMIN.' })
  @Refusals('ILLEGAL_TRANSITION', 'TRANSFER_NOT_FOUND')
  withdrawOrganisationTransfer(
    @Args('input') input: AnswerOrganisationTransferInput,
    @Context() context: GraphqlContext,
  ): Promise<WithdrawOrganisationTransferPayload> {
    return asPayload<WithdrawOrganisationTransferPayload>(context, input, { endedId: null }, async () => {
      await this.transfers.withdraw(context.principal, parseId('otr', input.transferId));
      return { endedId: input.transferId };
    });
  }

  private async organisation(context: GraphqlContext, id: Id<'org'>): Promise<OrganisationType | null> {
    const row = await this.organisationLoader.load(context, id);
    return row && OrganisationType.from(row);
  }
}

function memberOf(input: { readonly organisationId: string; readonly personId: string }) {
  return { organisationId: parseId('org', input.organisationId), personId: parseId('usr', input.personId) };
}
