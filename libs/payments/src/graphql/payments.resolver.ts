import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Config } from '#platform/config';
import { assertPageSize } from '#platform/database';
import { MoneyType, Refusals, asPayload, type GraphqlContext } from '#platform/graphql';
import { organisationsOf, parseId, present, type Payee } from '#platform/kernel';
import { PaymentsQueries } from '../payments.queries.js';
import { RecipientsService } from '../recipients.service.js';
import { payeeFor } from './payee-for.js';
import {
  PayeeArgs,
  PaymentType,
  PaymentsModeEnum,
  RecipientAccountType,
  RenewOnboardingLinkInput,
  RenewOnboardingLinkPayload,
  StartRecipientOnboardingInput,
  StartRecipientOnboardingPayload,
  TransferType,
  TransfersArgs,
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
    return row && PaymentType.from(row, this.config.get('BANK_DETAILS'));
  }

  @Query(() => PaymentType, {
    nullable: true,
    description: 'The one payment of an allocation run of an organisation that you belong to.',
  })
  async paymentOfAllocationRun(
    @Args('allocationRunId', { type: () => ID }) runId: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<PaymentType | null> {
    const row = await this.queries.ofRun(parseId('alr', runId), organisationsOf(principal));
    return row && PaymentType.from(row, this.config.get('BANK_DETAILS'));
  }

  @Query(() => RecipientAccountType, {
    nullable: true,
    description: 'Your payout account, or that of an organisation whose finance you keep.',
  })
  async recipientAccount(
    @Args() args: PayeeArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<RecipientAccountType | null> {
    const account = await this.queries.recipientOf(payeeFor(principal, args.organisationId));
    return account && RecipientAccountType.from(account);
  }

  @Query(() => [TransferType], { description: 'Transfers to you or to an organisation of yours, newest first.' })
  async transfersToMe(@Args() args: TransfersArgs, @Context() { principal }: GraphqlContext): Promise<TransferType[]> {
    assertPageSize(args.first);
    const payee = payeeFor(principal, args.organisationId);
    return (await this.queries.transfersTo(payee, args.first)).map((row) => TransferType.from(row));
  }

  @Query(() => [MoneyType], {
    description: 'What was released to you and is too small to be sent alone; it goes out when it has added up.',
  })
  async belowMinimumTransfer(@Args() args: PayeeArgs, @Context() { principal }: GraphqlContext): Promise<MoneyType[]> {
    const amounts = await this.queries.waitingFor(payeeFor(principal, args.organisationId));
    return amounts.map((amount) => MoneyType.from(amount));
  }

  @Mutation(() => StartRecipientOnboardingPayload, {
    description: 'Opens a payout account at Stripe. The link to go on appears within seconds.',
  })
  @Refusals('MISSING_ROLE', 'ORGANISATION_NOT_FOUND', 'RECIPIENT_EXISTS', 'TERMS_NOT_ACCEPTED')
  startRecipientOnboarding(
    @Args('input') input: StartRecipientOnboardingInput,
    @Context() context: GraphqlContext,
  ): Promise<StartRecipientOnboardingPayload> {
    return asPayload<StartRecipientOnboardingPayload>(context, input, { recipientAccount: null }, async () => {
      const payee = payeeFor(context.principal, input.organisationId);
      await this.recipients.start(context.principal, payee, input.country);
      return { recipientAccount: await this.found(payee) };
    });
  }

  @Mutation(() => RenewOnboardingLinkPayload, { description: 'A new onboarding link; the old one stops working.' })
  @Refusals('MISSING_ROLE', 'NO_ONBOARDING_BY_BANK', 'ORGANISATION_NOT_FOUND', 'RECIPIENT_NOT_FOUND')
  renewOnboardingLink(
    @Args('input') input: RenewOnboardingLinkInput,
    @Context() context: GraphqlContext,
  ): Promise<RenewOnboardingLinkPayload> {
    return asPayload<RenewOnboardingLinkPayload>(context, input, { recipientAccount: null }, async () => {
      const payee = payeeFor(context.principal, input.organisationId);
      await this.recipients.renewLink(context.principal, payee);
      return { recipientAccount: await this.found(payee) };
    });
  }

  private async found(payee: Payee): Promise<RecipientAccountType> {
    return RecipientAccountType.from(present(await this.queries.recipientOf(payee)));
  }
}
