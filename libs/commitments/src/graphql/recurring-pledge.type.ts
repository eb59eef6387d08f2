import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length, MaxLength, ValidateNested } from 'class-validator';
import {
  RECURRING_COLLECTIONS,
  RECURRING_INTERVALS,
  type RecurringCollection,
  type RecurringInterval,
} from '#platform/contracts';
import {
  ConnectionArgs,
  MoneyInput,
  MoneyType,
  MutationInput,
  MutationPayload,
  Node,
  SteppedUpInput,
  connectionType,
} from '#platform/graphql';
import { formatId, statusesOf } from '#platform/kernel';
import { RECURRING_PLEDGE, type RecurringPledgeStatus } from '../recurring/recurring-pledge.states.js';
import type { MonthOfCommitments } from '../recurring/recurring-pledge.rules.js';
import type { ChangeRow, RecurringPledgeRow } from '../recurring/recurring-pledges.queries.js';

const RecurringPledgeStatusEnum = Object.fromEntries(
  statusesOf(RECURRING_PLEDGE).map((status) => [status.toUpperCase(), status]),
);
registerEnumType(RecurringPledgeStatusEnum, {
  name: 'RecurringPledgeStatus',
  description:
    'PROMISED: waits for an approval. INCOMPLETE: approved, and not begun at Stripe yet; by card it begins when its first period is paid. All else is as Stripe shows it.',
});
const RecurringIntervalEnum = { MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' } as const;
registerEnumType(RecurringIntervalEnum, { name: 'RecurringInterval' });
const RecurringCollectionEnum = { CARD: 'card', INVOICE: 'invoice' } as const;
registerEnumType(RecurringCollectionEnum, {
  name: 'RecurringCollection',
  description:
    'CARD: taken at the beginning of each period, from the card of the first one. INVOICE: each period has an invoice with a due date, sent to the billing details.',
});
const CommitmentChangeActionEnum = {
  PAUSE: 'pause',
  RESUME: 'resume',
  END: 'end',
  KEEP: 'keep',
  CANCEL: 'cancel',
} as const;
registerEnumType(CommitmentChangeActionEnum, {
  name: 'CommitmentChangeAction',
  description: 'END: later, and it can be kept until then. CANCEL: at once.',
});
const CommitmentChangeCauseEnum = {
  PERSON: 'person',
  NEED_FUNDED: 'need_funded',
  PAYMENT_FAILED: 'payment_failed',
} as const;
registerEnumType(CommitmentChangeCauseEnum, { name: 'CommitmentChangeCause' });
const CommitmentNoticePeriodEnum = { NONE: 0, NINETY_DAYS: 90 } as const;
type NoticePeriod = (typeof CommitmentNoticePeriodEnum)[keyof typeof CommitmentNoticePeriodEnum];
registerEnumType(CommitmentNoticePeriodEnum, {
  name: 'CommitmentNoticePeriod',
  description: 'How long before its end a commitment is cancelled at the latest.',
});

@ObjectType('CommitmentChange', { description: 'A change of a commitment that was asked for.' })
export class CommitmentChangeType {
  readonly personId!: string | null;

  @Field(() => CommitmentChangeActionEnum)
  action!: string;

  @Field(() => CommitmentChangeCauseEnum)
  cause!: string;

  @Field(() => String, { nullable: true, description: 'In the words of the person who asked for it.' })
  reason!: string | null;

  @Field()
  changedAt!: Date;

  static from({ action, cause, reason, changedAt, personId }: ChangeRow): CommitmentChangeType {
    return Object.assign(new CommitmentChangeType(), { action, cause, reason, changedAt, personId });
  }
}

@ObjectType('RecurringPledge', {
  implements: () => [Node],
  description:
    "An organisation's promise to fund a need by the period. It is promised and not held: each paid period is a pledge.",
})
export class RecurringPledgeType extends Node {
  readonly recurringPledgeId!: string;
  readonly needId!: string;
  readonly organisationId!: string;

  @Field(() => RecurringPledgeStatusEnum)
  status!: string;

  @Field(() => MoneyType, { description: 'Of each period.' })
  amount!: MoneyType;

  @Field(() => RecurringIntervalEnum)
  interval!: string;

  @Field(() => RecurringCollectionEnum)
  collection!: string;

  @Field(() => Int, { nullable: true, description: 'Days from an invoice to its due date; null by card.' })
  daysUntilDue!: number | null;

  @Field(() => String, { nullable: true, description: 'Your own reference, printed on each invoice.' })
  purchaseOrder!: string | null;

  @Field(() => CommitmentNoticePeriodEnum)
  notice!: number;

  @Field()
  submittedAt!: Date;

  @Field(() => Date, { nullable: true })
  approvedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was seen to run; by card its first period is paid then.' })
  startedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  currentPeriodEnd!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Set while it is going to end; until then it can be kept.' })
  endsAt!: Date | null;

  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where somebody has to pay now, on a page of Stripe; that of the oldest open invoice.',
  })
  paymentUrl!: string | null;

  static from({ id, amount, noticeDays, ...shown }: RecurringPledgeRow): RecurringPledgeType {
    return Object.assign(new RecurringPledgeType(), {
      ...shown,
      id: formatId('rpl', id),
      recurringPledgeId: id,
      amount: MoneyType.from(amount),
      notice: noticeDays,
    });
  }
}

export const RecurringPledgeConnection = connectionType(RecurringPledgeType, 'RecurringPledge');

@ObjectType('MonthOfCommitments', { description: 'What commitments are expected to bring in a month.' })
export class MonthOfCommitmentsType {
  @Field({ description: 'YYYY-MM, in UTC.' })
  month!: string;

  @Field(() => [MoneyType], { description: 'One amount for each currency.' })
  amounts!: MoneyType[];

  static from({ month, amounts }: MonthOfCommitments): MonthOfCommitmentsType {
    return { month, amounts: amounts.map((amount) => MoneyType.from(amount)) };
  }
}

@ArgsType()
export class RecurringPledgesArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => RecurringPledgeStatusEnum, { nullable: true })
  @IsOptional()
  @IsIn(statusesOf(RECURRING_PLEDGE))
  status?: RecurringPledgeStatus | null;
}

@InputType()
export class StartRecurringPledgeInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  needId!: string;

  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => MoneyInput, { description: 'Of each period.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field(() => RecurringIntervalEnum, { defaultValue: RecurringIntervalEnum.MONTH })
  @IsIn(RECURRING_INTERVALS)
  interval!: RecurringInterval;

  @Field(() => RecurringCollectionEnum, {
    defaultValue: RecurringCollectionEnum.CARD,
    description: 'INVOICE needs the billing details of the organisation.',
  })
  @IsIn(RECURRING_COLLECTIONS)
  collection!: RecurringCollection;

  @Field(() => String, { nullable: true, description: 'Your own reference, printed on each invoice; not by card.' })
  @IsOptional()
  @IsString()
  @Length(1, 140)
  purchaseOrder?: string | null;

  @Field(() => CommitmentNoticePeriodEnum, { defaultValue: CommitmentNoticePeriodEnum.NONE })
  @IsIn(Object.values(CommitmentNoticePeriodEnum))
  notice!: NoticePeriod;

  @Field({ description: 'Made by the client before sending; the same key gives the same recurring pledge.' })
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@InputType()
export class PauseRecurringPledgeInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  recurringPledgeId!: string;

  @Field({ description: 'Kept with the change, for your organisation.' })
  @IsString()
  @Length(1, 500)
  reason!: string;
}

@InputType()
export class RestartRecurringPledgeInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  recurringPledgeId!: string;

  @Field({ description: 'Kept with the change, for your organisation.' })
  @IsString()
  @Length(1, 500)
  reason!: string;
}

@InputType()
export class CancelRecurringPledgeInput extends PauseRecurringPledgeInput {
  @Field({ defaultValue: false, description: 'Not with the period, but now; not where a notice was agreed.' })
  @IsBoolean()
  atOnce!: boolean;
}

@ObjectType({ isAbstract: true })
abstract class RecurringPledgePayload extends MutationPayload {
  @Field(() => RecurringPledgeType, { nullable: true })
  recurringPledge!: RecurringPledgeType | null;
}

@ObjectType()
export class StartRecurringPledgePayload extends RecurringPledgePayload {}

@ObjectType()
export class PauseRecurringPledgePayload extends RecurringPledgePayload {}

@ObjectType()
export class ResumeRecurringPledgePayload extends RecurringPledgePayload {}

@ObjectType()
export class CancelRecurringPledgePayload extends RecurringPledgePayload {}

@ObjectType()
export class KeepRecurringPledgePayload extends RecurringPledgePayload {}
