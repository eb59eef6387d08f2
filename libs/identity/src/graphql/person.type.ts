import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Node } from '#platform/graphql';
import { API_SCOPES, formatId, type ApiScope } from '#platform/kernel';
import type { OrganisationRow, PersonRow } from '../identity.queries.js';

export const OrganisationKindEnum = {
  COMPANY: 'COMPANY',
  FOUNDATION: 'FOUNDATION',
  PROJECT_TEAM: 'PROJECT_TEAM',
  FISCAL_HOST: 'FISCAL_HOST',
} as const;
registerEnumType(OrganisationKindEnum, { name: 'OrganisationKind' });

export const OrganisationVisibilityEnum = { NAMED: 'named', PRIVATE: 'private' } as const;
registerEnumType(OrganisationVisibilityEnum, {
  name: 'OrganisationVisibility',
  description:
    'NAMED: everybody may know of the organisation and its name. PRIVATE: nobody but its members, and whoever it is offered to or is invited; for others it is not there. A COMPANY begins as PRIVATE, others as NAMED.',
});

export const OrganisationRoleEnum = {
  MEMBER: 'member',
  FINANCE: 'finance',
  ADMIN: 'admin',
  REVIEWER: 'reviewer',
  PROGRAMME_OFFICER: 'programme_officer',
} as const;
registerEnumType(OrganisationRoleEnum, { name: 'OrganisationRole' });

/** INVENTORY_WRITE for `inventory:write`, and so on. */
export const ApiScopeEnum = Object.fromEntries(
  API_SCOPES.map((scope) => [scope.toUpperCase().replace(':', '_'), scope]),
) as Readonly<Record<string, ApiScope>>;
registerEnumType(ApiScopeEnum, {
  name: 'ApiScope',
  description: 'What an API token may do. No token can move money or change access.',
});

@ObjectType('Person', { implements: () => [Node] })
export class PersonType extends Node {
  @Field(() => String, {
    nullable: true,
    description: 'Null unless the person has signed up and consented to be named. Members of one organisation see it.',
  })
  displayName!: string | null;

  static from(row: PersonRow): PersonType {
    return Object.assign(new PersonType(), { id: formatId('usr', row.id), displayName: row.displayName });
  }
}

@ObjectType('Organisation', { implements: () => [Node] })
export class OrganisationType extends Node {
  @Field(() => OrganisationKindEnum)
  kind!: string;

  @Field()
  name!: string;

  @Field(() => OrganisationVisibilityEnum)
  visibility!: string;

  static from({ id, kind, name, visibility }: OrganisationRow): OrganisationType {
    return Object.assign(new OrganisationType(), { id: formatId('org', id), kind, name, visibility });
  }
}

@ObjectType('Membership')
export class MembershipType {
  readonly organisationId!: string;

  @Field(() => [OrganisationRoleEnum])
  roles!: string[];
}

@ObjectType('OrganisationMember')
export class OrganisationMemberType {
  @Field(() => PersonType)
  person!: PersonType;

  @Field(() => [OrganisationRoleEnum])
  roles!: string[];

  @Field()
  joinedAt!: Date;
}

@ObjectType('ApiToken', { description: 'A token without its secret.' })
export class ApiTokenType {
  @Field()
  id!: string;

  @Field()
  name!: string;

  @Field(() => [ApiScopeEnum])
  scopes!: string[];

  @Field()
  createdAt!: Date;

  @Field()
  expiresAt!: Date;

  @Field(() => Date, { nullable: true })
  revokedAt!: Date | null;
}

@ObjectType('Viewer', { description: 'The signed-in person.' })
export class ViewerType {
  readonly personId!: string;
}
