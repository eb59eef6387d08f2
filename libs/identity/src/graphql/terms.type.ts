import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
} from 'class-validator';
import { MutationInput, MutationPayload } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { SignUpRow } from '../sign-up.queries.js';
import { SIGN_UP_INTENTS, type SignUpIntent } from '../sign-up.service.js';
import type { AcceptanceRow } from '../terms/terms.queries.js';
import { TERMS_NAMES, type TermsName, type TermsVersion } from '../terms/terms.rules.js';

const TermsNameEnum = { GIVER: 'giver', RECEIVER: 'receiver', PROGRAMME: 'programme' } as const;
registerEnumType(TermsNameEnum, {
  name: 'TermsName',
  description: 'GIVER and PROGRAMME are accepted for an organisation, RECEIVER by the person who is paid.',
});

const SignUpIntentEnum = { GIVE: 'give', RECEIVE: 'receive', RUN_PROGRAMME: 'run_programme' } as const;
registerEnumType(SignUpIntentEnum, { name: 'SignUpIntent' });

@ObjectType('Terms', { description: 'A text in its version that is asked for now.' })
export class TermsType {
  @Field(() => TermsNameEnum)
  name!: string;

  @Field(() => Int)
  version!: number;

  @Field()
  text!: string;

  @Field({ description: 'SHA-256 of the text; give it back when you accept.' })
  sha256!: string;

  @Field()
  publishedAt!: Date;

  static from(name: TermsName, { version, text, sha256, publishedAt }: TermsVersion): TermsType {
    return { name, version, text, sha256, publishedAt: new Date(publishedAt) };
  }
}

@ObjectType('TermsAcceptance')
export class TermsAcceptanceType {
  @Field(() => TermsNameEnum)
  terms!: string;

  @Field(() => Int)
  version!: number;

  @Field()
  sha256!: string;

  @Field(() => ID, { nullable: true })
  organisationId!: string | null;

  @Field()
  acceptedAt!: Date;

  static from({ organisationId, ...row }: AcceptanceRow): TermsAcceptanceType {
    return { ...row, organisationId: organisationId && formatId('org', organisationId) };
  }
}

@ObjectType('SignUp', { description: 'What you came for, and whether others may see your name.' })
export class SignUpType {
  @Field(() => [SignUpIntentEnum])
  intents!: string[];

  @Field({ description: 'False: others see no name of yours, except members of your own organisations.' })
  isNamed!: boolean;

  @Field()
  completedAt!: Date;

  static from({ intents, isNamed, completedAt }: SignUpRow): SignUpType {
    return { intents: [...intents], isNamed, completedAt };
  }
}

@InputType()
export class AcceptTermsInput extends MutationInput {
  @Field(() => TermsNameEnum)
  @IsIn(TERMS_NAMES)
  terms!: TermsName;

  @Field(() => Int)
  @IsInt()
  version!: number;

  @Field({ description: 'Of the text that you have read.' })
  @Matches(/^[0-9a-f]{64}$/)
  sha256!: string;

  @Field(() => ID, { nullable: true, description: 'For GIVER and PROGRAMME.' })
  @IsOptional()
  @IsString()
  organisationId?: string | null;
}

@ObjectType()
export class AcceptTermsPayload extends MutationPayload {
  @Field(() => [TermsAcceptanceType], { nullable: true })
  acceptances!: TermsAcceptanceType[] | null;
}

@InputType()
export class CompleteSignUpInput extends MutationInput {
  @Field(() => [SignUpIntentEnum], { description: '"I give", "I receive", "I run a programme".' })
  @ArrayNotEmpty()
  @ArrayMaxSize(3)
  @IsIn(SIGN_UP_INTENTS, { each: true })
  intents!: SignUpIntent[];

  @Field()
  @IsString()
  @Length(1, 100)
  displayName!: string;

  @Field({ description: 'True when others may see the name.' })
  @IsBoolean()
  isNamed!: boolean;
}

@ObjectType()
export class CompleteSignUpPayload extends MutationPayload {
  @Field(() => SignUpType, { nullable: true })
  signUp!: SignUpType | null;
}
