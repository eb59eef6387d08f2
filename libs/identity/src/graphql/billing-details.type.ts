import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, IsString, Length, Matches, MaxLength, ValidateNested } from 'class-validator';
import { MutationPayload, SteppedUpInput } from '#platform/graphql';
import type { BillingAddress, BillingDetails } from '../billing/billing-details.rules.js';

@ObjectType('BillingAddress')
class BillingAddressType {
  @Field()
  line1!: string;

  @Field(() => String, { nullable: true })
  line2!: string | null;

  @Field()
  postalCode!: string;

  @Field()
  city!: string;

  @Field({ description: 'ISO 3166-1 code.' })
  country!: string;
}

@ObjectType('BillingDetails', { description: 'Whom invoices are made out to, and where they are sent.' })
export class BillingDetailsType {
  @Field()
  legalName!: string;

  @Field()
  mail!: string;

  @Field(() => BillingAddressType)
  address!: BillingAddress;

  @Field(() => String, { nullable: true })
  vatId!: string | null;

  @Field({ description: 'ISO 639-1 code of the language in which Stripe writes.' })
  language!: string;

  static from(details: BillingDetails): BillingDetailsType {
    return Object.assign(new BillingDetailsType(), details);
  }
}

@ArgsType()
export class BillingDetailsArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

@InputType()
export class BillingAddressInput {
  @Field()
  @IsString()
  @Length(1, 200)
  line1!: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  line2?: string | null;

  @Field()
  @IsString()
  @Length(1, 20)
  postalCode!: string;

  @Field()
  @IsString()
  @Length(1, 100)
  city!: string;

  @Field({ description: 'ISO 3166-1 code.' })
  @Matches(/^[A-Z]{2}$/)
  country!: string;
}

@InputType()
export class SetBillingDetailsInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field()
  @IsString()
  @Length(1, 200)
  legalName!: string;

  @Field({ description: 'Where invoices are sent.' })
  @IsString()
  @MaxLength(254)
  mail!: string;

  @Field(() => BillingAddressInput)
  @ValidateNested()
  @Type(() => BillingAddressInput)
  address!: BillingAddressInput;

  @Field(() => String, {
    nullable: true,
    description: 'With the letters of its country: of the European Union, the United Kingdom, Switzerland or Norway.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(30)
  vatId?: string | null;

  @Field({ defaultValue: 'en', description: 'ISO 639-1 code of the language in which Stripe writes.' })
  @Matches(/^[a-z]{2}$/)
  language!: string;
}

@ObjectType()
export class SetBillingDetailsPayload extends MutationPayload {
  @Field(() => BillingDetailsType, { nullable: true })
  billingDetails!: BillingDetailsType | null;
}
