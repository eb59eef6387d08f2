import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { grouped, organisationsOf, type Principal } from '#platform/kernel';
import {
  InKindQueries,
  type InKindDeliveryRow,
  type InKindRow,
  type InKindSum,
  type InKindViewer,
} from '../in-kind/in-kind.queries.js';

/** A token is a side only with a scope for pledges: what it may write it sees in the answer. */
export function inKindViewerOf(principal: Principal): InKindViewer {
  const isBlind = principal.kind === 'token' && !principal.scopes.some((scope) => scope.startsWith('pledges:'));
  return {
    personId: principal.kind === 'person' ? principal.personId : null,
    organisationIds: isBlind ? [] : organisationsOf(principal),
  };
}

/** Offers that the principal makes or decides about, by id. */
@Injectable()
export class InKindLoader extends RequestLoader<InKindRow> {
  constructor(private readonly queries: InKindQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, InKindRow>> {
    return new Map((await this.queries.visible(keys, inKindViewerOf(principal))).map((row) => [row.id, row]));
  }
}

/** What has arrived of offers, for whoever makes or decides about them. */
@Injectable()
export class InKindDeliveriesLoader extends RequestLoader<readonly InKindDeliveryRow[]> {
  constructor(private readonly queries: InKindQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, readonly InKindDeliveryRow[]>> {
    const rows = await this.queries.deliveriesOf(keys, inKindViewerOf(principal));
    return grouped(rows, ({ contributionId }) => contributionId);
  }
}

/** Sums of help in kind by need; whoever reached the need may see them. */
@Injectable()
export class InKindSumsLoader extends RequestLoader<readonly InKindSum[]> {
  constructor(private readonly queries: InKindQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly InKindSum[]>> {
    return grouped(await this.queries.sumsOf(keys), ({ needId }) => needId);
  }
}
