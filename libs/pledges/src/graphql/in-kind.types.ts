import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsOptional, IsString, IsUrl, Length, MaxLength, ValidateNested } from 'class-validator';
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
import { IN_KIND_KINDS, type InKindKind } from '../in-kind/in-kind-contribution.entity.js';
import type { InKindDeliveryRow, InKindRow, InKindSum } from '../in-kind/in-kind.queries.js';
import { IN_KIND, type InKindStatus } from '../in-kind/in-kind.states.js';

const upper = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value.toUpperCase(), value]));

const InKindStatusEnum = upper(statusesOf(IN_KIND));
registerEnumType(InKindStatusEnum, { name: 'InKindStatus' });

const InKindKindEnum = upper(IN_KIND_KINDS);
registerEnumType(InKindKindEnum, {
  name: 'InKindKind',
  description: 'TIME: hours of work, counted in XHR with two decimals. IN_KIND: a thing or service at its fair value.',
});

@ObjectType('InKindDelivery', { description: 'What has arrived, as the maintainer has confirmed it.' })
export class InKindDeliveryType {
  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field()
  note!: string;

  @Field(() => String, { nullable: true })
  evidenceUrl!: string | null;

  @Field()
  confirmedAt!: Date;

  static from({ amount, note, evidenceUrl, confirmedAt }: InKindDeliveryRow): InKindDeliveryType {
    return { amount: MoneyType.from(amount), note, evidenceUrl, confirmedAt };
  }
}

@ObjectType('InKindSum', { description: 'Help in kind in one unit: a currency, or XHR for hours. It is no money.' })
export class InKindSumType {
  @Field(() => MoneyType, { description: 'Offered, and neither delivered nor ended.' })
  promised!: MoneyType;

  @Field(() => MoneyType)
  delivered!: MoneyType;

  static from({ promised, delivered }: Omit<InKindSum, 'needId'>): InKindSumType {
    return { promised: MoneyType.from(promised), delivered: MoneyType.from(delivered) };
  }
}

@ObjectType('InKindContribution', {
  implements: () => [Node],
  description: 'What an organisation gives a need instead of money. It counts towards no goal.',
})
export class InKindContributionType extends Node {
  readonly contributionId!: string;
  readonly needId!: string;
  readonly organisationId!: string;

  @Field(() => InKindKindEnum)
  kind!: string;

  @Field(() => InKindStatusEnum)
  status!: string;

  @Field(() => MoneyType, { description: 'Hours in XHR, or the fair value in a currency.' })
  amount!: MoneyType;

  @Field(() => MoneyType)
  delivered!: MoneyType;

  @Field()
  offeredAt!: Date;

  @Field({ description: 'When it ends if it is not delivered.' })
  lapsesAt!: Date;

  @Field(() => Date, { nullable: true })
  acceptedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'For the organisation and the maintainer; null for others.' })
  description!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the fair value comes from. For the organisation and the maintainer; null for others.',
  })
  valueSource!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was declined or withdrawn. For the organisation and the maintainer; null for others.',
  })
  endReason!: string | null;

  static from({ id, amount, delivered, ...row }: InKindRow): InKindContributionType {
    return Object.assign(new InKindContributionType(), {
      ...row,
      id: formatId('ikc', id),
      contributionId: id,
      amount: MoneyType.from(amount),
      delivered: MoneyType.from(delivered),
    });
  }
}

export const InKindContributionConnection = connectionType(InKindContributionType, 'InKindContribution');

@ArgsType()
export class InKindOfNeedArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  needId!: string;
}

@ArgsType()
export class InKindOfOrganisationArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => InKindStatusEnum, { nullable: true })
  @IsOptional()
  @IsIn(Object.values(InKindStatusEnum))
  status?: InKindStatus | null;
}

@InputType()
export class OfferInKindInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  needId!: string;

  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => InKindKindEnum)
  @IsIn(IN_KIND_KINDS)
  kind!: InKindKind;

  @Field(() => MoneyInput, { description: 'For TIME in XHR: 150 are one and a half hours.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field({ description: 'What is given. The maintainer reads it.' })
  @IsString()
  @Length(1, 2_000)
  description!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where the fair value comes from, for example a price list. Needed for IN_KIND.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  valueSource?: string | null;

  @Field(() => Date, { nullable: true, description: 'When the offer ends if it is not delivered; else in 90 days.' })
  @IsOptional()
  @IsDate()
  lapsesAt?: Date | null;

  @Field({ description: 'Made by the client before sending; the same key gives the same offer.' })
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@InputType()
export class AcceptInKindInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  contributionId!: string;
}

@InputType()
export class EndInKindInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  contributionId!: string;

  @Field({ description: 'The other side reads it.' })
  @IsString()
  @Length(1, 500)
  reason!: string;
}

@InputType()
export class ConfirmInKindDeliveryInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  contributionId!: string;

  @Field(() => MoneyInput, { description: 'How much has arrived, in the unit of the offer.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field({ description: 'What has arrived.' })
  @IsString()
  @Length(1, 2_000)
  note!: string;

  @Field(() => String, { nullable: true, description: 'Where it can be seen: an address with https.' })
  @IsOptional()
  @IsUrl({ protocols: ['https'], require_protocol: true })
  @MaxLength(2_000)
  evidenceUrl?: string | null;

  @Field({ description: 'Made by the client before sending; the same key counts once.' })
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@ObjectType({ isAbstract: true })
abstract class InKindPayload extends MutationPayload {
  @Field(() => InKindContributionType, { nullable: true })
  contribution!: InKindContributionType | null;
}

@ObjectType()
export class OfferInKindPayload extends InKindPayload {}

@ObjectType()
export class AcceptInKindPayload extends InKindPayload {}

@ObjectType()
export class DeclineInKindPayload extends InKindPayload {}

@ObjectType()
export class ConfirmInKindDeliveryPayload extends InKindPayload {}

@ObjectType()
export class WithdrawInKindPayload extends InKindPayload {}
