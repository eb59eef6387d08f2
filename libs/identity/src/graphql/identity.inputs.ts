import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayNotEmpty, IsIn, IsInt, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { MutationInput, MutationPayload, SteppedUpInput } from '#platform/graphql';
import type { ApiScope, OrganisationRole } from '#platform/kernel';
import { MAX_LIFETIME_DAYS } from '../api-tokens.service.js';
import {
  ORGANISATION_KINDS,
  ORGANISATION_VISIBILITIES,
  type OrganisationKind,
  type OrganisationVisibility,
} from '../organisations.service.js';
import {
  ApiScopeEnum,
  ApiTokenType,
  OrganisationKindEnum,
  OrganisationRoleEnum,
  OrganisationType,
  OrganisationVisibilityEnum,
} from './person.type.js';

@InputType()
export class CreateOrganisationInput extends MutationInput {
  @Field(() => OrganisationKindEnum)
  @IsIn(ORGANISATION_KINDS)
  kind!: OrganisationKind;

  @Field()
  @IsString()
  @Length(1, 100)
  name!: string;
}

@ObjectType()
export class CreateOrganisationPayload extends MutationPayload {
  @Field(() => OrganisationType, { nullable: true })
  organisation!: OrganisationType | null;
}

@InputType()
export class SetOrganisationVisibilityInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => OrganisationVisibilityEnum)
  @IsIn(ORGANISATION_VISIBILITIES)
  visibility!: OrganisationVisibility;
}

@ObjectType()
export class SetOrganisationVisibilityPayload extends MutationPayload {
  @Field(() => OrganisationType, { nullable: true })
  organisation!: OrganisationType | null;
}

@InputType()
export class InviteMemberInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => [OrganisationRoleEnum])
  @ArrayNotEmpty()
  @ArrayMaxSize(5)
  @IsIn(Object.values(OrganisationRoleEnum), { each: true })
  roles!: OrganisationRole[];
}

@ObjectType()
export class InviteMemberPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: 'Give it to the person; it works once and is not shown again.' })
  code!: string | null;

  @Field(() => Date, { nullable: true })
  expiresAt!: Date | null;
}

@InputType()
export class AcceptInvitationInput extends MutationInput {
  @Field()
  @IsString()
  @MaxLength(100)
  code!: string;
}

@ObjectType()
export class AcceptInvitationPayload extends MutationPayload {
  @Field(() => OrganisationType, { nullable: true })
  organisation!: OrganisationType | null;
}

@InputType()
export class CreateApiTokenInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field()
  @IsString()
  @Length(1, 100)
  name!: string;

  @Field(() => [ApiScopeEnum])
  @ArrayNotEmpty()
  @ArrayMaxSize(20)
  @IsIn(Object.values(ApiScopeEnum), { each: true })
  scopes!: ApiScope[];

  @Field(() => Int, { defaultValue: 30, description: `From 1 to ${String(MAX_LIFETIME_DAYS)}.` })
  @IsInt()
  @Min(1)
  @Max(MAX_LIFETIME_DAYS)
  expiresInDays!: number;
}

@ObjectType()
export class CreateApiTokenPayload extends MutationPayload {
  @Field(() => String, { nullable: true, description: 'The token itself. It is not shown again.' })
  token!: string | null;

  @Field(() => ApiTokenType, { nullable: true })
  apiToken!: ApiTokenType | null;
}

@InputType()
export class RevokeApiTokenInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  apiTokenId!: string;
}

@ObjectType()
export class RevokeApiTokenPayload extends MutationPayload {
  @Field(() => ID, { nullable: true })
  revokedId!: string | null;
}
