import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsString, MaxLength, ValidateNested } from 'class-validator';
import {
  ConnectionArgs,
  MoneyInput,
  MoneyType,
  MutationInput,
  MutationPayload,
  SteppedUpInput,
  connectionType,
} from '#platform/graphql';
import { formatId, statusesOf } from '#platform/kernel';
import { REVIEW_FEE } from '../review-fee.states.js';
import { REVIEW_POOL_GIFT } from '../review-pool-gift.states.js';
import type { ReviewFeeRow, ReviewPoolBalance, ReviewPoolGiftRow } from '../review-pool.queries.js';
import { MilestoneType } from './milestone.types.js';

const upper = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value.toUpperCase(), value]));

const ReviewFeeStatusEnum = upper(statusesOf(REVIEW_FEE));
registerEnumType(ReviewFeeStatusEnum, {
  name: 'ReviewFeeStatus',
  description: 'UNPAID: the pool had no money when the review began. RELEASED: on the way to the reviewer.',
});
const ReviewPoolGiftStatusEnum = upper(statusesOf(REVIEW_POOL_GIFT));
registerEnumType(ReviewPoolGiftStatusEnum, { name: 'ReviewPoolGiftStatus' });

@ObjectType('ReviewFee', { description: 'What a reviewer gets for a review, whatever is decided.' })
export class ReviewFeeType {
  @Field(() => ReviewFeeStatusEnum)
  status!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  static from({ status, amount }: ReviewFeeRow): ReviewFeeType {
    return { status, amount: MoneyType.from(amount) };
  }
}

@ObjectType('ReviewPool', { description: 'The money that reviewers are paid from, in one currency.' })
export class ReviewPoolType {
  @Field(() => MoneyType)
  free!: MoneyType;

  @Field(() => MoneyType, { description: 'For reviews that have begun.' })
  reserved!: MoneyType;

  static from({ free, reserved }: ReviewPoolBalance): ReviewPoolType {
    return { free: MoneyType.from(free), reserved: MoneyType.from(reserved) };
  }
}

@ObjectType('ReviewPoolGift', { description: 'What an organisation gives to the pool that reviewers are paid from.' })
export class ReviewPoolGiftType {
  @Field(() => ID)
  id!: string;

  @Field(() => ReviewPoolGiftStatusEnum)
  status!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field()
  requestedAt!: Date;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  static from({ id, amount, ...row }: ReviewPoolGiftRow): ReviewPoolGiftType {
    return { ...row, id: formatId('rpg', id), amount: MoneyType.from(amount) };
  }
}

export const ReviewPoolGiftConnection = connectionType(ReviewPoolGiftType, 'ReviewPoolGift');

@ArgsType()
export class ReviewPoolGiftsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

@InputType()
export class GiveToReviewPoolInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => MoneyInput)
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field({ description: 'Made by the client before sending; the same key gives the same gift.' })
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@InputType()
export class ApproveReviewPoolGiftInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  giftId!: string;
}

@InputType()
export class RejectReviewPoolGiftInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  giftId!: string;
}

@InputType()
export class StepBackFromReviewInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  milestoneId!: string;
}

@ObjectType({ isAbstract: true })
abstract class GiftPayload extends MutationPayload {
  @Field(() => ReviewPoolGiftType, { nullable: true })
  gift!: ReviewPoolGiftType | null;
}

@ObjectType()
export class GiveToReviewPoolPayload extends GiftPayload {}

@ObjectType()
export class ApproveReviewPoolGiftPayload extends GiftPayload {}

@ObjectType()
export class RejectReviewPoolGiftPayload extends GiftPayload {}

@ObjectType()
export class StepBackFromReviewPayload extends MutationPayload {
  @Field(() => MilestoneType, { nullable: true })
  milestone!: MilestoneType | null;
}
