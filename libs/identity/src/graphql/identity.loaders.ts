import { Injectable } from '@nestjs/common';
import { RequestLoader } from '#platform/graphql';
import { IdentityQueries, type OrganisationRow, type PersonRow } from '../identity.queries.js';

@Injectable()
export class PersonLoader extends RequestLoader<PersonRow> {
  constructor(private readonly queries: IdentityQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, PersonRow>> {
    return new Map((await this.queries.people(keys)).map((row) => [row.id, row]));
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
