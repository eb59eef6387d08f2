import {
  Args,
  ArgsType,
  Context,
  Field,
  Float,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  registerEnumType,
} from '@nestjs/graphql';
import { IsInt, IsNumber, IsString } from 'class-validator';
import { asPerson } from '#libs/identity';
import { MoneyType, type GraphqlContext } from '#platform/graphql';
import {
  missingFields,
  type ExcludedAmount,
  type PledgeExclusion,
  type PledgeMember,
} from '../reports/open-source-pledge.rules.js';
import { OpenSourcePledgeReports } from '../reports/open-source-pledge.service.js';
import { StatementAddresses } from '../statement-addresses.js';

const reasons: Record<PledgeExclusion, PledgeExclusion> = {
  RETURNED: 'RETURNED',
  TO_OWN_PEOPLE: 'TO_OWN_PEOPLE',
  OTHER_CURRENCY: 'OTHER_CURRENCY',
  IN_BALANCE: 'IN_BALANCE',
  IN_KIND: 'IN_KIND',
};
registerEnumType(reasons, {
  name: 'PledgeExclusionReason',
  description:
    'RETURNED: came back. TO_OWN_PEOPLE: whoever is paid belongs to the organisation. OTHER_CURRENCY: not in US dollars, and there is no rate. IN_BALANCE: paid in advance and for no need yet. IN_KIND: no cash.',
});

@ObjectType('PledgeExclusion', { description: 'An amount that does not count, and why.' })
export class PledgeExclusionType {
  @Field(() => reasons)
  reason!: PledgeExclusion;

  @Field(() => MoneyType)
  amount!: MoneyType;

  static from({ reason, amount }: ExcludedAmount): PledgeExclusionType {
    return { reason, amount: MoneyType.from(amount) };
  }
}

@ObjectType('OpenSourcePledgeReport', {
  description:
    'What an organisation paid in a calendar year by the rules of the Open Source Pledge, summed from the ledger.',
})
export class OpenSourcePledgeReportType {
  @Field(() => Int)
  year!: number;

  @Field(() => Float)
  developers!: number;

  @Field(() => MoneyType, { description: 'Cash for work of others, less what came back.' })
  eligible!: MoneyType;

  @Field(() => MoneyType, { description: 'For each developer, rounded down.' })
  perDeveloper!: MoneyType;

  @Field({ description: 'Whether it is 2,000 US dollars for each developer or more.' })
  isTargetReached!: boolean;

  @Field(() => [PledgeExclusionType], { description: 'What does not count: one amount for each reason and currency.' })
  excluded!: PledgeExclusionType[];

  @Field(() => [String], { description: 'Fields of the member file that you have to add.' })
  missing!: string[];

  @Field({ description: 'The member file, as far as it can be filled in.' })
  jsonUrl!: string;

  static from(member: PledgeMember, jsonUrl: string): OpenSourcePledgeReportType {
    const { year, developers, eligible, perDeveloper, isTargetReached, excluded } = member.report;
    return {
      year,
      developers,
      eligible: MoneyType.from(eligible),
      perDeveloper: MoneyType.from(perDeveloper),
      isTargetReached,
      excluded: excluded.map((amount) => PledgeExclusionType.from(amount)),
      missing: [...missingFields(member)],
      jsonUrl,
    };
  }
}

@ArgsType()
class OpenSourcePledgeArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => Int, { description: 'A calendar year in UTC.' })
  @IsInt()
  year!: number;

  @Field(() => Float, { description: 'How many there were on average over the year, to a hundredth.' })
  @IsNumber()
  developers!: number;
}

@Resolver()
export class OpenSourcePledgeResolver {
  constructor(
    private readonly reports: OpenSourcePledgeReports,
    private readonly addresses: StatementAddresses,
  ) {}

  @Query(() => OpenSourcePledgeReportType, {
    description:
      'For the Open Source Pledge: what an organisation that you belong to paid in a year for each developer.',
  })
  async openSourcePledgeReport(
    @Args() { organisationId, year, developers }: OpenSourcePledgeArgs,
    @Context() { principal }: GraphqlContext,
  ): Promise<OpenSourcePledgeReportType> {
    const member = await this.reports.of(asPerson(principal), organisationId, { year, developers });
    return OpenSourcePledgeReportType.from(member, this.addresses.openSourcePledge(organisationId, year, developers));
  }
}
