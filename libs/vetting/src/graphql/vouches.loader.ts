import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { VouchesQueries, type VouchRow } from '../vouches/vouches.queries.js';

/** Vouches that the principal has given or got, by id. */
@Injectable()
export class VouchLoader extends RequestLoader<VouchRow> {
  constructor(private readonly queries: VouchesQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, VouchRow>> {
    const viewerId = principal.kind === 'person' ? principal.personId : null;
    return new Map((await this.queries.visible(keys, viewerId)).map((row) => [row.id, row]));
  }
}
