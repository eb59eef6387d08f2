import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { IsIn, Length, Matches } from 'class-validator';
import { BALLOT_CHOICES, BallotChoiceEnum, type BallotChoice } from './role-decisions.types.js';
import { RoleGrantInput, RoleGrantPayload, SteppedUpRoleGrantInput } from './role-grant.types.js';

@InputType()
export class ProposeRoleRemovalInput extends SteppedUpRoleGrantInput {
  @Field({
    description: 'Why, 20 to 4,000 characters, about what was done; its holder and those who may vote read it.',
  })
  @Length(20, 4_000)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  reasons!: string;
}

@InputType()
export class VoteOnRoleRemovalInput extends SteppedUpRoleGrantInput {
  @Field(() => BallotChoiceEnum, { description: 'YES takes the scope away.' })
  @IsIn(BALLOT_CHOICES)
  choice!: BallotChoice;
}

@InputType()
export class WithdrawRoleRemovalInput extends RoleGrantInput {}

@ObjectType()
export class ProposeRoleRemovalPayload extends RoleGrantPayload {}

@ObjectType()
export class VoteOnRoleRemovalPayload extends RoleGrantPayload {}

@ObjectType()
export class WithdrawRoleRemovalPayload extends RoleGrantPayload {}

export const REMOVAL_PAYLOADS = [ProposeRoleRemovalPayload, VoteOnRoleRemovalPayload, WithdrawRoleRemovalPayload];
