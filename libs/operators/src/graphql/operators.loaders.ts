import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { OperatorsQueries, type OperatorProposalRow } from '../operators.queries.js';

/** Proposals that the principal may see, by id. */
@Injectable()
export class OperatorProposalLoader extends RequestLoader<OperatorProposalRow> {
  constructor(private readonly queries: OperatorsQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, OperatorProposalRow>> {
    return new Map((await this.queries.visibleProposals(principal, keys)).map((row) => [row.id, row]));
  }
}
