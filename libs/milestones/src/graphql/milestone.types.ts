import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsDate,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { NeedType } from '#libs/needs/graphql';
import {
  MoneyInput,
  MoneyType,
  MutationInput,
  MutationPayload,
  Node,
  SteppedUpInput,
  connectionType,
} from '#platform/graphql';
import { formatId, statusesOf } from '#platform/kernel';
import { MILESTONE } from '../milestone.states.js';
import type { EvidenceRow, MilestoneRow } from '../milestones.queries.js';

const MilestoneStatusEnum = Object.fromEntries(
  [...statusesOf(MILESTONE), 'cancelled'].map((status) => [status.toUpperCase(), status]),
);
registerEnumType(MilestoneStatusEnum, { name: 'MilestoneStatus' });

@ObjectType('Evidence', { description: 'A submitted file, by its digest.' })
export class EvidenceType {
  @Field()
  sha256!: string;

  @Field()
  note!: string;

  @Field()
  submittedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Until then only the maintainer and reviewers see it.' })
  embargoedUntil!: Date | null;

  static from({ sha256, note, submittedAt, embargoedUntil }: EvidenceRow): EvidenceType {
    return { sha256, note, submittedAt, embargoedUntil };
  }
}

@ObjectType('Milestone', { implements: () => [Node] })
export class MilestoneType extends Node {
  readonly milestoneId!: string;
  readonly needId!: string;

  @Field(() => Int)
  position!: number;

  @Field()
  title!: string;

  @Field()
  deliverable!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => MoneyType, { description: 'Held for it so far.' })
  funded!: MoneyType;

  @Field(() => String, { nullable: true, description: 'The day on which work is planned to start, as `2027-03-01`.' })
  startsOn!: string | null;

  @Field(() => MilestoneStatusEnum)
  status!: string;

  @Field(() => Date, { nullable: true })
  submittedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  acceptedAt!: Date | null;

  static from(row: MilestoneRow): MilestoneType {
    const { id, needId, position, title, deliverable, amount, funded, startsOn } = row;
    const { status, submittedAt, acceptedAt } = row;
    return Object.assign(new MilestoneType(), {
      id: formatId('mil', id),
      milestoneId: id,
      needId,
      position,
      title,
      deliverable,
      startsOn,
      status,
      submittedAt,
      acceptedAt,
      amount: MoneyType.from(amount),
      funded: MoneyType.from(funded),
    });
  }
}

export const MilestoneConnection = connectionType(MilestoneType, 'Milestone');

@InputType()
export class PlannedMilestoneInput {
  @Field()
  @IsString()
  @Length(1, 200)
  title!: string;

  @Field({ description: 'What will be there when it is done.' })
  @IsString()
  @Length(1, 10_000)
  deliverable!: string;

  @Field(() => MoneyInput)
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field(() => String, {
    nullable: true,
    description:
      'The day on which work is planned to start, as `2027-03-01`. A payer who pays in tranches pays for each milestone just before.',
  })
  @IsOptional()
  @IsISO8601({ strict: true })
  @Length(10, 10)
  startsOn?: string | null;
}

@InputType()
export class MoveMilestoneInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  milestoneId!: string;

  @Field({ description: 'As `2027-03-01`.' })
  @IsISO8601({ strict: true })
  @Length(10, 10)
  startsOn!: string;
}

@ObjectType()
export class MoveMilestonePayload extends MutationPayload {
  @Field(() => MilestoneType, { nullable: true })
  milestone!: MilestoneType | null;
}

@InputType()
export class SetMilestonePlanInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  needId!: string;

  @Field(() => [PlannedMilestoneInput])
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => PlannedMilestoneInput)
  milestones!: PlannedMilestoneInput[];
}

@ObjectType()
export class SetMilestonePlanPayload extends MutationPayload {
  @Field(() => NeedType, { nullable: true })
  need!: NeedType | null;
}

@InputType()
export class SubmitEvidenceInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  milestoneId!: string;

  @Field(() => ID, { description: 'An upload with the purpose EVIDENCE that has arrived.' })
  @IsString()
  uploadId!: string;

  @Field()
  @IsString()
  @MaxLength(2_000)
  note!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'For work that must not be known yet: until then only you and reviewers see the evidence.',
  })
  @IsOptional()
  @IsDate()
  embargoedUntil?: Date | null;

  @Field()
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@InputType()
export class StartReviewInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  milestoneId!: string;
}

@InputType()
export class DecideMilestoneInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  milestoneId!: string;

  @Field({ description: 'Why; the maintainer and the payers read it.' })
  @IsString()
  @Length(1, 10_000)
  reasons!: string;
}

@ObjectType({ isAbstract: true })
abstract class MilestonePayload extends MutationPayload {
  @Field(() => MilestoneType, { nullable: true })
  milestone!: MilestoneType | null;
}

@ObjectType()
export class SubmitEvidencePayload extends MilestonePayload {}

@ObjectType()
export class StartReviewPayload extends MilestonePayload {}

@ObjectType()
export class RequestChangesPayload extends MilestonePayload {}

@ObjectType()
export class AcceptMilestonePayload extends MilestonePayload {}
