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
import { ProjectClearance } from './project-clearance.queries.js';
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

/** What companies do about projects that ask for nothing. */
@Module({
  imports: [TypeOrmModule.forFeature([AdoptionCall, StandingOffer]), CatalogModule, NeedsModule, PledgesModule],
  providers: [ProjectClearance, ...ADOPTION, ...STANDING],
  exports: [
    AdoptionCallsQueries,
    AdoptionCallsRepository,
    ProjectClearance,
    StandingOffersQueries,
    StandingOffersService,
  ],
})
export class OffersModule {}
