import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerModule } from '#libs/ledger';
import { NeedsModule } from '#libs/needs';
import { HeldPledgesService } from './held-pledges.service.js';
import { InKindContribution } from './in-kind/in-kind-contribution.entity.js';
import { InKindJobs } from './in-kind/in-kind.jobs.js';
import { InKindQueries } from './in-kind/in-kind.queries.js';
import { InKindService } from './in-kind/in-kind.service.js';
import { Pledge } from './pledge.entity.js';
import { PaymentsModule } from '#libs/payments';
import { PledgeMethods } from './pledge-methods.service.js';
import { PledgePaymentsService } from './pledge-payments.service.js';
import { PledgesJobs } from './pledges.jobs.js';
import { PledgesQueries } from './pledges.queries.js';
import { PledgesRepository } from './pledges.repository.js';
import { RunPledgesService } from './run-pledges.service.js';
import { PledgesService } from './pledges.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([InKindContribution, Pledge]), LedgerModule, NeedsModule, PaymentsModule],
  providers: [
    InKindJobs,
    InKindQueries,
    InKindService,
    PledgeMethods,
    PledgePaymentsService,
    PledgesService,
    HeldPledgesService,
    PledgesRepository,
    PledgesQueries,
    PledgesJobs,
    RunPledgesService,
  ],
  exports: [
    InKindQueries,
    InKindService,
    PledgePaymentsService,
    PledgesService,
    HeldPledgesService,
    PledgesQueries,
    RunPledgesService,
  ],
})
export class PledgesModule {}
