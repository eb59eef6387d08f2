import { Args, ArgsType, Context, Field, ID, ObjectType, Query, Resolver, registerEnumType } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { assertBelongs } from '#libs/identity';
import {
  ConnectionArgs,
  MoneyType,
  connectionFrom,
  connectionType,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { formatId, parseId, statusesOf } from '#platform/kernel';
import type { RefundCause } from '../refund.entity.js';
import { REFUND, type RefundStatus } from '../refund.states.js';
import { RefundsQueries, type RefundRow } from '../refunds.queries.js';

const RefundStatusEnum = Object.fromEntries(statusesOf(REFUND).map((status) => [status.toUpperCase(), status]));
registerEnumType(RefundStatusEnum, {
  name: 'RefundStatus',
  description:
    'SUCCEEDED: Stripe has sent it. FAILED, CANCELED and REFUSED: the money is in the balance of the organisation. NEEDS_REVIEW: more was given back than is held.',
});
const RefundCauseEnum = { HOLD_LIMIT: 'hold_limit', OUTSIDE: 'outside' } as const;
registerEnumType(RefundCauseEnum, {
  name: 'RefundCause',
  description: 'HOLD_LIMIT: it was held as long as it may be. OUTSIDE: somebody made it at Stripe.',
});

@ObjectType('Refund', { description: 'Money on its way back to whoever paid it.' })
export class RefundType {
  @Field(() => ID)
  id!: string;

  @Field(() => RefundStatusEnum)
  status!: RefundStatus;

  @Field(() => RefundCauseEnum)
  cause!: RefundCause;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => ID)
  paymentId!: string;

  @Field(() => ID, { nullable: true, description: 'Null when it is of a payment in advance.' })
  pledgeId!: string | null;

  @Field(() => String, { nullable: true, description: "Stripe's code, when it did not reach the payer." })
  failureCode!: string | null;

  @Field()
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  static from({ id, paymentId, pledgeId, amount, ...row }: RefundRow): RefundType {
    return {
      ...row,
      id: formatId('rfd', id),
      paymentId: formatId('pay', paymentId),
      pledgeId: pledgeId && formatId('plg', pledgeId),
      amount: MoneyType.from(amount),
    };
  }
}

const RefundConnection = connectionType(RefundType, 'Refund');

@ArgsType()
class OrganisationRefundsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

@Resolver()
export class RefundsResolver {
  constructor(private readonly queries: RefundsQueries) {}

  @Query(() => RefundConnection, { description: 'What went back to your organisation, newest first.' })
  async organisationRefunds(
    @Args() args: OrganisationRefundsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<RefundType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    return connectionFrom(await this.queries.ofOrganisation(id, pageOf(args)), (row) => RefundType.from(row));
  }

  @Query(() => RefundConnection, {
    description:
      'Refunds that were made outside, or that need a decision, of everybody, newest first. Needs FINANCE_OPERATOR.',
  })
  async refundsToReview(@Args() args: ConnectionArgs): Promise<ConnectionValue<RefundType>> {
    return connectionFrom(await this.queries.toReview(pageOf(args)), (row) => RefundType.from(row));
  }
}
