import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { grouped, organisationsOf } from '#platform/kernel';
import {
  RecurringPledgesQueries,
  type ChangeRow,
  type ExpectedRow,
  type RecurringPledgeRow,
} from '../recurring/recurring-pledges.queries.js';

/** Recurring pledges of the principal's organisations, by id. */
@Injectable()
export class RecurringPledgeLoader extends RequestLoader<RecurringPledgeRow> {
  constructor(private readonly queries: RecurringPledgesQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, RecurringPledgeRow>> {
    return new Map((await this.queries.visible(keys, organisationsOf(principal))).map((row) => [row.id, row]));
  }
}

/** Their changes; whoever reached one may see them. */
@Injectable()
export class ChangesLoader extends RequestLoader<readonly ChangeRow[]> {
  constructor(private readonly queries: RecurringPledgesQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly ChangeRow[]>> {
    return grouped(await this.queries.changesOf(keys), ({ recurringPledgeId }) => recurringPledgeId);
  }
}

/** What runs for a need. */
@Injectable()
export class ExpectedLoader extends RequestLoader<readonly ExpectedRow[]> {
  constructor(private readonly queries: RecurringPledgesQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly ExpectedRow[]>> {
    return grouped(await this.queries.expectedFor(keys), ({ needId }) => needId);
  }
}
