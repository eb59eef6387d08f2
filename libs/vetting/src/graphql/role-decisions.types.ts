import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsString, Length } from 'class-validator';
import { RoleGrantInput, RoleGrantPayload, SteppedUpRoleGrantInput, named } from './role-grant.types.js';

export const BALLOT_CHOICES = ['YES', 'NO'] as const;
export type BallotChoice = (typeof BALLOT_CHOICES)[number];
export const BallotChoiceEnum = named(BALLOT_CHOICES);
registerEnumType(BallotChoiceEnum, { name: 'BallotChoice' });

@InputType()
export class SponsorRoleInput extends SteppedUpRoleGrantInput {
  @Field({ description: 'Why you stand for the candidate, 20 to 2,000 characters, in public.' })
  @Length(20, 2_000)
  statement!: string;

  @Field(() => [String], {
    description: 'What both of you have worked on: one to ten addresses of changes, reviews or discussions, in public.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @Length(1, 500, { each: true })
  workedOn!: string[];

  @Field(() => [ID], {
    defaultValue: [],
    description:
      'Everybody in `declinedBy` of the request, as a sign that you have read who did not want to sponsor it.',
  })
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  disclosed!: string[];
}

@InputType()
export class DeclineToSponsorInput extends RoleGrantInput {}

@InputType()
export class ReviewRoleRequestInput extends SteppedUpRoleGrantInput {
  @Field({ description: 'Which builds you have reproduced, and what came of it.' })
  @Length(1, 4_000)
  reproducedBuilds!: string;

  @Field({ description: 'Which differences you have read.' })
  @Length(1, 4_000)
  readDiffs!: string;

  @Field({ description: 'Which signals are open, and about what object.' })
  @Length(1, 4_000)
  openSignals!: string;

  @Field({ description: 'The benign explanation of each of them.' })
  @Length(1, 4_000)
  benignExplanation!: string;
}

@InputType()
export class ObjectToRoleInput extends SteppedUpRoleGrantInput {
  @Field({ description: 'Why, 20 to 4,000 characters; for those who have a part in the request.' })
  @Length(20, 4_000)
  reason!: string;
}

@InputType()
export class VoteOnRoleInput extends SteppedUpRoleGrantInput {
  @Field(() => BallotChoiceEnum)
  @IsIn(BALLOT_CHOICES)
  choice!: BallotChoice;
}

@InputType()
export class AcceptRoleInput extends SteppedUpRoleGrantInput {}

@InputType()
export class DeclineRoleInput extends SteppedUpRoleGrantInput {}

@ObjectType()
export class SponsorRolePayload extends RoleGrantPayload {}

@ObjectType()
export class DeclineToSponsorPayload extends RoleGrantPayload {}

@ObjectType()
export class ReviewRoleRequestPayload extends RoleGrantPayload {}

@ObjectType()
export class ObjectToRolePayload extends RoleGrantPayload {}

@ObjectType()
export class VoteOnRolePayload extends RoleGrantPayload {}

@ObjectType()
export class AcceptRolePayload extends RoleGrantPayload {}

@ObjectType()
export class DeclineRolePayload extends RoleGrantPayload {}

export const DECISION_PAYLOADS = [
  SponsorRolePayload,
  DeclineToSponsorPayload,
  ReviewRoleRequestPayload,
  ObjectToRolePayload,
  VoteOnRolePayload,
  AcceptRolePayload,
  DeclineRolePayload,
];
