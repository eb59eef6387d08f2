import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { PledgesModule } from '#libs/pledges';
import { DemandJobs } from './demand.jobs.js';
import { DemandQueries } from './demand.queries.js';
import { DemandService } from './demand.service.js';

@Module({
  imports: [IdentityModule, PledgesModule],
  providers: [DemandJobs, DemandQueries, DemandService],
  exports: [DemandQueries],
})
export class DemandModule {}
