import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsString, ValidateNested } from 'class-validator';
import { MoneyInput, MoneyType } from '#platform/graphql';
import { PLEDGE_METHODS, type PledgeMethod } from '../pledge.entity.js';
import type { Quote } from '../quotes/quote.rules.js';
import { PledgeMethodEnum } from './pledge.type.js';

const ReturnsToEnum = { PAYER: 'payer', BALANCE: 'balance' } as const;
registerEnumType(ReturnsToEnum, {
  name: 'MoneyReturnsTo',
  description: 'PAYER: to the card or account that paid. BALANCE: into what the organisation has paid in before.',
});

@ArgsType()
export class PledgeQuoteArgs {
  @Field(() => ID)
  @IsString()
  needId!: string;

  @Field(() => MoneyInput)
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field(() => PledgeMethodEnum, { defaultValue: PledgeMethodEnum.CHECKOUT })
  @IsIn(PLEDGE_METHODS)
  method!: PledgeMethod;
}

@ObjectType('PledgeQuote', { description: 'Where the money of a pledge would go; nothing is promised by it.' })
export class PledgeQuoteType {
  @Field(() => MoneyType, { description: 'What the payer pays; no fee comes on top of it.' })
  amount!: MoneyType;

  @Field(() => MoneyType, { description: 'Taken when milestones are accepted, and at no other time.' })
  platformFee!: MoneyType;

  @Field(() => Int, { description: 'The same in hundredths of a percent.' })
  platformFeeBasisPoints!: number;

  @Field(() => MoneyType, { description: 'What reaches those who are paid for the need, when all of it is released.' })
  toPayees!: MoneyType;

  @Field(() => MoneyType, {
    nullable: true,
    description:
      'An estimate, by published prices, of what the processor takes from the platform; it is not taken from the pledge. Null where none is known.',
  })
  processingFee!: MoneyType | null;

  @Field(() => Int, { description: 'After so many days what is not released goes back.' })
  heldForDays!: number;

  @Field(() => ReturnsToEnum)
  returnsTo!: string;

  static from(quote: Quote, terms: { readonly feePoints: number; readonly heldForDays: number }): PledgeQuoteType {
    const { amount, platformFee, toPayees, processingFee, returnsTo } = quote;
    return {
      amount: MoneyType.from(amount),
      platformFee: MoneyType.from(platformFee),
      platformFeeBasisPoints: terms.feePoints,
      toPayees: MoneyType.from(toPayees),
      processingFee: processingFee && MoneyType.from(processingFee),
      heldForDays: terms.heldForDays,
      returnsTo,
    };
  }
}
