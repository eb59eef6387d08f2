import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { personOf } from '../access.js';
import { MailAddressesQueries } from '../mail-addresses.queries.js';
import { MailAddressesService } from '../mail-addresses.service.js';
import { MailInvitationsService } from '../mail-invitations.service.js';
import {
  ConfirmMailAddressInput,
  ConfirmMailAddressPayload,
  InviteMemberByMailInput,
  InviteMemberByMailPayload,
  MailAddressType,
  SetMailAddressInput,
  SetMailAddressPayload,
} from './mail-address.type.js';
import { ViewerType } from './person.type.js';

@Resolver(() => ViewerType)
export class MailAddressResolver {
  constructor(
    private readonly addresses: MailAddressesService,
    private readonly queries: MailAddressesQueries,
    private readonly invitations: MailInvitationsService,
  ) {}

  @ResolveField(() => MailAddressType, { nullable: true })
  mailAddress(@Parent() { personId }: ViewerType): Promise<MailAddressType | null> {
    return this.of(personId);
  }

  @Mutation(() => SetMailAddressPayload, {
    description: 'Sends a link to the address; it is used once that was opened.',
  })
  @Refusals('INVALID_MAIL_ADDRESS', 'MAIL_ADDRESS_TOO_SOON')
  setMailAddress(
    @Args('input') input: SetMailAddressInput,
    @Context() context: GraphqlContext,
  ): Promise<SetMailAddressPayload> {
    return asPayload<SetMailAddressPayload>(context, input, { mailAddress: null }, async () => {
      await this.addresses.enter(context.principal, input.address);
      return { mailAddress: await this.of(personOf(context.principal)) };
    });
  }

  @Mutation(() => ConfirmMailAddressPayload, { description: 'Confirms the address that the code was sent to, once.' })
  @Refusals('MAIL_CONFIRMATION_NOT_FOUND')
  confirmMailAddress(
    @Args('input') input: ConfirmMailAddressInput,
    @Context() context: GraphqlContext,
  ): Promise<ConfirmMailAddressPayload> {
    return asPayload<ConfirmMailAddressPayload>(context, input, { isConfirmed: null }, async () => {
      await this.addresses.confirm(input.code);
      return { isConfirmed: true };
    });
  }

  @Mutation(() => InviteMemberByMailPayload, {
    description: 'Needs the role ADMIN. The link goes to the address alone.',
  })
  @Refusals('INVALID_MAIL_ADDRESS', 'MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  inviteMemberByMail(
    @Args('input') input: InviteMemberByMailInput,
    @Context() context: GraphqlContext,
  ): Promise<InviteMemberByMailPayload> {
    return asPayload<InviteMemberByMailPayload>(context, input, { expiresAt: null }, async () => {
      const organisationId = parseId('org', input.organisationId);
      const { roles, address } = input;
      return { expiresAt: await this.invitations.invite(context.principal, { organisationId, roles, address }) };
    });
  }

  private async of(personId: string): Promise<MailAddressType | null> {
    const row = await this.queries.find(personId);
    return row && MailAddressType.from(personId, row);
  }
}
