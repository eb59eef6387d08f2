import { Args, Context, Field, ID, Int, ObjectType, Query, Resolver, registerEnumType } from '@nestjs/graphql';
import { Injectable } from '@nestjs/common';
import { LedgerQueries, type Book } from '#libs/ledger';
import { ReviewPoolQueries } from '#libs/milestones';
import { PaymentsQueries } from '#libs/payments';
import { MoneyType, RequestLoader, type GraphqlContext } from '#platform/graphql';
import { Clock, currency, money, parseId } from '#platform/kernel';
import { StatementsQueries, type NeedMoney } from '../statements.queries.js';

const books: Record<string, Book> = { CASH: 'cash', MEMO: 'memo' };
registerEnumType(books, { name: 'LedgerBook', description: 'CASH: what Stripe and banks hold. MEMO: promises.' });

@ObjectType('NeedMoney', { description: 'Where the money of a need stands, summed from the ledger.' })
export class NeedMoneyType {
  @Field(() => MoneyType, { description: 'Paid and not yet assigned to a milestone.' })
  unassigned!: MoneyType;

  @Field(() => MoneyType)
  heldForMilestones!: MoneyType;

  @Field(() => MoneyType, { description: 'Released to the maintainer, with our fee.' })
  released!: MoneyType;
}

@ObjectType('TrialBalanceLine', { description: 'Debits and credits of one book and currency. They are equal.' })
export class TrialBalanceLineType {
  @Field(() => books)
  book!: Book;

  @Field()
  currency!: string;

  @Field(() => MoneyType)
  debits!: MoneyType;

  @Field(() => MoneyType)
  credits!: MoneyType;

  @Field(() => MoneyType, { description: 'Debits less credits: zero.' })
  difference!: MoneyType;
}

@ObjectType('LedgerInvariant', { description: 'What has to hold in the books, and how many rows break it.' })
export class LedgerInvariantType {
  @Field()
  invariant!: string;

  @Field(() => Int, { description: '0 when it holds.' })
  found!: number;
}

@ObjectType('Coverage', {
  description: 'What Stripe and the bank hold for the platform, against what it owes out of that.',
})
export class CoverageType {
  @Field(() => MoneyType)
  assets!: MoneyType;

  @Field(() => MoneyType)
  liabilities!: MoneyType;
}

@Injectable()
export class NeedMoneyLoader extends RequestLoader<NeedMoney> {
  constructor(private readonly queries: StatementsQueries) {
    super();
  }

  protected batch(keys: readonly string[]): Promise<ReadonlyMap<string, NeedMoney>> {
    return this.queries.moneyOfNeeds(keys);
  }
}

@Resolver()
export class StatementsResolver {
  constructor(
    private readonly ledger: LedgerQueries,
    private readonly payments: PaymentsQueries,
    private readonly reviewPool: ReviewPoolQueries,
    private readonly needMoney: NeedMoneyLoader,
    private readonly clock: Clock,
  ) {}

  @Query(() => [TrialBalanceLineType], { description: 'The trial balance of the whole ledger. Public.' })
  async trialBalance(): Promise<TrialBalanceLineType[]> {
    const lines = await this.ledger.trialBalance();
    return lines.map(({ book, currency: code, debits, credits }) => {
      const amount = (minor: bigint): MoneyType => MoneyType.from(money(minor, code));
      return {
        book,
        currency: code,
        debits: amount(debits),
        credits: amount(credits),
        difference: amount(debits - credits),
      };
    });
  }

  @Query(() => [LedgerInvariantType], {
    description:
      'Every invariant that the database can be asked for, as "mainstay ledger check" does. Needs FINANCE_OPERATOR.',
  })
  async ledgerInvariants(): Promise<LedgerInvariantType[]> {
    return [
      ...(await this.ledger.brokenInvariants(this.clock.now())),
      ...(await this.payments.brokenInvariants()),
      ...(await this.reviewPool.brokenInvariants()),
    ];
  }

  @Query(() => CoverageType, { description: 'Whether everything that is owed is covered, in one currency. Public.' })
  async coverage(@Args('currency') code: string): Promise<CoverageType> {
    const known = currency(code);
    const { assets, liabilities } = await this.ledger.coverage(known);
    return { assets: MoneyType.from(money(assets, known)), liabilities: MoneyType.from(money(liabilities, known)) };
  }

  @Query(() => NeedMoneyType, {
    nullable: true,
    description: 'Where the money of a need stands. Public, like the need.',
  })
  async moneyOfNeed(
    @Args('needId', { type: () => ID }) needId: string,
    @Context() context: GraphqlContext,
  ): Promise<NeedMoneyType | null> {
    const row = await this.needMoney.load(context, parseId('need', needId));
    if (!row) return null;
    const { unassigned, heldForMilestones, released } = row;
    return {
      unassigned: MoneyType.from(unassigned),
      heldForMilestones: MoneyType.from(heldForMilestones),
      released: MoneyType.from(released),
    };
  }
}
