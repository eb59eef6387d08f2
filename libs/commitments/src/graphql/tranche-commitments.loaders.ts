import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { grouped, organisationsOf } from '#platform/kernel';
import {
  TrancheCommitmentsQueries,
  type ExpectedTranche,
  type TrancheCommitmentRow,
  type TrancheRow,
} from '../tranches/tranche-commitments.queries.js';

/** Commitments in tranches of the principal's organisations, by id. */
@Injectable()
export class TrancheCommitmentLoader extends RequestLoader<TrancheCommitmentRow> {
  constructor(private readonly queries: TrancheCommitmentsQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, TrancheCommitmentRow>> {
    return new Map((await this.queries.visible(keys, organisationsOf(principal))).map((row) => [row.id, row]));
  }
}

/** Their tranches; whoever reached one may see them. */
@Injectable()
export class TranchesLoader extends RequestLoader<readonly TrancheRow[]> {
  constructor(private readonly queries: TrancheCommitmentsQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly TrancheRow[]>> {
    return grouped(await this.queries.tranchesOf(keys), ({ commitmentId }) => commitmentId);
  }
}

/** Tranches that a need can expect. */
@Injectable()
export class ExpectedTranchesLoader extends RequestLoader<readonly ExpectedTranche[]> {
  constructor(private readonly queries: TrancheCommitmentsQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly ExpectedTranche[]>> {
    return grouped(await this.queries.expectedFor(keys), ({ needId }) => needId);
  }
}
