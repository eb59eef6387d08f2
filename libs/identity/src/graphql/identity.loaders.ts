import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { clearanceOf, type Principal } from '#platform/kernel';
import { IdentityQueries, type OrganisationRow, type OrganisationViewer, type PersonRow } from '../identity.queries.js';

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

  /** Names of organisations are read here alone, so no path to one forgets who may know of it. */
  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, OrganisationRow>> {
    return new Map((await this.queries.organisations(keys, viewerOf(principal))).map((row) => [row.id, row]));
  }
}

function viewerOf(principal: Principal): OrganisationViewer {
  return {
    personId: principal.kind === 'person' ? principal.personId : null,
    organisationId: principal.kind === 'token' ? principal.organisationId : null,
  };
}
