import { Module } from '@nestjs/common';
import { AuditGraphqlModule, receiptField } from '#libs/audit/graphql';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { CatalogModule } from '#libs/catalog';
import { PledgesGraphqlModule } from '#libs/pledges/graphql';
import { asParent, person, scoped, type FieldPolicy } from '#platform/graphql';
import { OffersModule } from '../offers.module.js';
import { WaitingOffersService } from '../standing/waiting-offers.service.js';
import {
  OpenStandingOfferPayload,
  WithdrawStandingOfferPayload,
  type StandingOfferType,
} from './standing-offer.types.js';
import { StandingOffersHistory } from './standing-offers.history.js';
import { StandingOfferLoader, WaitingOffersLoader } from './standing-offers.loaders.js';
import {
  StandingOfferCommandsResolver,
  StandingOffersResolver,
  WaitingOffersResolver,
} from './standing-offers.resolver.js';

const subject = ({ standingOffer }: { readonly standingOffer: StandingOfferType | null }) =>
  standingOffer && { type: 'standingOffer', id: standingOffer.offerId };

@Module({
  imports: [AuditGraphqlModule, CatalogGraphqlModule, CatalogModule, OffersModule, PledgesGraphqlModule],
  providers: [
    StandingOfferCommandsResolver,
    StandingOfferLoader,
    StandingOffersHistory,
    StandingOffersResolver,
    WaitingOffersLoader,
    WaitingOffersResolver,
    // What somebody may see is asked here alone: the port that it needs is filled by the API.
    WaitingOffersService,
    receiptField(OpenStandingOfferPayload, subject),
    receiptField(WithdrawStandingOfferPayload, subject),
  ],
})
export class StandingOffersGraphqlModule {}

export const standingOffersPolicy: FieldPolicy = {
  'Query.standingOffer': scoped('pledges:read'),
  'Query.standingOffers': scoped('pledges:read'),
  'StandingOffer.*': asParent,
  'StandingOfferConnection.*': asParent,
  'StandingOfferEdge.*': asParent,
  // Who sees how much is decided by the service.
  'Project.waitingOffers': scoped('pledges:read'),
  'WaitingOffers.*': asParent,
  'Mutation.openStandingOffer': person,
  'Mutation.withdrawStandingOffer': person,
  'OpenStandingOfferPayload.*': asParent,
  'WithdrawStandingOfferPayload.*': asParent,
};
