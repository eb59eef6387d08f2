import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { ALLOCATION_MODES } from '#libs/allocation';
import { NEED_KINDS, type NeedKind } from '#libs/needs';
import { MoneyInput, MutationInput } from '#platform/graphql';
import { BUDGET_PERIODS, type BudgetPeriod } from '../budget.row.js';
import { FALLBACKS, FOCUSES, type Fallback, type Focus } from '../plan/policy.js';
import { RUN_METHODS, type RunMethod } from '../runs/allocation-run.entity.js';
import {
  FallbackEnum,
  FocusEnum,
  IsMinor,
  MethodEnum,
  ModeEnum,
  NeedFloor,
  PeriodEnum,
  ProjectBoost,
  ProjectExclusion,
} from './budget.type.js';

const MOST_RULES = 200;

@InputType({
  description: 'What is left out stays as it is, or as it is proposed. Amounts are minor units as decimal digits.',
})
export class BudgetPolicyInput {
  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsMinor()
  capMinor?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsMinor()
  lineLimitMinor?: string | null;

  @Field(() => String, { nullable: true, description: 'Proposed: a quarter of the cap.' })
  @IsOptional()
  @IsMinor()
  concentrationMinor?: string | null;

  @Field(() => [String], { nullable: true })
  @IsOptional()
  @IsArray()
  @IsIn(NEED_KINDS, { each: true })
  needKinds?: NeedKind[] | null;

  @Field(() => [ProjectExclusion], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(MOST_RULES)
  @ValidateNested({ each: true })
  @Type(() => ProjectExclusion)
  excluded?: ProjectExclusion[] | null;

  @Field(() => [ProjectBoost], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(MOST_RULES)
  @ValidateNested({ each: true })
  @Type(() => ProjectBoost)
  boosts?: ProjectBoost[] | null;

  @Field(() => [NeedFloor], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(MOST_RULES)
  @ValidateNested({ each: true })
  @Type(() => NeedFloor)
  floors?: NeedFloor[] | null;

  @Field(() => [ID], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(MOST_RULES)
  @IsString({ each: true })
  addedByHand?: string[] | null;

  @Field(() => FocusEnum, { nullable: true })
  @IsOptional()
  @IsIn(FOCUSES)
  focus?: Focus | null;

  @Field(() => ModeEnum, { nullable: true })
  @IsOptional()
  @IsIn(ALLOCATION_MODES)
  mode?: (typeof ALLOCATION_MODES)[number] | null;

  @Field(() => String, { nullable: true, description: 'Proposed: 100.' })
  @IsOptional()
  @IsMinor()
  blockMinor?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsMinor()
  minTrancheMinor?: string | null;

  @Field(() => FallbackEnum, { nullable: true })
  @IsOptional()
  @IsIn(FALLBACKS)
  fallback?: Fallback | null;
}

/** What a budget is made with, and what may be changed of it. */
@InputType({ isAbstract: true })
abstract class BudgetFactsInput extends MutationInput {
  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  developers?: number | null;

  @Field(() => MethodEnum, {
    nullable: true,
    description:
      'How its runs are paid unless one says otherwise, those of the calendar among them. CHECKOUT is proposed.',
  })
  @IsOptional()
  @IsIn(RUN_METHODS)
  method?: RunMethod | null;

  @Field(() => String, { nullable: true, description: 'Your own reference, printed on invoices of its runs.' })
  @IsOptional()
  @Length(1, 140)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  purchaseOrder?: string | null;

  @Field(() => BudgetPolicyInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => BudgetPolicyInput)
  policy?: BudgetPolicyInput | null;
}

@InputType()
export class CreateBudgetInput extends BudgetFactsInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field()
  @Length(1, 100)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  name!: string;

  @Field(() => PeriodEnum)
  @IsIn(BUDGET_PERIODS)
  period!: BudgetPeriod;

  @Field({ description: 'ISO 8601 day.' })
  @Matches(/^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$/, {
    message: '$property has to be a day as YYYY-MM-DD that every month has: the 28th at the latest',
  })
  startsOn!: string;

  @Field(() => MoneyInput, { description: 'The most new money of a period; its currency is that of the budget.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  cap!: MoneyInput;

  @Field({ description: 'A key of your own for this action: the same key never acts twice.' })
  @IsString()
  idempotencyKey!: string;
}

@InputType()
export class UpdateBudgetInput extends BudgetFactsInput {
  @Field(() => ID)
  @IsString()
  budgetId!: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Length(1, 100)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  name?: string | null;
}

@InputType()
export class BudgetActionInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  budgetId!: string;
}
