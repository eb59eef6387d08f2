import { Injectable } from '@nestjs/common';
import { Context, Field, ObjectType, Parent, ResolveField, Resolver, registerEnumType } from '@nestjs/graphql';
import { NeedPayeeType } from '#libs/needs/graphql';
import { PayoutRailEnum } from '#libs/payments/graphql';
import { PaymentsQueries, payoutReadiness, type PayoutReadiness, type PayoutStanding } from '#libs/payments';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';

const PayoutStateEnum = {
  NOT_STARTED: 'not_started',
  ONBOARDING: 'onboarding',
  READY: 'ready',
  RESTRICTED: 'restricted',
  BY_ARRANGEMENT: 'by_arrangement',
} as const;
registerEnumType(PayoutStateEnum, {
  name: 'PayoutState',
  description:
    'NOT_STARTED: no payout account. ONBOARDING: it lacks something. READY: money can be sent. RESTRICTED: it cannot. BY_ARRANGEMENT: by bank, as the operators arrange it with the payee.',
});
@ObjectType('PayoutReadiness', { description: 'Whether a payee can be paid, as far as those who fund may know.' })
export class PayoutReadinessType {
  @Field(() => PayoutStateEnum)
  state!: string;

  @Field(() => PayoutRailEnum, { nullable: true, description: 'Null until there is a payout account.' })
  rail!: string | null;

  static from({ state, rail }: PayoutReadiness): PayoutReadinessType {
    return { state, rail };
  }
}

@Injectable()
export class PayoutReadinessLoader extends RequestLoader<PayoutStanding> {
  constructor(private readonly queries: PaymentsQueries) {
    super();
  }

  protected batch(keys: readonly string[]): Promise<ReadonlyMap<string, PayoutStanding>> {
    return this.queries.standingsOf(keys);
  }
}

/** How far whoever is paid for a need is on the way to being paid: shown before anybody pledges. */
@Resolver(() => NeedPayeeType)
export class PayoutReadinessResolver {
  constructor(private readonly loader: PayoutReadinessLoader) {}

  @ResolveField(() => PayoutReadinessType)
  async payout(@Parent() { payee }: NeedPayeeType, @Context() context: GraphqlContext): Promise<PayoutReadinessType> {
    return PayoutReadinessType.from(payoutReadiness(await this.loader.load(context, payee.id)));
  }
}
