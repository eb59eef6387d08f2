import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HostingModule } from '#libs/hosting';
import { InventoryModule } from '#libs/inventory';
import { LedgerModule } from '#libs/ledger';
import { NeedsModule } from '#libs/needs';
import { PledgesModule } from '#libs/pledges';
import { EvidenceService } from './evidence.service.js';
import { Milestone } from './milestone.entity.js';
import { MilestonesJobs } from './milestones.jobs.js';
import { MilestonesQueries } from './milestones.queries.js';
import { MilestonesRepository } from './milestones.repository.js';
import { PayoutsService } from './payouts.service.js';
import { PlansService } from './plans.service.js';
import { ReturnsService } from './returns.service.js';
import { ReleaseService } from './release.service.js';
import { ReviewsService } from './reviews.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Milestone]),
    HostingModule,
    InventoryModule,
    LedgerModule,
    NeedsModule,
    PledgesModule,
  ],
  providers: [
    PlansService,
    EvidenceService,
    ReviewsService,
    ReleaseService,
    ReturnsService,
    PayoutsService,
    MilestonesRepository,
    MilestonesQueries,
    MilestonesJobs,
  ],
  exports: [PlansService, EvidenceService, ReviewsService, MilestonesQueries],
})
export class MilestonesModule {}
