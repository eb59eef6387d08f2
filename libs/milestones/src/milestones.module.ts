import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApprovalsModule } from '#libs/approvals';
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
import { ReviewFee } from './review-fee.entity.js';
import { ReviewFeesJobs } from './review-fees.jobs.js';
import { ReviewFeesService } from './review-fees.service.js';
import { ReviewPoolGift } from './review-pool-gift.entity.js';
import { ReviewPoolQueries } from './review-pool.queries.js';
import { ReviewPoolService } from './review-pool.service.js';
import { ReviewerConflicts } from './reviewer-conflicts.js';
import { ReviewsService } from './reviews.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Milestone, ReviewFee, ReviewPoolGift]),
    ApprovalsModule,
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
    ReviewerConflicts,
    ReviewFeesService,
    ReviewPoolQueries,
    ReviewPoolService,
    ReleaseService,
    ReturnsService,
    PayoutsService,
    MilestonesRepository,
    MilestonesQueries,
    MilestonesJobs,
    ReviewFeesJobs,
  ],
  exports: [PlansService, EvidenceService, ReviewsService, ReviewPoolQueries, ReviewPoolService, MilestonesQueries],
})
export class MilestonesModule {}
