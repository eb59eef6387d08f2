import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, MaxLength, ValidateNested } from 'class-validator';
import {
  ConnectionArgs,
  MoneyInput,
  MoneyType,
  MutationInput,
  MutationPayload,
  Node,
  connectionType,
} from '#platform/graphql';
import { formatId } from '#platform/kernel';
import { CHARGE_TIMES, PLEDGE_METHODS, type ChargeTime, type PledgeMethod } from '../pledge.entity.js';
import type { PledgeStatus } from '../pledge.states.js';
import type { PledgeRow } from '../pledges.queries.js';

const PledgeStatusEnum = {
  DRAFT: 'draft',
  PROMISED: 'promised',
  SCHEDULED: 'scheduled',
  AWAITING_PAYMENT: 'awaiting_payment',
  PAID: 'paid',
  PARTLY_RELEASED: 'partly_released',
  RELEASED: 'released',
  RETURNING: 'returning',
  RETURNED: 'returned',
  LAPSED: 'lapsed',
  WITHDRAWN: 'withdrawn',
} as const;
registerEnumType(PledgeStatusEnum, { name: 'PledgeStatus' });

export const PledgeMethodEnum = {
  CHECKOUT: 'checkout',
  BALANCE: 'balance',
  BANK: 'bank',
  INVOICE: 'invoice',
  SAVED_METHOD: 'saved_method',
} as const;
registerEnumType(PledgeMethodEnum, {
  name: 'PledgeMethod',
  description:
    "CHECKOUT: on a page of Stripe. BALANCE: out of what the organisation has paid in before. BANK: by a transfer to Mainstay's bank. INVOICE: by an invoice of Stripe, due weeks later. SAVED_METHOD: charged to the card that the organisation keeps at Stripe.",
});

const ChargeTimeEnum = { NOW: 'now', GOAL: 'goal', DAY: 'day', RUN: 'run' } as const;
registerEnumType(ChargeTimeEnum, {
  name: 'PledgeChargeTime',
  description:
    'NOW: as soon as it is approved. GOAL: when the goal of the need is reached by what has arrived and what was promised so. DAY: a tranche, just before its milestone starts; made by commitInTranches alone. RUN: with all lines of an allocation run.',
});

@ObjectType('Pledge', { implements: () => [Node], description: "An organisation's promise to fund a need." })
export class PledgeType extends Node {
  readonly pledgeId!: string;
  readonly needId!: string;
  readonly organisationId!: string;

  @Field(() => PledgeStatusEnum)
  status!: string;

  @Field(() => PledgeMethodEnum)
  method!: string;

  @Field(() => ChargeTimeEnum)
  chargeTime!: string;

  @Field(() => String, { nullable: true, description: "The organisation's own reference." })
  purchaseOrder!: string | null;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => MoneyType, { description: 'What has left for accepted milestones.' })
  released!: MoneyType;

  @Field(() => MoneyType, { description: 'What went back to the payer, or into the balance of the organisation.' })
  returned!: MoneyType;

  @Field(() => Date, {
    nullable: true,
    description: 'From when on what is still held goes back. Null before the money is there.',
  })
  holdExpiresAt!: Date | null;

  @Field()
  submittedAt!: Date;

  @Field(() => Date, { nullable: true })
  approvedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  paidAt!: Date | null;

  static from(row: PledgeRow): PledgeType {
    const { id, amount, released, returned, ...shown } = row;
    return Object.assign(new PledgeType(), {
      ...shown,
      id: formatId('plg', id),
      pledgeId: id,
      amount: MoneyType.from(amount),
      released: MoneyType.from(released),
      returned: MoneyType.from(returned),
    });
  }
}

export const PledgeConnection = connectionType(PledgeType, 'Pledge');

@ArgsType()
export class OrganisationPledgesArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => PledgeStatusEnum, { nullable: true })
  @IsOptional()
  @IsIn(Object.values(PledgeStatusEnum))
  status?: PledgeStatus | null;
}

@InputType()
export class SubmitPledgeInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  needId!: string;

  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => MoneyInput)
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field(() => PledgeMethodEnum, { defaultValue: PledgeMethodEnum.CHECKOUT })
  @IsIn(PLEDGE_METHODS)
  method!: PledgeMethod;

  @Field(() => ChargeTimeEnum, { defaultValue: ChargeTimeEnum.NOW })
  @IsIn(CHARGE_TIMES)
  chargeTime!: ChargeTime;

  @Field(() => String, { nullable: true, description: 'Your own reference, printed on the invoice.' })
  @IsOptional()
  @IsString()
  @Length(1, 140)
  purchaseOrder?: string | null;

  @Field({ description: 'Made by the client before sending; the same key gives the same pledge.' })
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@ObjectType()
export class SubmitPledgePayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true })
  pledge!: PledgeType | null;
}

@InputType()
export class WithdrawPledgeInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  pledgeId!: string;
}

@ObjectType()
export class WithdrawPledgePayload extends MutationPayload {
  @Field(() => PledgeType, { nullable: true })
  pledge!: PledgeType | null;
}
