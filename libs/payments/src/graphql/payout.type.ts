import { Field, ID, ArgsType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsOptional, IsString } from 'class-validator';
import { ConnectionArgs, MoneyType, connectionType } from '#platform/graphql';
import { formatId, statusesOf, type Messages } from '#platform/kernel';
import { CONNECTED_PAYOUT } from '../connected-payout.states.js';
import type { ConnectedPayoutRow } from '../connected-payouts.queries.js';
import { payoutFailureMessage } from '../payout-failure.rules.js';
import { OF_ORGANISATION, upper } from './payment.type.js';

const PayoutStatusEnum = upper(statusesOf(CONNECTED_PAYOUT));
registerEnumType(PayoutStatusEnum, { name: 'PayoutStatus' });

@ObjectType('Payout', { description: 'Money that Stripe pays from an account to the bank of its owner.' })
export class PayoutType {
  @Field(() => ID)
  id!: string;

  @Field(() => PayoutStatusEnum, { description: 'PAID may still become FAILED: a bank can give money back late.' })
  status!: string;

  @Field(() => MoneyType, { description: 'Negative for money that comes back from the bank, of a payout REVERSED.' })
  amount!: MoneyType;

  @Field({ description: 'When it should be at the bank, as Stripe says.' })
  arrivesAt!: Date;

  @Field(() => String, { nullable: true, description: "Stripe's code of the failure." })
  failureCode!: string | null;

  @Field(() => String, { nullable: true, description: 'The failure in plain words, and what to do.' })
  failureReason!: string | null;

  @Field()
  createdAt!: Date;

  static from(row: ConnectedPayoutRow, messages: Messages): PayoutType {
    const { status, arrivesAt, failureCode, createdAt } = row;
    return {
      id: formatId('cpo', row.id),
      status,
      amount: MoneyType.from(row.amount),
      arrivesAt,
      failureCode,
      failureReason: status === 'failed' ? messages.text(payoutFailureMessage(failureCode)) : null,
      createdAt,
    };
  }
}

export const PayoutConnection = connectionType(PayoutType, 'Payout');

@ArgsType()
export class PayoutsArgs extends ConnectionArgs {
  @Field(() => ID, OF_ORGANISATION)
  @IsOptional()
  @IsString()
  organisationId?: string | null;
}
