import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { ConnectionArgs, MutationInput, MutationPayload, Node, connectionType } from '#platform/graphql';
import { formatId, statusesOf } from '#platform/kernel';
import { ADOPTION_CALL, type AdoptionCallStatus } from '../adoption/adoption-call.states.js';
import type { AdoptionAnswerRow, AdoptionCallRow } from '../adoption/adoption-calls.queries.js';

const AdoptionCallStatusEnum = Object.fromEntries(
  statusesOf(ADOPTION_CALL).map((status) => [status.toUpperCase(), status]),
);
registerEnumType(AdoptionCallStatusEnum, {
  name: 'AdoptionCallStatus',
  description: 'ADOPTED: somebody has shown control over the project.',
});

@ObjectType('AdoptionAnswer', { description: 'Somebody would take the project on. Nothing is granted by it.' })
export class AdoptionAnswerType {
  readonly personId!: string;

  @Field(() => ID)
  id!: string;

  @Field()
  message!: string;

  @Field()
  answeredAt!: Date;

  static from({ id, ...shown }: AdoptionAnswerRow): AdoptionAnswerType {
    return Object.assign(new AdoptionAnswerType(), { ...shown, id: formatId('ada', id) });
  }
}

export const AdoptionAnswerConnection = connectionType(AdoptionAnswerType, 'AdoptionAnswer');

@ObjectType('AdoptionCall', {
  implements: () => [Node],
  description: 'A company that depends on a project which nobody maintains looks for somebody who takes it on.',
})
export class AdoptionCallType extends Node {
  readonly callId!: string;
  readonly projectId!: string;
  readonly namedOrganisationId!: string | null;

  @Field()
  note!: string;

  @Field(() => AdoptionCallStatusEnum)
  status!: string;

  @Field({ description: 'Whether a standing offer of the caller waited for whoever adopts, when the call was opened.' })
  hasOffer!: boolean;

  @Field()
  openedAt!: Date;

  @Field({ description: 'When it ends if nobody takes the project on.' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  static from({ id, ...shown }: AdoptionCallRow): AdoptionCallType {
    return Object.assign(new AdoptionCallType(), { ...shown, id: formatId('adc', id), callId: id });
  }
}

export const AdoptionCallConnection = connectionType(AdoptionCallType, 'AdoptionCall');

@ArgsType()
export class AdoptionCallsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  projectId?: string | null;
}

@ArgsType()
export class AdoptionCallsOfArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => AdoptionCallStatusEnum, { nullable: true })
  @IsOptional()
  @IsIn(Object.values(AdoptionCallStatusEnum))
  status?: AdoptionCallStatus | null;
}

@InputType()
export class OpenAdoptionCallInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field({ description: 'What you need the project for, and what you would give. Public.' })
  @IsString()
  @Length(1, 2_000)
  note!: string;

  @Field({ defaultValue: false, description: 'Whether everybody may know whose call it is.' })
  @IsBoolean()
  isNamed!: boolean;

  @Field(() => ID, {
    nullable: true,
    description: 'An open standing offer of your organisation to the project. Public is that there is one.',
  })
  @IsOptional()
  @IsString()
  standingOfferId?: string | null;
}

@ObjectType()
export class OpenAdoptionCallPayload extends MutationPayload {
  @Field(() => AdoptionCallType, { nullable: true })
  adoptionCall!: AdoptionCallType | null;
}

@InputType()
export class WithdrawAdoptionCallInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  adoptionCallId!: string;
}

@ObjectType()
export class WithdrawAdoptionCallPayload extends MutationPayload {
  @Field(() => AdoptionCallType, { nullable: true })
  adoptionCall!: AdoptionCallType | null;
}

@InputType()
export class AnswerAdoptionCallInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  adoptionCallId!: string;

  @Field({ description: 'Who you are and how you would go about it. For the caller and for you.' })
  @IsString()
  @Length(1, 2_000)
  message!: string;
}

@ObjectType()
export class AnswerAdoptionCallPayload extends MutationPayload {
  @Field(() => AdoptionCallType, { nullable: true })
  adoptionCall!: AdoptionCallType | null;
}
