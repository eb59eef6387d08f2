import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsString, Length, MaxLength } from 'class-validator';
import { MutationInput, MutationPayload, SteppedUpInput } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { PasskeyRow } from '../passkeys.repository.js';

@ObjectType('Passkey', { description: 'A key on a device of yours. It signs you in and confirms what moves money.' })
export class PasskeyType {
  @Field(() => ID)
  id!: string;

  @Field()
  name!: string;

  @Field()
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  lastUsedAt!: Date | null;

  static from({ id, name, createdAt, lastUsedAt }: PasskeyRow): PasskeyType {
    return Object.assign(new PasskeyType(), { id: formatId('psk', id), name, createdAt, lastUsedAt });
  }
}

@InputType()
export class BeginPasskeyRegistrationInput extends MutationInput {}

@ObjectType({ isAbstract: true })
abstract class QuestionPayload extends MutationPayload {
  @Field(() => ID, { nullable: true, description: 'Send it back with the answer, within five minutes.' })
  challengeId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Options for the browser (navigator.credentials), as JSON text.',
  })
  options!: string | null;
}

@ObjectType()
export class BeginPasskeyRegistrationPayload extends QuestionPayload {}

@InputType()
export class AddPasskeyInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  challengeId!: string;

  @Field({ description: 'What navigator.credentials.create gave (a RegistrationResponseJSON), as JSON text.' })
  @IsString()
  @MaxLength(20_000)
  credential!: string;

  @Field()
  @IsString()
  @Length(1, 100)
  name!: string;
}

@ObjectType()
export class AddPasskeyPayload extends MutationPayload {
  @Field(() => PasskeyType, { nullable: true })
  passkey!: PasskeyType | null;
}

@InputType()
export class RenamePasskeyInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  passkeyId!: string;

  @Field()
  @IsString()
  @Length(1, 100)
  name!: string;
}

@ObjectType()
export class RenamePasskeyPayload extends MutationPayload {
  @Field(() => PasskeyType, { nullable: true })
  passkey!: PasskeyType | null;
}

@InputType()
export class RemovePasskeyInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  passkeyId!: string;
}

@ObjectType()
export class RemovePasskeyPayload extends MutationPayload {
  @Field(() => ID, { nullable: true })
  removedId!: string | null;
}

@InputType()
export class CreateRecoveryCodesInput extends SteppedUpInput {}

@ObjectType()
export class CreateRecoveryCodesPayload extends MutationPayload {
  @Field(() => [String], { nullable: true, description: 'Ten codes, each for one use. They are not shown again.' })
  codes!: string[] | null;
}

@InputType()
export class UseRecoveryCodeInput extends MutationInput {
  @Field()
  @IsString()
  @MaxLength(100)
  code!: string;
}

@ObjectType()
export class UseRecoveryCodePayload extends MutationPayload {
  @Field(() => Date, { nullable: true, description: 'Until then this session may add and remove passkeys.' })
  recoveredUntil!: Date | null;
}

@InputType()
export class BeginStepUpInput extends MutationInput {
  @Field({ description: 'Name of the mutation that will be sent, for example acceptMilestone.' })
  @IsString()
  @MaxLength(100)
  operation!: string;

  @Field({ description: 'Its input without stepUp and clientMutationId, as JSON text.' })
  @IsString()
  @MaxLength(50_000)
  arguments!: string;
}

@ObjectType()
export class BeginStepUpPayload extends QuestionPayload {}
