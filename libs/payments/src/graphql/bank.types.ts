import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsISO8601, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import {
  ConnectionArgs,
  MoneyInput,
  MoneyType,
  MutationInput,
  MutationPayload,
  SteppedUpInput,
  connectionType,
} from '#platform/graphql';
import { formatId, formatPayee, statusesOf } from '#platform/kernel';
import { BANK_ENTRY, type BankEntryStatus } from '../bank-entry.states.js';
import type { BankEntryRow, BankTransferRow, ExpectedPaymentRow } from '../bank.queries.js';

const BankEntryStatusEnum = Object.fromEntries(statusesOf(BANK_ENTRY).map((status) => [status.toUpperCase(), status]));
registerEnumType(BankEntryStatusEnum, { name: 'BankEntryStatus' });
const BankDirectionEnum = { IN: 'in', OUT: 'out' } as const;
registerEnumType(BankDirectionEnum, { name: 'BankDirection' });

@ObjectType('BankEntry', { description: "A line of the statement of the platform's own bank. For finance operators." })
export class BankEntryType {
  @Field(() => ID)
  id!: string;

  @Field(() => BankDirectionEnum)
  direction!: string;

  @Field(() => ID, { nullable: true, description: 'The payment that money came for; null for money that was sent.' })
  paymentId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The transfer that was paid; null for money that came in.' })
  transferId!: string | null;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field()
  reference!: string;

  @Field({ description: 'The day on which the bank booked it, as ISO 8601 has it.' })
  bookedOn!: string;

  @Field(() => BankEntryStatusEnum)
  status!: string;

  @Field(() => ID, { description: 'The operator who entered it, and who therefore does not confirm it.' })
  enteredById!: string;

  @Field()
  enteredAt!: Date;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  static from(row: BankEntryRow): BankEntryType {
    const { direction, paymentId, transferId, amount, reference, bookedOn, status, enteredBy, enteredAt, decidedAt } =
      row;
    return {
      id: formatId('bnk', row.id),
      direction,
      paymentId: paymentId && formatId('pay', paymentId),
      transferId: transferId && formatId('trf', transferId),
      amount: MoneyType.from(amount),
      reference,
      bookedOn,
      status,
      enteredById: formatId('usr', enteredBy),
      enteredAt,
      decidedAt,
    };
  }
}

export const BankEntryConnection = connectionType(BankEntryType, 'BankEntry');

@ObjectType('BankTransfer', { description: 'A transfer to order at the bank, because Stripe cannot pay the payee.' })
export class BankTransferType {
  @Field(() => ID)
  transferId!: string;

  @Field(() => ID, { description: 'The person or organisation that is paid.' })
  payeeId!: string;

  @Field()
  country!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field()
  createdAt!: Date;

  static from({ id, payee, country, amount, createdAt }: BankTransferRow): BankTransferType {
    return {
      transferId: formatId('trf', id),
      payeeId: formatPayee(payee),
      country,
      amount: MoneyType.from(amount),
      createdAt,
    };
  }
}

@ObjectType('ExpectedBankPayment', { description: 'A payment by bank that is waited for.' })
export class ExpectedBankPaymentType {
  @Field(() => ID, { description: 'The payer was asked to name it as the reference.' })
  paymentId!: string;

  @Field(() => ID)
  organisationId!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field()
  createdAt!: Date;

  static from({ id, organisationId, amount, createdAt }: ExpectedPaymentRow): ExpectedBankPaymentType {
    return {
      paymentId: formatId('pay', id),
      organisationId: formatId('org', organisationId),
      amount: MoneyType.from(amount),
      createdAt,
    };
  }
}

@ArgsType()
export class BankEntriesArgs extends ConnectionArgs {
  @Field(() => BankEntryStatusEnum, { nullable: true })
  @IsOptional()
  @IsIn(statusesOf(BANK_ENTRY))
  status?: BankEntryStatus | null;
}

@InputType({ isAbstract: true })
abstract class BankLineInput extends SteppedUpInput {
  @Field({ description: 'As the statement of the bank has it. One line can be entered once.' })
  @IsString()
  @Length(1, 140)
  reference!: string;

  @Field({ description: 'The day on which the bank booked it: YYYY-MM-DD.' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  @IsISO8601({ strict: true })
  bookedOn!: string;
}

@InputType()
export class EnterBankReceiptInput extends BankLineInput {
  @Field(() => ID, { description: 'Who paid.' })
  @IsString()
  organisationId!: string;

  @Field(() => MoneyInput)
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field(() => ID, {
    nullable: true,
    description:
      'The payment by bank that was waited for. Without it the money goes into the balance of the organisation.',
  })
  @IsOptional()
  @IsString()
  paymentId?: string | null;
}

@InputType()
export class EnterBankPayoutInput extends BankLineInput {
  @Field(() => ID)
  @IsString()
  transferId!: string;
}

@InputType()
export class ConfirmBankEntryInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  bankEntryId!: string;
}

@InputType()
export class RejectBankEntryInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  bankEntryId!: string;
}

@ObjectType({ isAbstract: true })
abstract class BankEntryPayload extends MutationPayload {
  @Field(() => BankEntryType, { nullable: true })
  bankEntry!: BankEntryType | null;
}

@ObjectType()
export class EnterBankReceiptPayload extends BankEntryPayload {}

@ObjectType()
export class EnterBankPayoutPayload extends BankEntryPayload {}

@ObjectType()
export class ConfirmBankEntryPayload extends BankEntryPayload {}

@ObjectType()
export class RejectBankEntryPayload extends BankEntryPayload {}
