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

  static from(row: OrganisationRow): OrganisationType {
    return Object.assign(new OrganisationType(), { id: formatId('org', row.id), kind: row.kind, name: row.name });
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
