import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsOptional, IsString, ValidateNested } from 'class-validator';
import type {
  ContributionExclusion,
  ExcludedContribution,
  MatchingRound,
  NoMatchReason,
  SimulatedProject,
  Simulation,
} from '#libs/allocation';
import { MoneyType } from '#platform/graphql';
import { money } from '#platform/kernel';

const exclusions: Record<ContributionExclusion, ContributionExclusion> = {
  BELOW_MINIMUM: 'BELOW_MINIMUM',
  OWN_PROJECT: 'OWN_PROJECT',
  POOL_SPONSOR: 'POOL_SPONSOR',
};
registerEnumType(exclusions, {
  name: 'ContributionExclusion',
  description:
    'Why a contribution does not count. BELOW_MINIMUM: less than 10 units of the currency, or what was named.',
});
const noMatchReasons: Record<NoMatchReason, NoMatchReason> = {
  NO_FUNDER: 'NO_FUNDER',
  ONE_FUNDER: 'ONE_FUNDER',
  NO_GAP: 'NO_GAP',
  NO_CAP: 'NO_CAP',
  LESS_THAN_A_UNIT: 'LESS_THAN_A_UNIT',
};
registerEnumType(noMatchReasons, {
  name: 'NoMatchReason',
  description: 'Why a project is matched with nothing. ONE_FUNDER: what is matched is that several organisations give.',
});

@InputType()
export class RoundContributionInput {
  @Field({ description: 'Who gives: contributions of one name are taken together.' })
  @IsString()
  organisation!: string;

  @Field({ description: 'In minor units.' })
  @IsString()
  amountMinor!: string;
}

@InputType()
export class RoundProjectInput {
  @Field(() => ID)
  @IsString()
  id!: string;

  @Field({ description: 'What its goal lacks, in minor units: it never gets more.' })
  @IsString()
  gapMinor!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The most that the pool gives to it; without it, that of the round.',
  })
  @IsOptional()
  @IsString()
  capMinor?: string | null;

  @Field(() => [RoundContributionInput], { description: 'At most 500 of all projects together.' })
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => RoundContributionInput)
  contributions!: RoundContributionInput[];

  @Field(() => [String], {
    nullable: true,
    description: 'Organisations whose project it is; what they give to it does not count.',
  })
  @IsOptional()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  owners?: string[] | null;
}

@InputType({ description: 'One contribution more.' })
export class WhatIfContributionInput extends RoundContributionInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;
}

@InputType()
export class SimulateMatchingPoolInput {
  @Field({ description: 'ISO 4217 code, of all amounts.' })
  @IsString()
  currency!: string;

  @Field({ description: 'In minor units.' })
  @IsString()
  poolMinor!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'How much two organisations may give together, in minor units, before what they give alike counts half. Left out, it is the median of the round.',
  })
  @IsOptional()
  @IsString()
  pairBound?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The least that counts, in minor units; left out, 10 units of the currency.',
  })
  @IsOptional()
  @IsString()
  minimumMinor?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The most that the pool gives to a project that has no cap of its own.',
  })
  @IsOptional()
  @IsString()
  capMinor?: string | null;

  @Field(() => String, { nullable: true, description: 'Who fills the pool: what it gives does not count.' })
  @IsOptional()
  @IsString()
  sponsor?: string | null;

  @Field(() => [RoundProjectInput], { description: 'At most 100.' })
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => RoundProjectInput)
  projects!: RoundProjectInput[];

  @Field(() => WhatIfContributionInput, { nullable: true, description: 'The pair bound stays as it is without it.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => WhatIfContributionInput)
  whatIf?: WhatIfContributionInput | null;
}

@ObjectType('SimulatedMatch', { description: 'What a project of a round would be matched with.' })
export class SimulatedMatchType {
  @Field(() => ID)
  id!: string;

  @Field(() => MoneyType)
  match!: MoneyType;

  @Field({ description: 'The weight by which the pool is split, in millionths of a minor unit.' })
  subsidy!: string;

  @Field(() => Int, { description: 'Organisations that give to it in a way that counts.' })
  funders!: number;

  @Field(() => noMatchReasons, { nullable: true, description: 'Why there is no match; null when there is one.' })
  noMatch!: NoMatchReason | null;

  @Field(() => MoneyType, { nullable: true, description: 'What the match would change by with one contribution more.' })
  whatIfDifference!: MoneyType | null;

  static from(
    { id, match, subsidy, funders, noMatch, whatIfDifference }: SimulatedProject,
    currency: string,
  ): SimulatedMatchType {
    return {
      id,
      match: MoneyType.from(money(match, currency)),
      subsidy: String(subsidy),
      funders,
      noMatch,
      whatIfDifference: whatIfDifference === null ? null : MoneyType.from(money(whatIfDifference, currency)),
    };
  }
}

@ObjectType('ExcludedContribution', { description: 'A contribution that does not count.' })
export class ExcludedContributionType {
  @Field(() => ID)
  projectId!: string;

  @Field()
  organisation!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => exclusions)
  reason!: ContributionExclusion;

  static from(
    { projectId, organisation, amount, reason }: ExcludedContribution,
    currency: string,
  ): ExcludedContributionType {
    return { projectId, organisation, amount: MoneyType.from(money(amount, currency)), reason };
  }
}

@ObjectType('MatchingSimulation')
export class MatchingSimulationType {
  @Field(() => MoneyType, { description: 'The one that was named, or the median of the round.' })
  pairBound!: MoneyType;

  @Field({ description: 'Whether it is the median of the round.' })
  isBoundDefault!: boolean;

  @Field(() => [SimulatedMatchType], { description: 'In the order of the input.' })
  projects!: SimulatedMatchType[];

  @Field(() => MoneyType, { description: 'What of the pool goes to nobody.' })
  reserve!: MoneyType;

  @Field(() => MoneyType, { nullable: true, description: 'The same with one contribution more.' })
  whatIfReserve!: MoneyType | null;

  @Field(() => exclusions, { nullable: true, description: 'Why the one contribution more would not count.' })
  whatIfExcluded!: ContributionExclusion | null;

  @Field(() => [ExcludedContributionType], {
    description: 'Contributions that do not count, in the order of the input.',
  })
  excluded!: ExcludedContributionType[];

  static from(round: MatchingRound, simulation: Simulation, currency: string): MatchingSimulationType {
    const { projects, reserve, whatIfReserve } = simulation;
    return {
      pairBound: MoneyType.from(money(round.pool.pairBound, currency)),
      isBoundDefault: round.isBoundDefault,
      projects: projects.map((project) => SimulatedMatchType.from(project, currency)),
      reserve: MoneyType.from(money(reserve, currency)),
      whatIfReserve: whatIfReserve === null ? null : MoneyType.from(money(whatIfReserve, currency)),
      whatIfExcluded: round.whatIfExclusion,
      excluded: round.excluded.map((contribution) => ExcludedContributionType.from(contribution, currency)),
    };
  }
}
