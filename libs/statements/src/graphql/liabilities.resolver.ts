import { Args, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { LedgerQueries } from '#libs/ledger';
import { MoneyType } from '#platform/graphql';
import { Clock, currency } from '#platform/kernel';
import { liabilitiesOf, type Liabilities, type Position } from '../liabilities.rules.js';

@ObjectType('CashPosition', { description: 'What stands on one kind of account, over all its owners.' })
export class CashPositionType {
  @Field({ description: 'The account in the chart of accounts, such as held.milestone.' })
  account!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  static from({ code, amount }: Position): CashPositionType {
    return { account: code, amount: MoneyType.from(amount) };
  }
}

@ObjectType('CurrencyLiabilities', { description: 'What is owed to others in one currency, against what is held.' })
export class CurrencyLiabilitiesType {
  @Field()
  at!: Date;

  @Field()
  currency!: string;

  @Field(() => [CashPositionType])
  liabilities!: CashPositionType[];

  @Field(() => MoneyType, { description: 'The sum of the liabilities.' })
  owed!: MoneyType;

  @Field(() => [CashPositionType])
  assets!: CashPositionType[];

  @Field(() => MoneyType, {
    description: 'The sum of the assets without stripe.clearing: that is under way and covers nothing yet.',
  })
  covering!: MoneyType;

  @Field(() => String, {
    nullable: true,
    description: 'Covering by owed with four digits, rounded down. Null when nothing is owed.',
  })
  ratio!: string | null;

  static from({ owed, covering, ratio, liabilities, assets }: Liabilities, at: Date): CurrencyLiabilitiesType {
    return {
      at,
      currency: owed.currency,
      liabilities: liabilities.map((position) => CashPositionType.from(position)),
      owed: MoneyType.from(owed),
      assets: assets.map((position) => CashPositionType.from(position)),
      covering: MoneyType.from(covering),
      ratio,
    };
  }
}

@Resolver()
export class LiabilitiesResolver {
  constructor(
    private readonly ledger: LedgerQueries,
    private readonly clock: Clock,
  ) {}

  @Query(() => CurrencyLiabilitiesType, {
    description:
      'Everything that is owed to others in one currency, class by class, against what Stripe and the bank hold. Public.',
  })
  async liabilities(@Args('currency') code: string): Promise<CurrencyLiabilitiesType> {
    const known = currency(code);
    const balances = (await this.ledger.cashPosition()).filter(({ balance }) => balance.currency === known);
    return CurrencyLiabilitiesType.from(liabilitiesOf(balances, known), this.clock.now());
  }
}
