import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { ConnectionArgs, MoneyType, MutationInput, MutationPayload, connectionType } from '#platform/graphql';
import { formatId, statusesOf } from '#platform/kernel';
import { INVOICE } from '../invoice.states.js';
import type { InvoiceRow } from '../invoices.queries.js';

const InvoiceStatusEnum = Object.fromEntries(statusesOf(INVOICE).map((status) => [status.toUpperCase(), status]));
registerEnumType(InvoiceStatusEnum, {
  name: 'InvoiceStatus',
  description: 'DRAFT: Stripe makes it. NEEDS_REVIEW: Stripe calls it paid, and the money for it was not seen.',
});

@ObjectType('Invoice', { description: 'An invoice of Stripe to an organisation. Its sums are those of Stripe.' })
export class InvoiceType {
  @Field(() => ID)
  id!: string;

  @Field(() => InvoiceStatusEnum)
  status!: string;

  @Field(() => String, { nullable: true })
  number!: string | null;

  @Field(() => String, { nullable: true, description: "Stripe's page with the invoice and every way to pay it." })
  hostedUrl!: string | null;

  @Field(() => String, { nullable: true })
  purchaseOrder!: string | null;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => MoneyType)
  paid!: MoneyType;

  @Field(() => MoneyType)
  remaining!: MoneyType;

  @Field(() => MoneyType, { description: 'Paid above the amount; it is held for the organisation as unapplied money.' })
  overpaid!: MoneyType;

  @Field(() => MoneyType, { description: 'Has come by bank transfer and waits at Stripe for the rest.' })
  funded!: MoneyType;

  @Field(() => MoneyType, { description: 'Of what was paid too much, moved into the balance of the organisation.' })
  kept!: MoneyType;

  @Field(() => Date, { nullable: true })
  dueAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Since when it is known to be overdue.' })
  overdueAt!: Date | null;

  @Field()
  createdAt!: Date;

  static from(row: InvoiceRow): InvoiceType {
    const { id, amount, paid, remaining, overpaid, funded, kept } = row;
    const { status, number, hostedUrl, purchaseOrder, dueAt, overdueAt, createdAt } = row;
    return {
      status,
      number,
      hostedUrl,
      purchaseOrder,
      dueAt,
      overdueAt,
      createdAt,
      id: formatId('ivc', id),
      amount: MoneyType.from(amount),
      paid: MoneyType.from(paid),
      remaining: MoneyType.from(remaining),
      overpaid: MoneyType.from(overpaid),
      funded: MoneyType.from(funded),
      kept: MoneyType.from(kept),
    };
  }
}

export const InvoiceConnection = connectionType(InvoiceType, 'Invoice');

@ArgsType()
export class InvoicesArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

@InputType()
export class KeepOverpaymentInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  invoiceId!: string;
}

@ObjectType()
export class KeepOverpaymentPayload extends MutationPayload {
  @Field(() => InvoiceType, { nullable: true })
  invoice!: InvoiceType | null;
}
