import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length, MaxLength, ValidateNested } from 'class-validator';
import {
  ConnectionArgs,
  MoneyInput,
  MoneyType,
  MutationInput,
  MutationPayload,
  Node,
  connectionType,
} from '#platform/graphql';
import { formatId, statusesOf } from '#platform/kernel';
import { OFFER_METHODS, type OfferMethod } from '../standing/standing-offer.entity.js';
import { STANDING_OFFER, type StandingOfferStatus } from '../standing/standing-offer.states.js';
import type { StandingOfferRow } from '../standing/standing-offers.queries.js';
import type { WaitingOffers } from '../standing/waiting-offers.service.js';

const upper = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value.toUpperCase(), value]));

const StandingOfferStatusEnum = upper(statusesOf(STANDING_OFFER));
registerEnumType(StandingOfferStatusEnum, {
  name: 'StandingOfferStatus',
  description: 'OPEN: waits for the first need. TAKEN: it became a pledge, which somebody else has to approve.',
});
const OfferMethodEnum = upper(OFFER_METHODS);
registerEnumType(OfferMethodEnum, {
  name: 'OfferMethod',
  description: 'How the pledge will be paid, if it is approved.',
});

@ObjectType('StandingOffer', {
  implements: () => [Node],
  description:
    'An amount that an organisation promises to the first need that a project publishes. It is promised and not held: no money moves before the pledge that it becomes is approved and paid.',
})
export class StandingOfferType extends Node {
  readonly offerId!: string;
  readonly projectId!: string;
  readonly pledgeRowId!: string | null;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => StandingOfferStatusEnum)
  status!: string;

  @Field(() => OfferMethodEnum)
  method!: string;

  @Field(() => String, { nullable: true, description: "The organisation's own reference." })
  purchaseOrder!: string | null;

  @Field({ description: 'Whether its amount is told to others than the maintainers, whoever else offers.' })
  isNamed!: boolean;

  @Field()
  openedAt!: Date;

  @Field({ description: 'When it ends if no need comes.' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Code of the refusal with which a need did not take it; the offer waits on. PLEDGE_ABOVE_GOAL: older offers had filled it. MISSING_ROLE: its author decides about money no more.',
  })
  refusalCode!: string | null;

  static from({ id, amount, pledgeId, ...shown }: StandingOfferRow): StandingOfferType {
    return Object.assign(new StandingOfferType(), {
      ...shown,
      id: formatId('sof', id),
      offerId: id,
      pledgeRowId: pledgeId,
      amount: MoneyType.from(amount),
    });
  }
}

export const StandingOfferConnection = connectionType(StandingOfferType, 'StandingOffer');

@ObjectType('WaitingOffers', { description: 'What waits for the first need of a project. Promised, and not held.' })
export class WaitingOffersType {
  @Field(() => Int, { description: 'How many offers, each of another organisation.' })
  offers!: number;

  @Field(() => [MoneyType], { description: 'One for each currency.' })
  sums!: MoneyType[];

  static from({ offers, sums }: WaitingOffers): WaitingOffersType {
    return { offers, sums: sums.map((sum) => MoneyType.from(sum)) };
  }
}

@ArgsType()
export class StandingOffersArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => StandingOfferStatusEnum, { nullable: true })
  @IsOptional()
  @IsIn(Object.values(StandingOfferStatusEnum))
  status?: StandingOfferStatus | null;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  projectId?: string | null;
}

@InputType()
export class OpenStandingOfferInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => MoneyInput)
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field(() => OfferMethodEnum, { defaultValue: 'checkout' })
  @IsIn(OFFER_METHODS)
  method!: OfferMethod;

  @Field(() => String, { nullable: true, description: 'Your own reference, printed on the invoice.' })
  @IsOptional()
  @IsString()
  @Length(1, 140)
  purchaseOrder?: string | null;

  @Field({
    defaultValue: false,
    description:
      'Whether others than the maintainers may know of it by itself. Maintainers see the sum of all offers in any case.',
  })
  @IsBoolean()
  isNamed!: boolean;

  @Field({ description: 'Made by the client before sending; the same key gives the same offer.' })
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@ObjectType()
export class OpenStandingOfferPayload extends MutationPayload {
  @Field(() => StandingOfferType, { nullable: true })
  standingOffer!: StandingOfferType | null;
}

@InputType()
export class WithdrawStandingOfferInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  standingOfferId!: string;
}

@ObjectType()
export class WithdrawStandingOfferPayload extends MutationPayload {
  @Field(() => StandingOfferType, { nullable: true })
  standingOffer!: StandingOfferType | null;
}
