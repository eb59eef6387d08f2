import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  IsUrl,
  Length,
  Max,
  MaxLength,
  Min,
  Matches,
} from 'class-validator';
import { RoleGrantInput, RoleGrantPayload, SteppedUpRoleGrantInput } from './role-grant.types.js';

@InputType()
export class ProvisionRoleInput extends SteppedUpRoleGrantInput {
  @Field({
    description: 'Where you saw at the forge that the candidate has this scope and no more, 10 to 500 characters.',
  })
  @Length(10, 500)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  readBack!: string;
}

@InputType()
export class ReportRoleProbationInput extends SteppedUpRoleGrantInput {
  @Field(() => Int, {
    description:
      'Changes of build, CI, test binaries, crypto and dependencies by the holder that nobody else has reviewed.',
  })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  unreviewedChanges!: number;

  @Field({ description: 'Whether the work is what the scope asks for.' })
  @IsBoolean()
  meetsCriteria!: boolean;

  @Field({ description: 'What you looked at, 20 to 4,000 characters; about changes, not about the person.' })
  @Length(20, 4_000)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  findings!: string;
}

@InputType()
export class RecordRoleWorkInput extends SteppedUpRoleGrantInput {
  @Field(() => Int, { description: 'Reviews of changes by others that led to something.' })
  @IsInt()
  @Min(0)
  @Max(100_000)
  usefulReviews!: number;

  @Field(() => Int, { description: 'Releases in which the candidate took part beside somebody who may release.' })
  @IsInt()
  @Min(0)
  @Max(100_000)
  releasesAccompanied!: number;

  @Field(() => [String], { description: 'Where you looked: 1 to 50 addresses.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsUrl({ protocols: ['https'], require_protocol: true }, { each: true })
  @MaxLength(500, { each: true })
  links!: string[];
}

@InputType()
export class ConfirmRoleProbationInput extends SteppedUpRoleGrantInput {}

@InputType()
export class MissRoleProbationInput extends SteppedUpRoleGrantInput {}

@InputType()
export class ConfirmRoleRecertificationInput extends SteppedUpRoleGrantInput {}

@InputType()
export class ConfirmRoleReturnInput extends SteppedUpRoleGrantInput {}

@InputType()
export class ConfirmRoleSuspensionInput extends SteppedUpRoleGrantInput {}

@InputType()
export class ClearRoleHoldInput extends SteppedUpRoleGrantInput {
  @Field({ description: 'The written answer, 20 to 4,000 characters; for those who have a part in the request.' })
  @Length(20, 4_000)
  reason!: string;
}

const APPEAL_DECISIONS = ['uphold', 'overturn', 'remit'] as const;
export type AppealDecisionName = (typeof APPEAL_DECISIONS)[number];
const AppealDecisionEnum = Object.fromEntries(APPEAL_DECISIONS.map((name) => [name.toUpperCase(), name]));
registerEnumType(AppealDecisionEnum, {
  name: 'AppealDecision',
  description:
    'OVERTURN restores the exact state before, with its clocks from the start; REMIT gives the case to another panel.',
});

@InputType()
export class AppealRoleInput extends RoleGrantInput {
  @Field({ description: 'What is wrong with the decision, 20 to 4,000 characters.' })
  @Length(20, 4_000)
  reason!: string;
}

@InputType()
export class FormAppealPanelInput extends SteppedUpRoleGrantInput {
  @Field(() => [ID], { description: 'Three people who had no part in it.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsString({ each: true })
  panel!: string[];
}

@InputType()
export class HearAppealInput extends RoleGrantInput {}

@InputType()
export class VoteOnAppealInput extends SteppedUpRoleGrantInput {
  @Field(() => AppealDecisionEnum)
  @IsIn(APPEAL_DECISIONS)
  decision!: AppealDecisionName;
}

@ObjectType()
export class ProvisionRolePayload extends RoleGrantPayload {}

@ObjectType()
export class ReportRoleProbationPayload extends RoleGrantPayload {}

@ObjectType()
export class RecordRoleWorkPayload extends RoleGrantPayload {}

@ObjectType()
export class ConfirmRoleProbationPayload extends RoleGrantPayload {}

@ObjectType()
export class MissRoleProbationPayload extends RoleGrantPayload {}

@ObjectType()
export class ConfirmRoleRecertificationPayload extends RoleGrantPayload {}

@ObjectType()
export class ConfirmRoleReturnPayload extends RoleGrantPayload {}

@ObjectType()
export class ConfirmRoleSuspensionPayload extends RoleGrantPayload {}

@ObjectType()
export class ClearRoleHoldPayload extends RoleGrantPayload {}

@ObjectType()
export class AppealRolePayload extends RoleGrantPayload {}

@ObjectType()
export class FormAppealPanelPayload extends RoleGrantPayload {}

@ObjectType()
export class HearAppealPayload extends RoleGrantPayload {}

@ObjectType()
export class VoteOnAppealPayload extends RoleGrantPayload {}

export const HOLDING_PAYLOADS = [
  ProvisionRolePayload,
  RecordRoleWorkPayload,
  ReportRoleProbationPayload,
  ConfirmRoleProbationPayload,
  MissRoleProbationPayload,
  ConfirmRoleRecertificationPayload,
  ConfirmRoleReturnPayload,
  ConfirmRoleSuspensionPayload,
  ClearRoleHoldPayload,
  AppealRolePayload,
  FormAppealPanelPayload,
  HearAppealPayload,
  VoteOnAppealPayload,
];
