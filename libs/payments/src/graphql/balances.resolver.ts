import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { LedgerQueries } from '#libs/ledger';
import { assertBelongs } from '#libs/identity';
import { Config } from '#platform/config';
import {
  MoneyType,
  Refusals,
  asPayload,
  connectionFrom,
  moneyOf,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { formatId, organisationsOf, parseId, present, type Id } from '#platform/kernel';
import { BalancesService } from '../balances.service.js';
import { PaymentsQueries } from '../payments.queries.js';
import {
  BalancePaymentsArgs,
  PaymentConnection,
  PaymentType,
  TopUpBalanceInput,
  TopUpBalancePayload,
} from './payment.type.js';

/** What an organisation has paid in advance. */
@Resolver()
export class BalancesResolver {
  constructor(
    private readonly balances: BalancesService,
    private readonly queries: PaymentsQueries,
    private readonly ledger: LedgerQueries,
    private readonly config: Config,
  ) {}

  @Query(() => [MoneyType], {
    description: 'What is held for your organisation and not pledged to anything; one amount for each currency.',
  })
  async organisationBalance(
    @Args('organisationId', { type: () => ID }) organisationId: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<MoneyType[]> {
    const id = parseId('org', organisationId);
    assertBelongs(principal, id);
    return (await this.ledger.heldBy('held.org', formatId('org', id))).map((amount) => MoneyType.from(amount));
  }

  @Query(() => PaymentConnection, { description: 'Payments of your organisation in advance, newest first.' })
  async balancePayments(
    @Args() args: BalancePaymentsArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<ConnectionValue<PaymentType>> {
    const id = parseId('org', args.organisationId);
    assertBelongs(principal, id);
    return connectionFrom(await this.queries.inAdvanceOf(id, pageOf(args)), (row) =>
      PaymentType.from(row, this.config.get('BANK_DETAILS')),
    );
  }

  @Mutation(() => TopUpBalancePayload, {
    description:
      'Opens a payment in advance. Needs FINANCE or ADMIN. What is paid is held for pledges that you approve.',
  })
  @Refusals(
    'AMOUNT_NOT_CHARGEABLE',
    'BILLING_DETAILS_MISSING',
    'CURRENCY_NOT_HELD',
    'MISSING_ROLE',
    'ORGANISATION_NOT_FOUND',
    'TERMS_NOT_ACCEPTED',
  )
  topUpBalance(
    @Args('input') input: TopUpBalanceInput,
    @Context() context: GraphqlContext,
  ): Promise<TopUpBalancePayload> {
    return asPayload<TopUpBalancePayload>(context, input, { payment: null }, async () => {
      const { resultId } = await this.balances.topUp(context.principal, {
        organisationId: parseId('org', input.organisationId),
        amount: moneyOf(input.amount),
        means: input.means,
        purchaseOrder: input.purchaseOrder ?? null,
        idempotencyKey: input.idempotencyKey,
      });
      const row = await this.queries.find(resultId as Id<'pay'>, organisationsOf(context.principal));
      return { payment: PaymentType.from(present(row), this.config.get('BANK_DETAILS')) };
    });
  }
}
