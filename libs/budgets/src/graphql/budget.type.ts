import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
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
import {
  ConnectionArgs,
  MoneyInput,
  MoneyType,
  MutationInput,
  MutationPayload,
  Node,
  connectionType,
} from '#platform/graphql';
import { formatId, money } from '#platform/kernel';
import { BUDGET_PERIODS, type BudgetPeriod, type BudgetRow } from '../budget.row.js';
import { openSourcePledgeTarget } from '../plan/open-source-pledge.js';
import { FALLBACKS, FOCUSES, type Fallback, type Focus } from '../plan/policy.js';

const MOST_RULES = 200;
const MINOR = /^[0-9]{1,17}$/;

const asEnum = (values: readonly string[]) => Object.fromEntries(values.map((value) => [value.toUpperCase(), value]));
const PeriodEnum = asEnum(BUDGET_PERIODS);
registerEnumType(PeriodEnum, { name: 'BudgetPeriod' });
const FocusEnum = asEnum(FOCUSES);
registerEnumType(FocusEnum, {
  name: 'BudgetFocus',
  description:
    'How much more a higher priority gets. EVEN: in proportion. DEFAULT: to the power 1.5. FOCUSED: squared.',
});
const ModeEnum = asEnum(ALLOCATION_MODES);
registerEnumType(ModeEnum, {
  name: 'AllocationMode',
  description:
    'HOLD: what is too small to open the next need stays for the next run. SWEEP: it goes to those that are open. SEQUENTIAL: one need after the other.',
});
const FallbackEnum = asEnum(FALLBACKS);
registerEnumType(FallbackEnum, {
  name: 'HeldLineFallback',
  description: 'ROLL_OVER: the next run has it in addition. BALANCE: it is balance as any other.',
});

@ObjectType('ProjectExclusion')
@InputType('ProjectExclusionInput')
export class ProjectExclusion {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field()
  @Length(1, 500)
  reason!: string;
}

@ObjectType('ProjectBoost')
@InputType('ProjectBoostInput')
export class ProjectBoost {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => Int, { description: 'Whole percent, 50 to 200.' })
  @IsInt()
  @Min(50)
  @Max(200)
  percent!: number;
}

@ObjectType('NeedFloor')
@InputType('NeedFloorInput')
export class NeedFloor {
  @Field(() => ID)
  @IsString()
  needId!: string;

  @Field({ description: 'Minor units of the currency of the budget, as decimal digits.' })
  @Matches(MINOR)
  minor!: string;
}

@ObjectType('BudgetPolicy', { description: 'The rules by which runs of a budget divide it.' })
export class BudgetPolicyType {
  @Field(() => MoneyType, { description: 'The most new money of a period.' })
  cap!: MoneyType;

  @Field(() => MoneyType, { nullable: true, description: 'The most for one line.' })
  lineLimit!: MoneyType | null;

  @Field(() => MoneyType, { nullable: true, description: 'The most for one project, divided among its needs.' })
  concentrationLimit!: MoneyType | null;

  @Field(() => [String], { description: 'Kinds of needs that get money, the one that matters most first.' })
  needKinds!: string[];

  @Field(() => [ProjectExclusion])
  excluded!: ProjectExclusion[];

  @Field(() => [ProjectBoost])
  boosts!: ProjectBoost[];

  @Field(() => [NeedFloor], { description: 'Given before anything else.' })
  floors!: NeedFloor[];

  @Field(() => [ID], { description: 'Needs that get money although their points are below 20 or unrated.' })
  addedByHand!: string[];

  @Field(() => FocusEnum)
  focus!: string;

  @Field(() => ModeEnum)
  mode!: string;

  @Field(() => MoneyType, { description: 'What is given at a time.' })
  block!: MoneyType;

  @Field(() => MoneyType, { description: 'Less than this is given to no need unless it closes its gap.' })
  minTranche!: MoneyType;

  @Field(() => FallbackEnum)
  fallback!: string;
}

@ObjectType('Budget', {
  implements: () => [Node],
  description: 'What an organisation sets apart for needs of the projects that it stands on.',
})
export class BudgetType extends Node {
  readonly budgetId!: string;
  readonly organisationId!: string;

  @Field()
  name!: string;

  @Field(() => Int, { nullable: true, description: 'Developers of the organisation, for the Open Source Pledge.' })
  developers!: number | null;

  @Field(() => MoneyType, { nullable: true, description: 'What the Open Source Pledge asks of so many in a year.' })
  openSourcePledgeTarget!: MoneyType | null;

  @Field()
  currency!: string;

  @Field(() => PeriodEnum)
  period!: string;

  @Field({ description: 'ISO 8601 day on which the first period begins.' })
  startsOn!: string;

  @Field(() => Int)
  policyVersion!: number;

  @Field(() => BudgetPolicyType)
  policy!: BudgetPolicyType;

  @Field()
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  archivedAt!: Date | null;

  static from({ policy, ...row }: BudgetRow): BudgetType {
    const amount = (minor: string): MoneyType => MoneyType.from(money(BigInt(minor), row.currency));
    const orNull = (minor: string | null): MoneyType | null => (minor === null ? null : amount(minor));
    const { capMinor, lineLimitMinor, concentrationMinor, blockMinor, minTrancheMinor, ...rules } = policy;
    return Object.assign(new BudgetType(), {
      ...row,
      id: formatId('bdg', row.id),
      budgetId: row.id,
      openSourcePledgeTarget: row.developers === null ? null : MoneyType.from(openSourcePledgeTarget(row.developers)),
      policy: {
        ...rules,
        cap: amount(capMinor),
        lineLimit: orNull(lineLimitMinor),
        concentrationLimit: orNull(concentrationMinor),
        block: amount(blockMinor),
        minTranche: amount(minTrancheMinor),
      },
    });
  }
}

export const BudgetConnection = connectionType(BudgetType, 'Budget');

@ArgsType()
export class BudgetsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field({ defaultValue: false })
  @IsBoolean()
  includeArchived!: boolean;
}

@InputType({
  description: 'What is left out stays as it is, or as it is proposed. Amounts are minor units as decimal digits.',
})
export class BudgetPolicyInput {
  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(MINOR)
  capMinor?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(MINOR)
  lineLimitMinor?: string | null;

  @Field(() => String, { nullable: true, description: 'Proposed: a quarter of the cap.' })
  @IsOptional()
  @Matches(MINOR)
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
  @Matches(MINOR)
  blockMinor?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(MINOR)
  minTrancheMinor?: string | null;

  @Field(() => FallbackEnum, { nullable: true })
  @IsOptional()
  @IsIn(FALLBACKS)
  fallback?: Fallback | null;
}

@InputType()
export class CreateBudgetInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field()
  @Length(1, 100)
  name!: string;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  developers?: number | null;

  @Field(() => PeriodEnum)
  @IsIn(BUDGET_PERIODS)
  period!: BudgetPeriod;

  @Field({ description: 'ISO 8601 day.' })
  @Matches(/^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$/)
  startsOn!: string;

  @Field(() => MoneyInput, { description: 'The most new money of a period; its currency is that of the budget.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  cap!: MoneyInput;

  @Field(() => BudgetPolicyInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => BudgetPolicyInput)
  policy?: BudgetPolicyInput | null;

  @Field({ description: 'A key of your own for this action: the same key never acts twice.' })
  @IsString()
  idempotencyKey!: string;
}

@InputType()
export class UpdateBudgetInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  budgetId!: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Length(1, 100)
  name?: string | null;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  developers?: number | null;

  @Field(() => BudgetPolicyInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => BudgetPolicyInput)
  policy?: BudgetPolicyInput | null;
}

@InputType()
export class BudgetActionInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  budgetId!: string;
}

@ObjectType()
export class CreateBudgetPayload extends MutationPayload {
  @Field(() => BudgetType, { nullable: true })
  budget!: BudgetType | null;
}

@ObjectType()
export class UpdateBudgetPayload extends CreateBudgetPayload {}

@ObjectType()
export class ArchiveBudgetPayload extends CreateBudgetPayload {}

@ObjectType()
export class RestoreBudgetPayload extends CreateBudgetPayload {}
