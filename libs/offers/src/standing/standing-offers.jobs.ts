import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maintainershipChanged, needPublished, offerExpiryDue, offerOpened } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { OfferTaking } from './offer-taking.service.js';
import { StandingOffersService } from './standing-offers.service.js';

@Injectable()
export class StandingOffersJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly offers: StandingOffersService,
    private readonly taking: OfferTaking,
  ) {}

  onModuleInit(): void {
    const { consumers, offers, taking } = this;
    consumers.inTransaction('offers.serve-need', needPublished, (tx, { needId }) => taking.serve(tx, asId(needId)));
    consumers.inTransaction('offers.begin', offerOpened, (tx, { projectId }) => taking.begin(tx, asId(projectId)));
    consumers.inTransaction('offers.expire', offerExpiryDue, (tx, { organisationId, offerId }) =>
      offers.expire(tx, asId(organisationId), asId(offerId)),
    );
    consumers.inTransaction('offers.tell-maintainer', maintainershipChanged, async (tx, { hasBegun, ...facts }) => {
      if (hasBegun) await taking.tellMaintainer(tx, asId(facts.projectId), asId(facts.personId));
    });
  }
}
