import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { clearanceOf } from '#platform/kernel';
import { DeparturesQueries, type DepartureRow } from '../departures/departures.queries.js';

@Injectable()
export class DeparturesLoader extends RequestLoader<DepartureRow> {
  constructor(private readonly departures: DeparturesQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, DepartureRow>> {
    const rows = await this.departures.departuresOf(clearanceOf(principal), keys);
    return new Map(rows.map((row) => [row.recurringPledgeId, row]));
  }
}
