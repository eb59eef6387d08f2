import { Args, Context, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { personOf } from '#libs/identity';
import { Config } from '#platform/config';
import { assertPageSize } from '#platform/database';
import { Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { organisationsOf, parseId, present } from '#platform/kernel';
import { PaymentsQueries } from '../payments.queries.js';
import { RecipientsService } from '../recipients.service.js';
import {
  PaymentType,
  PaymentsModeEnum,
  RecipientAccountType,
  RenewOnboardingLinkInput,
  RenewOnboardingLinkPayload,
  StartRecipientOnboardingInput,
  StartRecipientOnboardingPayload,
  TransferType,
} from './payment.type.js';

@Resolver()
export class PaymentsResolver {
  constructor(
    private readonly queries: PaymentsQueries,
    private readonly recipients: RecipientsService,
    private readonly config: Config,
  ) {}

  @Query(() => PaymentsModeEnum)
  paymentsMode(): string {
    return this.config.paymentsMode;
  }

  @Query(() => PaymentType, {
    nullable: true,
    description: 'The newest payment of a pledge of an organisation that you belong to.',
  })
  async paymentOfPledge(
    @Args('pledgeId', { type: () => ID }) pledgeId: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<PaymentType | null> {
    const row = await this.queries.newestOfPledge(parseId('plg', pledgeId), organisationsOf(principal));
    return row && PaymentType.from(row);
  }

  @Query(() => RecipientAccountType, { nullable: true, description: 'Your payout account.' })
  async recipientAccount(@Context() { principal }: GraphqlContext): Promise<RecipientAccountType | null> {
    const account = await this.queries.recipientOf(personOf(principal));
    return account && RecipientAccountType.from(account);
  }

  @Query(() => [TransferType], { description: 'Transfers to you, newest first.' })
  async transfersToMe(
    @Args('first', { type: () => Int }) first: number,
    @Context() { principal }: GraphqlContext,
  ): Promise<TransferType[]> {
    assertPageSize(first);
    return (await this.queries.transfersTo(personOf(principal), first)).map((row) => TransferType.from(row));
  }

  @Mutation(() => StartRecipientOnboardingPayload, {
    description: 'Opens a payout account at Stripe for you. The link to go on appears within seconds.',
  })
  @Refusals('RECIPIENT_EXISTS', 'TERMS_NOT_ACCEPTED')
  startRecipientOnboarding(
    @Args('input') input: StartRecipientOnboardingInput,
    @Context() context: GraphqlContext,
  ): Promise<StartRecipientOnboardingPayload> {
    return asPayload<StartRecipientOnboardingPayload>(context, input, { recipientAccount: null }, async () => {
      await this.recipients.start(context.principal, input.country);
      return { recipientAccount: await this.own(context) };
    });
  }

  @Mutation(() => RenewOnboardingLinkPayload, { description: 'A new onboarding link; the old one stops working.' })
  @Refusals('RECIPIENT_NOT_FOUND')
  renewOnboardingLink(
    @Args('input') input: RenewOnboardingLinkInput,
    @Context() context: GraphqlContext,
  ): Promise<RenewOnboardingLinkPayload> {
    return asPayload<RenewOnboardingLinkPayload>(context, input, { recipientAccount: null }, async () => {
      await this.recipients.renewLink(context.principal);
      return { recipientAccount: await this.own(context) };
    });
  }

  private async own(context: GraphqlContext): Promise<RecipientAccountType> {
    return RecipientAccountType.from(present(await this.queries.recipientOf(personOf(context.principal))));
  }
}
