import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { organisationsOf } from '#platform/kernel';
import { PledgesQueries, type PledgeRow } from '../pledges.queries.js';

/** Pledges of the principal's organisations, by id. */
@Injectable()
export class PledgeLoader extends RequestLoader<PledgeRow> {
  constructor(private readonly queries: PledgesQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, PledgeRow>> {
    return new Map((await this.queries.visible(keys, organisationsOf(principal))).map((row) => [row.id, row]));
  }
}
