import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { ConnectionArgs, MoneyType, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { Party, YearTotal } from '../party-statements.queries.js';
import type { Period } from '../period.rules.js';
import type { ReceiptOrder, ReceiptRow } from '../receipts.queries.js';
import type { Days } from '../statement-files.js';
import type { PartyBalance, PartyLine } from '../statement-lines.js';

const ReceiptMeansEnum = { CHECKOUT: 'checkout', BANK: 'bank', INVOICE: 'invoice', BALANCE: 'balance' } as const;
registerEnumType(ReceiptMeansEnum, {
  name: 'ReceiptMeans',
  description:
    'CHECKOUT: paid at Stripe. BANK: by bank transfer. INVOICE: for an invoice, in one or more parts. BALANCE: pledged out of what was paid in advance.',
});
const ReceiptOrderEnum = { NEWEST: 'newest', OLDEST: 'oldest' } as const;
registerEnumType(ReceiptOrderEnum, { name: 'ReceiptOrder', description: 'Which receipts come first.' });

@ObjectType('Receipt', { description: 'Money of a payer that arrived, or was pledged out of the balance.' })
export class ReceiptType {
  @Field(() => ID, {
    description: 'The number: the id of one transaction of the ledger. Unique, never used again, not without gaps.',
  })
  id!: string;

  @Field({ description: 'When it was booked.' })
  bookedAt!: Date;

  @Field({ description: 'When it arrived at Stripe; the day of the statement for a bank.' })
  receivedAt!: Date;

  @Field(() => ReceiptMeansEnum)
  means!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => MoneyType, { description: 'What came back of it, to whoever paid or into the balance.' })
  returned!: MoneyType;

  @Field(() => ID, { nullable: true, description: 'Null when it came out of the balance.' })
  paymentId!: string | null;

  @Field(() => ID, { nullable: true, description: 'Null for money in advance.' })
  pledgeId!: string | null;

  @Field(() => String, { nullable: true })
  needTitle!: string | null;

  @Field(() => String, { nullable: true })
  projectName!: string | null;

  @Field(() => String, { nullable: true, description: "The payer's own reference." })
  purchaseOrder!: string | null;

  static from({ id, postedAt, occurredAt, paymentId, pledgeId, ...row }: ReceiptRow): ReceiptType {
    return Object.assign(new ReceiptType(), {
      id: formatId('led', id),
      bookedAt: postedAt,
      receivedAt: occurredAt,
      means: row.means,
      amount: MoneyType.from(row.amount),
      returned: MoneyType.from(row.returned),
      paymentId: paymentId && formatId('pay', paymentId),
      pledgeId: pledgeId && formatId('plg', pledgeId),
      needTitle: row.needTitle,
      projectName: row.projectName,
      purchaseOrder: row.purchaseOrder,
    });
  }
}

export const ReceiptConnection = connectionType(ReceiptType, 'Receipt');

const DAY = /^\d{4}-\d\d-\d\d$/;

@ArgsType()
export class PeriodArgs {
  @Field({ description: 'The first day, YYYY-MM-DD in UTC.' })
  @Matches(DAY, { message: '$property has to be a day, as 2026-11-28' })
  from!: string;

  @Field({ description: 'The day after the last one.' })
  @Matches(DAY, { message: '$property has to be a day, as 2026-11-28' })
  to!: string;
}

@ArgsType()
export class ReceiptsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => String, { nullable: true, description: 'With `to`: the first day, YYYY-MM-DD in UTC.' })
  @IsOptional()
  @Matches(DAY, { message: '$property has to be a day, as 2026-11-28' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'With `from`: the day after the last one.' })
  @IsOptional()
  @Matches(DAY, { message: '$property has to be a day, as 2026-11-28' })
  to?: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code.' })
  @IsOptional()
  @Matches(/^[A-Z]{3}$/)
  currency?: string | null;

  @Field(() => ReceiptOrderEnum, { nullable: true, description: 'NEWEST when it is left out.' })
  @IsOptional()
  @IsIn(Object.values(ReceiptOrderEnum))
  order?: ReceiptOrder | null;
}

@ArgsType()
export class PayerStatementArgs extends PeriodArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

@ArgsType()
export class PayeeStatementArgs extends PeriodArgs {
  @Field(() => ID, { nullable: true, description: 'A person or an organisation; you, when it is left out.' })
  @IsOptional()
  @IsString()
  payeeId?: string | null;
}

@ObjectType('AccountBalance', { description: 'What somebody has on one kind of account.' })
export class AccountBalanceType {
  @Field({ description: 'The account in the chart of accounts.' })
  account!: string;

  @Field(() => MoneyType)
  balance!: MoneyType;

  static from({ code, balance }: PartyBalance): AccountBalanceType {
    return { account: code, balance: MoneyType.from(balance) };
  }
}

@ObjectType('StatementLine', { description: 'One row of the ledger on an account of the payer or payee.' })
export class StatementLineType {
  @Field(() => ID, { description: 'The transaction of the ledger.' })
  transactionId!: string;

  @Field(() => Int)
  row!: number;

  @Field()
  bookedAt!: Date;

  @Field()
  occurredAt!: Date;

  @Field({ description: 'The kind of the transaction, such as milestone_released.' })
  kind!: string;

  @Field()
  account!: string;

  @Field(() => MoneyType, { description: 'Positive is more for the payer or payee.' })
  amount!: MoneyType;

  @Field(() => ID, { nullable: true })
  needId!: string | null;

  @Field(() => String, { nullable: true })
  needTitle!: string | null;

  @Field(() => String, { nullable: true })
  projectName!: string | null;

  @Field(() => String, { nullable: true })
  milestoneTitle!: string | null;

  @Field(() => String, { nullable: true, description: "Stripe's code of what was refused." })
  refusal!: string | null;

  @Field(() => MoneyType, { nullable: true, description: 'Of what was released: with the fee of the platform.' })
  gross!: MoneyType | null;

  @Field(() => MoneyType, { nullable: true })
  platformFee!: MoneyType | null;

  @Field(() => MoneyType, { nullable: true, description: 'What of it was earned as the fee of a fiscal host.' })
  hostFee!: MoneyType | null;

  static from(line: PartyLine): StatementLineType {
    return {
      transactionId: formatId('led', line.txId),
      row: line.seq,
      bookedAt: line.postedAt,
      occurredAt: line.occurredAt,
      kind: line.kind,
      account: line.code,
      amount: MoneyType.from(line.amount),
      needId: line.needId && formatId('need', line.needId),
      needTitle: line.needTitle,
      projectName: line.projectName,
      milestoneTitle: line.milestoneTitle,
      refusal: line.refusal,
      gross: line.gross && MoneyType.from(line.gross),
      platformFee: line.platformFee && MoneyType.from(line.platformFee),
      hostFee: line.hostFee && MoneyType.from(line.hostFee),
    };
  }
}

export const StatementLineConnection = connectionType(StatementLineType, 'StatementLine');

@ObjectType('YearTotal', { description: 'What a payee got in a year, in one currency.' })
export class YearTotalType {
  @Field(() => Int)
  year!: number;

  @Field(() => MoneyType, { description: 'Released out of milestones, with the fee of the platform.' })
  gross!: MoneyType;

  @Field(() => MoneyType)
  platformFee!: MoneyType;

  @Field(() => MoneyType, { description: 'Earned as the fee of a fiscal host; a part of gross.' })
  hostFee!: MoneyType;

  @Field(() => MoneyType, { description: 'Paid out of the money of hosted projects.' })
  fromProjects!: MoneyType;

  @Field(() => MoneyType, { description: 'Transfers that arrived, and payments by bank.' })
  sent!: MoneyType;

  static from({ year, ...row }: YearTotal): YearTotalType {
    return {
      year,
      gross: MoneyType.from(row.gross),
      platformFee: MoneyType.from(row.platformFee),
      hostFee: MoneyType.from(row.hostFee),
      fromProjects: MoneyType.from(row.fromProjects),
      sent: MoneyType.from(row.sent),
    };
  }
}

@ObjectType('Statement', {
  description: 'What somebody had before a period, what happened in it, and what was there after it.',
})
export class StatementType {
  party!: Party;
  period!: Period;
  days!: Days;
  /** Outside id of the party. */
  partyId!: string;
}

@ObjectType('JournalExport', { description: 'The journal of a period, as a file.' })
export class JournalExportType {
  @Field(() => Int)
  transactions!: number;

  @Field(() => Int, { description: 'The records of the file.' })
  postings!: number;

  @Field()
  csvUrl!: string;
}
