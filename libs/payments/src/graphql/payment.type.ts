import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, MaxLength, ValidateNested } from 'class-validator';
import {
  ConnectionArgs,
  MoneyInput,
  MoneyType,
  MutationInput,
  MutationPayload,
  SteppedUpInput,
  connectionType,
} from '#platform/graphql';
import { formatId, type Id } from '#platform/kernel';
import { PAYMENT } from '../payment.states.js';
import type { PaymentRow, TransferRow } from '../payments.queries.js';
import { REQUIREMENTS_STATUSES, TRANSFERS_STATUSES, type RecipientAccount } from '../recipient-account.entity.js';
import { TRANSFER } from '../transfer.states.js';
import { statusesOf } from '#platform/kernel';

export const upper = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value.toUpperCase(), value]));

const PaymentStatusEnum = upper(statusesOf(PAYMENT));
registerEnumType(PaymentStatusEnum, { name: 'PaymentStatus' });
const PaymentMeansEnum = {
  CHECKOUT: 'checkout',
  BANK: 'bank',
  INVOICE: 'invoice',
  SAVED_METHOD: 'saved_method',
} as const;
registerEnumType(PaymentMeansEnum, {
  name: 'PaymentMeans',
  description:
    "CHECKOUT: on a page of Stripe. BANK: to Mainstay's own bank, with the id of the payment as the reference. INVOICE: by an invoice of Stripe. SAVED_METHOD: charged to the card that the organisation keeps at Stripe.",
});
const TransferStatusEnum = upper(statusesOf(TRANSFER));
registerEnumType(TransferStatusEnum, { name: 'TransferStatus' });
const TransfersCapabilityEnum = upper(TRANSFERS_STATUSES);
registerEnumType(TransfersCapabilityEnum, {
  name: 'RecipientTransfersStatus',
  description: "Stripe's word for whether the account can receive transfers.",
});
const PayoutsCapabilityEnum = upper(TRANSFERS_STATUSES);
registerEnumType(PayoutsCapabilityEnum, {
  name: 'RecipientPayoutsStatus',
  description: "Stripe's word for whether the account can pay out to its bank.",
});
const RequirementsStatusEnum = upper(REQUIREMENTS_STATUSES);
registerEnumType(RequirementsStatusEnum, {
  name: 'RecipientRequirementsStatus',
  description: 'How pressing it is what Stripe asks of the owner of an account.',
});
export const PayoutRailEnum = { CONNECT: 'connect', MANUAL: 'manual' } as const;
registerEnumType(PayoutRailEnum, {
  name: 'PayoutRail',
  description: 'CONNECT: to an account at Stripe. MANUAL: by bank, where Stripe cannot pay; it takes longer.',
});
export const PaymentsModeEnum = { LIVE: 'live', TEST: 'test', SIMULATED: 'simulated' } as const;
registerEnumType(PaymentsModeEnum, {
  name: 'PaymentsMode',
  description: 'SIMULATED: no real money moves in this installation.',
});

@ObjectType('Payment')
export class PaymentType {
  @Field(() => ID)
  id!: string;

  @Field(() => PaymentStatusEnum)
  status!: string;

  @Field(() => PaymentMeansEnum)
  means!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => String, {
    nullable: true,
    description:
      'Where the payer pays, or confirms to the bank that the saved card may be charged. Null while there is nothing to do.',
  })
  checkoutUrl!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The account to pay to, for a payment by bank that has not arrived. Its reference is the id of the payment.',
  })
  bankDetails!: string | null;

  @Field(() => String, { nullable: true, description: "Stripe's code of the last refusal." })
  failureCode!: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Until when a saved card that only the payer can help can still pay. Then the payment is given up.',
  })
  actionBy!: Date | null;

  @Field()
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  succeededAt!: Date | null;

  /** `bankDetails` are those of the installation. */
  static from(row: PaymentRow, bankDetails: string | undefined): PaymentType {
    const { status, means, checkoutUrl, failureCode, actionBy, createdAt, succeededAt } = row;
    return {
      id: formatId('pay', row.id),
      status,
      means,
      amount: MoneyType.from(row.amount),
      checkoutUrl,
      bankDetails: means === 'bank' && status === 'created' ? (bankDetails ?? null) : null,
      failureCode,
      actionBy,
      createdAt,
      succeededAt,
    };
  }
}

@ObjectType('Transfer', { description: 'Money on its way to a recipient.' })
export class TransferType {
  @Field(() => ID)
  id!: string;

  @Field(() => TransferStatusEnum)
  status!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => String, { nullable: true, description: 'Why it has not left yet.' })
  waitingFor!: string | null;

  @Field(() => Date, { nullable: true })
  confirmedAt!: Date | null;

  static from(row: TransferRow): TransferType {
    const { status, waitingFor, confirmedAt } = row;
    return { id: formatId('trf', row.id), status, amount: MoneyType.from(row.amount), waitingFor, confirmedAt };
  }
}

@ObjectType('RecipientAccount', { description: 'The account at Stripe that a maintainer is paid through.' })
export class RecipientAccountType {
  @Field(() => ID)
  id!: string;

  @Field()
  country!: string;

  @Field(() => PayoutRailEnum)
  rail!: string;

  @Field(() => TransfersCapabilityEnum)
  transfersStatus!: string;

  @Field(() => PayoutsCapabilityEnum)
  payoutsStatus!: string;

  @Field(() => RequirementsStatusEnum, { nullable: true, description: 'Null while Stripe asks for nothing.' })
  requirementsStatus!: string | null;

  @Field(() => Date, { nullable: true, description: 'When what Stripe asks for is due, if it names a time.' })
  requirementsDueAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When the account was disconnected from Mainstay. A new onboarding link opens another one.',
  })
  disconnectedAt!: Date | null;

  /** Shown as the payout itself. */
  failedPayoutId!: Id<'cpo'> | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the onboarding goes on; it works once. Null until Stripe has made it.',
  })
  onboardingUrl!: string | null;

  static from(account: RecipientAccount): RecipientAccountType {
    const { country, rail, transfersStatus, payoutsStatus, onboardingUrl } = account;
    const { requirementsStatus, requirementsDueAt, disconnectedAt, failedPayoutId } = account;
    return {
      id: formatId('rcp', account.id),
      country,
      rail,
      transfersStatus,
      payoutsStatus,
      requirementsStatus,
      requirementsDueAt,
      disconnectedAt,
      failedPayoutId,
      onboardingUrl,
    };
  }
}

export const OF_ORGANISATION = {
  nullable: true,
  description: 'For an organisation whose finance you keep; absent for yourself.',
} as const;

@ArgsType()
export class PayeeArgs {
  @Field(() => ID, OF_ORGANISATION)
  @IsOptional()
  @IsString()
  organisationId?: string | null;
}

@ArgsType()
export class TransfersArgs extends PayeeArgs {
  @Field(() => Int)
  @IsInt()
  first!: number;
}

@InputType()
export class StartRecipientOnboardingInput extends SteppedUpInput {
  @Field(() => ID, OF_ORGANISATION)
  @IsOptional()
  @IsString()
  organisationId?: string | null;

  @Field({ description: 'ISO 3166-1 code of the country in which you are paid.' })
  @Matches(/^[A-Z]{2}$/)
  country!: string;
}

@InputType()
export class RenewOnboardingLinkInput extends SteppedUpInput {
  @Field(() => ID, OF_ORGANISATION)
  @IsOptional()
  @IsString()
  organisationId?: string | null;
}

@ObjectType()
export class StartRecipientOnboardingPayload extends MutationPayload {
  @Field(() => RecipientAccountType, { nullable: true })
  recipientAccount!: RecipientAccountType | null;
}

@ObjectType()
export class RenewOnboardingLinkPayload extends MutationPayload {
  @Field(() => RecipientAccountType, { nullable: true })
  recipientAccount!: RecipientAccountType | null;
}

export const PaymentConnection = connectionType(PaymentType, 'Payment');

@ArgsType()
export class BalancePaymentsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

const TopUpMeansEnum = { CHECKOUT: 'checkout', INVOICE: 'invoice' } as const;
registerEnumType(TopUpMeansEnum, { name: 'TopUpMeans' });
export type TopUpMeans = (typeof TopUpMeansEnum)[keyof typeof TopUpMeansEnum];

@InputType()
export class TopUpBalanceInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => MoneyInput)
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field(() => TopUpMeansEnum, { defaultValue: TopUpMeansEnum.CHECKOUT })
  @IsIn(Object.values(TopUpMeansEnum))
  means!: TopUpMeans;

  @Field(() => String, { nullable: true, description: 'Your own reference, printed on the invoice.' })
  @IsOptional()
  @IsString()
  @Length(1, 140)
  purchaseOrder?: string | null;

  @Field({ description: 'Made by the client before sending; the same key gives the same payment.' })
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@ObjectType()
export class TopUpBalancePayload extends MutationPayload {
  @Field(() => PaymentType, { nullable: true })
  payment!: PaymentType | null;
}
