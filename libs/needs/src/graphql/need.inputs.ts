import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsOptional, IsString, Length, MaxLength, ValidateNested } from 'class-validator';
import { ConnectionArgs, MoneyInput, MutationInput, MutationPayload } from '#platform/graphql';
import { NEED_KINDS, type NeedKind } from '../need.entity.js';
import { NeedKindEnum, NeedType } from './need.type.js';

@ArgsType()
export class PublishedNeedsArgs extends ConnectionArgs {
  @Field(() => NeedKindEnum, { nullable: true })
  @IsOptional()
  @IsIn(NEED_KINDS)
  kind?: NeedKind | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  projectId?: string | null;
}

@InputType()
export class CreateNeedInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => NeedKindEnum)
  @IsIn(NEED_KINDS)
  kind!: NeedKind;

  @Field()
  @IsString()
  @Length(1, 200)
  title!: string;

  @Field({ description: 'What will be done, and what happens if nobody helps.' })
  @IsString()
  @Length(1, 10_000)
  summary!: string;

  @Field(() => MoneyInput)
  @ValidateNested()
  @Type(() => MoneyInput)
  goal!: MoneyInput;

  @Field(() => Date, { nullable: true })
  @IsOptional()
  @IsDate()
  deadline?: Date | null;

  @Field({ description: 'Made by the client before sending; the same key gives the same need.' })
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@InputType()
export class NeedActionInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  needId!: string;
}

@ObjectType()
export class CreateNeedPayload extends MutationPayload {
  @Field(() => NeedType, { nullable: true })
  need!: NeedType | null;
}

@ObjectType()
export class PublishNeedPayload extends MutationPayload {
  @Field(() => NeedType, { nullable: true })
  need!: NeedType | null;
}

@ObjectType()
export class CloseNeedPayload extends MutationPayload {
  @Field(() => NeedType, { nullable: true })
  need!: NeedType | null;
}

@ObjectType()
export class CancelNeedPayload extends MutationPayload {
  @Field(() => NeedType, { nullable: true })
  need!: NeedType | null;
}
