import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { MutationInput, MutationPayload } from '#platform/graphql';
import { formatId, statusesOf } from '#platform/kernel';
import type { SavedMethodRow } from '../saved/saved-methods.queries.js';
import { SAVED_METHOD } from '../saved/saved-method.states.js';
import { PaymentType, upper } from './payment.type.js';

const SavedMethodStatusEnum = upper(statusesOf(SAVED_METHOD));
registerEnumType(SavedMethodStatusEnum, {
  name: 'SavedPaymentMethodStatus',
  description: 'REQUESTED: it has to be given at `setupUrl`. ACTIVE: the organisation is charged with it.',
});

@ObjectType('SavedPaymentMethod', {
  description: 'A card of an organisation, kept at Stripe, to be charged while nobody is there.',
})
export class SavedMethodType {
  @Field(() => ID)
  id!: string;

  @Field(() => SavedMethodStatusEnum)
  status!: string;

  @Field(() => String, { nullable: true, description: 'Where the card is given, until it is or the page runs out.' })
  setupUrl!: string | null;

  @Field(() => String, { nullable: true })
  brand!: string | null;

  @Field(() => String, { nullable: true })
  last4!: string | null;

  @Field(() => String, { nullable: true, description: 'The last month it is good for, as `2027-03`.' })
  expires!: string | null;

  @Field()
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  savedAt!: Date | null;

  static from({ id, status, setupUrl, ...shown }: SavedMethodRow): SavedMethodType {
    return { ...shown, status, id: formatId('svm', id), setupUrl: status === 'requested' ? setupUrl : null };
  }
}

@InputType()
export class SavePaymentMethodInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

@ObjectType()
export class SavePaymentMethodPayload extends MutationPayload {
  @Field(() => [SavedMethodType], { nullable: true, description: 'As `savedPaymentMethods` lists them.' })
  savedPaymentMethods!: SavedMethodType[] | null;
}

@InputType()
export class RemovePaymentMethodInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

@ObjectType()
export class RemovePaymentMethodPayload extends MutationPayload {
  @Field(() => [SavedMethodType], { nullable: true, description: 'As `savedPaymentMethods` lists them.' })
  savedPaymentMethods!: SavedMethodType[] | null;
}

@InputType()
export class RetryPaymentInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  paymentId!: string;
}

@ObjectType()
export class RetryPaymentPayload extends MutationPayload {
  @Field(() => PaymentType, { nullable: true })
  payment!: PaymentType | null;
}
