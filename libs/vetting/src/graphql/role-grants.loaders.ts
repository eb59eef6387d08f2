import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { RoleGrantsQueries, type RoleGrantRow } from '../cases/role-grants.queries.js';

/** Grants that the principal may see, by id. */
@Injectable()
export class RoleGrantLoader extends RequestLoader<RoleGrantRow> {
  constructor(private readonly queries: RoleGrantsQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, RoleGrantRow>> {
    const viewerId = principal.kind === 'anonymous' ? null : principal.personId;
    return new Map((await this.queries.visible(keys, viewerId)).map((row) => [row.id, row]));
  }
}
