import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Matches } from 'class-validator';
import type { RefusalCode } from '#platform/contracts';
import { decimalOf, positiveMoney, type Money } from '#platform/kernel';

@ObjectType('Money', { description: 'An amount. Minor units are the smallest of the currency: cents, yen, fils.' })
export class MoneyType {
  private constructor(private readonly amount: Money) {}

  @Field({ description: 'Minor units as decimal digits, with a minus for negative amounts.' })
  get minor(): string {
    return this.amount.minor.toString();
  }

  @Field({ description: 'ISO 4217 code.' })
  get currency(): string {
    return this.amount.currency;
  }

  @Field({ description: 'The same amount with the decimal point that the currency has.' })
  get decimal(): string {
    return decimalOf(this.amount);
  }

  static from(amount: Money): MoneyType {
    return new MoneyType(amount);
  }
}

@InputType({ description: 'An amount greater than zero.' })
export class MoneyInput {
  @Field({ description: 'Minor units as decimal digits.' })
  @Matches(/^[0-9]{1,19}$/, {
    message: '$property has to be an amount in minor units: 1 to 19 digits, and nothing else',
  })
  minor!: string;

  @Field({ description: 'ISO 4217 code.' })
  @Matches(/^[A-Z]{3}$/, { message: '$property has to be a code of ISO 4217: three capital letters' })
  currency!: string;
}

/** With what `moneyOf` refuses. */
export const MONEY_REFUSALS: readonly RefusalCode[] = ['INVALID_AMOUNT', 'UNKNOWN_CURRENCY'];

/** The amount of an input, or the refusal that says what is wrong with it. */
export function moneyOf(input: MoneyInput): Money {
  return positiveMoney(input.minor, input.currency);
}
