import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { SteppedUpInput, MutationInput, MutationPayload } from '#platform/graphql';
import { formatPayee, type Payee } from '#platform/kernel';
import type { PayeeRow } from '../needs.queries.js';
import { NeedType } from './need.type.js';

const PayeeStatusEnum = { PROPOSED: 'proposed', ACCEPTED: 'accepted', DECLINED: 'declined' } as const;
registerEnumType(PayeeStatusEnum, { name: 'PayeeStatus' });

@ObjectType('NeedPayee', { description: 'Who is paid for a need: a person, or an organisation.' })
export class NeedPayeeType {
  readonly payee!: Payee;
  readonly needId!: string;

  @Field(() => ID, { description: 'The id of the person or organisation.' })
  payeeId!: string;

  @Field(() => Int, {
    description: 'In proportion to the weights of the others: 2 and 1 are two thirds and one third.',
  })
  weight!: number;

  @Field(() => PayeeStatusEnum)
  status!: string;

  @Field({ description: 'A fiscal host, paid on behalf of the project: it keeps its fee and holds the rest.' })
  forProject!: boolean;

  static from({ payee, ...row }: PayeeRow): NeedPayeeType {
    return Object.assign(new NeedPayeeType(), { ...row, payee, payeeId: formatPayee(payee) });
  }
}

@InputType()
export class NeedPayeeInput {
  @Field(() => ID, { description: 'The id of a person or of an organisation.' })
  @IsString()
  payeeId!: string;

  @Field(() => Int)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  weight!: number;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True for the fiscal host of the project, which then holds this part for the project.',
  })
  @IsOptional()
  @IsBoolean()
  forProject?: boolean | null;
}

@InputType()
export class SetNeedPayeesInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  needId!: string;

  @Field(() => [NeedPayeeInput], {
    description: 'All of them, in the order in which units that do not divide are given.',
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => NeedPayeeInput)
  payees!: NeedPayeeInput[];
}

@InputType()
export class DecidePayeeInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  needId!: string;

  @Field(() => ID, { description: 'Your own id, or that of an organisation whose finance you keep.' })
  @IsString()
  payeeId!: string;
}

@ObjectType({ isAbstract: true })
abstract class PayeesPayload extends MutationPayload {
  @Field(() => NeedType, { nullable: true })
  need!: NeedType | null;
}

@ObjectType()
export class SetNeedPayeesPayload extends PayeesPayload {}

@ObjectType()
export class AcceptPayeePayload extends PayeesPayload {}

@ObjectType()
export class DeclinePayeePayload extends PayeesPayload {}
