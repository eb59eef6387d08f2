import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { grouped, organisationsOf, type Principal } from '#platform/kernel';
import { NeedsQueries, type NeedRow, type NeedViewer, type PayeeRow } from '../needs.queries.js';

/** Needs that the principal may see, by id. */
@Injectable()
export class NeedLoader extends RequestLoader<NeedRow> {
  constructor(private readonly queries: NeedsQueries) {
    super();
  }

  protected async batch(keys: readonly string[], { principal }: GraphqlContext): Promise<ReadonlyMap<string, NeedRow>> {
    return new Map((await this.queries.visible(keys, viewerOf(principal))).map((row) => [row.id, row]));
  }
}

/** Who is paid for a need; whoever reached the need may see it. */
@Injectable()
export class PayeesOfNeedLoader extends RequestLoader<readonly PayeeRow[]> {
  constructor(private readonly queries: NeedsQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly PayeeRow[]>> {
    return grouped(await this.queries.payeesOf(keys), ({ needId }) => needId);
  }
}

export function viewerOf(principal: Principal): NeedViewer {
  return {
    personId: principal.kind === 'anonymous' ? null : principal.personId,
    organisationIds: organisationsOf(principal),
  };
}
