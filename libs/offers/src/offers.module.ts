import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogModule } from '#libs/catalog';
import { NeedsModule } from '#libs/needs';
import { PledgesModule } from '#libs/pledges';
import { AdoptionCall } from './adoption/adoption-call.entity.js';
import { AdoptionCallsJobs } from './adoption/adoption-calls.jobs.js';
import { AdoptionCallsQueries } from './adoption/adoption-calls.queries.js';
import { AdoptionCallsRepository } from './adoption/adoption-calls.repository.js';
import { AdoptionEnds } from './adoption/adoption-ends.service.js';
import { DependencyAlertsJobs } from './alerts/dependency-alerts.jobs.js';
import { DependencyAlertsQueries } from './alerts/dependency-alerts.queries.js';
import { DependencyAlertsRepository } from './alerts/dependency-alerts.repository.js';
import { DependencyAlerts } from './alerts/dependency-alerts.service.js';
import { ExposedOrganisations } from './alerts/exposed-organisations.queries.js';
import { OfferTaking } from './standing/offer-taking.service.js';
import { StandingOffer } from './standing/standing-offer.entity.js';
import { StandingOffersJobs } from './standing/standing-offers.jobs.js';
import { StandingOffersQueries } from './standing/standing-offers.queries.js';
import { StandingOffersRepository } from './standing/standing-offers.repository.js';
import { StandingOffersService } from './standing/standing-offers.service.js';

const STANDING = [
  OfferTaking,
  StandingOffersJobs,
  StandingOffersQueries,
  StandingOffersRepository,
  StandingOffersService,
];

const ADOPTION = [AdoptionCallsJobs, AdoptionCallsQueries, AdoptionCallsRepository, AdoptionEnds];

const ALERTS = [
  DependencyAlerts,
  DependencyAlertsJobs,
  DependencyAlertsQueries,
  DependencyAlertsRepository,
  ExposedOrganisations,
];

/** What companies do about projects that ask for nothing, and what they are told of those that they depend on. */
@Module({
  imports: [TypeOrmModule.forFeature([AdoptionCall, StandingOffer]), CatalogModule, NeedsModule, PledgesModule],
  providers: [...ADOPTION, ...ALERTS, ...STANDING],
  exports: [
    DependencyAlerts,
    DependencyAlertsQueries,
    AdoptionCallsQueries,
    AdoptionCallsRepository,
    StandingOffersQueries,
    StandingOffersService,
  ],
})
export class OffersModule {}
