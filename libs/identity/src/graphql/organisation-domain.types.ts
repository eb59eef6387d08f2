import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import { MutationInput, MutationPayload } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { OrganisationDomain } from '../domains/organisation-domain.entity.js';
import { recordNameOf, recordTextOf } from '../domains/organisation-domain.rules.js';

const OrganisationDomainStatusEnum = { PENDING: 'pending', VERIFIED: 'verified', LAPSED: 'lapsed' } as const;
registerEnumType(OrganisationDomainStatusEnum, {
  name: 'OrganisationDomainStatus',
  description: 'LAPSED: the record was missing for 14 days. Put it back and ask for a check.',
});

@ObjectType('OrganisationDomain', { description: 'A domain that an organisation shows to be its own.' })
export class OrganisationDomainType {
  @Field(() => ID)
  id!: string;

  @Field()
  domain!: string;

  @Field(() => OrganisationDomainStatusEnum)
  status!: string;

  @Field({ description: 'The name beside which the TXT record has to stand.' })
  recordName!: string;

  @Field({ description: 'The text of the record.' })
  recordText!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Why the last check found nothing: NOT_FOUND, UNREACHABLE, or TAKEN by another organisation.',
  })
  failureCode!: string | null;

  @Field(() => Date, { nullable: true })
  verifiedAt!: Date | null;

  static from(entry: OrganisationDomain): OrganisationDomainType {
    const id = formatId('odm', entry.id);
    return Object.assign(new OrganisationDomainType(), {
      id,
      domain: entry.domain,
      status: entry.status,
      recordName: recordNameOf(entry.domain),
      recordText: recordTextOf(id, entry.token),
      failureCode: entry.failure,
      verifiedAt: entry.verifiedAt,
    });
  }
}

@InputType()
export class AddOrganisationDomainInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field({ description: 'For example acme.example.' })
  @IsString()
  @MaxLength(300)
  domain!: string;
}

@InputType()
export class OrganisationDomainActionInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationDomainId!: string;
}

@ObjectType()
export class AddOrganisationDomainPayload extends MutationPayload {
  @Field(() => OrganisationDomainType, { nullable: true })
  organisationDomain!: OrganisationDomainType | null;
}

@ObjectType()
export class CheckOrganisationDomainPayload extends MutationPayload {
  @Field(() => OrganisationDomainType, { nullable: true })
  organisationDomain!: OrganisationDomainType | null;
}

@ObjectType()
export class RemoveOrganisationDomainPayload extends MutationPayload {
  @Field(() => ID, { nullable: true })
  removedId!: string | null;
}
