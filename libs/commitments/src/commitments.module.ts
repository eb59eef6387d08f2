import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerModule } from '#libs/ledger';
import { MilestonesModule } from '#libs/milestones';
import { NeedsModule } from '#libs/needs';
import { PledgesModule } from '#libs/pledges';
import { RecurringPledge } from './recurring/recurring-pledge.entity.js';
import { RecurringPledgeFollower } from './recurring/recurring-pledge.follower.js';
import { RecurringPledgesJobs } from './recurring/recurring-pledges.jobs.js';
import { RecurringPledgesQueries } from './recurring/recurring-pledges.queries.js';
import { RecurringPledgesRepository } from './recurring/recurring-pledges.repository.js';
import { RecurringPledgesService } from './recurring/recurring-pledges.service.js';
import { TrancheCommitment } from './tranches/tranche-commitment.entity.js';
import { TrancheCommitmentsQueries } from './tranches/tranche-commitments.queries.js';
import { TrancheCommitmentsRepository } from './tranches/tranche-commitments.repository.js';
import { TrancheCommitmentsService } from './tranches/tranche-commitments.service.js';
import { TrancheEnds } from './tranches/tranche-ends.service.js';
import { TranchePlans } from './tranches/tranche-plans.service.js';
import { TrancheProgress } from './tranches/tranche-progress.service.js';
import { TranchesJobs } from './tranches/tranches.jobs.js';

/** Each kind of commitment lists its own. */
const RECURRING = [
  RecurringPledgesService,
  RecurringPledgesRepository,
  RecurringPledgesQueries,
  RecurringPledgeFollower,
  RecurringPledgesJobs,
];
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
  imports: [
    TypeOrmModule.forFeature([RecurringPledge, TrancheCommitment]),
    LedgerModule,
    MilestonesModule,
    NeedsModule,
    PledgesModule,
  ],
  providers: [...RECURRING, ...TRANCHES],
  exports: [RecurringPledgesService, RecurringPledgesQueries, TrancheCommitmentsService, TrancheCommitmentsQueries],
})
export class CommitmentsModule {}
