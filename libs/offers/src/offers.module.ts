import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogModule } from '#libs/catalog';
import { NeedsModule } from '#libs/needs';
import { PledgesModule } from '#libs/pledges';
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

/** What companies do about projects that ask for nothing. */
@Module({
  imports: [TypeOrmModule.forFeature([StandingOffer]), CatalogModule, NeedsModule, PledgesModule],
  providers: [ProjectClearance, ...STANDING],
  exports: [ProjectClearance, StandingOffersQueries, StandingOffersService],
})
export class OffersModule {}
