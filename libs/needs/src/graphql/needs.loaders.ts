import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { NeedsQueries, type NeedRow } from '../needs.queries.js';

/** Needs that the principal may see, by id. */
@Injectable()
export class NeedLoader extends RequestLoader<NeedRow> {
  constructor(private readonly queries: NeedsQueries) {
    super();
  }

  protected async batch(keys: readonly string[], { principal }: GraphqlContext): Promise<ReadonlyMap<string, NeedRow>> {
    const viewer = principal.kind === 'anonymous' ? null : principal.personId;
    return new Map((await this.queries.visible(keys, viewer)).map((row) => [row.id, row]));
  }
}
