import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApprovalsModule } from '#libs/approvals';
import { CatalogModule } from '#libs/catalog';
import { LedgerModule } from '#libs/ledger';
import { PaymentsModule } from '#libs/payments';
import { CustodyService } from './custody.service.js';
import { HostAgreement } from './host-agreement.entity.js';
import { HostAgreementsRepository } from './host-agreements.repository.js';
import { HostingJobs } from './hosting.jobs.js';
import { HostingQueries } from './hosting.queries.js';
import { HostsService } from './hosts.service.js';
import { LeavingService } from './leaving.service.js';
import { ProjectPayout } from './project-payout.entity.js';
import { ProjectPayoutsService } from './project-payouts.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([HostAgreement, ProjectPayout]),
    ApprovalsModule,
    CatalogModule,
    LedgerModule,
    PaymentsModule,
  ],
  providers: [
    CustodyService,
    HostAgreementsRepository,
    HostingJobs,
    HostingQueries,
    HostsService,
    LeavingService,
    ProjectPayoutsService,
  ],
  exports: [CustodyService, HostingQueries, HostsService, LeavingService, ProjectPayoutsService],
})
export class HostingModule {}
