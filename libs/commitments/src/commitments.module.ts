import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerModule } from '#libs/ledger';
import { NeedsModule } from '#libs/needs';
import { PledgesModule } from '#libs/pledges';
import { RecurringPledge } from './recurring/recurring-pledge.entity.js';
import { RecurringPledgeFollower } from './recurring/recurring-pledge.follower.js';
import { RecurringPledgesJobs } from './recurring/recurring-pledges.jobs.js';
import { RecurringPledgesQueries } from './recurring/recurring-pledges.queries.js';
import { RecurringPledgesRepository } from './recurring/recurring-pledges.repository.js';
import { RecurringPledgesService } from './recurring/recurring-pledges.service.js';

/** Each kind of commitment lists its own. */
const RECURRING = [
  RecurringPledgesService,
  RecurringPledgesRepository,
  RecurringPledgesQueries,
  RecurringPledgeFollower,
  RecurringPledgesJobs,
];

/** Promises that are kept in steps: nothing of them is held before a step is paid. */
@Module({
  imports: [TypeOrmModule.forFeature([RecurringPledge]), LedgerModule, NeedsModule, PledgesModule],
  providers: [...RECURRING],
  exports: [RecurringPledgesService, RecurringPledgesQueries],
})
export class CommitmentsModule {}
