import { Injectable } from '@nestjs/common';
import { RequestLoader } from '#platform/graphql';
import { HistoryQueries, type Inclusion } from '../history.queries.js';

/** Proofs of all receipts of one answer together, by the place of the leaf. */
@Injectable()
export class InclusionLoader extends RequestLoader<Inclusion> {
  constructor(private readonly history: HistoryQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, Inclusion>> {
    const found = await this.history.inclusions(keys.map(BigInt));
    return new Map([...found].map(([index, inclusion]) => [index.toString(), inclusion]));
  }
}
