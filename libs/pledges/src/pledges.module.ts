import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerModule } from '#libs/ledger';
import { NeedsModule } from '#libs/needs';
import { HeldPledgesService } from './held-pledges.service.js';
import { Pledge } from './pledge.entity.js';
import { PaymentsModule } from '#libs/payments';
import { PledgeMethods } from './pledge-methods.service.js';
import { PledgePaymentsService } from './pledge-payments.service.js';
import { PledgesJobs } from './pledges.jobs.js';
import { PledgesQueries } from './pledges.queries.js';
import { PledgesRepository } from './pledges.repository.js';
import { PledgesService } from './pledges.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Pledge]), LedgerModule, NeedsModule, PaymentsModule],
  providers: [
    PledgeMethods,
    PledgePaymentsService,
    PledgesService,
    HeldPledgesService,
    PledgesRepository,
    PledgesQueries,
    PledgesJobs,
  ],
  exports: [PledgePaymentsService, PledgesService, HeldPledgesService, PledgesQueries],
})
export class PledgesModule {}
