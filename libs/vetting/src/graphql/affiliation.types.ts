import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsString, Length, Matches } from 'class-validator';
import { MutationInput, MutationPayload } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { AffiliationRow } from '../sponsors/affiliations.queries.js';

@ObjectType('Affiliation', { description: 'What you say to belong to. Nobody checks it, and nobody else sees it.' })
export class AffiliationType {
  @Field(() => ID)
  id!: string;

  @Field()
  name!: string;

  @Field()
  declaredAt!: Date;

  @Field(() => Date, { nullable: true, description: 'It counts for a year after that.' })
  withdrawnAt!: Date | null;

  static from({ id, ...row }: AffiliationRow): AffiliationType {
    return Object.assign(new AffiliationType(), { id: formatId('aff', id), ...row });
  }
}

@InputType()
export class DeclareAffiliationInput extends MutationInput {
  @Field({ description: 'A company, foundation, university or group, 2 to 100 characters.' })
  @Length(2, 100)
  @Matches(/[\p{L}\p{N}]/u)
  name!: string;
}

@InputType()
export class WithdrawAffiliationInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  affiliationId!: string;
}

@ObjectType({ isAbstract: true })
export abstract class AffiliationPayload extends MutationPayload {
  affiliationId!: string | null;

  @Field(() => [AffiliationType], { nullable: true, description: 'All of yours.' })
  affiliations!: AffiliationType[] | null;
}

@ObjectType()
export class DeclareAffiliationPayload extends AffiliationPayload {}

@ObjectType()
export class WithdrawAffiliationPayload extends AffiliationPayload {}
