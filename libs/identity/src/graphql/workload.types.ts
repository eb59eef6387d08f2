import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { MutationInput, MutationPayload, SteppedUpInput } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { TrustedWorkload } from '../workloads.queries.js';

const NUMBER = /^[1-9][0-9]{0,18}$/;

@ObjectType('TrustedWorkload', { description: 'A build job that may trade its own identity for an upload token.' })
export class TrustedWorkloadType {
  @Field(() => ID)
  id!: string;

  @Field()
  name!: string;

  @Field()
  issuer!: string;

  @Field()
  repositoryId!: string;

  @Field()
  repositoryOwnerId!: string;

  @Field(() => String, { nullable: true })
  refPattern!: string | null;

  @Field(() => String, { nullable: true })
  jobWorkflowRef!: string | null;

  @Field(() => ID, { nullable: true, description: 'The only product that it may upload for; null for all.' })
  productId!: string | null;

  @Field()
  createdAt!: Date;

  static from(row: TrustedWorkload): TrustedWorkloadType {
    const { externalId: id, productId, name, issuer, repositoryId, repositoryOwnerId, createdAt } = row;
    return Object.assign(new TrustedWorkloadType(), {
      id,
      name,
      issuer,
      repositoryId,
      repositoryOwnerId,
      refPattern: row.refPattern,
      jobWorkflowRef: row.jobWorkflowRef,
      productId: productId && formatId('prd', productId),
      createdAt,
    });
  }
}

@InputType()
export class RegisterTrustedWorkloadInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => ID, { nullable: true, description: 'The only product that it may upload for.' })
  @IsOptional()
  @IsString()
  productId?: string | null;

  @Field()
  @IsString()
  @Length(1, 100)
  name!: string;

  @Field({
    defaultValue: 'https://token.actions.githubusercontent.com',
    description: 'Who issues the identity of the job; exactly the claim `iss`.',
  })
  @IsString()
  @MaxLength(200)
  issuer!: string;

  @Field({ description: 'The number of the repository, not its name.' })
  @Matches(NUMBER)
  repositoryId!: string;

  @Field({ description: 'The number of the account that owns the repository.' })
  @Matches(NUMBER)
  repositoryOwnerId!: string;

  @Field(() => String, { nullable: true, description: 'For example refs/heads/main, or refs/tags/v*.' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  refPattern?: string | null;

  @Field(() => String, { nullable: true, description: 'Path and ref of a reusable workflow; * stands for anything.' })
  @IsOptional()
  @IsString()
  @Length(1, 300)
  jobWorkflowRef?: string | null;
}

@ObjectType()
export class RegisterTrustedWorkloadPayload extends MutationPayload {
  @Field(() => TrustedWorkloadType, { nullable: true })
  trustedWorkload!: TrustedWorkloadType | null;
}

@InputType()
export class RemoveTrustedWorkloadInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  trustedWorkloadId!: string;
}

@ObjectType()
export class RemoveTrustedWorkloadPayload extends MutationPayload {
  @Field(() => ID, { nullable: true })
  removedId!: string | null;
}
