import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { asId, organisationsOf } from '#platform/kernel';
import { StandingOffersQueries, type StandingOfferRow } from '../standing/standing-offers.queries.js';
import { WaitingOffersService, type WaitingOffers } from '../standing/waiting-offers.service.js';

/** Offers of the principal's organisations, by id. */
@Injectable()
export class StandingOfferLoader extends RequestLoader<StandingOfferRow> {
  constructor(private readonly queries: StandingOffersQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, StandingOfferRow>> {
    return new Map((await this.queries.visible(keys, organisationsOf(principal))).map((row) => [row.id, row]));
  }
}

/** What waits for projects. */
@Injectable()
export class WaitingOffersLoader extends RequestLoader<WaitingOffers> {
  constructor(private readonly waiting: WaitingOffersService) {
    super();
  }

  protected batch(keys: readonly string[], { principal }: GraphqlContext): Promise<ReadonlyMap<string, WaitingOffers>> {
    return this.waiting.of(
      principal,
      keys.map((key) => asId<'prj'>(key)),
    );
  }
}
