import { Args, ArgsType, Context, Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { IsISO8601 } from 'class-validator';
import { MoneyType, type GraphqlContext } from '#platform/graphql';
import { asId, money } from '#platform/kernel';
import { periodOf } from '../plan/periods.js';
import { RunReads } from '../runs/run-reads.service.js';
import { BudgetType } from './budget.type.js';

@ArgsType()
class BudgetCoverageArgs {
  @Field({ description: 'ISO 8601 day on which the period begins, as `periodOn` of its runs.' })
  @IsISO8601({ strict: true })
  periodOn!: string;
}

@ObjectType('BudgetCoverage', {
  description:
    'What the distributed runs of a period reached, the newest 50 of them. Shares are whole thousandths, rounded down.',
})
class BudgetCoverageType {
  @Field(() => Int)
  runs!: number;

  @Field(() => MoneyType)
  given!: MoneyType;

  @Field(() => Int, {
    description:
      'Of the exposure to all known projects, as the newest of the runs saw it, that to projects which any of them gave money to.',
  })
  exposureFundedPerMille!: number;

  @Field(() => Int, {
    description: 'The same of the exposure to projects with published needs alone.',
  })
  askingFundedPerMille!: number;

  @Field(() => Int, {
    description:
      'Of the exposure to all known projects, that to projects for which nobody spoke when the newest of the runs was previewed.',
  })
  unclaimedExposurePerMille!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Of the money given, what went to projects known today to be kept by one person; null for who may not know how fragile projects are.',
  })
  onePersonPerMille!: number | null;

  @Field(() => Int, { description: 'Of the money given, what went to projects for which nobody speaks today.' })
  unclaimedPerMille!: number;
}

@Resolver(() => BudgetType)
export class BudgetCoverageResolver {
  constructor(private readonly reads: RunReads) {}

  @ResolveField(() => BudgetCoverageType, {
    nullable: true,
    description: 'Over the runs of one of its periods; null for a day on which none begins.',
  })
  async coverage(
    @Parent() { budgetId, organisationId, currency, period, startsOn }: BudgetType,
    @Args() { periodOn }: BudgetCoverageArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<BudgetCoverageType | null> {
    if (periodOf(period, startsOn, periodOn)?.startsOn !== periodOn) return null;
    const budget = { id: asId<'bdg'>(budgetId), organisationId: asId<'org'>(organisationId) };
    const { givenMinor, ...shares } = await this.reads.coverageOfPeriod(principal, budget, periodOn);
    return { ...shares, given: MoneyType.from(money(givenMinor, currency)) };
  }
}
