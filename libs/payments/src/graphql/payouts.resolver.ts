import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { connectionFrom, pageOf, type ConnectionValue, type GraphqlContext } from '#platform/graphql';
import { Messages } from '#platform/kernel';
import { ConnectedPayoutsQueries } from '../connected-payouts.queries.js';
import { payeeFor } from './payee-for.js';
import { RecipientAccountType } from './payment.type.js';
import { PayoutConnection, PayoutType, PayoutsArgs } from './payout.type.js';

/** What reaches the bank of a recipient. */
@Resolver(() => RecipientAccountType)
export class PayoutsResolver {
  constructor(
    private readonly queries: ConnectedPayoutsQueries,
    private readonly messages: Messages,
  ) {}

  @Query(() => PayoutConnection, {
    description: 'Payouts from your account at Stripe, or from that of an organisation of yours, newest first.',
  })
  async payoutsToMe(
    @Args() args: PayoutsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<PayoutType>> {
    const payee = payeeFor(principal, args.organisationId);
    return connectionFrom(await this.queries.to(payee, pageOf(args)), (row) => PayoutType.from(row, this.messages));
  }

  @ResolveField(() => PayoutType, {
    nullable: true,
    description: 'The payout after whose failure nothing has arrived. A new bank account at Stripe clears it.',
  })
  async failedPayout(@Parent() { failedPayoutId }: RecipientAccountType): Promise<PayoutType | null> {
    const row = failedPayoutId === null ? null : await this.queries.find(failedPayoutId);
    return row && PayoutType.from(row, this.messages);
  }
}
