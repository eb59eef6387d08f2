import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { clearanceOf } from '#platform/kernel';
import { IdentityQueries, type OrganisationRow, type PersonRow } from '../identity.queries.js';

@Injectable()
export class PersonLoader extends RequestLoader<PersonRow> {
  constructor(private readonly queries: IdentityQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, PersonRow>> {
    const viewerId = principal.kind === 'anonymous' ? null : principal.personId;
    return new Map((await this.queries.people(clearanceOf(principal), keys, viewerId)).map((row) => [row.id, row]));
  }
}

@Injectable()
export class OrganisationLoader extends RequestLoader<OrganisationRow> {
  constructor(private readonly queries: IdentityQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, OrganisationRow>> {
    return new Map((await this.queries.organisations(keys)).map((row) => [row.id, row]));
  }
}
