import { Injectable } from '@nestjs/common';
import { HistorySubjects } from '#libs/audit/graphql';
import { scoped } from '#platform/graphql';
import { StandingOfferLoader } from './standing-offers.loaders.js';

/** The history of an offer is for its organisation. */
@Injectable()
export class StandingOffersHistory {
  constructor(subjects: HistorySubjects, loader: StandingOfferLoader) {
    subjects.register('sof', {
      rule: scoped('pledges:read'),
      type: 'standingOffer',
      isVisible: async (id, context) => (await loader.load(context, id)) !== null,
      namedActions: [],
    });
  }
}
