import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsString, Length } from 'class-validator';
import { MutationInput, MutationPayload, Node, SteppedUpInput, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { VouchRow } from '../vouches/vouches.queries.js';

@ObjectType('Vouch', {
  implements: () => [Node],
  description: 'That somebody has worked with a person. For these two to see.',
})
export class VouchType extends Node {
  constructor(private readonly row: VouchRow) {
    super();
    this.id = formatId('vch', row.id);
  }

  get vouchId(): string {
    return this.row.id;
  }

  get personId(): string {
    return this.row.personId;
  }

  get voucherId(): string {
    return this.row.voucherId;
  }

  get projectId(): string {
    return this.row.projectId;
  }

  @Field({ description: 'What both have worked on.' })
  get statement(): string {
    return this.row.statement;
  }

  @Field()
  get givenAt(): Date {
    return this.row.givenAt;
  }

  @Field(() => Date, { nullable: true })
  get withdrawnAt(): Date | null {
    return this.row.withdrawnAt;
  }

  @Field({ description: 'It stands, and figures of the catalogue show that others lean on the project.' })
  get isCounted(): boolean {
    return this.row.isCounted;
  }
}

export const VouchConnection = connectionType(VouchType, 'Vouch');

@InputType()
export class VouchForInput extends SteppedUpInput {
  @Field(() => ID, { description: 'Whom you have worked with.' })
  @IsString()
  personId!: string;

  @Field(() => ID, { description: 'Where. You speak for the project, or hold a scope in it.' })
  @IsString()
  projectId!: string;

  @Field({ description: 'What both of you have worked on, 20 to 2,000 characters. The person reads it.' })
  @Length(20, 2_000)
  statement!: string;
}

@InputType()
export class WithdrawVouchInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  vouchId!: string;
}

@ObjectType({ isAbstract: true })
export abstract class VouchPayload extends MutationPayload {
  @Field(() => VouchType, { nullable: true })
  vouch!: VouchType | null;
}

@ObjectType()
export class VouchForPayload extends VouchPayload {}

@ObjectType()
export class WithdrawVouchPayload extends VouchPayload {}
