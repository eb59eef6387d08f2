import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerModule } from '#libs/ledger';
import { NeedsModule } from '#libs/needs';
import { HeldPledgesService } from './held-pledges.service.js';
import { Pledge } from './pledge.entity.js';
import { PledgesJobs } from './pledges.jobs.js';
import { PledgesQueries } from './pledges.queries.js';
import { PledgesRepository } from './pledges.repository.js';
import { PledgesService } from './pledges.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Pledge]), LedgerModule, NeedsModule],
  providers: [PledgesService, HeldPledgesService, PledgesRepository, PledgesQueries, PledgesJobs],
  exports: [PledgesService, HeldPledgesService, PledgesQueries],
})
export class PledgesModule {}
