import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { ConnectionArgs, MutationInput, MutationPayload, SteppedUpInput } from '#platform/graphql';
import { RUN_METHODS, type RunMethod } from '../runs/allocation-run.entity.js';
import { AllocationRunType } from './allocation-run.type.js';
import { IsMinor, MethodEnum } from './budget.type.js';

@ArgsType()
export class AllocationRunsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  budgetId!: string;
}

@ArgsType()
export class OrganisationRunsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

@InputType()
export class CreateAllocationRunInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  budgetId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'New money, in minor units of the budget. All that the cap leaves unless given.',
  })
  @IsOptional()
  @IsMinor()
  amountMinor?: string | null;

  @Field(() => MethodEnum, { nullable: true, description: 'As the budget says unless given.' })
  @IsOptional()
  @IsIn(RUN_METHODS)
  method?: RunMethod | null;

  @Field(() => String, { nullable: true, description: 'As the budget says unless given; null for none.' })
  @IsOptional()
  @Length(1, 140)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  purchaseOrder?: string | null;

  @Field({ description: 'A key of your own for this action: the same key never acts twice.' })
  @IsString()
  idempotencyKey!: string;
}

@InputType()
export class AllocationRunActionInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  allocationRunId!: string;
}

@InputType()
export class VoidAllocationRunInput extends AllocationRunActionInput {
  @Field()
  @Length(1, 500)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  reason!: string;
}

@InputType()
export class DecideAllocationRunInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  allocationRunId!: string;
}

@ObjectType()
export class CreateAllocationRunPayload extends MutationPayload {
  @Field(() => AllocationRunType, { nullable: true })
  allocationRun!: AllocationRunType | null;
}

@ObjectType()
export class PreviewAllocationRunPayload extends CreateAllocationRunPayload {}

@ObjectType()
export class LockAllocationRunPayload extends CreateAllocationRunPayload {}

@ObjectType()
export class VoidAllocationRunPayload extends CreateAllocationRunPayload {}

@ObjectType()
export class ApproveAllocationRunPayload extends CreateAllocationRunPayload {}

@ObjectType()
export class RejectAllocationRunPayload extends CreateAllocationRunPayload {}
