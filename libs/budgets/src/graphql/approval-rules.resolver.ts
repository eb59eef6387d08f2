import {
  Args,
  Context,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Parent,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsInt, IsString, Max, Min, ValidateNested } from 'class-validator';
import type { ApprovalRule } from '#libs/approvals';
import { OrganisationType } from '#libs/identity/graphql';
import {
  MoneyInput,
  MoneyType,
  MutationPayload,
  SteppedUpInput,
  Refusals,
  asPayload,
  moneyOf,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { ApprovalRulesLoader } from './approval-rules.loader.js';
import { PledgeRulesService } from '../pledge-rules.service.js';

@InputType()
export class ApprovalRuleInput {
  @Field(() => MoneyInput, { description: 'Pledges of this amount or more.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  from!: MoneyInput;

  @Field(() => Int, { description: 'How many people other than the one who pledges have to approve, from 1 to 5.' })
  @IsInt()
  @Min(1)
  @Max(5)
  required!: number;
}

@InputType()
export class SetApprovalRulesInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => [ApprovalRuleInput], { description: 'All rules; where several apply, the strictest does.' })
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ApprovalRuleInput)
  rules!: ApprovalRuleInput[];
}

@ObjectType('ApprovalRule', { description: 'From which amount on how many people have to approve a pledge.' })
export class ApprovalRuleType {
  @Field(() => MoneyType)
  from!: MoneyType;

  @Field(() => Int)
  required!: number;

  static from({ from, required }: ApprovalRule): ApprovalRuleType {
    return Object.assign(new ApprovalRuleType(), { from: MoneyType.from(from), required });
  }
}

@ObjectType()
export class SetApprovalRulesPayload extends MutationPayload {
  @Field(() => [ApprovalRuleType], { nullable: true })
  approvalRules!: ApprovalRuleType[] | null;
}

@Resolver(() => OrganisationType)
export class ApprovalRulesResolver {
  constructor(
    private readonly rules: PledgeRulesService,
    private readonly rulesLoader: ApprovalRulesLoader,
  ) {}

  @ResolveField(() => [ApprovalRuleType], {
    description: 'How many people have to approve a pledge; one, below the first rule. For members; null for others.',
    nullable: true,
  })
  async approvalRules(
    @Parent() organisation: OrganisationType,
    @Context() context: GraphqlContext,
  ): Promise<ApprovalRuleType[]> {
    const rules = await this.rulesLoader.load(context, parseId('org', organisation.id));
    return (rules ?? []).map((rule) => ApprovalRuleType.from(rule));
  }

  @Mutation(() => SetApprovalRulesPayload, {
    description:
      'Sets how many people have to approve a pledge. Needs the role ADMIN. Pledges that wait already keep the rule of their day.',
  })
  @Refusals('DUPLICATE_APPROVAL_RULE', 'MISSING_ROLE', 'ORGANISATION_NOT_FOUND')
  setApprovalRules(
    @Args('input') input: SetApprovalRulesInput,
    @Context() context: GraphqlContext,
  ): Promise<SetApprovalRulesPayload> {
    return asPayload<SetApprovalRulesPayload>(context, input, { approvalRules: null }, async () => {
      const organisationId = parseId('org', input.organisationId);
      const rules = input.rules.map(({ from, required }) => ({ from: moneyOf(from), required }));
      await this.rules.set(context.principal, organisationId, rules);
      return { approvalRules: (await this.rules.of([organisationId])).map((rule) => ApprovalRuleType.from(rule)) };
    });
  }
}
