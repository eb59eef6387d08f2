import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';
import { ALLOCATION_MODES } from '#libs/allocation';
import { ConnectionArgs, MoneyType, MutationPayload, Node, connectionType } from '#platform/graphql';
import { formatId, money } from '#platform/kernel';
import { BUDGET_PERIODS, type BudgetRow } from '../budget.row.js';
import { openSourcePledgeTarget } from '../plan/open-source-pledge.js';
import { FALLBACKS, FOCUSES } from '../plan/policy.js';
import { RUN_METHODS } from '../runs/allocation-run.entity.js';

const MINOR = /^[0-9]{1,17}$/;

/** An amount in minor units of the currency of the budget. */
export const IsMinor = (): PropertyDecorator =>
  Matches(MINOR, { message: '$property has to be an amount in minor units: 1 to 17 digits, and nothing else' });

const asEnum = (values: readonly string[]) => Object.fromEntries(values.map((value) => [value.toUpperCase(), value]));
export const PeriodEnum = asEnum(BUDGET_PERIODS);
registerEnumType(PeriodEnum, { name: 'BudgetPeriod' });
export const FocusEnum = asEnum(FOCUSES);
registerEnumType(FocusEnum, {
  name: 'BudgetFocus',
  description:
    'How much more a higher priority gets. EVEN: in proportion. DEFAULT: to the power 1.5. FOCUSED: squared.',
});
export const ModeEnum = asEnum(ALLOCATION_MODES);
registerEnumType(ModeEnum, {
  name: 'AllocationMode',
  description:
    'HOLD: what is too small to open the next need stays for the next run. SWEEP: it goes to those that are open. SEQUENTIAL: one need after the other.',
});
export const FallbackEnum = asEnum(FALLBACKS);
registerEnumType(FallbackEnum, {
  name: 'HeldLineFallback',
  description: 'ROLL_OVER: the next run has it in addition. BALANCE: it is balance as any other.',
});

export const MethodEnum = Object.fromEntries(RUN_METHODS.map((method) => [method.toUpperCase(), method]));
registerEnumType(MethodEnum, {
  name: 'AllocationRunMethod',
  description:
    'CHECKOUT and INVOICE: one payment at Stripe for all lines. BALANCE: out of what the organisation has paid in before.',
});

@ObjectType('ProjectExclusion')
@InputType('ProjectExclusionInput')
export class ProjectExclusion {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field()
  @Length(1, 500)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
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
  @IsMinor()
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

  @Field(() => MethodEnum, { description: 'How its runs are paid unless one says otherwise.' })
  method!: string;

  @Field(() => String, {
    nullable: true,
    description: "The organisation's own reference, printed on invoices of its runs.",
  })
  purchaseOrder!: string | null;

  @Field(() => MoneyType, { nullable: true, description: 'What the Open Source Pledge asks of so many in a year.' })
  openSourcePledgeTarget!: MoneyType | null;

  @Field()
  currency!: string;

  @Field(() => PeriodEnum)
  period!: BudgetRow['period'];

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
