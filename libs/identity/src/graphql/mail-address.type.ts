import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import { MutationInput, MutationPayload } from '#platform/graphql';
import type { MailAddressRow } from '../mail-addresses.queries.js';
import { InviteMemberInput } from './identity.inputs.js';

@ObjectType('MailAddress', { description: 'Where you get mail. Nothing but the confirmation is sent before it.' })
export class MailAddressType {
  readonly personId!: string;

  @Field(() => String, { nullable: true })
  address!: string | null;

  @Field(() => Date, { nullable: true })
  confirmedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When a confirmed address was last replaced.' })
  changedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Waits for its confirmation.' })
  pendingAddress!: string | null;

  static from(personId: string, { address, confirmedAt, changedAt, pendingAddress }: MailAddressRow): MailAddressType {
    return { personId, address, confirmedAt, changedAt, pendingAddress };
  }
}

@InputType()
export class SetMailAddressInput extends MutationInput {
  @Field()
  @IsString()
  @MaxLength(254)
  address!: string;
}

@ObjectType()
export class SetMailAddressPayload extends MutationPayload {
  @Field(() => MailAddressType, { nullable: true })
  mailAddress!: MailAddressType | null;
}

@InputType()
export class ConfirmMailAddressInput extends MutationInput {
  @Field({ description: 'The code of the link.' })
  @IsString()
  @MaxLength(100)
  code!: string;
}

@ObjectType()
export class ConfirmMailAddressPayload extends MutationPayload {
  @Field(() => Boolean, { nullable: true })
  isConfirmed!: boolean | null;
}

@InputType()
export class InviteMemberByMailInput extends InviteMemberInput {
  @Field()
  @IsString()
  @MaxLength(254)
  address!: string;
}

@ObjectType()
export class InviteMemberByMailPayload extends MutationPayload {
  @Field(() => Date, { nullable: true })
  expiresAt!: Date | null;
}
