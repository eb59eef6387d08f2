import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MilestonesModule } from '#libs/milestones';
import { NeedsModule } from '#libs/needs';
import { PledgesModule } from '#libs/pledges';
import { TrancheCommitment } from './tranches/tranche-commitment.entity.js';
import { TrancheCommitmentsQueries } from './tranches/tranche-commitments.queries.js';
import { TrancheCommitmentsRepository } from './tranches/tranche-commitments.repository.js';
import { TrancheCommitmentsService } from './tranches/tranche-commitments.service.js';
import { TrancheEnds } from './tranches/tranche-ends.service.js';
import { TranchePlans } from './tranches/tranche-plans.service.js';
import { TrancheProgress } from './tranches/tranche-progress.service.js';
import { TranchesJobs } from './tranches/tranches.jobs.js';

const TRANCHES = [
  TrancheCommitmentsService,
  TrancheCommitmentsRepository,
  TrancheCommitmentsQueries,
  TrancheEnds,
  TranchePlans,
  TrancheProgress,
  TranchesJobs,
];

/** Promises that are kept in steps: nothing of them is held before a step is paid. */
@Module({
  imports: [TypeOrmModule.forFeature([TrancheCommitment]), MilestonesModule, NeedsModule, PledgesModule],
  providers: [...TRANCHES],
  exports: [TrancheCommitmentsService, TrancheCommitmentsQueries],
})
export class CommitmentsModule {}
